import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Mapping } from '../mapping.ts';

export type ImportState = 'uploaded' | 'checking' | 'checked' | 'running' | 'done' | 'failed' | 'undone';

export type Import = {
  readonly id: number;
  readonly publicId: string;
  readonly fileName: string;
  readonly source: string | null;
  readonly header: readonly string[];
  readonly mapping: Mapping;
  readonly newsletterSlugs: readonly string[];
  readonly paidTier: string | null;
  readonly words: string;
  readonly state: ImportState;
  readonly problem: string | null;
  readonly rowsTotal: number;
  readonly mergedLine: number;
  readonly counts: ImportCounts | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly mayBeUndone: boolean;
};

/** What becomes of the rows of a file. All but `paid` and `comp`, which are among the others, add up to `rows`. */
export type ImportCounts = {
  readonly rows: number;
  /** Subscribed by this import. */
  readonly subscribed: number;
  /** Of those, how many nobody knew before. */
  readonly fresh: number;
  /** Have all of it already. */
  readonly known: number;
  /** Left, bounced or complained elsewhere: they come as addresses that are not mailed. */
  readonly goodbyes: number;
  /** Kept from mail here, or left here before. */
  readonly keptOut: number;
  /** The same address stands in the file before. */
  readonly repeated: number;
  /** Cannot be read, were erased, or have no consent. */
  readonly refused: number;
  readonly paid: number;
  readonly comp: number;
};

const columns = sql`
  id, public_id as "publicId", file_name as "fileName", source, header, mapping, newsletter_slugs as "newsletterSlugs",
  paid_tier as "paidTier", words, state, problem, rows_total as "rowsTotal", merged_line as "mergedLine",
  nullif(counts, '{}') as counts, created_by as "createdBy", created_at as "createdAt", done_at as "doneAt",
  (state = 'done' and done_at > now() - interval '7 days') as "mayBeUndone"
`;

export async function findImportBy(
  db: Db,
  by: { readonly publicId: string } | { readonly id: number },
  { forUpdate = false } = {},
): Promise<Import | null> {
  const where = 'publicId' in by ? sql`public_id = ${by.publicId}` : sql`id = ${by.id}`;
  const { rows } = await sql<Import>`
    select ${columns} from import where ${where} ${forUpdate ? sql`for update` : sql``}
  `.execute(db);
  return rows[0] ?? null;
}

export async function listImports(db: Db, limit: number): Promise<readonly Import[]> {
  const { rows } = await sql<Import>`select ${columns} from import order by id desc limit ${limit}`.execute(
    db,
  );
  return rows;
}

export type NewImport = Pick<
  Import,
  | 'publicId'
  | 'fileName'
  | 'source'
  | 'header'
  | 'mapping'
  | 'newsletterSlugs'
  | 'paidTier'
  | 'words'
  | 'createdBy'
>;

export async function insertImport(tx: Db, row: NewImport): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into import (public_id, file_name, source, header, mapping, newsletter_slugs, paid_tier, words, state, created_by)
    values (${row.publicId}, ${row.fileName}, ${row.source}, ${[...row.header]}::text[], ${JSON.stringify(row.mapping)}::jsonb,
      ${[...row.newsletterSlugs]}::text[], ${row.paidTier}, ${row.words}, 'uploaded', ${row.createdBy})
    returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the import was not added');
  return id;
}

export type ImportChoices = Pick<Import, 'mapping' | 'newsletterSlugs' | 'paidTier' | 'words'>;

/** Changes what an import that has not begun is about. */
export async function updateChoices(tx: Db, id: number, choices: ImportChoices): Promise<void> {
  await sql`
    update import set mapping = ${JSON.stringify(choices.mapping)}::jsonb,
      newsletter_slugs = ${[...choices.newsletterSlugs]}::text[], paid_tier = ${choices.paidTier}, words = ${choices.words}
    where id = ${id} and state in ('uploaded', 'checked', 'failed')
  `.execute(tx);
}

export async function setImportState(
  tx: Db,
  id: number,
  state: ImportState,
  problem: string | null = null,
): Promise<void> {
  await sql`
    update import set state = ${state}, problem = ${problem},
      done_at = case when ${state} = 'done' then now() else done_at end,
      undone_at = case when ${state} = 'undone' then now() end
    where id = ${id}
  `.execute(tx);
}

/** Begins a check or a run, once: false when one is under way or it has run. */
export async function beginImport(tx: Db, id: number, state: 'checking' | 'running'): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update import set state = ${state}, problem = null, merged_line = 0
    where id = ${id} and state in ('uploaded', 'checked', 'failed')
  `.execute(tx);
  return numAffectedRows === 1n;
}

export async function noteCounts(tx: Db, id: number, counts: ImportCounts): Promise<void> {
  await sql`
    update import set counts = ${JSON.stringify(counts)}::jsonb, rows_total = ${counts.rows} where id = ${id}
  `.execute(tx);
}

export async function noteMerged(tx: Db, id: number, line: number): Promise<void> {
  await sql`update import set merged_line = greatest(merged_line, ${line}::integer) where id = ${id}`.execute(
    tx,
  );
}

/** The oldest import that is to be checked or run: nobody but the one holding the lock works on it. */
export async function findStarted(db: Db): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from import where state in ('checking', 'running') order by id limit 1
  `.execute(db);
  return rows[0]?.id ?? null;
}
