import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { messageId } from '../../src/delivery/mail-ids.ts';
import { readReceipt } from '../../src/delivery/receipt.ts';
import { migrateBells } from '../../src/platform/bells.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import { type BenchDatabase, benchSecret, withBenchDatabase } from '../bench/bench-database.ts';
import { createDigest, freezeDigest } from '../bench/digest.ts';

export type CrashPlan = {
  readonly rows: number;
  readonly kills: number;
  readonly senders: number;
  /** How long the sink takes for each mail, on average. */
  readonly sinkDelayMs: number;
};

export type CrashResult = {
  readonly rows: number;
  readonly kills: number;
  readonly accepted: number;
  readonly inDoubt: number;
  /** Rows without an end, or without any trace at all. */
  readonly lost: number;
  /** Accepted rows of which the sink has no record. */
  readonly phantom: number;
  /** Copies beyond the first. */
  readonly extraCopies: number;
  /** Message-IDs whose copies differ. */
  readonly unequalCopies: number;
  /** Rows in doubt that the sink has after all, and those it has not. */
  readonly doubtsArrived: number;
  readonly doubtsNotArrived: number;
  /** Accepted rows without an attempt in the trail. */
  readonly withoutTrail: number;
  readonly sumIsRight: boolean;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

async function startSink(file: string, delayMs: number): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(path.join(packageRoot, 'tests/crash/recording-sink.ts'), [file, String(delayMs)], {
    execArgv: ['--import', 'tsx'],
    cwd: packageRoot,
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', () => reject(new Error('the sink did not start')));
  });
  return { child, port };
}

const startSender = ({ url, dataDir }: BenchDatabase, port: number): ChildProcess =>
  spawn(process.execPath, [path.join(packageRoot, 'dist/src/main.js'), 'worker', '--only', 'send'], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      APP_SECRET: benchSecret,
      SMTP_URL: `smtp://127.0.0.1:${port}?connections=32`,
      SAMPLE_DATA: '0',
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  });

/** Whether a sender has mails in its hands now: kills that meet nothing prove nothing. */
async function isBusy({ db }: BenchDatabase, pid: number): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from sender where pid = ${pid} and gone_at is null and handing_over <> '{}') as busy
  `.execute(db);
  return rows[0]?.busy ?? false;
}

async function killAtRandom(
  database: BenchDatabase,
  mailingId: number,
  plan: CrashPlan,
  port: number,
): Promise<number> {
  const senders = Array.from({ length: plan.senders }, () => startSender(database, port));
  let kills = 0;
  try {
    for (;;) {
      const { waiting, attempting } = await readReceipt(database.db, mailingId);
      if (waiting + attempting === 0) return kills;
      await pause(100 + Math.random() * 300);
      const at = Math.floor(Math.random() * senders.length);
      const victim = senders[at];
      if (kills >= plan.kills || !victim?.pid || !(await isBusy(database, victim.pid))) continue;
      victim.kill('SIGKILL');
      await exitOf(victim);
      kills += 1;
      senders[at] = startSender(database, port);
    }
  } finally {
    for (const sender of senders) sender.kill('SIGTERM');
    await Promise.all(senders.map(exitOf));
  }
}

type Row = {
  readonly id: number;
  readonly addressKey: string;
  readonly state: string;
  readonly attempts: number;
};

async function compare(
  database: BenchDatabase,
  mailingId: number,
  file: string,
): Promise<Omit<CrashResult, 'kills'>> {
  const { db, keys } = database;
  const copies = new Map<string, string[]>();
  for (const line of (await readFile(file, 'utf8')).split('\n').filter(Boolean)) {
    const [id = '', hash = ''] = line.split(' ');
    copies.set(id, [...(copies.get(id) ?? []), hash]);
  }
  const { rows } = await sql<Row>`
    select id, address_key as "addressKey", state,
      (select count(*) from attempt where attempt.delivery_id = delivery.id) as attempts
    from delivery where mailing_id = ${mailingId}
  `.execute(db);
  const receipt = await readReceipt(db, mailingId);
  const arrived = (row: Row) =>
    copies.has(messageId(keys, keys.currentId, mailingId, row.addressKey, 'lantern.example.org'));
  const accepted = rows.filter((row) => row.state === 'accepted');
  const doubted = rows.filter((row) => row.state === 'in doubt');
  const outcomes = [receipt.accepted, receipt.refused, receipt.suppressed, receipt.expired, receipt.stopped];
  const sum = [...outcomes, receipt.inDoubt, receipt.waiting, receipt.attempting].reduce((a, b) => a + b, 0);
  return {
    rows: rows.length,
    accepted: accepted.length,
    inDoubt: doubted.length,
    lost: rows.length - accepted.length - doubted.length,
    phantom: accepted.filter((row) => !arrived(row)).length,
    extraCopies: [...copies.values()].reduce((extra, hashes) => extra + hashes.length - 1, 0),
    unequalCopies: [...copies.values()].filter((hashes) => new Set(hashes).size > 1).length,
    doubtsArrived: doubted.filter(arrived).length,
    doubtsNotArrived: doubted.filter((row) => !arrived(row)).length,
    withoutTrail: accepted.filter((row) => row.attempts === 0).length,
    sumIsRight: sum === receipt.audience && receipt.audience === rows.length,
  };
}

/** Sends a digest while its senders are killed again and again, then holds the ledger against the sink's record. */
export async function runCrash(plan: CrashPlan): Promise<CrashResult> {
  return withBenchDatabase(async (database) => {
    await migrateBells({ databaseUrl: database.url, onError: () => undefined });
    const file = path.join(database.dataDir, 'record.txt');
    const sink = await startSink(file, plan.sinkDelayMs);
    try {
      const mailingId = await createDigest(database.db, database.keys, 8000);
      await freezeDigest(database.db, mailingId, plan.rows);
      const kills = await killAtRandom(database, mailingId, plan, sink.port);
      return { kills, ...(await compare(database, mailingId, file)) };
    } finally {
      sink.child.kill();
      await exitOf(sink.child);
    }
  });
}
