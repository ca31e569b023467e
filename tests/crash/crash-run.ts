import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { messageId } from '../../src/delivery/mail-ids.ts';
import { readReceipt } from '../../src/delivery/receipt.ts';
import { migrateBells } from '../../src/platform/bells.ts';
import { type BenchDatabase, withBenchDatabase } from '../bench/bench-database.ts';
import { createDigest, freezeDigest } from '../bench/digest.ts';
import { startSink } from './processes.ts';
import { type Trouble, troubles } from './troubles.ts';

export type CrashPlan = {
  readonly trouble: Trouble;
  readonly rows: number;
  /** How often it happens, at most: the send may be over before. */
  readonly times: number;
  readonly senders: number;
  /** How long the sink takes for each mail, on average. */
  readonly sinkDelayMs: number;
};

export type CrashResult = {
  readonly trouble: Trouble;
  readonly rows: number;
  /** How often it happened, always to a sender with rows in its hands. */
  readonly times: number;
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

type Row = {
  readonly id: number;
  readonly state: string;
  readonly attempts: number;
};

async function compare(
  database: BenchDatabase,
  mailingId: number,
  file: string,
): Promise<Omit<CrashResult, 'times' | 'trouble'>> {
  const { db, keys } = database;
  const copies = new Map<string, string[]>();
  for (const line of (await readFile(file, 'utf8')).split('\n').filter(Boolean)) {
    const [id = '', hash = ''] = line.split(' ');
    copies.set(id, [...(copies.get(id) ?? []), hash]);
  }
  const { rows } = await sql<Row>`
    select id, state,
      (select count(*) from attempt where attempt.delivery_id = delivery.id) as attempts
    from delivery where mailing_id = ${mailingId}
  `.execute(db);
  const receipt = await readReceipt(db, mailingId);
  const arrived = (row: Row) => copies.has(messageId(keys, keys.currentId, row.id, 'lantern.example.org'));
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

/** Sends a digest in the face of one kind of trouble, then holds the ledger against the sink's record. */
export async function runCrash(plan: CrashPlan): Promise<CrashResult> {
  return withBenchDatabase(async (database) => {
    await migrateBells({ databaseUrl: database.url, onError: () => undefined });
    const file = path.join(database.dataDir, 'record.txt');
    const isForgetful = plan.trouble === 'lost replies';
    const sink = await startSink(file, { delayMs: plan.sinkDelayMs, hangUpShare: isForgetful ? 0.01 : 0 });
    const stage = { database, sink, mailingId: 0 };
    try {
      const mailingId = await createDigest(database.db, database.keys, 8000);
      await freezeDigest(database.db, mailingId, plan.rows);
      const times = await troubles[plan.trouble](plan, { ...stage, mailingId });
      return { trouble: plan.trouble, times, ...(await compare(database, mailingId, file)) };
    } finally {
      await stage.sink.end();
    }
  });
}
