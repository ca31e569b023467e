import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { InstallCheck } from '../cli/cli-setting.ts';
import { type Config, parseRelay } from '../config.ts';
import { createDns } from '../delivery/sender-domain/look-up.ts';
import { countLiveSenders } from '../delivery/live-senders.ts';
import { findPublication } from '../newsletters/publication.ts';
import { type Db, openDb } from '../platform/db.ts';
import { isMigrated } from '../platform/migrate.ts';
import { findRunLock } from '../platform/run-lock.ts';
import { checkDatabase } from './check-database.ts';
import { checkSenderDomain } from './check-sender-domain.ts';
import { reachDatabase } from './with-install.ts';

const good = (name: string, words: string): InstallCheck => ({ name, isGood: true, words });
const wrong = (name: string, words: string): InstallCheck => ({ name, isGood: false, words });

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A mail server greets with 220; one behind TLS from the first byte waits for us. */
function greets({ host, port, tls }: ReturnType<typeof parseRelay>): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5000 });
    const end = (problem: string | null) => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => {
      if (tls === 'implicit') end(null);
    });
    socket.once('data', (data: Buffer) =>
      end(data.toString().startsWith('220') ? null : 'it greets as no mail server'),
    );
    socket.once('error', (error) => end(error.message));
    socket.once('timeout', () => end('it does not answer within 5 seconds'));
  });
}

/** The built-in inbox listens where only its own server knows, so that server is asked. */
async function checkBuiltInInbox({ publicUrl }: Config): Promise<InstallCheck> {
  try {
    const response = await fetch(`${publicUrl}/readyz`, { signal: AbortSignal.timeout(5000) });
    const answer: unknown = await response.json();
    const isUp: unknown =
      typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'mailServer') : false;
    return isUp === true
      ? good('mail server', 'the built-in inbox takes mail')
      : wrong('mail server', 'the built-in inbox takes no connections');
  } catch (error) {
    return wrong('mail server', `${publicUrl}/readyz does not answer: ${wordsOf(error)}`);
  }
}

async function checkMailServer(config: Config, isRunning: boolean): Promise<InstallCheck> {
  const { smtpUrl, isProduction } = config;
  if (smtpUrl !== undefined) {
    const problem = await greets(parseRelay(smtpUrl));
    const { host } = new URL(smtpUrl);
    return problem === null
      ? good('mail server', `${host} answers`)
      : wrong('mail server', `${host}: ${problem}`);
  }
  if (isProduction) return wrong('mail server', 'SMTP_URL holds nothing: production wants a mail server');
  return isRunning
    ? checkBuiltInInbox(config)
    : good('mail server', 'the built-in inbox, which comes with doorstep start');
}

/** Stands for the built-in inbox, which only this machine reaches. */
const builtInInbox = { host: 'localhost', tls: 'none' } as const;

async function checkRows(db: Db, config: Config, isRunning: boolean): Promise<InstallCheck[]> {
  if (!(await isMigrated(db))) return [wrong('schema', 'not up to date: doorstep migrate mends it')];
  const { smtpUrl, publicUrl } = config;
  const relay = smtpUrl === undefined ? builtInInbox : parseRelay(smtpUrl);
  const [publication, senders, sender] = await Promise.all([
    findPublication(db),
    countLiveSenders(db),
    checkSenderDomain(db, { relay, publicUrl, dns: createDns() }),
  ]);
  return [
    good('schema', 'up to date'),
    publication
      ? good('publication', publication.name)
      : wrong('publication', 'the newsroom has no name and address yet: open /admin/settings'),
    isRunning && senders === 0
      ? wrong('senders', 'Doorstep runs, but no process is sending')
      : good('senders', senders === 0 ? 'nothing runs at the moment' : `${senders} at work`),
    ...sender,
  ];
}

async function checkDatabaseRows(config: Config, isRunning: boolean): Promise<InstallCheck[]> {
  if (config.databaseUrl === undefined && !existsSync(path.join(config.dataDir, 'postgres')))
    return [wrong('database', `${config.dataDir} holds none yet: doorstep start makes it`)];
  try {
    const { url, letGo } = await reachDatabase(config);
    const db = openDb(url, { maxConnections: 2, applicationName: 'doorstep doctor' });
    try {
      await checkDatabase(db, url);
      return [good('database', new URL(url).host), ...(await checkRows(db, config, isRunning))];
    } finally {
      await db.destroy();
      await letGo();
    }
  } catch (error) {
    return [wrong('database', wordsOf(error))];
  }
}

/** Looks at everything and changes nothing. */
export async function checkInstall(config: Config): Promise<readonly InstallCheck[]> {
  const isRunning = (await findRunLock(config.dataDir))?.what === 'doorstep start';
  const rows = await checkDatabaseRows(config, isRunning);
  return [...rows, await checkMailServer(config, isRunning)];
}
