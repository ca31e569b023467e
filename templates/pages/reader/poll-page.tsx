import { PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, ProblemAt } from './problems.tsx';
import { PollBars, type CountedAnswer } from './poll-bars.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { useOwnLang } from './tongue.tsx';

export interface PollPageProps {
  readonly site: Site;
  /** The subject of the edition that asked. */
  readonly edition: string;
  readonly question: string;
  readonly answers: ReadonlyArray<{ readonly place: number; readonly words: string }>;
  /** The answer of the link, by its place. */
  readonly chosen: number | null;
  /** The words of the answer that counts so far. */
  readonly given?: string | undefined;
  /** Posts `answer`. */
  readonly post: FormPost;
  readonly problem?: string | undefined;
}

/** The question with the answer of the link chosen; the button counts it, the visit does not. */
export const PollPage = (props: PollPageProps) => {
  const { site, edition, question, answers, chosen, given, problem } = props;
  const { poll } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={question} isUnlisted hasProblem={problem !== undefined}>
      <Asked edition={edition} question={question} />
      <ErrorSummary problems={problem === undefined ? [] : [{ field: 'answer', message: problem }]} />
      {given !== undefined && <p class="dek">{poll.soFar(given)}</p>}
      <PostForm post={props.post} class="stack">
        <fieldset class="choices" aria-describedby={problem === undefined ? undefined : 'answer-problem'}>
          <legend class="visually-hidden">{question}</legend>
          <ProblemAt id="answer-problem" message={problem} />
          {answers.map(({ place, words }, index) => (
            <label key={place} class="poll__choice">
              <input
                id={index === 0 ? 'answer' : undefined}
                type="radio"
                name="answer"
                value={String(place)}
                checked={place === chosen}
              />
              <Own words={words} />
            </label>
          ))}
        </fieldset>
        <div class="act">
          <button class="button button--large" type="submit">
            {given === undefined ? poll.count : poll.change}
          </button>
        </div>
        <p class="hint">{poll.onlyCounts}</p>
      </PostForm>
    </ReaderFrame>
  );
};

export interface PollResultPageProps {
  readonly site: Site;
  readonly edition: string;
  readonly question: string;
  readonly answers: readonly CountedAnswer[];
  readonly readers: number;
  /** What this reader answered, by its place. */
  readonly given: number;
  readonly changeHref: string;
}

/** What readers answered so far, for one who did. */
export const PollResultPage = (props: PollResultPageProps) => {
  const { poll } = wordsIn(props.site.language);
  return (
    <ReaderFrame site={props.site} width="column" what={props.question} isUnlisted>
      <Asked edition={props.edition} question={props.question} />
      <p class="dek">{poll.counted}</p>
      <PollBars answers={props.answers} readers={props.readers} given={props.given} />
      <p>
        <PaperLink href={props.changeHref}>{poll.change}</PaperLink>
      </p>
    </ReaderFrame>
  );
};

/** The newsroom's own words. */
const Asked = ({ edition, question }: { readonly edition: string; readonly question: string }) => {
  const lang = useOwnLang();
  return (
    <>
      <p class="kicker" lang={lang}>
        {edition}
      </p>
      <h1 lang={lang}>{question}</h1>
    </>
  );
};

const Own = ({ words }: { readonly words: string }) => <span lang={useOwnLang()}>{words}</span>;
