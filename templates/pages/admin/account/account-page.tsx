import type { ComponentChildren } from 'preact';

import { Notice } from '../../reader/notice.tsx';
import { ActButton, PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Input } from '../fields.tsx';
import { DeskHead, Part, When, counted } from '../parts.tsx';

interface AccountFrameProps {
  readonly site: AdminSite;
  readonly title: string;
  readonly notice?: string | undefined;
  readonly warning?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  readonly scripts?: readonly string[] | undefined;
  readonly children: ComponentChildren;
}

/** A page of one's own account. */
export const AccountFrame = (props: AccountFrameProps) => {
  const { site, title, notice, warning, problems = [], scripts, children } = props;
  const isFront = title === 'Your account';
  return (
    <AdminFrame site={site} what={title} current="account" hasProblem={problems.length > 0} scripts={scripts}>
      <DeskHead title={title} kicker={isFront ? undefined : <a href="/admin/account">Your account</a>} />
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      {warning !== undefined && <Notice kind="warn">{warning}</Notice>}
      <ErrorSummary problems={problems} />
      {children}
    </AdminFrame>
  );
};

export interface PasskeyRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Moment;
  readonly lastUsedAt: Moment | null;
}

export interface SessionRow {
  readonly id: string;
  readonly program: string;
  readonly network: string | null;
  readonly since: Moment;
  readonly seenAt: Moment;
  readonly isOwn: boolean;
}

export interface AccountPageProps {
  readonly site: AdminSite;
  readonly address: string;
  readonly hasApp: boolean;
  readonly recoveryCodes: number;
  readonly passkeys: readonly PasskeyRow[];
  /** False where passkeys have no home, as on an address of bare numbers. */
  readonly mayUsePasskeys: boolean;
  readonly sessions: readonly SessionRow[];
  readonly keys: number;
  /** False for who came through the provider and never chose one. */
  readonly hasPassword: boolean;
  /** Where the newsroom's own accounts are kept, and since when this one is linked; null where there is none. */
  readonly signOn: { readonly name: string; readonly linkedAt: Moment | null } | null;
  /** The owner asks for a second factor, and there is none yet. */
  readonly owesFactor: boolean;
  readonly notice?: string | undefined;
  readonly warning?: string | undefined;
}

/** What the owner of the newsroom asks for; undefined where nothing is owed. */
const factorWords = ({ owesFactor, site: { factorDueAt } }: AccountPageProps): string | undefined => {
  if (owesFactor)
    return 'The owner of this newsroom asks everybody for a second factor. Set one up here; after that all pages are open to you again.';
  if (!factorDueAt) return undefined;
  return `The owner of this newsroom asks everybody for a second factor. Set one up by ${factorDueAt.text}: after that this page is all that opens until you have one.`;
};

/** How one comes in, and where one is signed in. */
export const AccountPage = (props: AccountPageProps) => {
  const { site, address, notice, warning = factorWords(props) } = props;
  const hasFactor = props.hasApp || props.passkeys.length > 0;
  return (
    <AccountFrame site={site} title="Your account" notice={notice} warning={warning}>
      <p>
        {site.person.name}, {site.person.role} · {address}
      </p>
      <p class="soft">
        A change of your password or of a second factor ends all your sessions
        {props.keys > 0 && <> and your {counted(props.keys, 'API key', site.language)}</>} at once, but for
        the browser you make it in. You hear of it by mail.
      </p>
      <PasswordPart {...props} />
      <SignOnPart {...props} />
      <AppPart {...props} />
      <PasskeysPart {...props} />
      {hasFactor && (
        <Part id="codes" title="Recovery codes">
          <p>
            {counted(props.recoveryCodes, 'code', site.language)} left. Each opens your account once, when
            your phone or key is not at hand.
          </p>
          <p>
            <a class="button button--plain" href="/admin/account/codes">
              Make new codes
            </a>
          </p>
        </Part>
      )}
      <SessionsPart {...props} />
    </AccountFrame>
  );
};

