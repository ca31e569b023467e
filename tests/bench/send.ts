import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { packageRoot } from '../../src/platform/package-root.ts';
import { type Ring, migrateBells, openBells } from '../../src/platform/bells.ts';
import { readReceipt } from '../../src/delivery/receipt.ts';
import { resumeMailing, pauseMailing } from '../../src/delivery/mailings.ts';
import { nodeOptions } from '../../src/processes/child-process.ts';
import { type BenchDatabase, benchSecret, withBenchDatabase } from './bench-database.ts';
import { createDigest, freezeDigest } from './digest.ts';
import { median, rounded } from './median.ts';
import { findPostfixTools, runSource, startSink } from './postfix-tools.ts';
import { readCpuMs, readFamilyCpuMs, readPeakMb } from './process-usage.ts';

const port = 12_525;
const mailBytes = 30_720;

type Round = {
  readonly rate: number;
  readonly cpuMsPerMail: number;
  readonly postgresMsPerMail: number;
  readonly rssMb: number;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The product's own sender process, as an operator would start it. */
function startWorker({ url, dataDir }: BenchDatabase): ChildProcess {
  return spawn(
    process.execPath,
    [...nodeOptions, path.join(packageRoot, 'dist/src/main.js'), 'worker', '--only', 'send'],
    {
      env: {
        ...process.env,
        DATABASE_URL: url,
        DATA_DIR: dataDir,
        APP_SECRET: benchSecret,
        SMTP_URL: `smtp://127.0.0.1:${port}?connections=32&mails=999`,
        SAMPLE_DATA: '0',
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
}

/** A chunk stays until its last row has an end: looking at them costs the database next to nothing. */
async function isUnderWay({ db }: BenchDatabase, mailingId: number): Promise<boolean> {
  const { rows } = await sql`select from delivery_chunk where mailing_id = ${mailingId} limit 1`.execute(db);
  return rows.length > 0;
}

/** One digest to `mails` readers, frozen before the clock starts, timed from the release to the last accepted row. */
async function sendRound(
  database: BenchDatabase,
  worker: ChildProcess,
  ring: Ring,
  mails: number,
): Promise<Round> {
  const { db, keys, pid } = database;
  const mailingId = await createDigest(db, keys, mailBytes);
  await freezeDigest(db, mailingId, mails);
  await pauseMailing(db, mailingId);
  const [cpu, postgres] = [await readCpuMs(worker.pid ?? 0), await readFamilyCpuMs(pid)];
  const begun = performance.now();
  await resumeMailing(db, mailingId);
  await ring('deliver');
  while (await isUnderWay(database, mailingId)) await pause(20);
  const seconds = (performance.now() - begun) / 1000;
  const receipt = await readReceipt(db, mailingId);
  if (receipt.accepted !== mails) throw new Error(`${receipt.accepted} of ${mails} were accepted`);
  return {
    rate: mails / seconds,
    cpuMsPerMail: ((await readCpuMs(worker.pid ?? 0)) - cpu) / mails,
    postgresMsPerMail: ((await readFamilyCpuMs(pid)) - postgres) / mails,
    rssMb: await readPeakMb(worker.pid ?? 0),
  };
}

/**
 * Sends personalised 30 KB digests through the whole ledger, alternately with `smtp-source` on the same sink. Both keep their
 * connections for many mails.
 * @param args `--mails N` (30000 a round), `--rounds N` (3)
 */
export async function benchSend(args: readonly string[]): Promise<object> {
  const option = (name: string, usual: number): number => {
    const at = args.indexOf(`--${name}`);
    return at === -1 ? usual : Number(args[at + 1]);
  };
  const [mails, rounds] = [option('mails', 30_000), option('rounds', 3)];
  const tools = await findPostfixTools();
  if (!tools)
    throw new Error('Postfix is not installed: its smtp-sink is the other end and smtp-source the yardstick');
  const sink = await startSink(tools, port);
  try {
    return await withBenchDatabase(async (database) => {
      await migrateBells({ databaseUrl: database.url, onError: () => undefined });
      const bells = openBells({ databaseUrl: database.url, onError: () => undefined });
      const worker = startWorker(database);
      const ended = new Promise<number | null>((resolve) => {
        worker.once('exit', resolve);
      });
      try {
        const isUp = new Promise((resolve) => {
          worker.once('message', () => resolve(true));
        });
        if ((await Promise.race([isUp, ended])) !== true) throw new Error('the sender process did not start');
        // The first rows warm the code up, as in a process that has been running for a while.
        await sendRound(database, worker, bells.ring, 3000);
        const results: { source: number; round: Round }[] = [];
        console.log('round  smtp-source   doorstep  ratio  CPU a mail  PostgreSQL  memory');
        for (let n = 1; n <= rounds; n += 1) {
          const source = await runSource(tools, port, mails, mailBytes);
          const round = await sendRound(database, worker, bells.ring, mails);
          results.push({ source, round });
          console.log(
            `${n}      ${source.toFixed(0)}/s        ${round.rate.toFixed(0)}/s     ${(round.rate / source).toFixed(2)}   ` +
              `${round.cpuMsPerMail.toFixed(3)} ms    ${round.postgresMsPerMail.toFixed(3)} ms    ${round.rssMb} MB`,
          );
        }
        return {
          bench: 'send',
          mails,
          rate: rounded(median(results.map(({ round }) => round.rate)), 0),
          smtpSource: rounded(median(results.map(({ source }) => source)), 0),
          ratio: rounded(median(results.map(({ source, round }) => round.rate / source))),
          cpuMsPerMail: rounded(median(results.map(({ round }) => round.cpuMsPerMail)), 3),
          postgresMsPerMail: rounded(median(results.map(({ round }) => round.postgresMsPerMail)), 3),
          rssMb: Math.max(...results.map(({ round }) => round.rssMb)),
        };
      } finally {
        worker.kill('SIGTERM');
        await ended;
        await bells.close();
      }
    });
  } finally {
    sink.kill();
  }
}
