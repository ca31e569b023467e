import { setTimeout as pause } from 'node:timers/promises';
import type { CliInstall } from '../cli/cli-setting.ts';
import type { Config } from '../config.ts';
import { openDb } from '../platform/db.ts';
import { findEmbeddedUrl, startEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { isMigrated } from '../platform/migrate.ts';
import { takeRunLock } from '../platform/run-lock.ts';
import { checkDatabase } from './check-database.ts';
import { openInstallation } from './installation.ts';

export type Reached = { readonly url: string; readonly letGo: () => Promise<void> };

/** What a command holds the folder as: the next command waits for it, since PostgreSQL ends with it. */
const holder = 'a command';
const turnPatienceMs = 60_000;

/** The configured server, the one that a running Doorstep keeps in the data folder, or one of our own for this command. */
export async function reachDatabase(config: Config): Promise<Reached> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, letGo: () => Promise.resolve() };
  const giveUpAt = Date.now() + turnPatienceMs;
  for (;;) {
    const locked = await takeRunLock(config.dataDir, holder);
    if (locked.kind === 'taken') {
      const { lock } = locked;
      try {
        const postgres = await startEmbeddedPostgres(config.dataDir);
        return { url: postgres.url, letGo: () => postgres.stop().finally(lock.release) };
      } catch (error) {
        await lock.release();
        throw error;
      }
    }
    if (locked.what !== holder) {
      const url = await findEmbeddedUrl(config.dataDir);
      if (url === null)
        throw new Error('Doorstep is just starting in this folder; try again in a few seconds');
      return { url, letGo: () => Promise.resolve() };
    }
    if (Date.now() > giveUpAt)
      throw new Error(`Another command (process ${locked.pid}) holds this folder; try again when it is done`);
    await pause(100);
  }
}

/** Most commands meet a schema that is up to date, and should not pay for finding it so. */
async function migrateIfNeeded(config: Config, url: string): Promise<void> {
  const db = openDb(url, { maxConnections: 1, applicationName: 'doorstep command' });
  try {
    await checkDatabase(db, url);
    if (await isMigrated(db)) return;
  } finally {
    await db.destroy();
  }
  const { migrateInstallation } = await import('./start.ts');
  await migrateInstallation(config, url);
}

/** Opens the install for one command, works with it, and lets go again, whether a server runs beside it or not. */
export async function withInstall<Result>(
  config: Config,
  act: (install: CliInstall) => Promise<Result>,
): Promise<Result> {
  const { url, letGo } = await reachDatabase(config);
  try {
    await migrateIfNeeded(config, url);
    const installation = await openInstallation(config, url, 'command');
    try {
      const { db, keys, bells } = installation;
      return await act({ db, keys, ring: bells.ring, publicUrl: config.publicUrl });
    } finally {
      await installation.close();
    }
  } finally {
    await letGo();
  }
}
