import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { type Config, readConfig } from '../../src/config.ts';
import { type Db, openDb } from '../../src/platform/db.ts';

export const archiveSecret = 'a secret that opens the keys';

export type OpenDatabase = { readonly db: Db; readonly url: string };

/** Databases, folders and configurations for tests of archives; all of it goes afterwards. */
export function useArchives() {
  const serverUrl = process.env['TEST_POSTGRES_URL'];
  if (!serverUrl) throw new Error('TEST_POSTGRES_URL is missing: run this file in the integration project');
  const folder = mkdtempSync(path.join(tmpdir(), 'doorstep-archives-'));
  const made: string[] = [];
  const opened: Db[] = [];

  async function onServer(act: (root: Db) => Promise<unknown>): Promise<void> {
    const root = openDb(serverUrl ?? '', { maxConnections: 1 });
    await act(root).finally(() => root.destroy());
  }

  afterAll(async () => {
    await Promise.all(opened.map((db) => db.destroy()));
    await onServer(async (root) => {
      for (const name of made) await sql`drop database ${sql.id(name)} with (force)`.execute(root);
    });
    await rm(folder, { recursive: true, force: true });
  });

  return {
    fileNamed: (name: string) => path.join(folder, name),
    /** A database from the migrated template, or one in which nothing was ever made. */
    async makeDatabase(from: 'template_doorstep' | 'template0'): Promise<OpenDatabase> {
      const name = `archive_${randomBytes(6).toString('hex')}`;
      await onServer((root) => sql`create database ${sql.id(name)} template ${sql.id(from)}`.execute(root));
      made.push(name);
      const url = serverUrl.replace(/postgres$/, name);
      const db = openDb(url, { maxConnections: 6 });
      opened.push(db);
      return { db, url };
    },
    /** Production, as it would be set for this database. */
    configFor({ url }: OpenDatabase, env: NodeJS.ProcessEnv = {}): Config {
      const outcome = readConfig({
        APP_SECRET: archiveSecret,
        DATA_DIR: path.join(folder, 'data'),
        ...env,
        DATABASE_URL: url,
      });
      if (outcome.kind === 'problems') throw new Error(outcome.problems.join());
      return outcome.config;
    },
  };
}

type Definition = { readonly kind: string; readonly words: string };

/** Everything that makes the schema what it is, as text. */
export async function describeSchema(db: Db): Promise<readonly Definition[]> {
  const { rows } = await sql<Definition>`
    select 'index' as kind, indexdef as words from pg_indexes where schemaname = 'public'
    union all select 'constraint', format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'trigger', format('%s %s', tgenabled, pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all select 'column', format('%s.%s %s %s', table_name, column_name, data_type, column_default)
      from information_schema.columns where table_schema = 'public'
    order by 1, 2
  `.execute(db);
  return rows;
}

/** A hash over all rows of each table. */
export async function hashTables(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1
  `.execute(db);
  const hashes = new Map<string, string>();
  for (const { name } of rows.filter((row) => !row.name.startsWith('migration'))) {
    const { rows: found } = await sql<{ hash: string }>`
      select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\n' order by t::text), '')) as hash from ${sql.id(name)} t
    `.execute(db);
    hashes.set(name, found[0]?.hash ?? '');
  }
  return hashes;
}
