import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from './db.ts';

/** Deletes at most so many rows and says how many it deleted. */
export type ForgetSome = (limit: number) => Promise<number>;

export type ForgetPace = { readonly limit: number; readonly pauseMs: number };

/** Small statements with air between them: nobody waits behind a deletion, and the log of the database stays short. */
const usualPace: ForgetPace = { limit: 5000, pauseMs: 50 };

/** Deletes until there is less than a full part. @returns how many rows went */
export async function forgetInParts(forgetSome: ForgetSome, pace = usualPace): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const some = await forgetSome(pace.limit);
    forgotten += some;
    if (some < pace.limit) return forgotten;
    await pause(pace.pauseMs);
  }
}

/** Counters of limits whose time is over. */
export const forgetOldCounters = (db: Db): Promise<number> =>
  forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from rate_limit where key in (
        select key from rate_limit where expire < extract(epoch from now()) * 1000 limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
