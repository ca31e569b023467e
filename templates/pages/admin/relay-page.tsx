import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { Input, Select, Tick } from './fields.tsx';
import { DeskHead, Part } from './parts.tsx';

/** As it stands in the form: texts, whatever was typed. The password is never shown again. */
export interface RelayDraft {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly tls: string;
  readonly username: string;
  readonly rank: string;
  readonly weight: string;
  readonly connections: string;
  readonly mailsPerConnection: string;
  readonly perHour: string;
  readonly warmUp: string;
  readonly warmUpFrom: string;
  readonly isOn: boolean;
}

export interface RelayPageProps {
  readonly site: AdminSite;
  /** Null while it is not there yet. */
  readonly id: number | null;
  readonly draft: RelayDraft;
  readonly hasPassword: boolean;
  readonly notice?: { readonly kind: 'good' | 'warn'; readonly text: string } | undefined;
  readonly problems: readonly FieldProblem[];
}

const tlsOptions = [
  { value: 'required', text: 'STARTTLS, required (port 587)' },
  { value: 'implicit', text: 'TLS from the first byte (port 465)' },
  { value: 'none', text: 'None, for a server on this machine' },
];

/** One mail server: where it stands, what it may take, how it warms up. */
export const RelayPage = (props: RelayPageProps) => {
  const { site, id, draft, problems, notice } = props;
  const title = id === null ? 'Add a mail server' : draft.name;
  const path = id === null ? '/admin/delivery/servers/new' : `/admin/delivery/servers/${id}`;
  return (
    <AdminFrame site={site} what={title} current="delivery" hasProblem={problems.length > 0}>
      <DeskHead title={title} kicker={<a href="/admin/delivery">Delivery</a>} />
      {notice !== undefined && <Notice kind={notice.kind}>{notice.text}</Notice>}
      <ErrorSummary problems={problems} />
      <PostForm post={{ action: path, hidden: [site.csrf] }} class="stack narrow">
        <Where {...props} />
        <HowMuch draft={draft} problems={problems} />
        <Tick
          id="isOn"
          name="isOn"
          value="yes"
          isTicked={draft.isOn}
          label="Takes mail"
          hint="Senders notice within five seconds."
        />
        <div class="act">
          <button class="button" type="submit">
            {id === null ? 'Add this mail server' : 'Save this mail server'}
          </button>
        </div>
      </PostForm>
      {id !== null && <Acts site={site} path={path} name={draft.name} />}
    </AdminFrame>
  );
};

const Where = ({ draft, hasPassword, problems }: RelayPageProps) => (
  <>
    <Input
      name="name"
      label="Name"
      hint="As it stands in progress and trail."
      value={draft.name}
      problems={problems}
    />
    <Input name="host" label="Host" hint="Such as mail.example.org" value={draft.host} problems={problems} />
    <Input name="port" type="number" label="Port" value={draft.port} problems={problems} />
    <Select name="tls" label="Security" value={draft.tls} options={tlsOptions} problems={problems} />
    <Input
      name="username"
      label="User name"
      hint="Leave it empty when the server asks for none."
      value={draft.username}
      problems={problems}
    />
    <Input
      name="password"
      type="password"
      label="Password"
      hint={
        hasPassword
          ? 'One is kept, encrypted. Leave this empty to keep it.'
          : 'It is kept encrypted and never shown again.'
      }
      value=""
      autocomplete="new-password"
      problems={problems}
    />
  </>
);

const HowMuch = ({ draft, problems }: Pick<RelayPageProps, 'draft' | 'problems'>) => (
  <>
    <Input
      name="rank"
      type="number"
      label="Order"
      hint="1 comes first. The next one gets mail only while none before it takes any."
      value={draft.rank}
      problems={problems}
    />
    <Input
      name="weight"
      type="number"
      label="Share"
      hint="Among servers of the same order: 3 gets three times as much as 1."
      value={draft.weight}
      problems={problems}
    />
    <Input
      name="connections"
      type="number"
      label="Connections"
      hint="At the same time, from each sender process."
      value={draft.connections}
      problems={problems}
    />
    <Input
      name="mailsPerConnection"
      type="number"
      label="Mails over one connection"
      value={draft.mailsPerConnection}
      problems={problems}
    />
    <Input
      name="perHour"
      type="number"
      label="Mails an hour"
      hint="From all senders together. Left empty, there is no limit. Codes and confirmations always go."
      value={draft.perHour}
      problems={problems}
    />
    <Input
      name="warmUp"
      label="Warm-up"
      hint="Mails a day for a new address, one number for each day: 50 100 200 400 800 1600. Afterwards there is no daily limit."
      value={draft.warmUp}
      problems={problems}
    />
    <Input
      name="warmUpFrom"
      type="date"
      label="First day of the warm-up"
      value={draft.warmUpFrom}
      problems={problems}
    />
  </>
);

const Acts = ({
  site,
  path,
  name,
}: {
  readonly site: AdminSite;
  readonly path: string;
  readonly name: string;
}) => (
  <Part id="acts" title="Try it, or take it away">
    <PostForm post={{ action: `${path}/test`, hidden: [site.csrf] }}>
      <button class="button button--quiet" type="submit">
        Connect and sign in, without a mail
      </button>
    </PostForm>
    <PostForm post={{ action: `${path}/remove`, hidden: [site.csrf] }}>
      <button class="button button--plain" type="submit">
        Remove {name}
      </button>
    </PostForm>
  </Part>
);
