/** When to try again after a temporary refusal, in seconds. Postfix's defaults are of the same size. */
const first = { urgent: 30, bulk: 300 };
const longest = { urgent: 15 * 60, bulk: 4 * 3600 };

/**
 * Doubles with every attempt up to 15 minutes (codes and answers) or 4 hours (bulk), with a jitter of ±20 % so that rows
 * refused together do not come back together (RFC 5321 section 4.5.4.1).
 * @param attempts how many there were, this one included
 * @param chance a number in [0, 1)
 */
export function retryDelaySeconds(isUrgent: boolean, attempts: number, chance: number): number {
  const kind = isUrgent ? 'urgent' : 'bulk';
  const plain = Math.min(longest[kind], first[kind] * 2 ** Math.max(0, attempts - 1));
  return Math.round(plain * (0.8 + chance * 0.4));
}
