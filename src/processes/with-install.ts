import type { CliInstall } from '../cli/cli-setting.ts';
import type { Config } from '../config.ts';
import { findEmbeddedUrl, startEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { takeRunLock } from '../platform/run-lock.ts';
import { openInstallation } from './installation.ts';
import { migrateInstallation } from './start.ts';

type Reached = { readonly url: string; readonly letGo: () => Promise<void> };

/** The configured server, the one that a running Doorstep keeps in the data folder, or one of our own for this command. */
async function reachDatabase(config: Config): Promise<Reached> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, letGo: () => Promise.resolve() };
  const locked = await takeRunLock(config.dataDir, 'a command');
  if (locked.kind === 'busy') {
    const url = await findEmbeddedUrl(config.dataDir);
    if (url === null) throw new Error('Doorstep is just starting in this folder; try again in a few seconds');
    return { url, letGo: () => Promise.resolve() };
  }
  const postgres = await startEmbeddedPostgres(config.dataDir);
  return {
    url: postgres.url,
    async letGo() {
      await postgres.stop();
      await locked.lock.release();
    },
  };
}

/** Opens the install for one command, works with it, and lets go again, whether a server runs beside it or not. */
export async function withInstall<Result>(
  config: Config,
  act: (install: CliInstall) => Promise<Result>,
): Promise<Result> {
  const { url, letGo } = await reachDatabase(config);
  try {
    await migrateInstallation(config, url);
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
