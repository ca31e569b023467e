const minute = 60;
const hour = 3600;

/** Waits after each failed attempt, in seconds: ten attempts over a little more than three days. */
const waits = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** So many seconds more or less, as a share: what failed together does not come back together. */
const jitter = 0.2;

/**
 * How long to wait after so many failed attempts; null when there is no other one.
 * @param random from 0 up to 1
 */
export function secondsUntilRetry(tries: number, random: number): number | null {
  const wait = waits[tries - 1];
  return wait === undefined ? null : Math.round(wait * (1 - jitter + 2 * jitter * random));
}

/** An endpoint that has failed for so long, and nothing in between, is turned off. */
export const patienceDays = 5;
