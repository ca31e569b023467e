import { HiddenFields, Honeypot } from './post-form.tsx';
import type { HiddenField } from './post-form.tsx';
import { TextField } from './text-field.tsx';

export interface SignUpBoxProps {
  /** Unlike any other id on the page; the ids of the box begin with it. */
  readonly id: string;
  readonly kicker?: string | undefined;
  readonly headline: string;
  readonly promise: string;
  /** Slugs of the newsletters it asks for. */
  readonly newsletters: readonly string[];
  /** Which form this is, and which article it stands in: kept with the reader it earns. */
  readonly form: string;
  readonly article?: string | undefined;
  readonly button?: string | undefined;
  /** How often, and how to leave: what is stored as consent, to the letter. */
  readonly words: string;
  readonly latest?: { readonly href: string; readonly text: string } | undefined;
  readonly hidden: readonly HiddenField[];
  /** The name of the field that only machines fill in. */
  readonly honeypot: string;
  readonly email?: string | undefined;
  readonly problem?: string | undefined;
  /** `box` stands in a story, as wide as its text; `strip` lies across the front page. */
  readonly layout?: 'box' | 'strip' | undefined;
}

/**
 * The sign-up box: an ordinary form. The script, where there is one, puts the answer into the empty status line
 * and takes the form away, so that the reader stays in the story.
 */
export const SignUpBox = (box: SignUpBoxProps) => (
  <section
    class={`sign-up sign-up--${box.layout ?? 'box'}`}
    id={box.id}
    aria-labelledby={`${box.id}-headline`}
    data-sign-up
  >
    <div class="sign-up__pitch">
      <p class="kicker">{box.kicker ?? 'Sign up'}</p>
      <h2 id={`${box.id}-headline`}>{box.headline}</h2>
      <p class="sign-up__promise">{box.promise}</p>
    </div>
    <form class="sign-up__form" method="post" action="/signup" novalidate>
      <HiddenFields fields={hiddenFieldsOf(box)} />
      <Honeypot name={box.honeypot} />
      <div class="sign-up__row">
        <TextField
          id={`${box.id}-email`}
          name="email"
          kind="email"
          label="Your e-mail address"
          value={box.email}
          problem={box.problem}
        />
        <button class="button sign-up__button" type="submit">
          {box.button ?? 'SIGN ME UP!'}
        </button>
      </div>
      <p class="sign-up__words">
        {box.words}
        {box.latest !== undefined && (
          <>
            {' '}
            <a href={box.latest.href}>{box.latest.text}</a>
          </>
        )}
      </p>
    </form>
    <div class="sign-up__answer" aria-live="polite" tabindex={-1} />
  </section>
);

const hiddenFieldsOf = ({ newsletters, form, article, hidden }: SignUpBoxProps): readonly HiddenField[] => [
  ...newsletters.map((value) => ({ name: 'newsletter', value })),
  { name: 'form', value: form },
  ...(article === undefined ? [] : [{ name: 'article', value: article }]),
  ...hidden,
];
