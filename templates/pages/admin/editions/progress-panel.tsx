import { ActButton, type HiddenField } from '../../reader/post-form.tsx';
import {
  type ProgressView,
  brakeWords,
  isResting,
  ownHourWords,
  shareDone,
  stateLine,
} from './progress-view.ts';
import { SubjectTestPanel } from './subject-test-panel.tsx';
import { grouped, readers } from './words.ts';

export interface ProgressFiguresProps {
  readonly view: ProgressView;
  readonly language: string;
}

/** Everything about a send that changes from second to second. */
export const ProgressFigures = ({ view, language }: ProgressFiguresProps) => {
  const brake = brakeWords(view);
  const ownHour = ownHourWords(view, language);
  const notAccepted = view.refused + view.suppressed + view.expired + view.stopped;
  return (
    <>
      <p class="send-sentence">{stateLine(view, language)}</p>
      <progress class="send-bar" max={100} value={shareDone(view)} aria-label="How much has left">
        {shareDone(view)} %
      </progress>
      <dl class="three-numbers">
        <Figure name="accepted" value={grouped(view.accepted, language)} />
        <Figure name="to go" value={grouped(view.waiting + view.attempting, language)} />
        <Figure name="not accepted" value={grouped(notAccepted, language)} />
      </dl>
      {view.rates !== null && view.stage === 'sending' && !isResting(view) && (
        <p class="soft">
          {grouped(view.rates.now, language)} a minute now, {grouped(view.rates.average, language)} on
          average.
        </p>
      )}
      {ownHour !== null && <p>{ownHour}</p>}
      {brake !== null && <p class="check check--warning">{brake}</p>}
      {view.test !== null && <SubjectTestPanel test={view.test} language={language} />}
    </>
  );
};

const Figure = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

export interface ProgressActsProps {
  readonly view: ProgressView;
  readonly path: string;
  readonly csrf: HiddenField;
  readonly language: string;
  readonly maySend: boolean;
}

/** What a person can do about a send at this moment. Elements with `data-live` hold numbers the script keeps fresh. */
export const ProgressActs = (props: ProgressActsProps) => {
  const { view, maySend } = props;
  if (!maySend) return null;
  return (
    <>
      {isUndoable(view) && <Undo {...props} />}
      {view.undecided > 0 && <Doubts {...props} />}
      {isDecidable(view) && <Decide {...props} />}
      <Steering {...props} />
    </>
  );
};

const isUndoable = ({ stage, undoSecondsLeft }: ProgressView): boolean =>
  undoSecondsLeft > 0 && (stage === 'held' || stage === 'freezing');

const posting = ({ path, csrf }: ProgressActsProps, act: string) => ({
  action: `${path}/${act}`,
  hidden: [csrf],
});

/** No undo window is longer, in seconds: what is held beyond it waits for its time or the end of quiet hours. */
const longUndo = 600;

const Undo = (props: ProgressActsProps) => (
  <div class="undo-bar">
    {props.view.undoSecondsLeft > longUndo ? (
      <p>
        It leaves on <b class="tabular">{props.view.leavesAt}</b>, {props.view.leavesIn}. Its readers are
        counted shortly before.
      </p>
    ) : (
      <p>
        It leaves in{' '}
        <b class="tabular" data-live="undo">
          {props.view.undoSecondsLeft}
        </b>{' '}
        seconds.
      </p>
    )}
    <ActButton post={posting(props, 'undo')} class="button button--large">
      {props.view.undoSecondsLeft > longUndo ? 'Take it back: it stays a draft' : 'Undo: keep it a draft'}
    </ActButton>
  </div>
);

const Doubts = (props: ProgressActsProps) => {
  const { view, path, csrf, language } = props;
  const who = readers(view.undecided, language);
  return (
    <section class="doubts" aria-labelledby="doubts-title">
      <h2 id="doubts-title">
        <span data-live="doubt">{who}</span> in doubt
      </h2>
      <p>
        The mail was handed over and no answer came back, so it may have arrived or not. Another copy may
        reach some of them twice; letting it rest may leave some without.{' '}
        <a href={`${path}/receipt?state=in+doubt`}>See who they are</a>.
      </p>
      <div class="in-a-row">
        <ActButton
          post={{ action: `${path}/doubts`, hidden: [csrf, { name: 'choice', value: 'resend' }] }}
          class="button button--quiet"
        >
          Send it again
        </ActButton>
        <ActButton
          post={{ action: `${path}/doubts`, hidden: [csrf, { name: 'choice', value: 'rest' }] }}
          class="button button--quiet"
        >
          Let it rest
        </ActButton>
      </div>
    </section>
  );
};

/** From the first mail on, and as long as nobody and nothing has decided. */
const isDecidable = ({ stage, test }: ProgressView): boolean =>
  (stage === 'sending' || stage === 'paused') && (test?.stage === 'going out' || test?.stage === 'waiting');

const Decide = ({ path, csrf }: ProgressActsProps) => (
  <details class="subject-test">
    <summary>Decide about the subjects now</summary>
    <p>The rest gets what you choose, and the wait is over. This cannot be taken back.</p>
    <div class="in-a-row">
      {(['a', 'b'] as const).map((winner) => (
        <ActButton
          key={winner}
          post={{ action: `${path}/subject-test`, hidden: [csrf, { name: 'winner', value: winner }] }}
          class="button button--quiet"
        >
          Send {winner.toUpperCase()} to the rest
        </ActButton>
      ))}
    </div>
  </details>
);

const Steering = (props: ProgressActsProps) => {
  const { stage } = props.view;
  if (stage !== 'sending' && stage !== 'paused') return null;
  return (
    <div class="steering">
      {stage === 'sending' ? (
        <ActButton post={posting(props, 'pause')} class="button button--quiet">
          Pause
        </ActButton>
      ) : (
        <>
          <ActButton post={posting(props, 'resume')}>Go on sending</ActButton>
          <ActButton post={posting(props, 'correct')} class="button button--quiet">
            Correct it for the rest
          </ActButton>
        </>
      )}
      <Stop {...props} />
    </div>
  );
};

const Stop = (props: ProgressActsProps) => {
  const { view, language } = props;
  const rest = view.waiting + view.attempting;
  return (
    <details>
      <summary>Stop it for good</summary>
      <p>
        <span data-live="have">{grouped(view.accepted, language)}</span> have it and keep it,{' '}
        <span data-live="rest">{grouped(rest, language)}</span> will not get it. This cannot be taken back;
        what is being handed over at that moment still arrives.
      </p>
      <ActButton post={posting(props, 'stop')} class="button button--danger">
        Stop sending
      </ActButton>
    </details>
  );
};
