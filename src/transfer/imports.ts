import { removeUntouched, unmergeReaders } from '../audience/imported-readers.ts';
import { takeImportedBack } from '../membership/imported-entitlements.ts';
import { listTiers } from '../membership/tiers.ts';
import { type Newsletter, listNewsletters } from '../newsletters/newsletter.ts';
import { csvLine } from '../platform/csv.ts';
import type { Db } from '../platform/db.ts';
import { findTableForm, readRows } from './read-table.ts';
import { filePartsOf } from './sql/files.ts';
import {
  type Import,
  type ImportChoices,
  beginImport,
  findImportBy,
  setImportState,
  updateChoices,
} from './sql/imports.ts';
import { listProblems } from './sql/stage.ts';

export { forgetOldFiles } from './sql/files.ts';
export { type Import, type ImportChoices, type ImportCounts, listImports } from './sql/imports.ts';

export type Refused = {
  readonly kind: 'refused';
  readonly field: 'file' | 'newsletter' | 'tier' | 'words' | 'email';
  readonly message: string;
};

export const findImport = (db: Db, publicId: string): Promise<Import | null> =>
  findImportBy(db, { publicId });

/** The newsletters an import is for, of those that are there. */
export async function newslettersOf(db: Db, slugs: readonly string[]): Promise<readonly Newsletter[]> {
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

/** Says that an import shall be checked; whoever hears the bell does it. False when it is under way or has run. */
export const startCheck = (db: Db, { id }: Import): Promise<boolean> => beginImport(db, id, 'checking');

/** Says that an import shall run; whoever hears the bell does it. False when it is under way or has run. */
export const startImport = (db: Db, { id }: Import): Promise<boolean> => beginImport(db, id, 'running');

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
