import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { timingSafeEqual } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { type AppSecrets, keyedHash, type KeyRing, unwrapKeyRing } from '../key-ring.ts';
import {
  ArchiveProblem,
  type Frame,
  createFrameHash,
  damaged,
  firstLine,
  readFrames,
} from './archive-frames.ts';
import {
  type ArchiveHeader,
  type ArchiveSummary,
  archiveHeader,
  endFrame,
  sequencesFrame,
  tableEndFrame,
  tableFrame,
} from './archive-header.ts';
import type { SequencePosition, TableColumns } from './schema.ts';

/** What somebody does with an archive who reads it from the beginning to the end. */
export type ArchiveReader = {
  readonly onHeader: (header: ArchiveHeader) => Promise<void>;
  /** Takes the rows, all of them. @returns how many there were, or null when it did not count */
  readonly onTable: (table: TableColumns, rows: AsyncIterable<Uint8Array>) => Promise<number | null>;
  readonly onSequences: (positions: readonly SequencePosition[]) => Promise<void>;
};

/** What gunzip says of bytes that are not as they were. */
const zlibWords = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && String(Reflect.get(error, 'code')).startsWith('Z_')
    ? String(Reflect.get(error, 'message'))
    : null;

/** @throws ArchiveProblem when the file is no archive */
async function checkFirstLine(file: string): Promise<void> {
  const handle = await open(file);
  const start = Buffer.alloc(firstLine.length);
  const { bytesRead } = await handle.read(start, 0, start.length, 0).finally(() => handle.close());
  const line = start.toString('latin1', 0, bytesRead);
  if (line === firstLine) return;
  throw new ArchiveProblem(
    /^DOORSTEP ARCHIVE \d+$/.test(line.trim())
      ? 'A newer Doorstep made this archive; restore it with that version or a later one'
      : 'This is no archive of Doorstep',
  );
}

/** What is inside gzip, behind the first line. @throws ArchiveProblem when the file is no archive */
async function* unpack(file: string): AsyncGenerator<Uint8Array> {
  await checkFirstLine(file);
  const bytes = new PassThrough();
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  const done = pipeline(createReadStream(file, { start: firstLine.length }), gunzip, bytes);
  done.catch(() => undefined);
  try {
    yield* bytes;
    await done;
  } catch (error) {
    const words = zlibWords(error);
    throw words === null ? error : damaged(words);
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, { bytes }: Frame): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(bytes.toString()));
  } catch {
    throw damaged('a part of it says nothing we know');
  }
}

/** One frame after the other, with the hash over all that were taken. */
function createFrameSource(frames: AsyncGenerator<Frame>) {
  const hash = createFrameHash();
  return {
    /** Of all frames before the one taken last. */
    hashBefore: '',
    async take(): Promise<Frame | null> {
      const { value, done } = await frames.next();
      if (done) return null;
      this.hashBefore = hash.digest();
      hash.add(value.kind, value.bytes);
      return value;
    },
  };
}

type FrameSource = ReturnType<typeof createFrameSource>;

async function takeKind(source: FrameSource, kind: Frame['kind']): Promise<Frame> {
  const frame = await source.take();
  if (frame?.kind !== kind) throw damaged(frame ? 'its parts are in a wrong order' : 'its end is missing');
  return frame;
}

async function readTable(source: FrameSource, first: Frame, { onTable }: ArchiveReader): Promise<number> {
  const table = parse(tableFrame, first);
  let bytes = 0;
  let last: Frame | null = null;
  async function* rowBytes(): AsyncGenerator<Uint8Array> {
    while (!last) {
      const frame = await source.take();
      if (frame?.kind === 'D') {
        bytes += frame.bytes.length;
        yield frame.bytes;
      } else if (frame?.kind === 'E') last = frame;
      else throw damaged('a table has no end');
    }
  }
  const counted = await onTable(table, rowBytes());
  if (!last) throw new Error(`the rows of ${table.name} were not read`);
  const end = parse(tableEndFrame, last);
  if (bytes !== end.bytes || (counted !== null && counted !== end.rows))
    throw damaged(`rows of ${table.name}`);
  return end.rows;
}

/** @throws when the end does not fit what came before it, or somebody without the secret made it */
function checkEnd(
  source: FrameSource,
  last: Frame,
  keys: KeyRing,
  read: { tables: number; rows: number },
): void {
  const end = parse(endFrame, last);
  if (end.sha256 !== source.hashBefore || end.tables !== read.tables || end.rows !== read.rows)
    throw damaged('its checksum is another');
  const mac = Buffer.from(keyedHash(keys, 'archive', keys.currentId, end.sha256), 'latin1');
  const given = Buffer.from(end.mac, 'base64');
  if (given.length !== mac.length || !timingSafeEqual(given, mac))
    throw new ArchiveProblem(
      'Somebody changed this archive after it was made: its seal does not fit. Nothing was changed',
    );
}

/** The ring of the archive. @throws when the secret is another */
function openKeys(header: ArchiveHeader, appSecrets: AppSecrets): KeyRing {
  const wrapped = header.keys.map(({ id, sealed }) => ({ id, sealed: Buffer.from(sealed, 'base64') }));
  const keys = unwrapKeyRing(wrapped, appSecrets);
  if (keys) return keys;
  throw new ArchiveProblem(
    'APP_SECRET does not open the keys of this archive: set it to the secret of the install it was made of (its APP_SECRET, or what stands in its DATA_DIR/app-secret)',
  );
}

/**
 * Reads an archive from the beginning to the end and hands on what is in it. Nobody may trust any of it before this returns.
 * @throws ArchiveProblem with a line for a person
 */
export async function readArchive(
  file: string,
  appSecrets: AppSecrets,
  reader: ArchiveReader,
): Promise<ArchiveSummary> {
  const source = createFrameSource(readFrames(unpack(file)));
  const header = parse(archiveHeader, await takeKind(source, 'H'));
  const keys = openKeys(header, appSecrets);
  await reader.onHeader(header);
  const read = { tables: 0, rows: 0 };
  let frame = await source.take();
  for (; frame?.kind === 'T'; frame = await source.take()) {
    read.rows += await readTable(source, frame, reader);
    read.tables += 1;
  }
  if (frame?.kind !== 'Q') throw damaged(frame ? 'its parts are in a wrong order' : 'its end is missing');
  await reader.onSequences(parse(sequencesFrame, frame));
  checkEnd(source, await takeKind(source, 'Z'), keys, read);
  if (await source.take()) throw damaged('something follows its end');
  return { header, ...read };
}

const drain = async (rows: AsyncIterable<Uint8Array>): Promise<null> => {
  for await (const part of rows) void part;
  return null;
};

/** Reads all of it and changes nothing. @throws ArchiveProblem when it could not be restored with this secret */
export const checkArchive = (file: string, appSecrets: AppSecrets): Promise<ArchiveSummary> =>
  readArchive(file, appSecrets, {
    onHeader: () => Promise.resolve(),
    onTable: (_table, rows) => drain(rows),
    onSequences: () => Promise.resolve(),
  });
