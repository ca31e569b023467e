import type { ComponentChildren } from 'preact';

import { Frame } from '../frame.tsx';
import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import type { HiddenField } from '../reader/post-form.tsx';
import { ErrorSummary, problemOf } from '../reader/problems.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import { TextField } from '../reader/text-field.tsx';

/** What a page knows before anybody has signed in. */
export interface DoorSite {
  readonly title: string;
  readonly language: string;
  readonly styles: readonly string[];
}

interface DoorFrameProps {
  readonly site: DoorSite;
  readonly what: string;
  readonly problems?: readonly FieldProblem[] | undefined;
  readonly scripts?: readonly string[] | undefined;
  readonly children: ComponentChildren;
}

/** A page before the staff door. */
export const DoorFrame = ({ site, what, problems = [], scripts, children }: DoorFrameProps) => (
  <Frame
    language={site.language}
    publication={site.title}
    what={what}
    hasProblem={problems.length > 0}
    isUnlisted
    styles={site.styles}
    scripts={scripts}
    bodyClass="door"
  >
    <header class="door__masthead">
      <a href="/">{site.title}</a>
      <p class="kicker">The newsroom</p>
    </header>
    <main id="main" class="door__page">
      <ErrorSummary problems={problems} />
      {children}
    </main>
  </Frame>
);

export interface SignInPageProps {
  readonly site: DoorSite;
  /** Where to go afterwards. */
  readonly next: string;
  readonly address?: string | undefined;
  readonly notice?: string | undefined;
  readonly warning?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  /** Where the newsroom's own accounts are kept; null where there is none. */
  readonly signOn: string | null;
  /** The script that asks a browser for a passkey; null where passkeys have no home. */
  readonly passkeyScript: string | null;
}

export const SignInPage = ({
  site,
  next,
  address,
  notice,
  warning,
  problems = [],
  signOn,
  passkeyScript,
}: SignInPageProps) => (
  <DoorFrame
    site={site}
    what="Sign in"
    problems={problems}
    scripts={passkeyScript === null ? undefined : [passkeyScript]}
  >
    {notice !== undefined && <Notice kind="good">{notice}</Notice>}
    {warning !== undefined && <Notice kind="warn">{warning}</Notice>}
    <h1>Sign in</h1>
    {signOn !== null && (
      <>
        <p>
          <a class="button" href={`/admin/sign-on?next=${encodeURIComponent(next)}`}>
            Sign in with {signOn}
          </a>
        </p>
        <p class="soft">Or with your password:</p>
      </>
    )}
    <PostForm post={{ action: '/admin/sign-in', hidden: [{ name: 'next', value: next }] }} class="stack">
      <TextField
        id="address"
        name="address"
        kind="email"
        label="Your e-mail address"
        value={address}
        problem={problemOf('address', problems)}
      />
      <PasswordField isNew={false} problem={problemOf('password', problems)} />
      <div class="act">
        <button class="button" type="submit">
          Sign in
        </button>
      </div>
    </PostForm>
    {passkeyScript !== null && <PasskeySignIn next={next} />}
    <p>
      <a href="/admin/password">I have forgotten my password</a>
    </p>
  </DoorFrame>
);

/** Shown by the script where the browser knows passkeys. */
export const PasskeySignIn = ({ next }: { readonly next: string }) => (
  <form
    method="post"
    action="/admin/sign-in/passkey"
    class="passkey"
    data-passkey="sign-in"
    data-options="/admin/sign-in/passkey/options"
    hidden
  >
    <input type="hidden" name="answer" value="" />
    <input type="hidden" name="challenge" value="" />
    <input type="hidden" name="next" value={next} />
    <p class="problem" role="alert" data-passkey-problem hidden />
    <button class="button button--plain" type="submit">
      Sign in with a passkey
    </button>
  </form>
);

export interface SetUpPageProps {
  readonly site: DoorSite;
  readonly action: string;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
}

export const SetUpPage = ({ site, action, name, address, problems = [] }: SetUpPageProps) => (
  <DoorFrame site={site} what="Set Doorstep up" problems={problems}>
    <h1>Make the owner’s account</h1>
    <p class="dek">This link opens once. Whoever has this account decides who else gets one.</p>
    <PostForm post={{ action, hidden: [] as readonly HiddenField[] }} class="stack">
      <TextField
        id="name"
        name="name"
        kind="name"
        label="Your name"
        value={name}
        problem={problemOf('name', problems)}
      />
      <TextField
        id="address"
        name="address"
        kind="email"
        label="Your e-mail address"
        value={address}
        problem={problemOf('address', problems)}
      />
      <PasswordField isNew problem={problemOf('password', problems)} />
      <div class="act">
        <button class="button" type="submit">
          Make the account and sign in
        </button>
      </div>
    </PostForm>
  </DoorFrame>
);

const password = { id: 'password', label: 'Password' };

export const PasswordField = ({
  isNew,
  problem,
}: {
  readonly isNew: boolean;
  readonly problem: string | undefined;
}) => (
  <div class="field">
    <label for={password.id}>{password.label}</label>
    {isNew && (
      <p class="hint" id="password-hint">
        At least 8 characters, better 15 or more. A few words in a row are easy to remember.
      </p>
    )}
    {problem !== undefined && (
      <p class="problem" id="password-problem">
        <span class="visually-hidden">Error: </span>
        {problem}
      </p>
    )}
    <input
      id={password.id}
      name="password"
      type="password"
      autocomplete={isNew ? 'new-password' : 'current-password'}
      aria-describedby={
        [isNew ? 'password-hint' : '', problem === undefined ? '' : 'password-problem'].join(' ').trim() ||
        undefined
      }
      aria-invalid={problem === undefined ? undefined : 'true'}
    />
  </div>
);

export interface DoorMessagePageProps {
  readonly site: DoorSite;
  readonly title: string;
  readonly sentence: string;
  readonly link: { readonly href: string; readonly text: string };
}

/** For a link that was used, a right that is missing, a form that came from elsewhere. */
export const DoorMessagePage = ({ site, title, sentence, link }: DoorMessagePageProps) => (
  <DoorFrame site={site} what={title}>
    <h1>{title}</h1>
    <p class="dek">{sentence}</p>
    <p>
      <a href={link.href}>{link.text}</a>
    </p>
  </DoorFrame>
);
