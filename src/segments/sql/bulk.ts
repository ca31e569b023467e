import { sql } from 'kysely';
import type { Db, Fragment } from '../../platform/db.ts';
import type { BulkAct, ChangedReader } from '../bulk-act.ts';

export type BulkRow = {
  readonly id: number;
  readonly publicId: string;
  readonly details: unknown;
  readonly readers: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly undoneBy: string | null;
  readonly undoneAt: Date | null;
  readonly readersUndone: number | null;
  readonly mayBeUndone: boolean;
};

const columns = sql`
  id, public_id as "publicId", details, readers, created_by as "createdBy", created_at as "createdAt",
  undone_by as "undoneBy", undone_at as "undoneAt", readers_undone as "readersUndone",
  undone_at is null and readers > 0 and created_at > now() - interval '7 days' as "mayBeUndone"
`;

export async function findBulkRow(
  db: Db,
  publicId: string,
  { forUpdate = false } = {},
): Promise<BulkRow | null> {
  const { rows } = await sql<BulkRow>`
    select ${columns} from bulk_action where public_id = ${publicId} ${forUpdate ? sql`for update` : sql``}
  `.execute(db);
  return rows[0] ?? null;
}

/** The newest acts on many readers. */
export async function listBulkRows(db: Db, limit: number): Promise<readonly BulkRow[]> {
  const { rows } = await sql<BulkRow>`
    select ${columns} from bulk_action order by id desc limit ${limit}
  `.execute(db);
  return rows;
}

export async function insertBulk(
  tx: Db,
  { publicId, act, by }: { readonly publicId: string; readonly act: BulkAct; readonly by: string },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into bulk_action (public_id, kind, details, created_by)
    values (${publicId}, ${act.kind}, ${JSON.stringify(act)}::jsonb, ${by}) returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the act was not added');
  return id;
}

/** When an act was done, to the microsecond, for statements of the rooms below. */
export const momentOf = (bulkId: number): Fragment =>
  sql`select created_at from bulk_action where id = ${bulkId}`;

/**
 * Notes which readers a condition picks, for this transaction.
 * @returns how many they are, counted up to one more than `most`
 */
export async function pickReaders(tx: Db, where: Fragment, most: number): Promise<number> {
  await sql`create temporary table bulk_picked (id bigint primary key) on commit drop`.execute(tx);
  const { numAffectedRows } = await sql`
    insert into bulk_picked
    select subscriber.id from subscriber where subscriber.erased_at is null and ${where} limit ${most + 1}
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** The picked readers in order, a chunk at a time. */
export async function listPicked(tx: Db, after: number, limit: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from bulk_picked where id > ${after} order by id limit ${limit}
  `.execute(tx);
  return rows.map(({ id }) => id);
}

export async function noteChanged(tx: Db, bulkId: number, changed: readonly ChangedReader[]): Promise<void> {
  await sql`
    insert into bulk_action_reader (bulk_action_id, subscriber_id, before)
    select ${bulkId}::integer, (line ->> 'id')::bigint, line -> 'before'
    from jsonb_array_elements(${JSON.stringify(changed)}::jsonb) as line
  `.execute(tx);
}

/** Whom an act changed, in order, a chunk at a time. */
export async function listChanged(
  tx: Db,
  bulkId: number,
  after: number,
  limit: number,
): Promise<readonly ChangedReader[]> {
  const { rows } = await sql<ChangedReader>`
    select subscriber_id as id, before from bulk_action_reader
    where bulk_action_id = ${bulkId} and subscriber_id > ${after} order by subscriber_id limit ${limit}
  `.execute(tx);
  return rows;
}

/** Lets go of what nobody can undo any more. */
export async function forgetOldChanges(tx: Db): Promise<void> {
  await sql`
    delete from bulk_action_reader using bulk_action
    where bulk_action.id = bulk_action_reader.bulk_action_id
      and (bulk_action.undone_at is not null or bulk_action.created_at <= now() - interval '7 days')
  `.execute(tx);
}

export async function noteReaders(tx: Db, bulkId: number, readers: number): Promise<void> {
  await sql`update bulk_action set readers = ${readers} where id = ${bulkId}`.execute(tx);
}

export async function noteUndone(tx: Db, bulkId: number, by: string, readers: number): Promise<void> {
  await sql`
    update bulk_action set undone_by = ${by}, undone_at = now(), readers_undone = ${readers} where id = ${bulkId}
  `.execute(tx);
}

/** True for the rows of `subscriber` with these public ids. */
export const hasPublicId = (publicIds: readonly string[]): Fragment =>
  sql`subscriber.public_id = any (${[...publicIds]}::text[])`;
