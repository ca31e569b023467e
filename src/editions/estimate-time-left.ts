import type { MailingProgress } from '../delivery/receipt.ts';

/** How many are handed over in a minute: in the last one, and since the first. */
export type Rates = { readonly now: number; readonly average: number };

export type TimeLeft = { readonly fromSeconds: number; readonly toSeconds: number };

const secondsBetween = (from: Date, to: Date): number => Math.max(1, (to.getTime() - from.getTime()) / 1000);

/** Null until the first mail of an edition has been taken. */
export function ratesOf({ pace, counts }: MailingProgress, now: Date): Rates | null {
  if (!pace.firstAt || counts.accepted === 0) return null;
  const seconds = secondsBetween(pace.firstAt, now);
  return {
    now: Math.round((pace.acceptedLastMinute / Math.min(60, seconds)) * 60),
    average: Math.round((counts.accepted / seconds) * 60),
  };
}

/** A fifth to either side: relays answer unevenly, and a single number would promise too much. */
const margin = 0.2;

/**
 * When the rest will have left, as a range between the pace of the last minute and the average; null when unknown. Who waits for
 * an hour of their own is not of the rest: when that is, is known.
 */
export function estimateTimeLeft(progress: MailingProgress, now: Date): TimeLeft | null {
  const rates = ratesOf(progress, now);
  const { counts, pace } = progress;
  const rest = counts.waiting + counts.attempting - pace.ownHour.readers;
  if (rest <= 0 || !rates || progress.stage !== 'sending' || rates.now === 0 || rates.average === 0)
    return null;
  const minutes = [rest / rates.now, rest / rates.average];
  return {
    fromSeconds: Math.min(...minutes) * 60 * (1 - margin),
    toSeconds: Math.max(...minutes) * 60 * (1 + margin),
  };
}
