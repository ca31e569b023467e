import type { Arm } from './arms.ts';

/** Readers of one subject: whose mail was taken, and who of them clicked or opened. */
export type ArmFigures = { readonly accepted: number; readonly reacted: number };
export type TestFigures = Readonly<Record<Arm, ArmFigures>>;

export type Verdict = { readonly winner: Arm; readonly reason: 'more' | 'tie' | 'too few' };

/** With fewer reactions to both together, chance alone would decide. */
const leastReactions = 10;

/** Which subject won: the larger share of its readers. The edition's own where nothing speaks for the other. */
export function judge({ a, b }: TestFigures): Verdict {
  if (a.reacted + b.reacted < leastReactions) return { winner: 'a', reason: 'too few' };
  // Shares compared without dividing, so that equal ones are equal.
  const lead = b.reacted * a.accepted - a.reacted * b.accepted;
  if (lead === 0) return { winner: 'a', reason: 'tie' };
  return { winner: lead > 0 ? 'b' : 'a', reason: 'more' };
}
