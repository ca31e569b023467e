import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { csvLine } from '../../platform/csv.ts';
import type { Db } from '../../platform/db.ts';
import { type Sheet, type SheetRow, sheets } from './sheets.ts';

const pageSize = 2000;

export type ExportCount = { readonly file: string; readonly lines: number };

export type ExportOutcome =
  | { readonly kind: 'done'; readonly files: readonly ExportCount[]; readonly pictures: number }
  /** There is something in the folder: nothing of it is written over. */
  | { readonly kind: 'not-empty' };

/** A value as a cell holds it: moments in ISO 8601, lists and objects as JSON. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function lineOf({ form }: Sheet, { key: _key, ...row }: SheetRow): string {
  return form === 'csv' ? csvLine(Object.values(row).map(cellOf)) : `${JSON.stringify(row)}\n`;
}

/** A sheet as it is written, a page in memory at a time; counts its lines. */
async function* linesOf(tx: Db, sheet: Sheet, count: (lines: number) => void): AsyncGenerator<string> {
  let hasHead = sheet.form !== 'csv';
  for (let after = 0; ;) {
    const { rows } = await sheet.page(after, pageSize).execute(tx);
    const [first] = rows;
    const last = rows.at(-1);
    if (!first || !last) return;
    const { key: _key, ...columns } = first;
    const head = hasHead ? '' : csvLine(Object.keys(columns));
    hasHead = true;
    count(rows.length);
    yield head + rows.map((row) => lineOf(sheet, row)).join('');
    after = last.key;
  }
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** The pictures of stories, each under the name that the stories use. @returns how many */
async function writePictures(tx: Db, folder: string): Promise<number> {
  await mkdir(path.join(folder, 'pictures'));
  let written = 0;
  for (let after = ''; ;) {
    // One at a time: a picture may have megabytes.
    const { rows } = await sql<{ id: string; contentType: string; bytes: Buffer }>`
      select id, content_type as "contentType", bytes from media where id > ${after} order by id limit 1
    `.execute(tx);
    const [picture] = rows;
    if (!picture) return written;
    const name = `${picture.id}.${endings[picture.contentType] ?? 'bin'}`;
    await writeFile(path.join(folder, 'pictures', name), picture.bytes);
    written += 1;
    after = picture.id;
  }
}

const explanation = (files: readonly ExportCount[]): string =>
  [
    'Everything this newsroom has, in open forms: CSV by RFC 4180 with a heading line, and JSON with one object a line.',
    'All files show the same moment. Readers are named by their own id in the column "reader".',
    'A cell that a spreadsheet would run as a formula begins with an apostrophe, which is not part of it.',
    '',
    ...files.map(
      ({ file, lines }) =>
        `${file}: ${sheets.find((sheet) => sheet.file === file)?.what ?? ''} (${lines} ${lines === 1 ? 'line' : 'lines'})`,
    ),
    'pictures/: the pictures of the stories, under the names the stories use',
    '',
  ].join('\n');

/**
 * Writes all that belongs to the newsroom into a new folder, as of one moment. No token, password or key is in it.
 * @param folder made if need be; must be empty
 */
export async function exportEverything(db: Db, folder: string): Promise<ExportOutcome> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) return { kind: 'not-empty' };
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const files: ExportCount[] = [];
      for (const sheet of sheets) {
        let lines = 0;
        const source = Readable.from(
          linesOf(tx, sheet, (more) => {
            lines += more;
          }),
        );
        await pipeline(source, createWriteStream(path.join(folder, sheet.file), { mode: 0o600 }));
        files.push({ file: sheet.file, lines });
      }
      const pictures = await writePictures(tx, folder);
      await writeFile(path.join(folder, 'READ-ME.txt'), explanation(files));
      return { kind: 'done', files, pictures };
    });
}
