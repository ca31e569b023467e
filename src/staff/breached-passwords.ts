import { createHash } from 'node:crypto';
import { createGuardedFetch } from '../platform/fetch-guarded.ts';
import type { Log } from '../platform/log.ts';

/** Whether a password is in lists of stolen ones. Never throws: who cannot be asked says no. */
export type BreachLookUp = (password: string) => Promise<boolean>;

const timeoutMs = 2000;
const mostBytes = 1024 * 1024;

/**
 * Asks a server that answers ranges of SHA-1 hashes, as Pwned Passwords does: it is told five characters of the hash of forty, and
 * which of the thousands it answers was meant stays here. Without an answer in two seconds the password is let through, since a
 * newsroom that cannot change its passwords is the worse one, and a line goes into the log.
 * @param base the address before `/range/`; the operator has named it, so it may stand in their own network
 */
export function createBreachLookUp(base: string, log: Log): BreachLookUp {
  const fetch = createGuardedFetch({ allows: () => true });
  return async (password) => {
    const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
    const url = `${base.replace(/\/+$/, '')}/range/${hash.slice(0, 5)}`;
    // Padding hides from who listens how many hashes a range has; padded lines are counted 0 times.
    const headers = { 'add-padding': 'true' };
    const answer = await fetch(url, { headers, redirects: 0, mostBytes, timeoutMs });
    if (answer.kind !== 'answered' || answer.status !== 200) {
      const cause = answer.kind === 'answered' ? `It answered ${answer.status}.` : answer.message;
      log.warn({ cause }, 'a new password could not be compared with stolen ones');
      return false;
    }
    const line = new RegExp(`^${hash.slice(5)}:0*[1-9]`, 'im');
    return line.test(answer.body.toString('latin1'));
  };
}
