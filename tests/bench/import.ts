import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, stat } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { sql } from 'kysely';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { startImport } from '../../src/transfer/imports.ts';
import { runImport } from '../../src/transfer/run-import.ts';
import { uploadImport } from '../../src/transfer/upload-import.ts';
import { type BenchDatabase, withBenchDatabase } from './bench-database.ts';
import { readFamilyCpuMs } from './process-usage.ts';

const option = (args: readonly string[], name: string, usual: number): number => {
  const at = args.indexOf(`--${name}`);
  return at === -1 ? usual : Number(args[at + 1]);
};

async function writeFile(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('email,name,created_at\n');
  for (let row = 0; row < rows; row += 1) {
    const line = `reader.${(row * 7919) % rows}@town-${row % 97}.example.org,Reader Number ${row},2024-03-0${1 + (row % 9)} 08:15:00\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  // The database's own user reads it.
  await chmod(file, 0o644);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}

/** The yardstick: the same rows, into a table with the unique index that readers have. */
const copyMs = ({ db }: BenchDatabase, file: string): Promise<number> =>
  timed(async () => {
    await sql`drop table if exists yardstick`.execute(db);
    await sql`create table yardstick (email text not null unique, name text, created_at timestamptz)`.execute(
      db,
    );
    await sql.raw(`copy yardstick from '${file}' with (format csv, header true)`).execute(db);
  });

async function importMs(
  { db, keys }: BenchDatabase,
  file: string,
): Promise<{ ms: number; readingMs: number }> {
  const begin = performance.now();
  const uploaded = await uploadImport(db, {
    fileName: path.basename(file),
    bytes: createReadStream(file, { highWaterMark: 1 << 20 }),
    newsletters: ['weekend'],
    words: 'Agreed at the old newsletter',
    createdBy: 'a benchmark',
  });
  if (uploaded.kind === 'refused') throw new Error(uploaded.message);
  await startImport(db, uploaded.import);
  let readingMs = 0;
  const counts = await runImport(db, keys, uploaded.import.id, (_done, phase) => {
    if (phase === 'reading') readingMs = performance.now() - begin;
  });
  console.error(`reading ${Math.round(readingMs)} ms; ${JSON.stringify(counts)}`);
  return { ms: performance.now() - begin, readingMs };
}

/** A list of a million readers comes in, beside a COPY of the same file. */
export function benchImport(args: readonly string[]): Promise<object> {
  const rows = option(args, 'rows', 1_000_000);
  return withBenchDatabase(async (database) => {
    await addSampleNewsroom(database.db);
    const file = path.join(database.dataDir, 'readers.csv');
    await writeFile(file, rows);
    // The server's and this process's: on a busy machine steadier than any clock.
    const cpu = async () =>
      (await readFamilyCpuMs(database.pid)) +
      process.cpuUsage().user / 1000 +
      process.cpuUsage().system / 1000;
    const start = await cpu();
    const copies = [await copyMs(database, file)];
    const afterCopy = await cpu();
    const { ms, readingMs } = await importMs(database, file);
    const afterImport = await cpu();
    copies.push(await copyMs(database, file));
    const copyCpu = (afterCopy - start + (await cpu()) - afterImport) / 2;
    const importCpu = afterImport - afterCopy;
    const copy = copies.reduce((sum, each) => sum + each, 0) / copies.length;
    const { size } = await stat(file);
    const rssMb = Math.round(process.memoryUsage().rss / 1e6);
    console.error(
      `COPY ${copies.map(Math.round).join(' and ')} ms, import ${Math.round(ms)} ms, ${rssMb} MB`,
    );
    return {
      bench: 'import',
      rows,
      fileMb: Math.round(size / 1e6),
      ms: Math.round(ms),
      readingMs: Math.round(readingMs),
      copyMs: Math.round(copy),
      ratio: Number((ms / copy).toFixed(2)),
      cpuMs: Math.round(importCpu),
      copyCpuMs: Math.round(copyCpu),
      cpuRatio: Number((importCpu / copyCpu).toFixed(2)),
      rssMb,
    };
  });
}
