import type { ReaderProblem } from '../../../templates/words/languages.ts';
import { parseAddress } from '../../delivery/address.ts';
import type { Db } from '../../platform/db.ts';
import { judgeAddress } from './address-policy.ts';
import { isAlarmed } from './alarm.ts';
import { isSolved } from './puzzle.ts';
import { type SignUpSetting, readSignUpSetting } from './sign-up-setting.ts';

/** What a form's signed field says of itself. */
export type FormFacts = {
  /** Which form it is. */
  readonly form: string;
  /** When it was signed, in milliseconds. */
  readonly at: number;
  /** The address a page with one button was made for. */
  readonly pressedFor?: string | undefined;
  /** Handed to a script that had no form of ours: counts only with this much work. */
  readonly bits?: number | undefined;
};

export type GuardedPost = {
  readonly email: string;
  /** Null without a field that we signed within the day. */
  readonly facts: FormFacts | null;
  /** The signed field itself: what the puzzle is about. */
  readonly sealed: string;
  /** The puzzle's solution. */
  readonly work: string;
  /** A script asks and can work; else a person sits before the page. */
  readonly isScript: boolean;
  readonly now: Date;
};

export type GuardOutcome =
  | { readonly kind: 'pass' }
  | { readonly kind: 'refused'; readonly why: ReaderProblem }
  /** A person presses one button; so many seconds from now it counts. */
  | { readonly kind: 'press'; readonly waitSeconds: number }
  | { readonly kind: 'work'; readonly bits: number };

/** Without scripts, waiting stands for work. */
const waitSeconds = 10;
/** While an alarm holds, nobody fills in a form faster. */
const strictSeconds = 2;
/** A script on another site has no signed field; fetching one costs it this much: a fifth of a second on a slow machine. */
const leastBits = 12;

const refusals = {
  disposable: 'disposableAddress',
  role: 'roleAddress',
} as const satisfies Record<string, ReaderProblem>;

type Rules = { readonly setting: SignUpSetting; readonly isStrict: boolean };

/** A person pressed the button of the page made for this address: at once, or after the wait when work is asked for. */
function judgePress({ facts, now }: GuardedPost, needsWork: boolean): GuardOutcome {
  const waited = Math.floor((now.getTime() - (facts?.at ?? 0)) / 1000);
  const left = needsWork ? waitSeconds - waited : 0;
  return left > 0 ? { kind: 'press', waitSeconds: left } : { kind: 'pass' };
}

function judgeForm(post: GuardedPost, { setting, isStrict }: Rules): GuardOutcome {
  const { facts, isScript, now } = post;
  const needsWork = setting.proofOfWork || isStrict;
  if (facts?.pressedFor === post.email) return judgePress(post, needsWork);
  const press: GuardOutcome = { kind: 'press', waitSeconds: needsWork ? waitSeconds : 0 };
  const address = parseAddress(post.email);
  if (!address || judgeAddress(address, setting).policy === 'ask') return press;

  const isForeign = facts === null || facts.pressedFor !== undefined;
  const bits = Math.max(facts?.bits ?? 0, needsWork ? setting.workBits : 0, isForeign ? leastBits : 0);
  if (!isForeign && bits > 0 && isSolved({ ...post, facts: post.sealed }, bits)) return { kind: 'pass' };
  if (isForeign || bits > 0) return isScript ? { kind: 'work', bits } : press;
  const least = isStrict ? Math.max(setting.leastSeconds, strictSeconds) : setting.leastSeconds;
  return now.getTime() - facts.at < least * 1000 ? press : { kind: 'pass' };
}

/**
 * The one gate before every sign-up, whichever form, page, snippet, script or frame it came from. It never asks who is known,
 * so its answer tells nothing about an address. Limits are counted by the caller, which knows the network.
 */
export async function guardSignUp(db: Db, post: GuardedPost): Promise<GuardOutcome> {
  const setting = await readSignUpSetting(db);
  const address = parseAddress(post.email);
  const verdict = address && judgeAddress(address, setting);
  if (verdict?.policy === 'refuse' && verdict.why) return { kind: 'refused', why: refusals[verdict.why] };
  return judgeForm(post, { setting, isStrict: await isAlarmed(db, setting) });
}
