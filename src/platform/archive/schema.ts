import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type Table = { readonly name: string; readonly columns: readonly string[] };

/** Kept by the migrations themselves. The queue's tables live in a schema of their own: bells only, nothing to keep. */
const ownTables = ['migration', 'migration_lock'];

/** All tables with the columns a COPY may write, by name. */
export async function listTables(db: Db): Promise<readonly Table[]> {
  const { rows } = await sql<Table>`
    select class.relname as name, array_agg(attname::text order by attnum) as columns
    from pg_class class join pg_attribute on attrelid = class.oid
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r'
      and class.relname <> all (${ownTables}::text[])
      and attnum > 0 and not attisdropped and attgenerated = ''
    group by class.relname order by class.relname
  `.execute(db);
  return rows;
}

/** Whether nothing was ever made here. */
export async function isEmptyDatabase(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') limit 1
  `.execute(db);
  return rows.length === 0;
}

export type SequencePosition = { readonly name: string; readonly position: string };

/** Where sequences stand; one that was never used is not among them. */
export async function listSequences(db: Db): Promise<readonly SequencePosition[]> {
  const { rows } = await sql<SequencePosition>`
    select sequencename as name, last_value::text as position from pg_sequences
    where schemaname = 'public' and last_value is not null order by sequencename
  `.execute(db);
  return rows;
}

export async function setSequences(tx: Db, positions: readonly SequencePosition[]): Promise<void> {
  for (const { name, position } of positions)
    await sql`select setval(${`public.${quoted(name)}`}::regclass, ${position}::bigint)`.execute(tx);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `public."table" ("one", "two")`, as COPY wants it. */
export const copyTarget = ({ name, columns }: Table): string =>
  `public.${quoted(name)} (${columns.map(quoted).join(', ')})`;

type Made = { readonly drop: string; readonly make: string };

/**
 * What stands in the way of a quick load and is made anew after it: references (tables come in any order), and indexes that
 * are no constraints. Inside the transaction of the load, so nobody ever sees a schema without them.
 */
async function listLoadObstacles(tx: Db): Promise<readonly Made[]> {
  const { rows } = await sql<Made>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  `.execute(tx);
  return rows;
}

/**
 * Empties all tables (migrations put first rows into some) and takes away what slows a load down or acts on rows.
 * @returns what brings it all back
 */
export async function prepareLoad(tx: Db, tables: readonly Table[]): Promise<() => Promise<void>> {
  const names = tables.map(({ name }) => `public.${quoted(name)}`);
  const obstacles = await listLoadObstacles(tx);
  const each = async (statements: readonly string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(tx);
  };
  await each(names.map((name) => `alter table ${name} disable trigger user`));
  await each(obstacles.map(({ drop }) => drop));
  await each([`truncate ${names.join(', ')}`]);
  return async () => {
    await each(["set local maintenance_work_mem = '128MB'", ...obstacles.map(({ make }) => make)]);
    await each(names.map((name) => `alter table ${name} enable trigger user`));
  };
}
