import type { Command } from 'commander';
import { type Config } from '../config.ts';
import type { WorkerJob } from './run-worker.ts';

/** The mail server of a process that runs alone. @throws when none is configured */
function smtpUrlOf({ smtpUrl }: Config): string {
  if (smtpUrl === undefined)
    throw new Error('SMTP_URL holds nothing: this process wants the address of a mail server');
  return smtpUrl;
}

function databaseUrlOf({ databaseUrl }: Config): string {
  if (databaseUrl === undefined) {
    throw new Error(
      'DATABASE_URL holds nothing: this process wants the address of a PostgreSQL server (or use doorstep start)',
    );
  }
  return databaseUrl;
}

const jobs: readonly WorkerJob[] = ['send', 'build', 'inbound'];

function jobsOf(only: string | undefined): readonly WorkerJob[] {
  if (only === undefined) return jobs;
  const wanted = only.split(',');
  const unknown = wanted.find((name) => !jobs.some((job) => job === name));
  if (unknown !== undefined) throw new Error(`--only holds ${unknown}: it wants ${jobs.join(' or ')}`);
  return jobs.filter((job) => wanted.includes(job));
}

async function endWith(act: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await act();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
  // A supervisor's channel would keep a finished child alive.
  if (process.connected) process.disconnect();
}

/**
 * `start`, `web`, `worker`, `migrate`. Each loads what it runs when it is asked for, so that the other commands begin at once.
 * @param entry the program's own file
 */
export function addProcessCommands(program: Command, config: Config, entry: string): void {
  program
    .command('start')
    .description('run everything on this machine: database, web, workers')
    .action(() =>
      endWith(async () => {
        const { start } = await import('./start.ts');
        return start(config, entry, process.env);
      }),
    );
  program
    .command('web')
    .description('serve the site, the admin and the API')
    .option('--with-inbox', 'show the built-in inbox, where all mail ends')
    .action(({ withInbox }: { withInbox?: boolean }) =>
      endWith(async () => {
        const { runWeb } = await import('./run-web.ts');
        return runWeb(config, {
          databaseUrl: databaseUrlOf(config),
          smtpUrl: smtpUrlOf(config),
          hasInbox: withInbox === true,
        });
      }),
    );
  program
    .command('worker')
    .description('render, send, and take in what comes back')
    .option('--only <jobs>', `some of the work, separated by commas: ${jobs.join(', ')}`)
    .action(({ only }: { only?: string }) =>
      endWith(async () => {
        const { runWorker } = await import('./run-worker.ts');
        await runWorker(config, databaseUrlOf(config), smtpUrlOf(config), jobsOf(only));
        return 0;
      }),
    );
  program
    .command('migrate')
    .description('bring the database up to date')
    .action(() =>
      endWith(async () => {
        const { migrateInstallation } = await import('./start.ts');
        await migrateInstallation(config, databaseUrlOf(config));
        return 0;
      }),
    );
}
