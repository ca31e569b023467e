import { sql } from 'kysely';
import { queueMail } from '../../src/delivery/queue-mail.ts';
import { parseAddress } from '../../src/delivery/address.ts';
import { readReceipt } from '../../src/delivery/receipt.ts';
import { type Ring, migrateBells, openBells } from '../../src/platform/bells.ts';
import { type BenchDatabase, withBenchDatabase } from './bench-database.ts';
import { createDigest, freezeDigest, mailDomain } from './digest.ts';
import { median, rounded } from './median.ts';
import { findPostfixTools, startSink } from './postfix-tools.ts';
import { readPeakMb } from './process-usage.ts';
import { isUnderWay } from './send.ts';
import { endOf, isUp, startWorker } from './sender-processes.ts';

const port = 12_526;
const everyMs = 5000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Queues a code as a sign-up does and waits until a mail server has it. @returns milliseconds */
async function codeTime({ db, keys }: BenchDatabase, ring: Ring, number: number): Promise<number> {
  const to = parseAddress(`ada${number}@example.test`);
  if (!to) throw new Error('the address was refused');
  const begun = performance.now();
  await queueMail(db, keys, {
    kind: 'confirmation',
    onceKey: `code ${number}`,
    to,
    sender: { name: 'The Lantern', address: `news@${mailDomain}` },
    subject: 'Your code',
    html: '<p>123456</p>',
    text: '123456\n',
  });
  await ring('deliver-urgent');
  for (;;) {
    const { rows } = await sql`
      select from delivery where once_key = ${`code ${number}`} and state = 'accepted'
    `.execute(db);
    if (rows.length > 0) return performance.now() - begun;
    await pause(10);
  }
}

/**
 * One digest to a whole large audience by one sender process: its memory from beginning to end, and meanwhile how long a code
 * takes that a person waits for, every five seconds.
 * @param args `--readers N` (1000000)
 */
export async function benchMillion(args: readonly string[]): Promise<object> {
  const at = args.indexOf('--readers');
  const readers = at === -1 ? 1_000_000 : Number(args[at + 1]);
  const tools = await findPostfixTools();
  if (!tools) throw new Error('Postfix is not installed: its smtp-sink is the other end');
  const sink = await startSink(tools, port);
  try {
    return await withBenchDatabase(async (database) => {
      const { db, keys, url } = database;
      await migrateBells({ databaseUrl: url, onError: () => undefined });
      const bells = openBells({ databaseUrl: url, onError: () => undefined });
      const mailingId = await createDigest(db, keys, 30_720);
      await freezeDigest(db, mailingId, readers);
      const worker = startWorker(database, port);
      try {
        await isUp(worker);
        const begun = performance.now();
        await bells.ring('deliver');
        const codes: number[] = [];
        const peaks: number[] = [];
        while (await isUnderWay(database, mailingId)) {
          codes.push(await codeTime(database, bells.ring, codes.length));
          peaks.push(await readPeakMb(worker.pid ?? 0));
          await pause(Math.min(everyMs, readers / 20));
        }
        const seconds = (performance.now() - begun) / 1000;
        const { accepted } = await readReceipt(db, mailingId);
        const quarter = (n: number) => peaks[Math.floor(((peaks.length - 1) * n) / 4)] ?? 0;
        console.log(
          `${accepted} of ${readers} accepted in ${seconds.toFixed(0)} s; memory at each quarter ${[0, 1, 2, 3, 4].map(quarter).join(', ')} MB; ` +
            `codes: ${codes.length}, median ${median(codes).toFixed(0)} ms, slowest ${Math.max(...codes).toFixed(0)} ms`,
        );
        return {
          bench: 'million',
          readers,
          accepted,
          rate: rounded(accepted / seconds, 0),
          rssMb: Math.max(...peaks),
          codeMedianMs: rounded(median(codes), 0),
          codeSlowestMs: rounded(Math.max(...codes), 0),
        };
      } finally {
        await endOf(worker);
        await bells.close();
      }
    });
  } finally {
    sink.kill();
  }
}
