import {
  type SubjectTestDraft,
  type SubjectTestResult,
  resultWords,
  waitWords,
} from './subject-test-words.ts';
import { grouped, readers } from './words.ts';

/** Where a send stands, in plain numbers. */
export interface ProgressView {
  readonly stage: 'freezing' | 'held' | 'sending' | 'paused' | 'stopped' | 'finished' | 'undone';
  readonly undoSecondsLeft: number;
  /** When the undo window ends, such as "14:03:20"; "8 December, 07:00" where it waits longer. */
  readonly leavesAt: string;
  /** "in 3 h 20 min". */
  readonly leavesIn: string;
  readonly audience: number;
  readonly accepted: number;
  readonly refused: number;
  readonly suppressed: number;
  readonly expired: number;
  readonly stopped: number;
  readonly inDoubt: number;
  /** Those in doubt that nobody decided about yet. */
  readonly undecided: number;
  readonly waiting: number;
  readonly attempting: number;
  readonly rates: { readonly now: number; readonly average: number } | null;
  readonly timeLeft: { readonly fromSeconds: number; readonly toSeconds: number } | null;
  readonly pauseReason: string | null;
  readonly brake: string | null;
  /** When what was put off is tried again, such as "07:12". */
  readonly nextTry: string | null;
  /** Readers for whom it is not yet the hour in their zone, and when the last of them get it, on the newsroom's clock. */
  readonly ownHour: { readonly readers: number; readonly until: string } | null;
  /** Two subjects are or were tried against each other. */
  readonly test: TestView | null;
}

export interface TestArmView {
  readonly subject: string;
  readonly readers: number;
  readonly accepted: number;
  readonly reacted: number;
}

/** A test of two subjects as it stands. */
export interface TestView {
  readonly stage: 'going out' | 'waiting' | 'held' | 'over';
  readonly decideBy: SubjectTestDraft['decideBy'];
  readonly waitMinutes: number;
  /** When it decides itself, such as "23 November, 14:02"; null before everybody of the test has been tried. */
  readonly decidesAt: string | null;
  /** When the quiet hours that hold the rest are over, such as "07:00". */
  readonly heldUntil: string | null;
  readonly arms: Readonly<Record<'a' | 'b', TestArmView>>;
  /** How many wait for the result, or have got it. */
  readonly rest: number;
  readonly result: SubjectTestResult | null;
}

/** Where a test stands, in a sentence. */
export function testLine(test: TestView, language: string): string {
  const rest = readers(test.rest, language);
  switch (test.stage) {
    case 'going out':
      return `Two subjects are going out. ${capital(rest)} wait for the better one, ${waitWords(test.waitMinutes)} from when everybody of the test has been tried.`;
    case 'waiting':
      return `Two subjects are being tried: ${rest} wait until ${test.decidesAt ?? 'it is decided'}, then get the better one by itself.`;
    case 'held':
    case 'over': {
      const why = test.result === null ? '' : resultWords(test.result, language);
      return test.stage === 'over' || test.heldUntil === null
        ? why
        : `${why} The rest, ${rest}, waits for the end of the quiet hours at ${test.heldUntil}.`;
    }
    default:
      return test.stage satisfies never;
  }
}

/** Two subjects are being tried, and nobody can say how long all of it still takes. */
const isTesting = ({ test }: ProgressView): boolean => test !== null && test.stage !== 'over';

/** Nothing leaves at this moment: the rest waits. */
export const isResting = ({ stage, test }: ProgressView): boolean =>
  stage === 'sending' && (test?.stage === 'waiting' || test?.stage === 'held');

/** Whole per cent of the audience that has its outcome. */
export const shareDone = ({ audience, waiting, attempting }: ProgressView): number =>
  audience === 0 ? 0 : Math.floor(((audience - waiting - attempting) / audience) * 100);

/** The page's title: a tab among many says how far it is. */
export const titleOf = (view: ProgressView, subject: string): string =>
  view.stage === 'sending' ? `${shareDone(view)} % · ${subject}` : `${stageWord(view)} · ${subject}`;

const stageWord = ({ stage }: ProgressView): string =>
  ({
    freezing: 'Getting ready',
    held: 'Held',
    sending: 'Sending',
    paused: 'Paused',
    stopped: 'Stopped',
    finished: 'Sent',
    undone: 'Taken back',
  })[stage];

const unit = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** "about 4 to 6 minutes", never finer than it can be known. */
export function timeLeftWords({
  fromSeconds,
  toSeconds,
}: {
  fromSeconds: number;
  toSeconds: number;
}): string {
  if (toSeconds < 60) return 'less than a minute';
  const [size, name] = toSeconds < 7200 ? ([60, 'minute'] as const) : ([3600, 'hour'] as const);
  const from = Math.floor(fromSeconds / size);
  const to = Math.ceil(toSeconds / size);
  if (from < 1) return `less than ${unit(to, name)}`;
  return from === to ? `about ${unit(to, name)}` : `about ${from} to ${unit(to, name)}`;
}

/** The state of a send in one sentence. */
export function stateLine(view: ProgressView, language: string): string {
  const { accepted, audience, waiting, attempting } = view;
  const number = (count: number): string => grouped(count, language);
  const rest = waiting + attempting;
  switch (view.stage) {
    case 'freezing': {
      const held = view.undoSecondsLeft > 0 ? ` Nothing leaves before ${view.leavesAt}.` : '';
      return `Getting ready: the mail is drawn and the readers are written down.${held}`;
    }
    case 'held':
      return `Held until ${view.leavesAt}: nothing has left yet.`;
    case 'sending': {
      if (isResting(view))
        return `Waiting for the better subject: ${number(audience - rest)} of ${number(audience)} have theirs.`;
      const left =
        view.timeLeft === null || isTesting(view) ? '' : ` ${capital(timeLeftWords(view.timeLeft))} left.`;
      return `Sending: ${number(audience - rest)} of ${number(audience)}.${left}`;
    }
    case 'paused':
      return `Paused: ${number(accepted)} have it, ${number(rest)} wait.`;
    case 'stopped': {
      const settling = attempting > 0 ? ` ${number(attempting)} are still being handed over.` : '';
      return `Stopped: ${number(accepted)} have it, ${number(audience - accepted - attempting)} will not.${settling}`;
    }
    case 'finished':
      return accepted === audience
        ? `Sent: the mail server took it for all ${readers(audience, language)}.`
        : `Sent: the mail server took it for ${number(accepted)} of ${readers(audience, language)}.`;
    case 'undone':
      return 'Taken back: nothing has left.';
    default:
      return view.stage satisfies never;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Who waits for the hour in their own zone; null when nobody does. */
export function ownHourWords({ stage, ownHour }: ProgressView, language: string): string | null {
  if (ownHour === null || (stage !== 'sending' && stage !== 'paused')) return null;
  const who = `${readers(ownHour.readers, language)} ${ownHour.readers === 1 ? 'waits' : 'wait'}`;
  return `${who} for the hour in their own zone; the last of them until ${ownHour.until}.`;
}

/** What holds it up, in words; null when nothing does. */
export function brakeWords(view: ProgressView): string | null {
  const again = view.nextTry === null ? '' : ` Next try ${view.nextTry}.`;
  if (view.stage === 'paused' && view.pauseReason !== null)
    return `It was paused because ${view.pauseReason}.`;
  if (view.stage !== 'sending') return null;
  if (view.brake !== null) return `${capital(view.brake)}.${again}`;
  return view.nextTry === null ? null : `Some mail servers asked us to come back later.${again}`;
}