const PasswordPart = ({ hasPassword }: AccountPageProps) => (
  <Part id="password-part" title="Password">
    {!hasPassword && (
      <p>
        You have none: you come in another way. To change anything here it is asked for, so choose one by
        mail.
      </p>
    )}
    <p>
      <a class="button button--plain" href={hasPassword ? '/admin/account/password' : '/admin/password'}>
        {hasPassword ? 'Change your password' : 'Choose a password by mail'}
      </a>
    </p>
  </Part>
);

const SignOnPart = ({ signOn }: AccountPageProps) =>
  signOn && (
    <Part id="sign-on" title={signOn.name}>
      <p>
        {signOn.linkedAt === null ? (
          `Link it, and ${signOn.name} opens this account as well as your password does.`
        ) : (
          <>
            Linked since <When at={signOn.linkedAt} />.
          </>
        )}
      </p>
      <p>
        {signOn.linkedAt === null ? (
          <a class="button button--plain" href="/admin/account/sign-on">
            Link with {signOn.name}
          </a>
        ) : (
          <a href="/admin/account/sign-on/remove">Remove the link</a>
        )}
      </p>
    </Part>
  );

const AppPart = ({ hasApp }: AccountPageProps) => (
  <Part id="app" title="Authenticator app">
    <p>
      {hasApp
        ? 'An app on your phone shows the codes for your sign-in.'
        : 'An app on your phone shows a new code every half minute. A stolen password then opens nothing without it.'}
    </p>
    <div class="act">
      <a class={hasApp ? 'button button--plain' : 'button'} href="/admin/account/app">
        {hasApp ? 'Move to another phone' : 'Set up an app'}
      </a>
      {hasApp && <a href="/admin/account/app/remove">Remove it</a>}
    </div>
  </Part>
);

const PasskeysPart = ({ passkeys, mayUsePasskeys }: AccountPageProps) => (
  <Part id="passkeys" title="Passkeys">
    {passkeys.length === 0 ? (
      <p>
        A passkey is kept by your phone, computer or security key and opened by your finger, your face or a
        PIN. It stands for password and second factor at once, and no forged page can ask for it.
      </p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">Your passkeys</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Added</th>
            <th scope="col">Last used</th>
          </tr>
        </thead>
        <tbody>
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <tr key={id}>
              <th scope="row">
                <a href={`/admin/account/passkeys/${id}`}>{name}</a>
              </th>
              <td class="soft">
                <When at={createdAt} />
              </td>
              <td class="soft">{lastUsedAt === null ? 'Never' : <When at={lastUsedAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {mayUsePasskeys ? (
      <p>
        <a class="button button--plain" href="/admin/account/passkeys/new">
          Add a passkey
        </a>
      </p>
    ) : (
      <p class="soft">
        Passkeys want a site with a name and https. This one is open at an address of bare numbers or without
        https.
      </p>
    )}
  </Part>
);

const SessionsPart = ({ site, sessions }: AccountPageProps) => (
  <Part id="sessions" title="Where you are signed in">
    <table class="ruled">
      <caption class="visually-hidden">Your sessions</caption>
      <thead>
        <tr>
          <th scope="col">Browser</th>
          <th scope="col">Last used</th>
          <th scope="col">
            <span class="visually-hidden">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            <th scope="row">
              {session.program}
              <p class="hint">
                {session.network !== null && `Network ${session.network} · `}since <When at={session.since} />
              </p>
            </th>
            <td class="soft">
              <When at={session.seenAt} />
            </td>
            <td class="figure">
              {session.isOwn ? (
                'This one'
              ) : (
                <PostForm
                  post={{
                    action: '/admin/account/sessions/end',
                    hidden: [site.csrf, { name: 'id', value: session.id }],
                  }}
                >
                  <button class="button button--plain" type="submit">
                    End
                    <span class="visually-hidden"> the session of {session.program}</span>
                  </button>
                </PostForm>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {sessions.length > 1 && (
      <ActButton
        post={{ action: '/admin/account/sessions/end-others', hidden: [site.csrf] }}
        class="button button--plain"
      >
        End all others
      </ActButton>
    )}
  </Part>
);

/** Asked again before anything about the way in is changed. */
export const CurrentPassword = ({ problems }: { readonly problems: readonly FieldProblem[] }) => (
  <Input
    name="current"
    type="password"
    label="Your password, as it is now"
    autocomplete="current-password"
    problems={problems}
  />
);
