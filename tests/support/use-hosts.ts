import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Db, openDb } from '../../src/platform/db.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { findFreePort } from '../../src/platform/free-port.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import { type Link, startLink } from '../crash/link.ts';
import { type Ended, isReady, runDoorstep, until } from './run-product.ts';

/** One machine of an install on several: its processes, and the network between them and what they share. */
export type Host = {
  /** Of its site; `null` where it has none. */
  readonly url: string | null;
  readonly toPostgres: Link;
  readonly toRedis: Link;
  readonly senderPid: number | undefined;
  /** As when the plug is pulled: processes and connections are gone in the same moment. */
  readonly die: () => Promise<void>;
};

export type HostPlan = {
  /** A loopback address of its own, where its site listens. */
  readonly address: string;
  readonly commands: readonly (readonly string[])[];
  /** How long each piece of the network between it and PostgreSQL takes, each way. */
  readonly delayMs?: number;
};

export type HostsSetting = { readonly redisPort: number; readonly smtpUrl: string };

const secret = 'a secret that all hosts share';

/** Several machines around one PostgreSQL and one Redis, on loopback, each behind links of its own; all gone afterwards. */
export function useHosts(setting: () => HostsSetting) {
  let folder = '';
  const hosts: Host[] = [];
  let opened: { readonly postgres: EmbeddedPostgres; readonly db: Db } | undefined;

  const envOf = (databaseUrl: string, redisPort: number): Record<string, string> => ({
    DATABASE_URL: databaseUrl,
    REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    SMTP_URL: setting().smtpUrl,
    DATA_DIR: path.join(folder, 'data'),
    APP_SECRET: secret,
    SAMPLE_DATA: '1',
    LOG_LEVEL: 'silent',
  });
  const postgresUrl = (): string => opened?.postgres.url ?? '';
  const doorstep = (...args: string[]): Promise<Ended> =>
    runDoorstep(args, envOf(postgresUrl(), setting().redisPort));

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'doorstep-hosts-'));
    chmodSync(folder, 0o755);
    const postgres = await startEmbeddedPostgres(path.join(folder, 'postgres-data'));
    opened = { postgres, db: openDb(postgres.url, { maxConnections: 3 }) };
    const { code, err } = await doorstep('migrate');
    if (code !== 0) throw new Error(`doorstep migrate ended with ${code}: ${err}`);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.die()));
    await opened?.db.destroy();
    await opened?.postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start({ address, commands, delayMs = 0 }: HostPlan): Promise<Host> {
    const there = new URL(postgresUrl());
    const toPostgres = await startLink(Number(there.port), delayMs);
    const toRedis = await startLink(setting().redisPort);
    there.port = String(toPostgres.port);
    const port = await findFreePort();
    const children = commands.map((args): ChildProcess =>
      spawn(process.execPath, [path.join(packageRoot, 'dist/src/main.js'), ...args], {
        env: { ...process.env, ...envOf(there.href, toRedis.port), HOST: address, PORT: String(port) },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      }),
    );
    const ends = children.map((child) => once(child, 'exit'));
    const worker = children[commands.findIndex(([command]) => command === 'worker')];
    const host: Host = {
      url: commands.some(([command]) => command === 'web') ? `http://${address}:${port}` : null,
      toPostgres,
      toRedis,
      senderPid: worker?.pid,
      async die() {
        for (const child of children) child.kill('SIGKILL');
        toPostgres.end();
        toRedis.end();
        await Promise.all(ends);
      },
    };
    hosts.push(host);
    await Promise.all(children.map((child) => once(child, 'message')));
    const { url } = host;
    if (url !== null) await until('the site of a host is ready', () => isReady(url));
    return host;
  }

  return {
    start,
    doorstep,
    get db(): Db {
      if (!opened) throw new Error('the database is open inside tests only');
      return opened.db;
    },
  };
}
