import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Migration, Migrator, sql } from 'kysely';
import type { Db } from './db.ts';
import { packageRoot } from './package-root.ts';

const fileName = /^\d{4}-[a-z0-9-]+\.sql$/;

/** Every room keeps its own numbered files in `src/ROOM/migrations`; together they make one sequence. */
async function readMigrations(): Promise<Record<string, Migration>> {
  const rooms = await readdir(path.join(packageRoot, 'src'), { withFileTypes: true });
  const found: Record<string, Migration> = {};
  for (const room of rooms.filter((entry) => entry.isDirectory())) {
    const folder = path.join(packageRoot, 'src', room.name, 'migrations');
    for (const file of await readdir(folder).catch(() => [])) {
      if (!fileName.test(file))
        throw new Error(`${room.name}/migrations/${file} is not named NNNN-what-it-does.sql`);
      const text = await readFile(path.join(folder, file), 'utf8');
      found[file.slice(0, -'.sql'.length)] = {
        up: async (db) => {
          await sql.raw(text).execute(db);
        },
      };
    }
  }
  return found;
}

/** The advisory lock that Kysely holds while it migrates. A backup takes its share of it, so that neither meets the other. */
export const migrationLock = '3853314791062309107';

const migratorOf = (db: Db, only?: ReadonlySet<string>, isInTransaction = false): Migrator =>
  new Migrator({
    db,
    provider: {
      async getMigrations() {
        const known = Object.entries(await readMigrations());
        return Object.fromEntries(known.filter(([name]) => only?.has(name) ?? true));
      },
    },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
    disableTransactions: isInTransaction,
  });

async function run(migrator: Migrator): Promise<readonly string[]> {
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/**
 * Brings the schema up to date; several processes may call it at once (Kysely takes an advisory lock).
 * @returns the names of the migrations that ran now, oldest first
 * @throws the database's error when a migration fails; that file's changes are rolled back
 */
export const migrate = (db: Db): Promise<readonly string[]> => run(migratorOf(db));

/** {@link migrate} as a part of a transaction that is open on this connection; with `only`, no further than these. */
export const migrateWithin = (tx: Db, only?: ReadonlySet<string>): Promise<readonly string[]> =>
  run(migratorOf(tx, only, true));

/** The names of all migrations that this program knows, oldest first. */
export const listKnownMigrations = async (): Promise<readonly string[]> =>
  Object.keys(await readMigrations()).sort();

/** The names of those that have run, oldest first; none when there is no schema yet. */
export async function listRanMigrations(db: Db): Promise<readonly string[]> {
  const table = await sql<{ found: boolean }>`select to_regclass('migration') is not null as found`.execute(
    db,
  );
  if (!table.rows[0]?.found) return [];
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Says whether every migration this program knows has run; false also when there is no schema yet. */
export async function isMigrated(db: Db): Promise<boolean> {
  const ran = new Set(await listRanMigrations(db));
  return (await listKnownMigrations()).every((name) => ran.has(name));
}
