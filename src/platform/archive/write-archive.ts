import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { type AppSecrets, keyedHash, type KeyRing, listWrappedKeys, unwrapKeyRing } from '../key-ring.ts';
import { listRanMigrations, migrationLock } from '../migrate.ts';
import { ArchiveProblem, type FrameKind, createFrameHash, firstLine, framesOf } from './archive-frames.ts';
import type { ArchiveHeader, ArchiveSummary } from './archive-header.ts';
import { copyOut } from './copy-rows.ts';
import { type OneConnection, openOneConnection } from './one-connection.ts';
import { copySource, listParts, listSequences, listTables, type Table } from './schema.ts';

/** What is being copied, and how many bytes of rows so far. */
export type CopyProgress = (table: string, bytes: number) => void;

export type ArchiveOrder = {
  readonly url: string;
  readonly file: string;
  readonly appSecrets: AppSecrets;
  /** Of the product, for the header. */
  readonly version: string;
  readonly onProgress: CopyProgress;
};

/** Quick before small: on a small server the backup runs beside a send. */
const gzipLevel = 2;

async function readHeader({ db }: OneConnection, version: string): Promise<ArchiveHeader> {
  const migrations = await listRanMigrations(db);
  if (migrations.length === 0)
    throw new ArchiveProblem('This database holds no Doorstep: there is nothing to back up');
  const keys = await listWrappedKeys(db);
  const { rows } = await sql<{ now: Date; postgres: string }>`
    select now() as now, current_setting('server_version') as postgres
  `.execute(db);
  return {
    version,
    madeAt: (rows[0]?.now ?? new Date()).toISOString(),
    postgres: rows[0]?.postgres ?? '',
    migrations: [...migrations],
    keys: keys.map(({ id, sealed }) => ({ id, sealed: sealed.toString('base64') })),
    parts: [...(await listParts(db))],
  };
}

/** Writes frames and keeps the hash and the sums of what was written. */
function createFrameWriter() {
  const hash = createFrameHash();
  return {
    hash,
    *write(kind: FrameKind, content: Uint8Array | object): Generator<Uint8Array> {
      const all = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
      for (const { head, bytes } of framesOf(kind, all)) {
        hash.add(kind, bytes);
        yield head;
        yield bytes;
      }
    },
  };
}

type FrameWriter = ReturnType<typeof createFrameWriter>;

async function* tableFrames(
  { client }: OneConnection,
  table: Table,
  writer: FrameWriter,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, number> {
  yield* writer.write('T', { name: table.name, columns: table.columns });
  const copied = copyOut(client, `copy ${copySource(table)} to stdout`);
  let bytes = 0;
  for await (const chunk of copied.bytes) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    onBytes(part.length);
    yield* writer.write('D', part);
  }
  const rows = await copied.rows;
  yield* writer.write('E', { rows, bytes });
  return rows;
}

/** All frames; the transaction is open. */
async function* archiveFrames(
  one: OneConnection,
  header: ArchiveHeader,
  keys: KeyRing,
  onProgress: CopyProgress,
): AsyncGenerator<Uint8Array, ArchiveSummary> {
  const writer = createFrameWriter();
  yield* writer.write('H', header);
  const tables = await listTables(one.db);
  let rows = 0;
  let bytes = 0;
  for (const table of tables) {
    rows += yield* tableFrames(one, table, writer, (more) => {
      bytes += more;
      onProgress(table.name, bytes);
    });
  }
  // Read last: a number that was given out while we copied is not given out again after a restore.
  yield* writer.write('Q', await listSequences(one.db));
  const sha256 = writer.hash.digest();
  const mac = Buffer.from(keyedHash(keys, 'archive', keys.currentId, sha256), 'latin1').toString('base64');
  yield* writer.write('Z', { tables: tables.length, rows, sha256, mac });
  return { header, tables: tables.length, rows };
}

/** Keeps what the generator returns when it is read as a stream. */
async function* keeping<Part, Result>(
  parts: AsyncGenerator<Part, Result>,
  keep: (result: Result) => void,
): AsyncGenerator<Part> {
  keep(yield* parts);
}

/** The first line plain, so that anybody sees what the file is; the rest gzipped; on the disk when this returns. */
async function writeFile(
  file: string,
  frames: AsyncGenerator<Uint8Array, ArchiveSummary>,
): Promise<ArchiveSummary> {
  let summary: ArchiveSummary | undefined;
  const kept = keeping(frames, (result) => {
    summary = result;
  });
  // Made anew: a file that is there would keep its mode.
  await rm(file, { force: true });
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  out.write(firstLine);
  await pipeline(Readable.from(kept, { objectMode: false }), createGzip({ level: gzipLevel }), out);
  if (!summary) throw new Error('the archive has no end');
  return summary;
}

/** Under another name until it is whole; nothing is left of one that does not come to its end. */
async function writeWhole(
  file: string,
  frames: AsyncGenerator<Uint8Array, ArchiveSummary>,
): Promise<ArchiveSummary> {
  const part = `${file}.part`;
  try {
    const summary = await writeFile(part, frames);
    await rename(part, file);
    const folder = await open(path.dirname(file));
    await folder.sync().finally(() => folder.close());
    return summary;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Writes everything as it is at one moment, while the product goes on. The file appears under its name when it is whole, and
 * only its owner may read it. A migration waits until we are done, and we for one.
 * @throws ArchiveProblem when there is nothing to back up or the secret does not fit
 */
export async function writeArchive({
  url,
  file,
  appSecrets,
  version,
  onProgress,
}: ArchiveOrder): Promise<ArchiveSummary> {
  const one = await openOneConnection(url, 'doorstep backup');
  try {
    await sql`select pg_advisory_lock_shared(${migrationLock}::bigint)`.execute(one.db);
    await one.client.query('begin isolation level repeatable read read only');
    const header = await readHeader(one, version);
    const keys = unwrapKeyRing(await listWrappedKeys(one.db), appSecrets);
    if (!keys)
      throw new ArchiveProblem(
        'APP_SECRET does not open the keys in this database: the archive would be of no use',
      );
    return await writeWhole(file, archiveFrames(one, header, keys, onProgress));
  } finally {
    await one.close();
  }
}
