import { cpus } from 'node:os';
import path from 'node:path';
import type { Config } from '../config.ts';
import { type BuiltInInbox, startBuiltInInbox } from '../delivery/built-in-inbox.ts';
import { migrateBells } from '../platform/bells.ts';
import { openDb } from '../platform/db.ts';
import { findFreePort } from '../platform/free-port.ts';
import { createLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { takeRunLock } from '../platform/run-lock.ts';
import { addSampleNewsroom } from '../sample/add-sample-newsroom.ts';
import { makeSetUpLink } from '../staff/set-up-link.ts';
import { checkDatabase } from './check-database.ts';
import { type SupervisedChild, superviseChild } from './child-process.ts';
import { openInstallation } from './installation.ts';
import { type KeptPostgres, keepPostgres } from './keep-postgres.ts';

/** Brings the schema, the queue's tables, and (outside production) the sample newsroom up to date. */
export async function migrateInstallation(config: Config, databaseUrl: string): Promise<void> {
  const db = openDb(databaseUrl, { maxConnections: 2, applicationName: 'doorstep migrate' });
  try {
    await checkDatabase(db, databaseUrl);
    await migrate(db);
  } finally {
    await db.destroy();
  }
  await migrateBells({
    databaseUrl,
    redisUrl: config.redisUrl,
    redisClusterUrls: config.redisClusterUrls,
    onError: () => undefined,
  });
  const installation = await openInstallation(config, databaseUrl, 'migrate');
  try {
    if (config.hasSampleData) await addSampleNewsroom(installation.db);
  } finally {
    await installation.close();
  }
}

async function adminLine(config: Config, databaseUrl: string): Promise<string> {
  const db = openDb(databaseUrl, { maxConnections: 1 });
  try {
    const token = await makeSetUpLink(db);
    return token === null
      ? `Admin  ${config.publicUrl}/admin`
      : `Admin  ${config.publicUrl}/admin/set-up/${token}  (opens once: makes the owner's account)`;
  } finally {
    await db.destroy();
  }
}

type Parts = {
  readonly children: SupervisedChild[];
  postgres?: KeptPostgres;
  inbox?: BuiltInInbox;
};

async function stopParts({ children, postgres, inbox }: Parts): Promise<void> {
  await Promise.all(children.map((child) => child.stop()));
  await inbox?.close();
  await postgres?.stop();
}

/** Outside production the listener for delivery reports has a free port of this machine, so that it can be tried. */
async function inboundEnv({ inboundSmtpPort, isProduction }: Config): Promise<NodeJS.ProcessEnv> {
  if (inboundSmtpPort !== undefined || isProduction) return {};
  return { INBOUND_SMTP_PORT: String(await findFreePort()) };
}

/**
 * The commands of the child processes, in the order of need: with the site and one sender up, the product serves. All at
 * once they would load for twice as long on two cores.
 */
function childCommands(config: Config, hasInbox: boolean): readonly (readonly string[])[][] {
  const send = ['worker', '--only', 'send'];
  const senders = config.workers ?? cpus().length;
  return [
    [['web', ...(hasInbox ? ['--with-inbox'] : [])], send],
    [['worker', '--only', 'build,inbound'], ...Array.from({ length: senders - 1 }, () => send)],
  ];
}

/** Workers of one machine show their figures on one port after the other, in the order of their start. */
function workerPorts({ workerMetricsPort }: Config): (args: readonly string[]) => NodeJS.ProcessEnv {
  let next = workerMetricsPort ?? 0;
  return ([command]) =>
    workerMetricsPort === undefined || command !== 'worker' ? {} : { WORKER_METRICS_PORT: String(next++) };
}

/**
 * `doorstep start`: everything one machine needs, in one command. PostgreSQL and an inbox of our own where none is
 * configured, migrations, sample data, then one web process, one that renders and the senders, each started again when it
 * dies. Ends all of it on Ctrl-C or SIGTERM.
 * @param entry the program's own file, for the child processes
 * @returns the exit code
 */
export async function start(config: Config, entry: string, env: NodeJS.ProcessEnv): Promise<number> {
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const locked = await takeRunLock(config.dataDir, 'doorstep start');
  if (locked.kind === 'busy') {
    const folder = path.relative(process.cwd(), config.dataDir) || '.';
    process.stderr.write(
      `Doorstep is running already in ${folder} (${locked.what}, process ${locked.pid}). Stop that one first, or set DATA_DIR to another folder.\n`,
    );
    return 1;
  }
  const log = createLog(config.logLevel, 'start');
  const parts: Parts = { children: [] };
  try {
    if (config.databaseUrl === undefined) parts.postgres = await keepPostgres(config.dataDir, log);
    if (config.smtpUrl === undefined && !config.isProduction)
      parts.inbox = await startBuiltInInbox(config.dataDir);
    const databaseUrl = config.databaseUrl ?? parts.postgres?.url ?? '';
    const smtpUrl = config.smtpUrl ?? parts.inbox?.smtpUrl;
    if (smtpUrl === undefined) {
      process.stderr.write('SMTP_URL holds nothing: production wants the address of a mail server\n');
      return 2;
    }
    await migrateInstallation(config, databaseUrl);
    const childEnv = {
      ...env,
      DATABASE_URL: databaseUrl,
      SMTP_URL: smtpUrl,
      ...(await inboundEnv(config)),
    };
    const portOf = workerPorts(config);
    let isUp = true;
    for (const commands of childCommands(config, parts.inbox !== undefined)) {
      const children = commands.map((args) =>
        superviseChild(entry, args, { ...childEnv, ...portOf(args) }, (code, signal) => {
          log.error({ process: args.join(' '), code, signal }, 'a process ended unasked; starting it again');
        }),
      );
      parts.children.push(...children);
      isUp = await Promise.race([
        Promise.all(children.map((child) => child.ready)).then(() => true),
        asked.then(() => false),
      ]);
      if (!isUp) break;
    }
    if (isUp) {
      const lines = [
        `Site   ${config.publicUrl}`,
        await adminLine(config, databaseUrl),
        parts.inbox
          ? `Inbox  ${config.publicUrl}/dev/inbox  (all mail ends here)`
          : `Mail   leaves through ${new URL(smtpUrl).host}`,
        'Stop   Ctrl-C',
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
      await asked;
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    log.debug({ err: error }, 'the start failed');
    return 2;
  } finally {
    await stopParts(parts);
    await locked.lock.release();
  }
}
