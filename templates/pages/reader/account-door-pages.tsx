import { Honeypot, ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';
import { type Words, wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill } from './tongue.tsx';

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
export const AccountSignInPage = ({ site, post, honeypot, email, problems, why }: AccountSignInPageProps) => {
  const { door, fields } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={door.title} isUnlisted hasProblem={problems.length > 0}>
      <ErrorSummary problems={problems} />
      <h1>{door.title}</h1>
      <p class="dek">{why ?? door.dek}</p>
      <PostForm post={post} class="stack">
        <Honeypot name={honeypot} />
        <TextField
          id="email"
          name="email"
          kind="email"
          label={fields.email}
          hint={door.emailHint}
          value={email}
          problem={problemOf('email', problems)}
        />
        <div class="act">
          <button class="button" type="submit">
            {door.send}
          </button>
        </div>
      </PostForm>
      <p>
        <Fill text={door.notYet} parts={{ signUp: <PaperLink href="/signup">{door.signUp}</PaperLink> }} />
      </p>
    </ReaderFrame>
  );
};

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

const wrongWords = (wrong: AccountCodePageProps['wrong'], words: Words['door']): string | undefined => {
  if (wrong === undefined) return undefined;
  return wrong.triesLeft <= 0 ? words.codeUsedUp : words.wrongCode(wrong.triesLeft);
};

/** The same page for an address we know and one we do not. */
export const AccountCodePage = (props: AccountCodePageProps) => {
  const { site, email, senderName, minutes, post, again, wrong } = props;
  const { door, fields } = wordsIn(site.language);
  const problem = wrongWords(wrong, door);
  const problems = problem === undefined ? [] : [{ field: 'code', message: problem }];
  return (
    <ReaderFrame
      site={site}
      width="column"
      what={door.codeTitle}
      isUnlisted
      hasProblem={problem !== undefined}
    >
      <ErrorSummary problems={problems} />
      <h1>{door.codeHeadline}</h1>
      <p class="dek">{door.codeDek}</p>
      <p class="big-address">{email}</p>
      <p>{door.codeText(senderName, minutes)}</p>
      <PostForm post={post} class="code-form">
        <TextField
          id="code"
          name="code"
          kind="code"
          label={fields.code}
          value={wrong?.value}
          problem={problem}
        />
        <button class="button" type="submit">
          {door.withCode}
        </button>
      </PostForm>
      <section class="resend" aria-labelledby="resend">
        <h2 id="resend">{door.nothingThere}</h2>
        <p>{door.spam}</p>
        <div class="act act--row">
          <ActButton post={again} class="button button--quiet">
            {door.another}
          </ActButton>
          <p>
            <PaperLink href="/account">{door.otherAddress}</PaperLink>
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
export const AccountLinkPage = ({ site, maskedAddress, post }: AccountLinkPageProps) => {
  const { door } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={door.title} isUnlisted>
      <h1>{door.linkHeadline}</h1>
      <p class="dek">{door.linkDek(maskedAddress)}</p>
      <div class="act">
        <ActButton post={post} class="button button--large">
          {door.signMeIn}
        </ActButton>
      </div>
    </ReaderFrame>
  );
};

export interface NewAddressPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly maskedOldAddress: string;
  readonly post: FormPost;
}

/** The yes of a new address. */
export const NewAddressPage = ({ site, maskedAddress, maskedOldAddress, post }: NewAddressPageProps) => {
  const { door } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={door.newAddress} isUnlisted>
      <h1>{door.newAddressHeadline}</h1>
      <p class="dek">{door.newAddressDek(maskedOldAddress, maskedAddress)}</p>
      <div class="act">
        <ActButton post={post} class="button button--large">
          {door.newAddressYes}
        </ActButton>
        <p class="act__words">{door.newAddressNotYou}</p>
      </div>
    </ReaderFrame>
  );
};
