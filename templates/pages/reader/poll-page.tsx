import { PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, ProblemAt } from './problems.tsx';
import { PollBars, type CountedAnswer } from './poll-bars.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';

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
  return (
    <ReaderFrame site={site} width="column" what={question} isUnlisted hasProblem={problem !== undefined}>
      <p class="kicker">{edition}</p>
      <h1>{question}</h1>
      <ErrorSummary problems={problem === undefined ? [] : [{ field: 'answer', message: problem }]} />
      {given !== undefined && <p class="dek">So far you answered “{given}”. You may change it.</p>}
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
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
        <div class="act">
          <button class="button button--large" type="submit">
            {given === undefined ? 'Count my answer' : 'Change my answer'}
          </button>
        </div>
        <p class="hint">One answer a reader. Only the counts are shown, to readers and to the newsroom.</p>
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
export const PollResultPage = (props: PollResultPageProps) => (
  <ReaderFrame site={props.site} width="column" what={props.question} isUnlisted>
    <p class="kicker">{props.edition}</p>
    <h1>{props.question}</h1>
    <p class="dek">Your answer is counted, thank you.</p>
    <PollBars
      answers={props.answers}
      readers={props.readers}
      given={props.given}
      language={props.site.language}
    />
    <p>
      <a href={props.changeHref}>Change my answer</a>
    </p>
  </ReaderFrame>
);
