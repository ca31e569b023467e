import { sql } from 'kysely';
import type { Db } from './db.ts';

/** A table whose rows lie in parts by the month of `at`, each named after its month: `reader_event_2026_11`. */
export type MonthlyTable = {
  readonly name: string;
  /** The first number of the advisory lock under which one process at a time makes its parts. */
  readonly lock: number;
};

/** So many months beyond this one are there before they are needed. */
const monthsAhead = 2;

const monthAt = (now: Date, offset: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));

const nameOf = (month: Date): string => month.toISOString().slice(0, 7).replace('-', '_');

const partOf = (table: MonthlyTable, month: string) => sql.id(`${table.name}_${month}`);

/** The months there is a part for, as the ends of their names: `2026_11`. */
async function listMonths(db: Db, { name }: MonthlyTable): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`
    select right(part.relname, 7) as month from pg_inherits join pg_class part on part.oid = inhrelid
    where inhparent = ${name}::regclass and part.relname ~ '_[0-9]{4}_[0-9]{2}$' order by 1
  `.execute(db);
  return rows.map(({ month }) => month);
}

/**
 * Made beside the table and put into it then: that lets go on what reads or writes the table, and a long backup that reads it
 * too. A part made in its place would wait for the backup, and all writers behind it.
 */
async function addMonth(tx: Db, table: MonthlyTable, from: Date, to: Date): Promise<void> {
  const part = partOf(table, nameOf(from));
  const [first, end] = [sql.lit(from.toISOString()), sql.lit(to.toISOString())];
  await sql`create table ${part} (like ${sql.id(table.name)} including defaults including constraints)`.execute(
    tx,
  );
  await sql`alter table ${sql.id(table.name)} attach partition ${part} for values from (${first}) to (${end})`.execute(
    tx,
  );
}

/** Makes room for the rows of this month and the next two; costs two small questions where there is room. */
export async function makeMonths(db: Db, table: MonthlyTable, now: Date): Promise<void> {
  const last = nameOf(monthAt(now, monthsAhead));
  if ((await listMonths(db, table)).includes(last)) return;
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${table.lock}::integer, 0)`.execute(tx);
    const newest = (await listMonths(tx, table)).at(-1) ?? '';
    for (let offset = 0; offset <= monthsAhead; offset += 1) {
      const month = monthAt(now, offset);
      if (nameOf(month) > newest) await addMonth(tx, table, month, monthAt(now, offset + 1));
    }
  });
}

/** Whoever reads the table for long is not waited for, since all writers would wait behind: the next look drops it then. */
const patienceMs = 1000;

/** Drops a part of a table, if nobody reads it for long. @throws the database's error when somebody does */
export async function dropPart(db: Db, part: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local lock_timeout = ${sql.lit(patienceMs)}`.execute(tx);
    await sql`drop table if exists ${sql.id(part)}`.execute(tx);
  });
}

/** Drops every month that was over at that moment, a whole part of the table at once. @returns how many */
export async function dropMonthsBefore(db: Db, table: MonthlyTable, moment: Date): Promise<number> {
  const over = (await listMonths(db, table)).filter((month) => month < nameOf(moment));
  for (const month of over) await dropPart(db, `${table.name}_${month}`);
  return over.length;
}
