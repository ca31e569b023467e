import { inWords } from './in-words.ts';
import { NewsletterChoices, RhythmChoices, TierChoices } from './choices.tsx';
import type { NewsletterChoice, Rhythm, TierChoice } from './choices.tsx';
import { ActButton, Honeypot, PostForm } from './post-form.tsx';
import type { FormPost, HiddenField } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';

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
  const { site, values, problems } = props;
  return (
    <ReaderFrame
      site={site}
      width="column"
      what="Sign up"
      description={`Newsletters of ${site.title}, in your own rhythm.`}
      hasProblem={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      <h1>Have {site.title} delivered</h1>
      <p class="dek">Choose what you would like to read and how often. One click in every mail ends it.</p>
      <PostForm post={{ action: '/signup', hidden: props.hidden }} class="stack">
        <Honeypot name={props.honeypot} />
        <TextField
          id="email"
          name="email"
          kind="email"
          label="Your e-mail address"
          value={values.email}
          problem={problemOf('email', problems)}
        />
        <TextField
          id="name"
          name="name"
          kind="name"
          label="Your name (optional)"
          hint="So that our mails can greet you."
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
            SIGN ME UP!
          </button>
          <p class="act__words">{props.words}</p>
        </div>
      </PostForm>
    </ReaderFrame>
  );
};

const inSeconds = (count: number): string => (count === 1 ? 'one second' : `${count} seconds`);

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
export const OneButtonPage = ({ site, email, newsletters, words, post, ...more }: OneButtonPageProps) => (
  <ReaderFrame site={site} width="column" what="One more step" isUnlisted>
    <h1>Is this your address?</h1>
    <p class="big-address">{email}</p>
    <p class="dek">Then press the button, and we will write to you there about {inWords(newsletters)}.</p>
    {more.suggestion !== undefined && (
      <section class="notice notice--warn" aria-labelledby="suggestion">
        <p id="suggestion">
          Did you mean <strong>{more.suggestion.offered}</strong>?
        </p>
        <ActButton post={more.suggestion.post} class="button button--quiet">
          Use {more.suggestion.offered}
        </ActButton>
      </section>
    )}
    <div class="act">
      <PostForm post={post}>
        <button
          class="button button--large"
          type="submit"
          data-wait={more.waitSeconds || undefined}
          aria-describedby={more.waitSeconds ? 'wait' : undefined}
        >
          Yes, write to me
        </button>
        {more.waitSeconds ? (
          <p class="hint" id="wait">
            Very many sign-ups are arriving, so the button works {inSeconds(more.waitSeconds)} from now.
          </p>
        ) : null}
      </PostForm>
      <p class="act__words">{words}</p>
      <p>
        <a href="/signup">No, change the address</a>
      </p>
    </div>
  </ReaderFrame>
);
