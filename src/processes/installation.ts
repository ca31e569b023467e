import type { Config } from '../config.ts';
import { type Bells, openBells } from '../platform/bells.ts';
import { type Db, openDb } from '../platform/db.ts';
import { type KeyRing, openKeyRing } from '../platform/key-ring.ts';
import { type Log, createLog } from '../platform/log.ts';
import { readAppSecret } from './app-secret.ts';
import { checkDatabase } from './check-database.ts';

/** What every process of one install holds open. */
export type Installation = {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly db: Db;
  readonly keys: KeyRing;
  readonly bells: Bells;
  readonly log: Log;
  readonly close: () => Promise<void>;
};

/**
 * Opens the database, the key ring and the bells for one process.
 * @param name stands in the log and in PostgreSQL's list of connections
 */
export async function openInstallation(
  config: Config,
  databaseUrl: string,
  name: string,
): Promise<Installation> {
  const log = createLog(config.logLevel, name);
  const db = openDb(databaseUrl, { applicationName: `doorstep ${name}` });
  await checkDatabase(db, databaseUrl);
  const keys = await openKeyRing(db, { current: await readAppSecret(config), old: config.appSecretOld });
  const bells = openBells({
    databaseUrl,
    redisUrl: config.redisUrl,
    redisClusterUrls: config.redisClusterUrls,
    onError: (error) => log.warn({ err: error }, 'the queue has trouble; the sweep goes on'),
  });
  return {
    config,
    databaseUrl,
    db,
    keys,
    bells,
    log,
    async close() {
      await bells
        .close()
        .catch((error: unknown) => log.warn({ err: error }, 'the queue did not close in order'));
      await db.destroy();
    },
  };
}
