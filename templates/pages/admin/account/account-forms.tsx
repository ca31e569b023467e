import { PostForm } from '../../reader/post-form.tsx';
import type { FieldProblem } from '../../reader/problems.tsx';
import type { AdminSite } from '../admin-frame.tsx';
import { Input } from '../fields.tsx';
import { Part } from '../parts.tsx';
import { AccountFrame, CurrentPassword } from './account-page.tsx';

interface FormProps {
  readonly site: AdminSite;
  readonly problems: readonly FieldProblem[];
}

export const ChangePasswordPage = ({ site, problems }: FormProps) => (
  <AccountFrame site={site} title="Change your password" problems={problems}>
    <PostForm post={{ action: '/admin/account/password', hidden: [site.csrf] }} class="stack narrow">
      <CurrentPassword problems={problems} />
      <Input
        name="password"
        type="password"
        label="The new one"
        hint="At least 8 characters, better 15 or more. A few words in a row are easy to remember."
        autocomplete="new-password"
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Change my password
        </button>
      </div>
    </PostForm>
  </AccountFrame>
);

export interface AppPageProps extends FormProps {
  /** The secret in base32, and sealed for the way back. */
  readonly secret: string;
  readonly sealed: string;
  /** The dark squares of the picture as one path, and how many squares it is wide. */
  readonly picture: { readonly path: string; readonly size: number };
}

/** Sets an authenticator app up: picture, the same in letters, and a code that proves it. */
export const AppPage = ({ site, problems, secret, sealed, picture }: AppPageProps) => (
  <AccountFrame site={site} title="Set up an authenticator app" problems={problems}>
    <ol class="steps">
      <li>
        <p>Open the app on your phone and let it look at this picture.</p>
        <svg class="qr" aria-hidden="true" viewBox={`0 0 ${picture.size} ${picture.size}`}>
          <rect width={picture.size} height={picture.size} fill="#fff" />
          <path d={picture.path} fill="#000" />
        </svg>
        <p>No camera? Then type this into the app:</p>
        <p class="secret" id="app-secret">
          {secret.match(/.{1,4}/g)?.join(' ')}
        </p>
      </li>
      <li>
        <PostForm
          post={{ action: '/admin/account/app', hidden: [site.csrf, { name: 'sealed', value: sealed }] }}
          class="stack narrow"
        >
          <Input
            name="code"
            label="The code it shows now"
            autocomplete="one-time-code"
            maxlength={9}
            problems={problems}
          />
          <CurrentPassword problems={problems} />
          <div class="act">
            <button class="button" type="submit">
              Use this app
            </button>
          </div>
        </PostForm>
      </li>
    </ol>
  </AccountFrame>
);

export interface ConfirmPageProps extends FormProps {
  readonly title: string;
  readonly words: string;
  readonly action: string;
  readonly button: string;
}

/** One act on the way in, with the password asked again. */
export const ConfirmPage = ({ site, problems, title, words, action, button }: ConfirmPageProps) => (
  <AccountFrame site={site} title={title} problems={problems}>
    <p>{words}</p>
    <PostForm post={{ action, hidden: [site.csrf] }} class="stack narrow">
      <CurrentPassword problems={problems} />
      <div class="act">
        <button class="button" type="submit">
          {button}
        </button>
      </div>
    </PostForm>
  </AccountFrame>
);

/** The password was right: on to the provider. A form may not lead to another site, a link may. */
export const GoOnPage = ({
  site,
  name,
  url,
}: {
  readonly site: AdminSite;
  readonly name: string;
  readonly url: string;
}) => (
  <AccountFrame site={site} title={`Link with ${name}`}>
    <p>Sign in there now. You come back to this page, and the two are linked.</p>
    <p>
      <a class="button" href={url}>
        Go on to {name}
      </a>
    </p>
  </AccountFrame>
);

/** Shown once: from here on only their hashes are known. */
export const RecoveryCodesPage = ({
  site,
  codes,
  what,
}: {
  readonly site: AdminSite;
  readonly codes: readonly string[];
  readonly what: string;
}) => (
  <AccountFrame site={site} title="Your recovery codes" notice={what}>
    <p>
      Each of these opens your account once, when your phone or key is not at hand. They are shown this once:
      print them, or put them into your password manager.
    </p>
    <ul class="plain codes" id="recovery-codes">
      {codes.map((code) => (
        <li key={code} class="secret">
          {code}
        </li>
      ))}
    </ul>
    <div class="act">
      <button class="button button--plain" type="button" data-copy="recovery-codes" hidden>
        Copy them
      </button>
      <a class="button" href="/admin/account">
        I have kept them
      </a>
    </div>
  </AccountFrame>
);

export interface NewPasskeyPageProps extends FormProps {
  readonly name: string;
  readonly script: string;
}

/** The browser makes the passkey: without its script there is none. */
export const NewPasskeyPage = ({ site, problems, name, script }: NewPasskeyPageProps) => (
  <AccountFrame site={site} title="Add a passkey" problems={problems} scripts={[script]}>
    <noscript>
      <p>A passkey is made by your browser’s script. Without scripts, set up an authenticator app instead.</p>
    </noscript>
    <form
      method="post"
      action="/admin/account/passkeys"
      class="stack narrow"
      data-passkey="add"
      data-options="/admin/account/passkeys/options"
      novalidate
      hidden
    >
      <input type="hidden" name={site.csrf.name} value={site.csrf.value} />
      <input type="hidden" name="answer" value="" />
      <input type="hidden" name="challenge" value="" />
      <Input
        name="name"
        label="Name"
        hint="What you will know it by, such as “Phone” or “Blue key”."
        value={name}
        maxlength={40}
        problems={problems}
      />
      <CurrentPassword problems={problems} />
      <p class="problem" role="alert" data-passkey-problem hidden />
      <div class="act">
        <button class="button" type="submit">
          Make the passkey
        </button>
      </div>
    </form>
    <p class="problem" data-passkey-missing hidden>
      This browser knows no passkeys. Take another one, or set up an authenticator app.
    </p>
  </AccountFrame>
);

export interface PasskeyPageProps extends FormProps {
  readonly passkey: { readonly id: string; readonly name: string };
}

export const PasskeyPage = ({ site, problems, passkey }: PasskeyPageProps) => (
  <AccountFrame site={site} title={passkey.name} problems={problems}>
    <Part id="rename" title="Name">
      <PostForm
        post={{ action: `/admin/account/passkeys/${passkey.id}/name`, hidden: [site.csrf] }}
        class="stack narrow"
      >
        <Input name="name" label="Name" value={passkey.name} maxlength={40} problems={problems} />
        <div class="act">
          <button class="button" type="submit">
            Save the name
          </button>
        </div>
      </PostForm>
    </Part>
    <Part id="remove" title="Remove it">
      <p>It opens nothing from then on. All your other sessions and your API keys end.</p>
      <PostForm
        post={{ action: `/admin/account/passkeys/${passkey.id}/remove`, hidden: [site.csrf] }}
        class="stack narrow"
      >
        <CurrentPassword problems={problems} />
        <div class="act">
          <button class="button" type="submit">
            Remove this passkey
          </button>
        </div>
      </PostForm>
    </Part>
  </AccountFrame>
);
