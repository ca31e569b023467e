import { NewsletterChoices, RhythmChoices, TierChoices } from './choices.tsx';
import type { NewsletterChoice, Rhythm, TierChoice } from './choices.tsx';
import { HiddenFields, Honeypot } from './post-form.tsx';
import type { HiddenField } from './post-form.tsx';
import { problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { PaperLink } from './paper-link.tsx';
import { TextField } from './text-field.tsx';
import { useOwnLang, useTongue, useWords } from './tongue.tsx';

/** What a form that asks for everything at once lets the reader choose. */
export interface BoxChoices {
  readonly newsletters: readonly NewsletterChoice[];
  readonly tiers: readonly TierChoice[];
  readonly chosen: {
    readonly newsletters: readonly string[];
    readonly rhythm: Rhythm;
    readonly tier: string;
  };
}

export interface SignUpBoxProps {
  /** Unlike any other id on the page; the ids of the box begin with it. */
  readonly id: string;
  /** `h1` where the box is all there is on the page. */
  readonly heading?: 'h1' | 'h2' | undefined;
  readonly kicker?: string | undefined;
  readonly headline: string;
  readonly promise: string;
  /** Slugs of the newsletters it asks for. */
  readonly newsletters: readonly string[];
  /** Which form this is, and which article it stands in: kept with the reader it earns. */
  readonly form: string;
  readonly article?: string | undefined;
  /** The slug of the tier it offers, where the reader does not choose one here. */
  readonly tier?: string | undefined;
  readonly asksName?: boolean | undefined;
  /** Shown in the box itself; without them they are the next step. */
  readonly choices?: BoxChoices | undefined;
  readonly button?: string | undefined;
  /** How often, and how to leave: what is stored as consent, to the letter. */
  readonly words: string;
  readonly latest?: { readonly href: string; readonly text: string } | undefined;
  readonly hidden: readonly HiddenField[];
  /** The name of the field that only machines fill in. */
  readonly honeypot: string;
  readonly email?: string | undefined;
  /** What is wrong with the address. */
  readonly problem?: string | undefined;
  readonly name?: string | undefined;
  /** What is wrong with anything else. */
  readonly otherProblem?: FieldProblem | undefined;
  /** `_blank` inside another site's page, which our pages may not be framed by. */
  readonly target?: '_blank' | undefined;
  /** `box` stands in a story, as wide as its text; `strip` lies across the front page. */
  readonly layout?: 'box' | 'strip' | undefined;
}

/**
 * The sign-up box: an ordinary form. The script, where there is one, puts the answer into the empty status line
 * and takes the form away, so that the reader stays in the story.
 */
export const SignUpBox = ({ heading: Heading = 'h2', ...box }: SignUpBoxProps) => {
  const words = useWords();
  const { language } = useTongue();
  const ownLang = useOwnLang();
  return (
    <section
      class={`sign-up sign-up--${box.layout ?? 'box'}`}
      id={box.id}
      lang={ownLang === undefined ? undefined : language}
      aria-labelledby={`${box.id}-headline`}
      data-sign-up
    >
      <div class="sign-up__pitch">
        <p class="kicker">{box.kicker ?? words.signUp.kicker}</p>
        <Heading id={`${box.id}-headline`} lang={ownLang}>
          {box.headline}
        </Heading>
        <p class="sign-up__promise" lang={ownLang}>
          {box.promise}
        </p>
      </div>
      {hasNothing(box) ? <p class="sign-up__words">{words.newsletters.none}</p> : <BoxForm {...box} />}
      <div class="sign-up__answer" aria-live="polite" tabindex={-1} />
    </section>
  );
};

/** Every newsletter is closed, or there is none yet: there is nothing to leave an address for. */
const hasNothing = ({ newsletters, choices }: SignUpBoxProps): boolean =>
  newsletters.length + (choices?.newsletters.length ?? 0) === 0;

const BoxForm = (box: SignUpBoxProps) => {
  const words = useWords();
  return (
    <form class="sign-up__form" method="post" action="/signup" target={box.target} novalidate>
      <HiddenFields fields={hiddenFieldsOf(box)} />
      <Honeypot name={box.honeypot} />
      {box.choices !== undefined && <Choices {...box} choices={box.choices} />}
      {box.asksName === true && (
        <TextField
          id={`${box.id}-name`}
          name="name"
          kind="name"
          label={words.fields.name}
          hint={words.fields.nameHint}
          value={box.name}
          problem={problemIn(box, 'name')}
        />
      )}
      <div class="sign-up__row">
        <TextField
          id={`${box.id}-email`}
          name="email"
          kind="email"
          label={words.fields.email}
          value={box.email}
          problem={box.problem}
        />
        <button class="button sign-up__button" type="submit">
          {box.button ?? words.signUp.button}
        </button>
      </div>
      <p class="sign-up__words">
        {box.words}
        {box.latest !== undefined && (
          <>
            {' '}
            <PaperLink href={box.latest.href} target={box.target}>
              {box.latest.text}
            </PaperLink>
          </>
        )}
      </p>
    </form>
  );
};

const problemIn = ({ otherProblem }: SignUpBoxProps, field: string): string | undefined =>
  problemOf(field, otherProblem === undefined ? [] : [otherProblem]);

const Choices = ({ choices, ...box }: SignUpBoxProps & { readonly choices: BoxChoices }) => (
  <div class="sign-up__choices stack">
    <NewsletterChoices
      prefix={`${box.id}-`}
      newsletters={choices.newsletters}
      chosen={choices.chosen.newsletters}
      problem={problemIn(box, 'newsletter')}
    />
    <RhythmChoices prefix={`${box.id}-`} chosen={choices.chosen.rhythm} problem={problemIn(box, 'rhythm')} />
    {choices.tiers.length > 1 && (
      <TierChoices
        prefix={`${box.id}-`}
        tiers={choices.tiers}
        chosen={choices.chosen.tier}
        problem={problemIn(box, 'tier')}
      />
    )}
  </div>
);

const hiddenFieldsOf = ({
  newsletters,
  form,
  article,
  tier,
  hidden,
}: SignUpBoxProps): readonly HiddenField[] => [
  ...newsletters.map((value) => ({ name: 'newsletter', value })),
  { name: 'form', value: form },
  ...(article === undefined ? [] : [{ name: 'article', value: article }]),
  ...(tier === undefined ? [] : [{ name: 'tier', value: tier }]),
  ...hidden,
];
