import type { Db, Fragment } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import { recordAct } from '../staff/audit.ts';
import { type BulkAct, type ChangedReader, applyAct, bulkActShape, revertAct } from './bulk-act.ts';
import {
  type BulkRow,
  findBulkRow,
  forgetOldChanges,
  insertBulk,
  listBulkRows,
  listChanged,
  listPicked,
  momentOf,
  noteChanged,
  noteReaders,
  noteUndone,
  pickReaders,
} from './sql/bulk.ts';

export { type BulkAct } from './bulk-act.ts';
export { hasPublicId } from './sql/bulk.ts';

/** As many readers can be changed at once. */
export const mostAtOnce = 50_000;
const chunkSize = 5000;

/** Something that was done to many readers. */
export type BulkAction = Omit<BulkRow, 'details'> & { readonly act: BulkAct };

const readRow = ({ details, ...row }: BulkRow): BulkAction => ({ ...row, act: bulkActShape.parse(details) });

/** What was done to many readers, the newest first. */
export const listBulkActions = async (db: Db, limit: number): Promise<readonly BulkAction[]> =>
  (await listBulkRows(db, limit)).map(readRow);

/** One act on many readers; null when there is none with this public id. */
export async function findBulkAction(db: Db, publicId: string): Promise<BulkAction | null> {
  const row = await findBulkRow(db, publicId);
  return row && readRow(row);
}

export type BulkOrder = {
  readonly act: BulkAct;
  /** Holds for the picked rows of `subscriber`. */
  readonly where: Fragment;
  /** How many readers somebody was told it would be. */
  readonly expected: number;
  readonly by: string;
};

export type BulkOutcome =
  | { readonly kind: 'done'; readonly publicId: string; readonly readers: number }
  /** Nobody needed it: nothing is kept. */
  | { readonly kind: 'nobody' | 'too-many' }
  /** By now it would be another number of readers: nothing was done. */
  | { readonly kind: 'other-number'; readonly readers: number };

/** Ends a transaction in which nothing may stay. */
class NothingDone extends Error {
  readonly outcome: BulkOutcome;
  constructor(outcome: BulkOutcome) {
    super(`nothing was done: ${outcome.kind}`);
    this.outcome = outcome;
  }
}

async function applyToPicked(tx: Db, { act, by }: BulkOrder, publicId: string): Promise<number> {
  const bulkId = await insertBulk(tx, { publicId, act, by });
  const occasion = { mark: `bulk ${publicId}`, by, at: momentOf(bulkId) };
  let readers = 0;
  for (let after = 0; ;) {
    const ids = await listPicked(tx, after, chunkSize);
    const last = ids.at(-1);
    if (last === undefined) break;
    const changed = await applyAct(tx, act, ids, occasion);
    await noteChanged(tx, bulkId, changed);
    readers += changed.length;
    after = last;
  }
  await noteReaders(tx, bulkId, readers);
  return readers;
}

async function carryOut(tx: Db, order: BulkOrder): Promise<BulkOutcome> {
  const picked = await pickReaders(tx, order.where, mostAtOnce);
  if (picked > mostAtOnce) throw new NothingDone({ kind: 'too-many' });
  if (picked !== order.expected) throw new NothingDone({ kind: 'other-number', readers: picked });
  const publicId = randomId();
  const readers = await applyToPicked(tx, order, publicId);
  if (readers === 0) throw new NothingDone({ kind: 'nobody' });
  await forgetOldChanges(tx);
  await recordAct(tx, {
    actor: order.by,
    action: `changed many readers: ${order.act.kind}`,
    object: `bulk ${publicId}`,
    details: { ...order.act, readers },
  });
  return { kind: 'done', publicId, readers };
}

/**
 * Does something to all readers for whom a condition holds, in one transaction, and keeps what it takes to undo it. Rows are
 * changed in chunks, so that no statement grows with the audience.
 */
export async function runBulk(db: Db, order: BulkOrder): Promise<BulkOutcome> {
  try {
    return await db.transaction().execute((tx) => carryOut(tx, order));
  } catch (error) {
    if (error instanceof NothingDone) return error.outcome;
    throw error;
  }
}

async function revertChanged(tx: Db, { id, publicId, act }: BulkAction, by: string): Promise<number> {
  const occasion = { mark: `bulk ${publicId}`, by, at: momentOf(id) };
  let readers = 0;
  for (let after = 0; ;) {
    const changed: readonly ChangedReader[] = await listChanged(tx, id, after, chunkSize);
    const last = changed.at(-1);
    if (!last) return readers;
    readers += (await revertAct(tx, act, changed, occasion)).length;
    after = last.id;
  }
}

export type UndoBulkOutcome =
  { readonly kind: 'undone'; readonly readers: number } | { readonly kind: 'too-late' | 'unknown' };

/** Takes an act back within seven days, once; readers who have changed since stay as they are now. */
export function undoBulk(db: Db, publicId: string, by: string): Promise<UndoBulkOutcome> {
  return db.transaction().execute(async (tx): Promise<UndoBulkOutcome> => {
    const row = await findBulkRow(tx, publicId, { forUpdate: true });
    if (!row) return { kind: 'unknown' };
    if (!row.mayBeUndone) return { kind: 'too-late' };
    const action = readRow(row);
    const readers = await revertChanged(tx, action, by);
    await noteUndone(tx, action.id, by, readers);
    await recordAct(tx, {
      actor: by,
      action: `took back what was done to many readers: ${action.act.kind}`,
      object: `bulk ${publicId}`,
      details: { readers },
    });
    return { kind: 'undone', readers };
  });
}
