import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Db, openDb } from '../../src/platform/db.ts';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { type KeyRing, openKeyRing } from '../../src/platform/key-ring.ts';
import { migrate } from '../../src/platform/migrate.ts';

export const benchSecret = 'a secret for benchmarks only';

export type BenchDatabase = {
  readonly db: Db;
  readonly keys: KeyRing;
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
};

/** A migrated PostgreSQL of the product's own kind, with its own settings, gone afterwards. */
export async function withBenchDatabase<Result>(
  act: (database: BenchDatabase) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'doorstep-bench-'));
  await chmod(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres(dataDir);
  const db = openDb(postgres.url);
  try {
    await migrate(db);
    const keys = await openKeyRing(db, { current: benchSecret });
    return await act({ db, keys, url: postgres.url, pid: postgres.pid, dataDir });
  } finally {
    await db.destroy();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
