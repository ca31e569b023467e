import { listTiers } from '../membership/tiers.ts';
import type { Db } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import type { Refused } from './imports.ts';
import { recogniseExport } from './known-exports.ts';
import type { Mapping } from './mapping.ts';
import { findTableForm } from './read-table.ts';
import { putFilePart } from './sql/files.ts';
import { type Import, findImportBy, insertImport } from './sql/imports.ts';

const partBytes = 1_000_000;
const mostBytes = 500_000_000;

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
