import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type TableColumns = { readonly name: string; readonly columns: readonly string[] };

export type Table = TableColumns & {
  /** Its rows lie in parts; they are read and written through the whole. */
  readonly hasParts: boolean;
};

/** Kept by the migrations themselves. The queue's tables live in a schema of their own: bells only, nothing to keep. */
const ownTables = ['migration', 'migration_lock'];

/** All tables with the columns a COPY may write, by name. */
export async function listTables(db: Db): Promise<readonly Table[]> {
  const { rows } = await sql<Table>`
    select class.relname as name, array_agg(attname::text order by attnum) as columns, class.relkind = 'p' as "hasParts"
    from pg_class class join pg_attribute on attrelid = class.oid
    where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition
      and class.relname <> all (${ownTables}::text[])
      and attnum > 0 and not attisdropped and attgenerated = ''
    group by class.relname, class.relkind order by class.relname
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

export type TablePart = { readonly table: string; readonly name: string; readonly bounds: string };

/** The parts of tables, with the bounds as `create table … partition of` wants them. */
export async function listParts(db: Db): Promise<readonly TablePart[]> {
  const { rows } = await sql<TablePart>`
    select parent.relname as "table", part.relname as name, pg_get_expr(part.relpartbound, part.oid) as bounds
    from pg_inherits join pg_class part on part.oid = inhrelid join pg_class parent on parent.oid = inhparent
    where part.relnamespace = 'public'::regnamespace and part.relispartition and part.relkind = 'r' order by part.relname
  `.execute(db);
  return rows;
}

/** Makes the parts an archive speaks of, in the place of those that migrations made. */
export async function makeParts(tx: Db, parts: readonly TablePart[]): Promise<void> {
  for (const { name } of await listParts(tx)) await sql.raw(`drop table public.${quoted(name)}`).execute(tx);
  for (const { table, name, bounds } of parts)
    await sql
      .raw(`create table public.${quoted(name)} partition of public.${quoted(table)} ${bounds}`)
      .execute(tx);
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
export const copyTarget = ({ name, columns }: TableColumns): string =>
  `public.${quoted(name)} (${columns.map(quoted).join(', ')})`;

/** What COPY reads a table from: one in parts only by a query. */
export const copySource = (table: Table): string =>
  table.hasParts
    ? `(select ${table.columns.map(quoted).join(', ')} from public.${quoted(table.name)})`
    : copyTarget(table);

type Made = { readonly drop: string; readonly make: string };

/**
 * What stands in the way of a quick load and is made anew after it: references (tables come in any order), and indexes that
 * are no constraints; those of tables in parts stay. Inside the transaction of the load, so nobody ever sees a schema without them.
 */
async function listLoadObstacles(tx: Db): Promise<readonly Made[]> {
  const { rows } = await sql<Made>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = 'public'::regnamespace and relkind = 'i' and not relispartition
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
