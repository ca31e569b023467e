import type { ChildProcess } from 'node:child_process';
import { sql } from 'kysely';
import { type Ring, migrateBells, openBells } from '../../src/platform/bells.ts';
import { readReceipt } from '../../src/delivery/receipt.ts';
import { resumeMailing, pauseMailing } from '../../src/delivery/mailings.ts';
import { addDkimKey } from '../../src/delivery/dkim-keys.ts';
import { type BenchDatabase, withBenchDatabase } from './bench-database.ts';
import { createDigest, freezeDigest, mailDomain } from './digest.ts';
import { median, rounded } from './median.ts';
import { findPostfixTools, runSource, startSink } from './postfix-tools.ts';
import { endOf, isUp, startWorker } from './sender-processes.ts';
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

/** A chunk stays until its last row has an end: looking at them costs the database next to nothing. */
export async function isUnderWay({ db }: BenchDatabase, mailingId: number): Promise<boolean> {
  const { rows } = await sql`select from delivery_chunk where mailing_id = ${mailingId} limit 1`.execute(db);
  return rows.length > 0;
}

async function cpuOf(workers: readonly ChildProcess[]): Promise<number> {
  const each = await Promise.all(workers.map((worker) => readCpuMs(worker.pid ?? 0)));
  return each.reduce((sum, ms) => sum + ms, 0);
}

/** One digest to `mails` readers, frozen before the clock starts, timed from the release to the last accepted row. */
export async function sendRound(
  database: BenchDatabase,
  workers: readonly ChildProcess[],
  ring: Ring,
  mails: number,
): Promise<Round> {
  const { db, keys, pid } = database;
  const mailingId = await createDigest(db, keys, mailBytes);
  await freezeDigest(db, mailingId, mails);
  await pauseMailing(db, mailingId);
  const [cpu, postgres] = [await cpuOf(workers), await readFamilyCpuMs(pid)];
  const begun = performance.now();
  await resumeMailing(db, mailingId);
  await ring('deliver');
  while (await isUnderWay(database, mailingId)) await pause(20);
  const seconds = (performance.now() - begun) / 1000;
  const receipt = await readReceipt(db, mailingId);
  if (receipt.accepted !== mails) throw new Error(`${receipt.accepted} of ${mails} were accepted`);
  return {
    rate: mails / seconds,
    cpuMsPerMail: ((await cpuOf(workers)) - cpu) / mails,
    postgresMsPerMail: ((await readFamilyCpuMs(pid)) - postgres) / mails,
    rssMb: Math.max(...(await Promise.all(workers.map((worker) => readPeakMb(worker.pid ?? 0))))),
  };
}

/**
 * Sends personalised 30 KB digests through the whole ledger, alternately with `smtp-source` on the same sink. Both keep their
 * connections for many mails.
 * @param args `--mails N` (30000 a round), `--rounds N` (3), `--senders N` (1 process), `--dkim` (each mail signed, RSA-2048)
 */
export async function benchSend(args: readonly string[]): Promise<object> {
  const option = (name: string, usual: number): number => {
    const at = args.indexOf(`--${name}`);
    return at === -1 ? usual : Number(args[at + 1]);
  };
  const [mails, rounds, senders] = [option('mails', 30_000), option('rounds', 3), option('senders', 1)];
  const isSigned = args.includes('--dkim');
  const tools = await findPostfixTools();
  if (!tools)
    throw new Error('Postfix is not installed: its smtp-sink is the other end and smtp-source the yardstick');
  const sink = await startSink(tools, port);
  try {
    return await withBenchDatabase(async (database) => {
      const { db, keys, url } = database;
      await migrateBells({ databaseUrl: url, onError: () => undefined });
      if (isSigned)
        await addDkimKey(db, keys, { domain: mailDomain, selector: 'bench', algorithm: 'rsa-sha256' });
      const bells = openBells({ databaseUrl: url, onError: () => undefined });
      const workers = Array.from({ length: senders }, () => startWorker(database, port));
      try {
        await Promise.all(workers.map(isUp));
        // The first rows warm the code up, as in a process that has been running for a while.
        await sendRound(database, workers, bells.ring, 3000 * senders);
        const results: { source: number; round: Round }[] = [];
        console.log('round  smtp-source   doorstep  ratio  CPU a mail  PostgreSQL  memory');
        for (let n = 1; n <= rounds; n += 1) {
          const source = await runSource(tools, port, mails, mailBytes);
          const round = await sendRound(database, workers, bells.ring, mails);
          results.push({ source, round });
          console.log(
            `${n}      ${source.toFixed(0)}/s        ${round.rate.toFixed(0)}/s     ${(round.rate / source).toFixed(2)}   ` +
              `${round.cpuMsPerMail.toFixed(3)} ms    ${round.postgresMsPerMail.toFixed(3)} ms    ${round.rssMb} MB`,
          );
        }
        return {
          bench: 'send',
          mails,
          senders,
          dkim: isSigned,
          rate: rounded(median(results.map(({ round }) => round.rate)), 0),
          smtpSource: rounded(median(results.map(({ source }) => source)), 0),
          ratio: rounded(median(results.map(({ source, round }) => round.rate / source))),
          cpuMsPerMail: rounded(median(results.map(({ round }) => round.cpuMsPerMail)), 3),
          postgresMsPerMail: rounded(median(results.map(({ round }) => round.postgresMsPerMail)), 3),
          rssMb: Math.max(...results.map(({ round }) => round.rssMb)),
        };
      } finally {
        await Promise.all(workers.map(endOf));
        await bells.close();
      }
    });
  } finally {
    sink.kill();
  }
}
