import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { AppSecrets } from '../key-ring.ts';
import { listKnownMigrations, migrateWithin, migrationLock } from '../migrate.ts';
import { ArchiveProblem } from './archive-frames.ts';
import type { ArchiveHeader, ArchiveSummary } from './archive-header.ts';
import { copyIn } from './copy-rows.ts';
import { type OneConnection, openOneConnection } from './one-connection.ts';
import { readArchive } from './read-archive.ts';
import {
  type Table,
  copyTarget,
  isEmptyDatabase,
  listTables,
  makeParts,
  prepareLoad,
  setSequences,
} from './schema.ts';
import type { CopyProgress } from './write-archive.ts';

export type RestoreOrder = {
  readonly url: string;
  readonly file: string;
  readonly appSecrets: AppSecrets;
  readonly onProgress: CopyProgress;
  /** The last act of the same transaction, when all rows are there and the schema is that of this program. */
  readonly beforeCommit: (tx: Db, header: ArchiveHeader) => Promise<void>;
};

/** @throws ArchiveProblem when it comes from a program that knows more than this one */
export async function checkMigrationsKnown({ migrations, version }: ArchiveHeader): Promise<void> {
  const known = new Set(await listKnownMigrations());
  const unknown = migrations.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new ArchiveProblem(
      `A newer Doorstep (${version}) made this archive: ${unknown} is not known here. Install that version or a later one`,
    );
  }
}

/** @throws ArchiveProblem */
async function checkEmpty(db: Db): Promise<void> {
  if (await isEmptyDatabase(db)) return;
  throw new ArchiveProblem(
    'This database is not empty: an archive is restored into an empty one only. Name another DATA_DIR or DATABASE_URL',
  );
}

/** Schema as it was, rows, then what this program adds: within the transaction that is open. */
async function load(one: OneConnection, order: RestoreOrder): Promise<ArchiveSummary> {
  const { client, db } = one;
  const tables = new Map<string, Table>();
  let bytes = 0;
  let finishLoad = (): Promise<void> => Promise.resolve();
  async function* counted(table: string, rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of rows) {
      bytes += part.length;
      order.onProgress(table, bytes);
      yield part;
    }
  }
  const summary = await readArchive(order.file, order.appSecrets, {
    async onHeader(header) {
      await checkMigrationsKnown(header);
      await migrateWithin(db, new Set(header.migrations));
      await makeParts(db, header.parts);
      const made = await listTables(db);
      for (const table of made) tables.set(table.name, table);
      finishLoad = await prepareLoad(db, made);
    },
    onTable(table, rows) {
      const known = tables.get(table.name);
      const columns = new Set(known?.columns);
      const unknown = table.columns.find((column) => !columns.has(column));
      if (!known || unknown !== undefined)
        throw new ArchiveProblem(
          `The archive holds ${table.name}${unknown === undefined ? '' : `.${unknown}`}, which its migrations do not make: it comes from a changed Doorstep`,
        );
      const how = known.hasParts ? '' : ' with (freeze)';
      return copyIn(client, `copy ${copyTarget(table)} from stdin${how}`, counted(table.name, rows));
    },
    onSequences: (positions) => setSequences(db, positions),
  });
  await finishLoad();
  await migrateWithin(db);
  await order.beforeCommit(db, summary.header);
  return summary;
}

/**
 * Restores an archive into an empty database, all of it or nothing: one transaction, whatever goes wrong. Newer migrations
 * run at the end, so an archive may be older than the program, and of another PostgreSQL.
 * @throws ArchiveProblem with a line for a person
 */
export async function restoreArchive(order: RestoreOrder): Promise<ArchiveSummary> {
  const one = await openOneConnection(order.url, 'doorstep restore');
  try {
    await sql`select pg_advisory_lock(${migrationLock}::bigint)`.execute(one.db);
    await one.client.query('begin');
    await checkEmpty(one.db);
    const summary = await load(one, order);
    await one.client.query('commit');
    // Without figures about the tables the first pages would be planned blindly.
    await one.client.query('analyze');
    return summary;
  } finally {
    // Ends the transaction too where it is still open.
    await one.close();
  }
}
