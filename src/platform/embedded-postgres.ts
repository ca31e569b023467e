import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { findFreePort } from './free-port.ts';
import { checkReachable, chooseAccount, findBinaries, initialise } from './postgres-install.ts';
import { endLeftovers } from './postgres-leftovers.ts';

/** A PostgreSQL server of our own in a folder, for machines that have none. */
export type EmbeddedPostgres = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Fast shutdown: open transactions are rolled back, committed ones are safe. */
  readonly stop: () => Promise<void>;
  /** Settles when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
};

const connectionFile = z.object({ port: z.int(), password: z.string() });

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  wal_buffers: '64MB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off',
  log_min_messages: 'warning',
};

const startPatienceMs = 60_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Its last words: a fatal error is the line to read. */
async function lastWords(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-20);
  return lines.findLast((line) => line.includes('FATAL:')) ?? lines.at(-1) ?? '';
}

async function waitUntilReady(url: string, server: ChildProcess, logFile: string): Promise<void> {
  const giveUpAt = Date.now() + startPatienceMs;
  for (;;) {
    if (server.exitCode !== null || server.signalCode !== null)
      throw new Error(`PostgreSQL ended while starting: ${await lastWords(logFile)}`);
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (Date.now() > giveUpAt) throw new Error('PostgreSQL did not get ready within a minute', { cause });
      await pause(25);
    }
  }
}

async function readOrMakeConnection(dataDir: string, port?: number): Promise<z.infer<typeof connectionFile>> {
  const file = path.join(dataDir, 'postgres.json');
  const stored = await readFile(file, 'utf8').catch(() => null);
  const known = stored === null ? null : connectionFile.parse(JSON.parse(stored));
  const connection = {
    port: port ?? (await findFreePort()),
    password: known?.password ?? randomBytes(24).toString('base64url'),
  };
  await writeFile(`${file}.new`, JSON.stringify(connection), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return connection;
}

const urlOf = ({ port, password }: z.infer<typeof connectionFile>): string =>
  `postgres://doorstep:${password}@127.0.0.1:${port}/postgres`;

/** The address of the server that a running Doorstep keeps in this folder; null when there never was one. */
export async function findEmbeddedUrl(dataDir: string): Promise<string | null> {
  const stored = await readFile(path.join(dataDir, 'postgres.json'), 'utf8').catch(() => null);
  return stored === null ? null : urlOf(connectionFile.parse(JSON.parse(stored)));
}

/**
 * Starts PostgreSQL 18 in `dataDir/postgres` on a free loopback port, making the database on the first start. What an
 * earlier run left behind (a server still running, a stale pid file, a half-made folder) is cleared first.
 * The caller holds the folder's lock (run-lock.ts).
 * @param port the port to use again after a crash, so that others find the server where it was
 */
export async function startEmbeddedPostgres(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
  const folder = path.join(dataDir, 'postgres');
  await mkdir(dataDir, { recursive: true });
  const binaries = findBinaries();
  const account = await chooseAccount();
  if (account) {
    await checkReachable(folder, account);
    await checkReachable(binaries.postgres, account);
  }
  await endLeftovers(folder);
  const connection = await readOrMakeConnection(dataDir, port);
  const isNew = await stat(path.join(folder, 'PG_VERSION')).then(
    () => false,
    () => true,
  );
  if (isNew) await initialise(binaries, folder, connection.password, account);
  else await chmod(folder, 0o700);

  const logFile = path.join(dataDir, 'postgres.log');
  const log = createWriteStream(logFile, { flags: 'a' });
  // A process group of its own: Ctrl-C in the terminal reaches only us, and we end it last.
  const server = spawn(
    binaries.postgres,
    [
      '-D',
      folder,
      '-p',
      String(connection.port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...account, detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } },
  );
  // The pipe ends the file: a killed server's own children still have something to say after its end. Without a file to
  // write to (a full disk), what it says is dropped; it would stand still otherwise.
  server.stderr.pipe(log);
  log.on('error', () => server.stderr.resume());
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
  });
  const url = urlOf(connection);
  try {
    await waitUntilReady(url, server, logFile);
  } catch (error) {
    server.kill('SIGKILL');
    await ended;
    throw error;
  }
  return {
    url,
    port: connection.port,
    pid: server.pid ?? 0,
    ended,
    async stop() {
      server.kill('SIGINT');
      await ended;
    },
  };
}
