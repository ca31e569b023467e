import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { createKeyRing, type KeyRing } from '../../src/platform/key-ring.ts';
import { type Db, openDb } from '../../src/platform/db.ts';

/** A key ring with one fixed key: tokens made in one test can be read in another. */
export const testKeys: KeyRing = createKeyRing(new Map([[1, Buffer.alloc(32, 7)]]));

export type TestDatabase = { readonly db: Db; readonly url: string };

/**
 * A migrated, empty database for this test file, gone afterwards. Read `db` inside tests only: it is opened by a
 * beforeAll hook.
 */
export function useDatabase(): TestDatabase {
  const serverUrl = process.env['TEST_POSTGRES_URL'];
  if (!serverUrl) throw new Error('TEST_POSTGRES_URL is missing: run this file in the integration project');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = serverUrl.replace(/postgres$/, name);
  let opened: Db | undefined;

  beforeAll(async () => {
    const root = openDb(serverUrl, { maxConnections: 1 });
    await sql`create database ${sql.id(name)} template template_doorstep`.execute(root);
    await root.destroy();
    opened = openDb(url);
    await sql`insert into signing_key (id, sealed_secret) values (1, 'test')`.execute(opened);
  });
  afterAll(async () => {
    await opened?.destroy();
    const root = openDb(serverUrl, { maxConnections: 1 });
    await sql`drop database ${sql.id(name)} with (force)`.execute(root);
    await root.destroy();
  });

  return {
    url,
    get db(): Db {
      if (!opened) throw new Error('the database is open inside tests only');
      return opened;
    },
  };
}
