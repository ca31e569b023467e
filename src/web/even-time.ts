import { setTimeout } from 'node:timers/promises';

/** Longer than any of the acts it covers takes when the machine is not overwhelmed. */
const leastMs = 300;

/**
 * Does something and comes back after the same time, whatever there was to do: an answer must not tell by its speed whether
 * an address is known (SECURITY S1).
 */
export async function inEvenTime<Result>(act: () => Promise<Result>): Promise<Result> {
  const [result] = await Promise.all([act(), setTimeout(leastMs)]);
  return result;
}
