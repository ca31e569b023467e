import { sql } from 'kysely';
import { openErasedCheck } from '../audience/account/erase-subscriber.ts';
import {
  importForm,
  mergeReaders,
  recordImportedConsents,
  removeUntouched,
  unmergeReaders,
} from '../audience/imported-readers.ts';
import { grantImported, takeImportedBack } from '../membership/imported-entitlements.ts';
import { listTiers } from '../membership/tiers.ts';
import { type Newsletter, listNewsletters } from '../newsletters/newsletter.ts';
import { csvLine } from '../platform/csv.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { randomId } from '../platform/random-tokens.ts';
import { recogniseExport } from './known-exports.ts';
import type { Mapping } from './mapping.ts';
import { createRowReader } from './read-row.ts';
import { findTableForm, readRows } from './read-table.ts';
import {
  type Import,
  type ImportChoices,
  type ImportCounts,
  type StagedRow,
  analyzeStage,
  beginImport,
  clearStage,
  countFates,
  filePartsOf,
  findImportBy,
  findStarted,
  insertImport,
  lastLine,
  listProblems,
  markRepeated,
  noteCounts,
  noteMerged,
  putFilePart,
  readersOf,
  setImportState,
  stageRows,
  updateChoices,
} from './sql.ts';

export { type Import, type ImportChoices, type ImportCounts, forgetOldFiles, listImports } from './sql.ts';

const partBytes = 1_000_000;
const mostBytes = 500_000_000;
/** Lines merged in one transaction. */
const chunkLines = 20_000;

/** Parts of at least a size, however the bytes come. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const each of bytes) {
    held.push(each);
    size += each.length;
    if (size < partBytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

export type Refused = {
  readonly kind: 'refused';
  readonly field: 'file' | 'newsletter' | 'tier' | 'words' | 'email';
  readonly message: string;
};

export type NewUpload = {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly newsletters: readonly string[];
  /** The slug of the tier that readers get who paid elsewhere for one we do not have; the least paid one unless told. */
  readonly paidTier?: string | undefined;
  /** Where the consent comes from. */
  readonly words: string;
  /** What the columns mean; found out from the headings unless told. */
  readonly mapping?: Partial<Mapping> | undefined;
  readonly createdBy: string;
};

/** Takes a file in and finds out what it is. Nothing happens to any reader. */
export async function uploadImport(
  db: Db,
  upload: NewUpload,
): Promise<{ readonly kind: 'uploaded'; readonly import: Import } | Refused> {
  const refused = (message: string): Refused => ({ kind: 'refused', field: 'file', message });
  const publicId = randomId();
  return db
    .transaction()
    .execute(async (tx) => {
      const parts = inParts(upload.bytes);
      const first = await parts.next();
      const form = await findTableForm(first.value?.subarray(0, 65_536) ?? new Uint8Array());
      if ('kind' in form) return refused(form.message);
      const recognised = recogniseExport(form.header);
      const told = Object.values(upload.mapping ?? {}).filter((value) => typeof value === 'string');
      const unknown = told.find((heading) => !form.header.includes(heading));
      if (unknown !== undefined) return refused(`There is no column “${unknown}”`);
      const email = upload.mapping?.email ?? recognised.mapping?.email;
      const tiers = (await listTiers(tx)).filter(({ rank }) => rank > 0);
      const id = await insertImport(tx, {
        publicId,
        fileName: upload.fileName.slice(0, 200),
        source: recognised.source,
        header: form.header,
        // Without an address column the next step asks for it.
        mapping: {
          ...recognised.mapping,
          ...upload.mapping,
          email: email ?? '',
          fields: upload.mapping?.fields ?? {},
        },
        newsletterSlugs: upload.newsletters,
        paidTier: upload.paidTier ?? tiers[0]?.slug ?? null,
        words: upload.words,
        createdBy: upload.createdBy,
      });
      let size = 0;
      let part = 0;
      for (let each = first; !each.done; each = await parts.next()) {
        size += each.value.length;
        if (size > mostBytes) throw new TooLarge();
        await putFilePart(tx, id, part, each.value);
        part += 1;
      }
      const made = await findImportBy(tx, { id });
      if (!made) throw new Error('the import was not added');
      return { kind: 'uploaded' as const, import: made };
    })
    .catch((error: unknown) => {
      if (error instanceof TooLarge)
        return refused('The file is larger than 500 MB: please send it in pieces');
      throw error;
    });
}

