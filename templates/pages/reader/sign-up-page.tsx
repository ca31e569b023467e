import { NewsletterChoices, RhythmChoices, TierChoices } from './choices.tsx';
import type { NewsletterChoice, Rhythm, TierChoice } from './choices.tsx';
import { ActButton, Honeypot, PostForm } from './post-form.tsx';
import type { FormPost, HiddenField } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useWords } from './tongue.tsx';

/** What stands in the form: nothing at first, what was typed when it comes back. */
export interface SignUpValues {
  readonly email: string;
  readonly name: string;
  /** Slugs. */
  readonly newsletters: readonly string[];
  readonly rhythm: Rhythm;
  /** A slug. */
  readonly tier: string;
}

export interface SignUpPageProps {
  readonly site: Site;
  readonly newsletters: readonly NewsletterChoice[];
  readonly tiers: readonly TierChoice[];
  readonly values: SignUpValues;
  readonly problems: readonly FieldProblem[];
  /** What is stored as consent, shown to the letter beside the button. */
  readonly words: string;
  /** `form`, `article` and the form's own signed facts. */
  readonly hidden: readonly HiddenField[];
  readonly honeypot: string;
}

/** The hosted form: everything at once, for those who come from elsewhere. */
export const SignUpPage = (props: SignUpPageProps) => {
  const { site, problems } = props;
  const { signUp, newsletters } = wordsIn(site.language);
  return (
    <ReaderFrame
      site={site}
      width="column"
      what={signUp.title}
      description={signUp.description(site.title)}
      hasProblem={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      <h1>{signUp.headline(site.title)}</h1>
      <p class="dek">{props.newsletters.length === 0 ? newsletters.none : signUp.dek}</p>
      {props.newsletters.length > 0 && <SignUpForm {...props} />}
    </ReaderFrame>
  );
};

const SignUpForm = (props: SignUpPageProps) => {
  const { values, problems } = props;
  const { signUp, fields } = useWords();
  return (
    <PostForm post={{ action: '/signup', hidden: props.hidden }} class="stack">
      <Honeypot name={props.honeypot} />
      <TextField
        id="email"
        name="email"
        kind="email"
        label={fields.email}
        value={values.email}
        problem={problemOf('email', problems)}
      />
      <TextField
        id="name"
        name="name"
        kind="name"
        label={fields.name}
        hint={fields.nameHint}
        value={values.name}
        problem={problemOf('name', problems)}
      />
      <NewsletterChoices
        newsletters={props.newsletters}
        chosen={values.newsletters}
        problem={problemOf('newsletter', problems)}
      />
      <RhythmChoices chosen={values.rhythm} problem={problemOf('rhythm', problems)} />
      <TierChoices tiers={props.tiers} chosen={values.tier} problem={problemOf('tier', problems)} />
      <div class="act">
        <button class="button sign-up__button button--large" type="submit">
          {signUp.button}
        </button>
        <p class="act__words">{props.words}</p>
      </div>
    </PostForm>
  );
};

export interface OneButtonPageProps {
  readonly site: Site;
  readonly email: string;
  /** Names of what was asked for. */
  readonly newsletters: readonly string[];
  /** What is stored as consent, shown to the letter beside the button. */
  readonly words: string;
  /** POST /signup with everything that came, and the signed facts that were missing. */
  readonly post: FormPost;
  /** So many seconds from now the button counts; 0 at once. */
  readonly waitSeconds?: number | undefined;
  /** The same with the address it was probably meant to be. */
  readonly suggestion?: { readonly offered: string; readonly post: FormPost } | undefined;
}

/**
 * A post without the form's signed field, as from a snippet in another system, or one that a machine may have made: a person
 * has to press once more. The script counts the wait down; without it the server says when it was too early.
 */
export const OneButtonPage = ({ site, email, newsletters, words, post, ...more }: OneButtonPageProps) => {
  const { oneButton, listed } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={oneButton.title} isUnlisted>
      <h1>{oneButton.headline}</h1>
      <p class="big-address">{email}</p>
      <p class="dek">{oneButton.dek(listed(newsletters))}</p>
      {more.suggestion !== undefined && <Suggestion {...more.suggestion} />}
      <div class="act">
        <PostForm post={post}>
          <WaitingButton waitSeconds={more.waitSeconds ?? 0} />
        </PostForm>
        <p class="act__words">{words}</p>
        <p>
          <PaperLink href="/signup">{oneButton.no}</PaperLink>
        </p>
      </div>
    </ReaderFrame>
  );
};

const Suggestion = ({ offered, post }: NonNullable<OneButtonPageProps['suggestion']>) => {
  const { signUp } = useWords();
  return (
    <section class="notice notice--warn" aria-labelledby="suggestion">
      <p id="suggestion">
        <Fill text={signUp.didYouMeanThis} parts={{ address: <strong>{offered}</strong> }} />
      </p>
      <ActButton post={post} class="button button--quiet">
        {signUp.use(offered)}
      </ActButton>
    </section>
  );
};

const WaitingButton = ({ waitSeconds }: { readonly waitSeconds: number }) => {
  const { oneButton, countdown } = useWords();
  if (waitSeconds === 0)
    return (
      <button class="button button--large" type="submit">
        {oneButton.yes}
      </button>
    );
  return (
    <>
      <button class="button button--large" type="submit" data-wait={waitSeconds} aria-describedby="wait">
        {oneButton.yes}
      </button>
      <p class="hint" id="wait" data-left={countdown.left} data-now={countdown.now}>
        {oneButton.wait(waitSeconds)}
      </p>
    </>
  );
};
