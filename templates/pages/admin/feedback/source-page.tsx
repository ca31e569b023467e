import { PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Input, TextArea, Tick } from '../fields.tsx';
import { DeskHead, Part } from '../parts.tsx';

/** As it stands in the form. The secret is never shown again. */
export interface SourceDraft {
  readonly username: string;
  readonly topics: string;
  readonly isOn: boolean;
}

export interface SourcePageProps {
  readonly site: AdminSite;
  readonly provider: string;
  readonly title: string;
  /** How this provider proves that it is the one who calls. */
  readonly proof: 'topics' | 'ec key' | 'rsa key' | 'secret' | 'password';
  /** Where the provider has to send its events. */
  readonly address: string;
  readonly draft: SourceDraft;
  readonly isSetUp: boolean;
  readonly hasSecret: boolean;
  readonly problems: readonly FieldProblem[];
}

const keep = ' One is kept, encrypted. Leave this empty to keep it.';

const Proof = ({ proof, draft, hasSecret, problems }: SourcePageProps) => {
  const kept = hasSecret ? keep : '';
  switch (proof) {
    case 'topics':
      return (
        <TextArea
          name="topics"
          label="Topics"
          hint="The ARNs of the SNS topics that SES tells, one a line. Their signature version has to be 2. We confirm the subscription by ourselves."
          value={draft.topics}
          rows={3}
          problems={problems}
        />
      );
    case 'ec key':
    case 'rsa key':
      return (
        <TextArea
          name="secret"
          label="Public key"
          hint={`As the provider shows it.${kept}`}
          value=""
          rows={4}
          problems={problems}
        />
      );
    case 'secret':
      return (
        <Input
          name="secret"
          type="password"
          label="Signing key"
          hint={`The HTTP webhook signing key.${kept}`}
          value=""
          autocomplete="new-password"
          problems={problems}
        />
      );
    case 'password':
      return (
        <>
          <Input name="username" label="Name" value={draft.username} problems={problems} />
          <Input
            name="secret"
            type="password"
            label="Password"
            hint={`This provider signs nothing: make up a long password for it alone.${kept}`}
            value=""
            autocomplete="new-password"
            problems={problems}
          />
        </>
      );
    default:
      return proof satisfies never;
  }
};

/** One provider: where it has to call, and what proves it. */
export const SourcePage = (props: SourcePageProps) => {
  const { site, provider, title, address, draft, isSetUp, problems } = props;
  const path = `/admin/delivery/sources/${provider}`;
  return (
    <AdminFrame site={site} what={title} current="delivery" hasProblem={problems.length > 0}>
      <DeskHead title={title} kicker={<a href="/admin/delivery/sources">Ways in</a>} />
      <ErrorSummary problems={problems} />
      <p>
        Let it send bounces, complaints and unsubscribes to <b>{address}</b>
      </p>
      <PostForm post={{ action: path, hidden: [site.csrf] }} class="stack narrow">
        <Proof {...props} />
        <Tick
          id="isOn"
          name="isOn"
          value="yes"
          isTicked={draft.isOn}
          label="Take its events"
          hint="Switched off, every request is refused."
        />
        <div class="act">
          <button class="button" type="submit">
            {isSetUp ? 'Save' : 'Set it up'}
          </button>
        </div>
      </PostForm>
      {isSetUp && (
        <Part id="acts" title="Take it away">
          <PostForm post={{ action: `${path}/remove`, hidden: [site.csrf] }}>
            <button class="button button--plain" type="submit">
              Remove {title}
            </button>
          </PostForm>
        </Part>
      )}
    </AdminFrame>
  );
};