class TooLarge extends Error {}

export const findImport = (db: Db, publicId: string): Promise<Import | null> =>
  findImportBy(db, { publicId });

async function newslettersOf(db: Db, slugs: readonly string[]): Promise<readonly Newsletter[]> {
  return (await listNewsletters(db)).filter(({ slug }) => slugs.includes(slug));
}

/** Whether an import says all that a run needs to know; null when it does. */
export async function findMissing(
  db: Db,
  choices: ImportChoices,
  header: readonly string[],
): Promise<Refused | null> {
  const refused = (field: Refused['field'], message: string): Refused => ({
    kind: 'refused',
    field,
    message,
  });
  const newsletters = await newslettersOf(db, choices.newsletterSlugs);
  if (newsletters.length === 0 || newsletters.length < choices.newsletterSlugs.length)
    return refused('newsletter', 'Please choose the newsletters these readers get');
  if (!header.includes(choices.mapping.email))
    return refused('email', 'Please say which column holds the addresses');
  if (choices.words.trim().length < 10)
    return refused('words', 'Please say where these readers agreed, in a sentence: it is kept as the proof');
  const tier = choices.paidTier;
  if (tier !== null && !(await listTiers(db)).some(({ slug, rank }) => slug === tier && rank > 0))
    return refused('tier', `There is no paid subscription ${tier}`);
  return null;
}

/** Changes what an import is about, as long as it has not run. */
export const chooseForImport = (db: Db, { id }: Import, choices: ImportChoices): Promise<void> =>
  updateChoices(db, id, choices);

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

/** Says that an import shall be checked; whoever hears the bell does it. False when it is under way or has run. */
export const startCheck = (db: Db, { id }: Import): Promise<boolean> => beginImport(db, id, 'checking');

/** Says that an import shall run; whoever hears the bell does it. False when it is under way or has run. */
export const startImport = (db: Db, { id }: Import): Promise<boolean> => beginImport(db, id, 'running');

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

/** The rows that come to nothing, as they stood in the file, each with the reason behind it. */
export async function* problemRowsCsv(db: Db, found: Import): AsyncGenerator<string> {
  const ids = (await newslettersOf(db, found.newsletterSlugs)).map(({ id }) => id);
  const problems = await listProblems(db, found.id, ids);
  const form = await findTableForm((await filePartsOf(db, found.id).next()).value ?? new Uint8Array());
  if ('kind' in form) return;
  yield csvLine([...found.header, 'not imported because']);
  for await (const batch of readRows(filePartsOf(db, found.id), form)) {
    const lines = batch.flatMap(({ line, cells }) => {
      const problem = problems.get(line);
      return problem === undefined ? [] : [csvLine([...cells, problem])];
    });
    if (lines.length > 0) yield lines.join('');
  }
}

export type UndoOutcome =
  { readonly kind: 'undone'; readonly removed: number } | { readonly kind: 'too-late' };

/** Takes an import back within seven days. Readers who did something of their own since, or had mail, stay known. */
export function undoImport(db: Db, publicId: string): Promise<UndoOutcome> {
  return db.transaction().execute(async (tx): Promise<UndoOutcome> => {
    const found = await findImportBy(tx, { publicId }, { forUpdate: true });
    if (!found?.mayBeUndone) return { kind: 'too-late' };
    await unmergeReaders(tx, found.id);
    await takeImportedBack(tx, found.id);
    const removed = await removeUntouched(tx);
    await setImportState(tx, found.id, 'undone');
    return { kind: 'undone', removed };
  });
}
