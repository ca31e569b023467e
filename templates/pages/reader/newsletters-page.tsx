import type { NewsletterChoice, Rhythm } from './choices.tsx';
import { Honeypot, PostForm } from './post-form.tsx';
import type { HiddenField } from './post-form.tsx';
import { ErrorSummary, ProblemAt, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { TextField } from './text-field.tsx';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { useOwnLang, useWords } from './tongue.tsx';

export interface NewslettersPageProps {
  readonly site: Site;
  readonly canonical?: string | undefined;
  readonly newsletters: readonly (NewsletterChoice & { readonly rhythms: readonly Rhythm[] })[];
  /** Slugs. */
  readonly chosen: readonly string[];
  readonly email?: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** What is stored as consent, shown to the letter beside the button. */
  readonly words: string;
  /** `form` and the form's own signed facts. */
  readonly hidden: readonly HiddenField[];
  readonly honeypot: string;
  /** Those whose past editions can be read. */
  readonly archives?: ReadonlyArray<{ readonly slug: string; readonly name: string }> | undefined;
}

/** The newsletters side by side, and one form for all of them. */
export const NewslettersPage = (props: NewslettersPageProps) => {
  const { problems } = props;
  const { newsletters, archive } = wordsIn(props.site.language);
  return (
    <ReaderFrame
      site={props.site}
      width="column"
      what={newsletters.title}
      description={props.newsletters.map(({ name, frequency }) => `${name}: ${frequency}.`).join(' ')}
      canonical={props.canonical}
      hasProblem={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      <h1>{newsletters.title}</h1>
      <p class="dek">{props.newsletters.length === 0 ? newsletters.none : newsletters.dek}</p>
      {props.newsletters.length > 0 && <Offers {...props} />}
      {props.archives !== undefined && props.archives.length > 0 && (
        <section aria-labelledby="archives">
          <h2 class="river__name" id="archives">
            {archive.past}
          </h2>
          <ul>
            {props.archives.map(({ slug, name }) => (
              <li key={slug}>
                <PaperLink href={`/archive/${slug}`}>{name}</PaperLink>
              </li>
            ))}
          </ul>
        </section>
      )}
    </ReaderFrame>
  );
};

const Offers = (props: NewslettersPageProps) => {
  const { problems } = props;
  const { newsletters, fields, signUp } = useWords();
  const problem = problemOf('newsletter', problems);
  return (
    <PostForm post={{ action: '/signup', hidden: props.hidden }} class="stack">
      <Honeypot name={props.honeypot} />
      <fieldset class="offers" aria-describedby={problem === undefined ? undefined : 'newsletter-problem'}>
        <legend class="visually-hidden">{newsletters.title}</legend>
        <ProblemAt id="newsletter-problem" message={problem} />
        {props.newsletters.map((newsletter, index) => (
          <Offer
            key={newsletter.slug}
            newsletter={newsletter}
            id={index === 0 ? 'newsletter' : `newsletter-${index + 1}`}
            isChosen={props.chosen.includes(newsletter.slug)}
          />
        ))}
      </fieldset>
      <div>
        <div class="sign-up__row">
          <TextField
            id="email"
            name="email"
            kind="email"
            label={fields.email}
            value={props.email}
            problem={problemOf('email', problems)}
          />
          <button class="button sign-up__button" type="submit">
            {signUp.button}
          </button>
        </div>
        <p class="sign-up__words">{props.words}</p>
      </div>
    </PostForm>
  );
};

const Offer = ({
  newsletter,
  id,
  isChosen,
}: {
  readonly newsletter: NewslettersPageProps['newsletters'][number];
  readonly id: string;
  readonly isChosen: boolean;
}) => (
  <div class="offer">
    <p class="kicker" lang={useOwnLang()}>
      {newsletter.frequency}
    </p>
    <div class="choice">
      <input
        id={id}
        type="checkbox"
        name="newsletter"
        value={newsletter.slug}
        checked={isChosen}
        aria-describedby={`${id}-promise`}
      />
      <label for={id}>
        <strong class="offer__name" lang={useOwnLang()}>
          {newsletter.name}
        </strong>
      </label>
    </div>
    <p class="offer__promise" id={`${id}-promise`} lang={useOwnLang()}>
      {newsletter.promise}
    </p>
    {newsletter.rhythms.length > 1 && <YourRhythm rhythms={newsletter.rhythms} />}
  </div>
);

const YourRhythm = ({ rhythms }: { readonly rhythms: readonly Rhythm[] }) => {
  const words = useWords().choices;
  return <p class="hint">{words.yourRhythm(rhythms.map((rhythm) => words.rhythms[rhythm]))}</p>;
};
