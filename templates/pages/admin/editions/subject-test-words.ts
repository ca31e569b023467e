import { grouped } from './words.ts';

/** A test of two subjects as an editor sets it; B is the second one. */
export interface SubjectTestDraft {
  readonly subject: string;
  readonly sharePercent: number;
  readonly waitMinutes: number;
  readonly decideBy: 'clicks' | 'opens';
}

/** `30 minutes`, `1 hour`, `90 minutes`, `24 hours`. */
export function waitWords(minutes: number): string {
  if (minutes % 60 !== 0) return `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
}

export const deciderNames = {
  clicks: 'people who clicked',
  opens: 'opens, an estimate',
} as const;

export type TestReason = 'more' | 'tie' | 'too few' | 'by hand' | 'stopped';

export interface SubjectTestResult {
  readonly winner: 'a' | 'b';
  readonly reason: TestReason;
  /** Who decided by hand. */
  readonly by: string | null;
  readonly decideBy: SubjectTestDraft['decideBy'];
  /** What it was decided upon; null where nothing was counted. */
  readonly figures: Readonly<
    Record<'a' | 'b', { readonly accepted: number; readonly reacted: number }>
  > | null;
}

/** Why one subject went to the rest, in a sentence. */
export function resultWords(
  { winner, reason, by, decideBy, figures }: SubjectTestResult,
  language: string,
): string {
  const did = decideBy === 'clicks' ? 'clicked' : 'opened it, as far as one can tell';
  const share = (of: 'a' | 'b'): string =>
    figures ? `${grouped(figures[of].reacted, language)} of ${grouped(figures[of].accepted, language)}` : '';
  const name = winner.toUpperCase();
  switch (reason) {
    case 'more':
      return `${name} won: ${share(winner)} ${did}, against ${share(winner === 'a' ? 'b' : 'a')}.`;
    case 'tie':
      return `A tie: ${share('a')} ${did} with A, ${share('b')} with B. So the rest gets A.`;
    case 'too few':
      return `Too few readers ${did} to tell: ${share('a')} with A, ${share('b')} with B. So the rest gets A.`;
    case 'by hand':
      return `${by ?? 'Somebody'} chose ${name} when ${share('a')} had ${did} with A, ${share('b')} with B.`;
    case 'stopped':
      return 'The edition was stopped before the test was over. Whoever is tried again gets A.';
    default:
      return reason satisfies never;
  }
}
