import { Honeypot, ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';

export interface AccountSignInPageProps {
  readonly site: Site;
  readonly post: FormPost;
  readonly honeypot: string;
  readonly email?: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** Why the reader has come here again, as a sentence. */
  readonly why?: string | undefined;
}

/** Asks for an address and nothing else: the way in comes by mail. */
export const AccountSignInPage = ({ site, post, honeypot, email, problems, why }: AccountSignInPageProps) => (
  <ReaderFrame site={site} width="column" what="Sign in" isUnlisted hasProblem={problems.length > 0}>
    <ErrorSummary problems={problems} />
    <h1>Sign in</h1>
    <p class="dek">{why ?? 'No password: we send a code to your address, and it lets you in.'}</p>
    <PostForm post={post} class="stack">
      <Honeypot name={honeypot} />
      <TextField
        id="email"
        name="email"
        kind="email"
        label="Your e-mail address"
        hint="The one our mail comes to."
        value={email}
        problem={problemOf('email', problems)}
      />
      <div class="act">
        <button class="button" type="submit">
          Send me a code
        </button>
      </div>
    </PostForm>
    <p>
      Not a reader of ours yet? <a href="/signup">Sign up, it costs nothing</a>
    </p>
  </ReaderFrame>
);

export interface AccountCodePageProps {
  readonly site: Site;
  /** In full, as it was typed. */
  readonly email: string;
  readonly senderName: string;
  readonly minutes: number;
  readonly post: FormPost;
  readonly again: FormPost;
  readonly wrong?: { readonly value: string; readonly triesLeft: number } | undefined;
}

const wrongWords = (wrong: AccountCodePageProps['wrong']): string | undefined => {
  if (wrong === undefined) return undefined;
  if (wrong.triesLeft <= 0) return 'This code can no longer be used. Have a new one sent.';
  const left = wrong.triesLeft === 1 ? 'one try' : `${wrong.triesLeft} tries`;
  return `That is not the code in the mail. Check the six digits; you have ${left} left.`;
};

/** The same page for an address we know and one we do not. */
export const AccountCodePage = (props: AccountCodePageProps) => {
  const { site, email, senderName, minutes, post, again, wrong } = props;
  const problem = wrongWords(wrong);
  const problems = problem === undefined ? [] : [{ field: 'code', message: problem }];
  return (
    <ReaderFrame
      site={site}
      width="column"
      what="Type the code"
      isUnlisted
      hasProblem={problem !== undefined}
    >
      <ErrorSummary problems={problems} />
      <h1>Now look in your inbox</h1>
      <p class="dek">If a reader of ours has this address, a code is on its way to</p>
      <p class="big-address">{email}</p>
      <p>
        The mail comes from {senderName}. Type its six digits here, or press its button on this device. Both
        are good for {minutes} minutes.
      </p>
      <PostForm post={post} class="code-form">
        <TextField
          id="code"
          name="code"
          kind="code"
          label="The code from the mail"
          value={wrong?.value}
          problem={problem}
        />
        <button class="button" type="submit">
          Sign in with this code
        </button>
      </PostForm>
      <section class="resend" aria-labelledby="resend">
        <h2 id="resend">Nothing there?</h2>
        <p>
          Look in the spam folder, and give it a minute. It comes only to an address that has signed up:
          perhaps yours is another one.
        </p>
        <div class="act act--row">
          <ActButton post={again} class="button button--quiet">
            Send another code
          </ActButton>
          <p>
            <a href="/account">Use another address</a>
          </p>
        </div>
      </section>
    </ReaderFrame>
  );
};

export interface AccountLinkPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly post: FormPost;
}

/** The link in the mail opens this; only its button signs in, since scanners follow links too. */
export const AccountLinkPage = ({ site, maskedAddress, post }: AccountLinkPageProps) => (
  <ReaderFrame site={site} width="column" what="Sign in" isUnlisted>
    <h1>Good to see you</h1>
    <p class="dek">This signs {maskedAddress} in on this device.</p>
    <div class="act">
      <ActButton post={post} class="button button--large">
        Sign me in
      </ActButton>
    </div>
  </ReaderFrame>
);

export interface NewAddressPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly maskedOldAddress: string;
  readonly post: FormPost;
}

/** The yes of a new address. */
export const NewAddressPage = ({ site, maskedAddress, maskedOldAddress, post }: NewAddressPageProps) => (
  <ReaderFrame site={site} width="column" what="Your new address" isUnlisted>
    <h1>Shall our mail come here?</h1>
    <p class="dek">
      What goes to {maskedOldAddress} now will come to {maskedAddress}.
    </p>
    <div class="act">
      <ActButton post={post} class="button button--large">
        Yes, this is my address
      </ActButton>
      <p class="act__words">Not you? Then close this page, and nothing changes.</p>
    </div>
  </ReaderFrame>
);
