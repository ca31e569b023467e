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

/**
 * Brings the schema up to date; several processes may call it at once (Kysely takes an advisory lock).
 * @returns the names of the migrations that ran now, oldest first
 * @throws the database's error when a migration fails; that file's changes are rolled back
 */
export async function migrate(db: Db): Promise<readonly string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: readMigrations },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** Says whether every migration this program knows has run; false also when there is no schema yet. */
export async function isMigrated(db: Db): Promise<boolean> {
  const known = Object.keys(await readMigrations());
  const table = await sql<{ found: boolean }>`select to_regclass('migration') is not null as found`.execute(
    db,
  );
  if (!table.rows[0]?.found) return false;
  const ran = await sql<{ name: string }>`select name from migration`.execute(db);
  const names = new Set(ran.rows.map((row) => row.name));
  return known.every((name) => names.has(name));
}
