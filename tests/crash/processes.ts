import { type ChildProcess, fork, spawn } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { packageRoot } from '../../src/platform/package-root.ts';
import { type BenchDatabase, benchSecret } from '../bench/bench-database.ts';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

export type SinkOptions = {
  /** How long it takes for each mail, on average. */
  readonly delayMs: number;
  /** The share of mails it records and then hangs up on, without a reply. */
  readonly hangUpShare: number;
};

export type Sink = {
  readonly port: number;
  /** Goes away at once and comes back at the same port after a while; what it had recorded stays. */
  readonly beDownFor: (ms: number) => Promise<void>;
  readonly end: () => Promise<void>;
};

/** The other end: outside of the product, writes down what it takes before it answers. */
export async function startSink(file: string, { delayMs, hangUpShare }: SinkOptions): Promise<Sink> {
  const begin = async (port: number) => {
    const args = [file, String(delayMs), String(hangUpShare), String(port)];
    const child = fork(path.join(packageRoot, 'tests/crash/recording-sink.ts'), args, {
      execArgv: ['--import', 'tsx'],
      cwd: packageRoot,
    });
    const opened = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(Number(message)));
      child.once('exit', () => reject(new Error('the sink did not start')));
    });
    return { child, port: opened };
  };
  let running = await begin(0);
  const { port } = running;
  const end = async () => {
    running.child.kill('SIGKILL');
    await exitOf(running.child);
  };
  return {
    port,
    end,
    async beDownFor(ms) {
      await end();
      await pause(ms);
      running = await begin(port);
    },
  };
}

/** A sender process of the built product, as an operator starts it; perhaps with a fail point (fail-points.mjs). */
export const startSender = (
  { url, dataDir }: BenchDatabase,
  { port }: Pick<Sink, 'port'>,
  failAt?: string,
): ChildProcess =>
  spawn(
    process.execPath,
    [
      ...(failAt === undefined ? [] : ['--import', path.join(packageRoot, 'tests/crash/fail-points.mjs')]),
      path.join(packageRoot, 'dist/src/main.js'),
      'worker',
      '--only',
      'send',
    ],
    {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        DATABASE_URL: url,
        DATA_DIR: dataDir,
        APP_SECRET: benchSecret,
        SMTP_URL: `smtp://127.0.0.1:${port}?connections=32`,
        SAMPLE_DATA: '0',
        LOG_LEVEL: 'silent',
        ...(failAt !== undefined && { FAIL_AT: failAt, FAIL_SMTP_PORT: String(port) }),
      },
      stdio: 'ignore',
    },
  );

/** Whether one of these senders has mails in its hands now: trouble that meets nothing proves nothing. */
export async function isBusy({ db }: BenchDatabase, ...senders: readonly ChildProcess[]): Promise<boolean> {
  const pids = senders.flatMap(({ pid }) => pid ?? []);
  const { rows } = await sql<{ busy: boolean }>`
    select exists (
      select from sender where pid = any(${pids}) and gone_at is null and handing_over <> '{}'
    ) as busy
  `.execute(db);
  return rows[0]?.busy ?? false;
}
