import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/**
 * Deletes the oldest attempts, if they are older than that. Ids grow with time, so the oldest are found by the key alone, and
 * a ledger with nothing to forget is not read.
 */
export async function deleteOldAttempts(db: Db, days: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from attempt
    where id in (select id from attempt order by id limit ${limit})
      and at < now() - make_interval(days => ${days}::integer)
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
