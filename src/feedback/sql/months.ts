import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export async function findKeepMonths(db: Db): Promise<number> {
  const { rows } = await sql<{ months: number }>`
    select keep_months as months from reaction_setting
  `.execute(db);
  return rows[0]?.months ?? 6;
}

export async function updateKeepMonths(db: Db, months: number): Promise<void> {
  await sql`update reaction_setting set keep_months = ${months}`.execute(db);
}

/** One process at a time makes and drops months. The two numbers are the lock's. */
export async function lockMonths(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(31, 0)`.execute(tx);
}

/** The months there is a part of the table for, as the ends of their names: `2026_11`. */
export async function listMonths(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`
    select right(child.relname, 7) as month from pg_inherits
    join pg_class child on child.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = 'reader_event'::regclass order by 1
  `.execute(db);
  return rows.map(({ month }) => month);
}

const partOf = (month: string) => sql.id(`reader_event_${month}`);

/** @param from the first moment of the month, and `to` of the next */
export async function addMonth(db: Db, month: string, from: Date, to: Date): Promise<void> {
  const bounds = sql`(${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`;
  await sql`create table if not exists ${partOf(month)} partition of reader_event for values from ${bounds}`.execute(
    db,
  );
}

export async function dropMonth(db: Db, month: string): Promise<void> {
  await sql`drop table if exists ${partOf(month)}`.execute(db);
}
