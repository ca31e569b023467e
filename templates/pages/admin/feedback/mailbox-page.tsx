import { Notice } from '../../reader/notice.tsx';
import { PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Input, Select, Tick } from '../fields.tsx';
import { DeskHead, Part } from '../parts.tsx';

/** As it stands in the form. The secret is never shown again. */
export interface MailboxDraft {
  readonly host: string;
  readonly port: string;
  readonly tls: string;
  readonly username: string;
  readonly auth: string;
  readonly folder: string;
  readonly doneFolder: string;
  readonly isOn: boolean;
}

export interface MailboxPageProps {
  readonly site: AdminSite;
  readonly draft: MailboxDraft;
  readonly isSetUp: boolean;
  /** Why the last look failed. */
  readonly problem: string | null;
  /** What a try said. */
  readonly answer?: { readonly kind: 'good' | 'warn'; readonly text: string } | undefined;
  readonly problems: readonly FieldProblem[];
}

const path = '/admin/delivery/sources/mailbox';

/** A mailbox elsewhere: how to sign in, which folder is read, where reports go afterwards. */
export const MailboxPage = ({ site, draft, isSetUp, problem, answer, problems }: MailboxPageProps) => (
  <AdminFrame site={site} what="A mailbox elsewhere" current="delivery" hasProblem={problems.length > 0}>
    <DeskHead title="A mailbox elsewhere" kicker={<a href="/admin/delivery/sources">Ways in</a>} />
    {answer !== undefined && <Notice kind={answer.kind}>{answer.text}</Notice>}
    {answer === undefined && problem !== null && <Notice kind="warn">{problem}.</Notice>}
    <ErrorSummary problems={problems} />
    <p>
      Let the domain of your return addresses deliver into one mailbox, and Doorstep reads it every minute.
      Reports are moved into a folder of their own. Nothing is ever deleted, and mail that is no report stays
      where it is, unread.
    </p>
    <PostForm post={{ action: path, hidden: [site.csrf] }} class="stack narrow">
      <Input
        name="host"
        label="Server"
        hint="Such as imap.example.org."
        value={draft.host}
        problems={problems}
      />
      <Select
        name="tls"
        label="Secured"
        value={draft.tls}
        options={[
          { value: 'implicit', text: 'From the first byte (usually port 993)' },
          { value: 'starttls', text: 'After the greeting, by STARTTLS (usually port 143)' },
          { value: 'none', text: 'Not at all: on this machine only' },
        ]}
        problems={problems}
      />
      <Input name="port" type="number" label="Port" value={draft.port} problems={problems} />
      <Input name="username" label="Name" value={draft.username} problems={problems} />
      <Select
        name="auth"
        label="Signs in with"
        value={draft.auth}
        options={[
          { value: 'password', text: 'A password' },
          { value: 'token', text: 'An OAuth access token' },
        ]}
        problems={problems}
      />
      <Input
        name="secret"
        type="password"
        label="Password or token"
        hint={`A password for this alone is best. It is kept encrypted.${isSetUp ? ' One is kept: leave this empty to keep it.' : ''} A token is used as it is and has to be renewed by you when it runs out.`}
        value=""
        autocomplete="new-password"
        problems={problems}
      />
      <Input name="folder" label="Folder to read" value={draft.folder} problems={problems} />
      <Input
        name="doneFolder"
        label="Folder for reports that were read"
        hint="It is made when it is not there."
        value={draft.doneFolder}
        problems={problems}
      />
      <Tick id="isOn" name="isOn" value="yes" isTicked={draft.isOn} label="Read it" />
      <div class="act">
        <button class="button" type="submit">
          {isSetUp ? 'Save this mailbox' : 'Set up this mailbox'}
        </button>
        <button class="button button--quiet" type="submit" name="act" value="try">
          Try it without saving
        </button>
      </div>
    </PostForm>
    {isSetUp && (
      <Part id="acts" title="Take it away">
        <PostForm post={{ action: `${path}/remove`, hidden: [site.csrf] }}>
          <button class="button button--plain" type="submit">
            Stop reading this mailbox and forget its password
          </button>
        </PostForm>
      </Part>
    )}
  </AdminFrame>
);
