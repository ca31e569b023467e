import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type FirstPart = { readonly isEmpty: boolean; readonly isClosed: boolean };

/** The tries from before there were months: whether any is left, and whether no more can come. Null: it is gone. */
export async function findFirstPart(db: Db): Promise<FirstPart | null> {
  const there = await sql<{ found: boolean }>`
    select to_regclass('attempt_before') is not null as found
  `.execute(db);
  if (!there.rows[0]?.found) return null;
  const { rows } = await sql<FirstPart>`
    select not exists (select from attempt_before) as "isEmpty",
      to_regclass('attempt_' || to_char(now() at time zone 'utc', 'YYYY_MM')) is not null as "isClosed"
  `.execute(db);
  return rows[0] ?? null;
}

/** Deletes tries from before there were months that are older than so many days. Rows of a time lie together. */
export async function deleteFirstAttempts(db: Db, days: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from attempt_before
    where ctid = any (array(
      select ctid from attempt_before where at < now() - make_interval(days => ${days}::integer) order by at limit ${limit}
    ))
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
