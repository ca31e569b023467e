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
  /** kill -9 of the server, and a new one in its place. */
  readonly crash: () => Promise<void>;
};

/** A migrated PostgreSQL of the product's own kind, with its own settings, gone afterwards. */
export async function withBenchDatabase<Result>(
  act: (database: BenchDatabase) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'doorstep-bench-'));
  await chmod(dataDir, 0o755);
  let postgres = await startEmbeddedPostgres(dataDir);
  const { url, port } = postgres;
  const db = openDb(url);
  try {
    await migrate(db);
    const keys = await openKeyRing(db, { current: benchSecret });
    const crash = async () => {
      process.kill(postgres.pid, 'SIGKILL');
      await postgres.ended;
      postgres = await startEmbeddedPostgres(dataDir, port);
    };
    return await act({ db, keys, url, pid: postgres.pid, dataDir, crash });
  } finally {
    await db.destroy();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
