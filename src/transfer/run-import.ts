import { sql } from 'kysely';
import { openErasedCheck } from '../audience/account/erase-subscriber.ts';
import { importForm, mergeReaders, recordImportedConsents } from '../audience/imported-readers.ts';
import { grantImported } from '../membership/imported-entitlements.ts';
import { listTiers } from '../membership/tiers.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { randomId } from '../platform/random-tokens.ts';
import { newslettersOf } from './imports.ts';
import { createRowReader } from './read-row.ts';
import { findTableForm, readRows } from './read-table.ts';
import { filePartsOf } from './sql/files.ts';
import {
  type Import,
  type ImportCounts,
  findImportBy,
  findStarted,
  noteCounts,
  noteMerged,
  setImportState,
} from './sql/imports.ts';
import {
  type StagedRow,
  analyzeStage,
  clearStage,
  countFates,
  lastLine,
  markRepeated,
  readersOf,
  stageRows,
} from './sql/stage.ts';

/** Lines merged in one transaction. */
const chunkLines = 20_000;

const emptyRow = {
  address: null,
  addressKey: null,
  name: null,
  state: null,
  tier: null,
  isComp: false,
  tierEndsAt: null,
  joinedAt: null,
  tags: [],
  language: null,
  timeZone: null,
  fields: {},
};

export type Progress = (done: number, phase: 'reading' | 'adding') => void;

/** Reads all rows of an import into the stage. A check and a run both begin so. */
async function stage(db: Db, keys: KeyRing, found: Import, onProgress: Progress): Promise<void> {
  await clearStage(db, found.id);
  const form = await findTableForm((await filePartsOf(db, found.id).next()).value ?? new Uint8Array());
  if ('kind' in form) throw new Error(form.message);
  const readRow = createRowReader(found.header, found.mapping, {
    tiers: await listTiers(db),
    paidTier: found.paidTier,
  });
  const isErased = await openErasedCheck(db, keys);
  let count = 0;
  // The database takes one batch in while the next one is read.
  let staging: Promise<void> = Promise.resolve();
  for await (const batch of readRows(filePartsOf(db, found.id), form)) {
    const staged = batch.map(({ line, cells }): StagedRow => {
      const read = readRow(cells);
      const publicId = randomId();
      if ('problem' in read) return { ...emptyRow, line, publicId, problem: read.problem };
      const { address, ...reader } = read;
      if (isErased(address.key))
        return { ...emptyRow, line, publicId, problem: 'Erased here: they asked to be forgotten' };
      return { line, publicId, ...reader, address: address.address, addressKey: address.key, problem: null };
    });
    await staging;
    staging = stageRows(db, found.id, staged);
    // Heard at the next turn; until then it must not end the process.
    staging.catch(() => undefined);
    count += batch.length;
    onProgress(count, 'reading');
  }
  await staging;
  await markRepeated(db, found.id);
  await analyzeStage(db);
}

/** Reads the whole file and says what a run would do. Changes no reader. */
export async function checkImport(
  db: Db,
  keys: KeyRing,
  found: Import,
  onProgress: Progress = () => undefined,
): Promise<ImportCounts> {
  await stage(db, keys, found, onProgress);
  const ids = (await newslettersOf(db, found.newsletterSlugs)).map(({ id }) => id);
  const counts = await countFates(db, found.id, ids);
  await noteCounts(db, found.id, counts);
  return counts;
}

/** First key of the lock that keeps two processes from one import. */
const importLockClass = 0x1a9;

/**
 * Checks or runs an import that was started: reads its file, then adds its readers in chunks. A process that dies in the
 * middle loses nothing: the next one begins again, and what was added stays as it is.
 * @returns null when another process has it in hands
 */
export async function runImport(
  db: Db,
  keys: KeyRing,
  importId: number,
  onProgress: Progress = () => undefined,
): Promise<ImportCounts | null> {
  return db.connection().execute(async (held) => {
    const { rows } = await sql<{ isMine: boolean }>`
      select pg_try_advisory_lock(${importLockClass}::integer, ${importId}::integer) as "isMine"
    `.execute(held);
    if (!rows[0]?.isMine) return null;
    try {
      return await runLocked(db, keys, importId, onProgress);
    } finally {
      await sql`select pg_advisory_unlock(${importLockClass}::integer, ${importId}::integer)`.execute(held);
    }
  });
}

/** Two at a time, on a connection each: no address is in both, so neither waits for the other. */
async function addInChunks(last: number, add: (from: number, to: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < last) {
      const from = next;
      next += chunkLines;
      await add(from, Math.min(last, from + chunkLines));
    }
  };
  await Promise.all([work(), work()]);
}

async function runLocked(
  db: Db,
  keys: KeyRing,
  importId: number,
  onProgress: Progress,
): Promise<ImportCounts | null> {
  const found = await findImportBy(db, { id: importId });
  if (found?.state !== 'running' && found?.state !== 'checking') return null;
  try {
    if (found.state === 'checking') {
      const checked = await checkImport(db, keys, found, onProgress);
      await setImportState(db, importId, 'checked');
      return checked;
    }
    // Begun before by a process that died: what it added must not count as known.
    const isAgain = found.mergedLine > 0 && found.counts !== null;
    if (isAgain) await stage(db, keys, found, onProgress);
    const counts = isAgain ? found.counts : await checkImport(db, keys, found, onProgress);
    const newsletterIds = (await newslettersOf(db, found.newsletterSlugs)).map(({ id }) => id);
    const last = await lastLine(db, importId);
    await addInChunks(last, async (from, to) => {
      const rows = readersOf(importId, from, to);
      await db.transaction().execute(async (tx) => {
        await mergeReaders(tx, { rows, importId, newsletterIds });
        await grantImported(tx, rows, importId);
        await noteMerged(tx, importId, to);
      });
      onProgress(to, 'adding');
    });
    await recordImportedConsents(db, {
      importId,
      newsletterIds,
      words: found.words,
      form: importForm(importId),
    });
    await setImportState(db, importId, 'done');
    return counts;
  } catch (error) {
    await setImportState(
      db,
      importId,
      'failed',
      error instanceof Error ? error.message.slice(0, 500) : 'unknown',
    );
    throw error;
  }
}

/** Runs every import that was started. @returns how many */
export async function runImports(db: Db, keys: KeyRing): Promise<number> {
  let count = 0;
  for (let id = await findStarted(db); id !== null; id = await findStarted(db)) {
    if ((await runImport(db, keys, id)) === null) return count;
    count += 1;
  }
  return count;
}
