import { PostForm } from '../reader/post-form.tsx';
import { type FieldProblem, problemOf } from '../reader/problems.tsx';
import { TextField } from '../reader/text-field.tsx';
import { DoorFrame, type DoorSite, PasskeySignIn, PasswordField } from './door-pages.tsx';
import { Input } from './fields.tsx';

interface FormPageProps {
  readonly site: DoorSite;
  readonly problems: readonly FieldProblem[];
}

/** For whoever has forgotten their password. */
export const AskPasswordPage = ({ site, problems }: FormPageProps) => (
  <DoorFrame site={site} what="A new password" problems={problems}>
    <h1>A new password</h1>
    <p class="dek">Give the address of your account. You get a link by mail that is good for an hour.</p>
    <PostForm post={{ action: '/admin/password', hidden: [] }} class="stack">
      <TextField
        id="address"
        name="address"
        kind="email"
        label="Your e-mail address"
        problem={problemOf('address', problems)}
      />
      <div class="act">
        <button class="button" type="submit">
          Mail me a link
        </button>
      </div>
    </PostForm>
  </DoorFrame>
);

/** Behind the link of that mail. */
export const NewPasswordPage = ({ site, problems, action }: FormPageProps & { readonly action: string }) => (
  <DoorFrame site={site} what="Choose a password" problems={problems}>
    <h1>Choose a password</h1>
    <p class="dek">All sessions and API keys of your account end with the old one.</p>
    <PostForm post={{ action, hidden: [] }} class="stack">
      <PasswordField isNew problem={problemOf('password', problems)} />
      <div class="act">
        <button class="button" type="submit">
          Change my password
        </button>
      </div>
    </PostForm>
  </DoorFrame>
);

export interface InvitationPageProps extends FormPageProps {
  readonly action: string;
  readonly name: string;
  readonly address: string;
  /** `an editor`. */
  readonly role: string;
}

/** Behind the link of an invitation. */
export const InvitationPage = ({ site, problems, action, name, address, role }: InvitationPageProps) => (
  <DoorFrame site={site} what="Take the invitation" problems={problems}>
    <h1>Welcome to the newsroom</h1>
    <p class="dek">
      You are to be {role}, and sign in with {address}.
    </p>
    <PostForm post={{ action, hidden: [] }} class="stack">
      <TextField
        id="name"
        name="name"
        kind="name"
        label="Your name"
        value={name}
        problem={problemOf('name', problems)}
      />
      <PasswordField isNew problem={problemOf('password', problems)} />
      <div class="act">
        <button class="button" type="submit">
          Make my account and sign in
        </button>
      </div>
    </PostForm>
  </DoorFrame>
);

export interface SecondStepPageProps extends FormPageProps {
  readonly next: string;
  readonly hasApp: boolean;
  /** Null where this person has no passkey, or passkeys have no home. */
  readonly passkeyScript: string | null;
}

/** The password was right; one proof more. */
export const SecondStepPage = ({ site, problems, next, hasApp, passkeyScript }: SecondStepPageProps) => (
  <DoorFrame
    site={site}
    what="One proof more"
    problems={problems}
    scripts={passkeyScript === null ? undefined : [passkeyScript]}
  >
    <h1>One proof more</h1>
    <p class="dek">
      {hasApp
        ? 'Open your authenticator app and type the code it shows for this newsroom.'
        : 'Use your passkey, or type one of your recovery codes.'}
    </p>
    {passkeyScript !== null && <PasskeySignIn next={next} />}
    <PostForm
      post={{ action: '/admin/sign-in/second', hidden: [{ name: 'next', value: next }] }}
      class="stack"
    >
      <Input
        name="code"
        label={hasApp ? 'Code' : 'Recovery code'}
        hint={hasApp ? 'Six digits. Without your phone, type one of your recovery codes instead.' : undefined}
        autocomplete="one-time-code"
        maxlength={40}
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Sign in
        </button>
        <a href="/admin/sign-in">Begin anew</a>
      </div>
    </PostForm>
  </DoorFrame>
);
