import type { Db } from '../platform/db.ts';
import type { Budget } from './relay-lanes.ts';
import type { SendingRelay } from './relays.ts';
import { takeDay, takePace } from './sql/pace.ts';

/** What a mail server with a limit may take next, out of the buckets that all senders share. */
export async function takeRelayBudget(db: Db, relay: SendingRelay, wanted: number): Promise<Budget> {
  const hour =
    relay.perHour === null
      ? { granted: wanted, nextAt: null }
      : await takePace(db, `relay:${relay.id}`, wanted);
  if (hour.granted === 0 || relay.perDay === null)
    return { ...hour, words: `${relay.name} may hand over ${relay.perHour} mails an hour, and has` };
  const day = await takeDay(db, relay.id, relay.perDay, hour.granted);
  return { ...day, words: `${relay.name} is warming up: its ${relay.perDay} mails of today are handed over` };
}
