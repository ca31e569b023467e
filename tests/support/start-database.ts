import { mkdtempSync, chmodSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { openDb } from '../../src/platform/db.ts';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { migrate } from '../../src/platform/migrate.ts';

/** Jest's globalSetup: one PostgreSQL for the run, with a migrated template from which each file gets its database. */
// oxlint-disable-next-line import/no-default-export -- Jest asks for a default export here
export default async function startDatabase(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'doorstep-test-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres(folder);
  const root = openDb(postgres.url, { maxConnections: 1 });
  // Nothing of it outlives the run, so nothing need reach the disk.
  await sql`alter system set fsync = off`.execute(root);
  await sql`select pg_reload_conf()`.execute(root);
  await sql`create database template_doorstep`.execute(root);
  await root.destroy();

  const template = openDb(postgres.url.replace(/postgres$/, 'template_doorstep'), { maxConnections: 2 });
  await migrate(template);
  await template.destroy();

  process.env['TEST_POSTGRES_URL'] = postgres.url;
  const stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  Object.assign(globalThis, { stopTestDatabase: stop });
}
