import path from 'node:path';
import { migrateBells, openBells } from '../../src/platform/bells.ts';
import { startSink } from '../crash/processes.ts';
import { type BenchDatabase, withBenchDatabase } from './bench-database.ts';
import { median, rounded } from './median.ts';
import { sendRound } from './send.ts';
import { endOf, isUp, startWorker } from './sender-processes.ts';

const mailBytes = 30_720;
/** Of each sender process, as `startWorker` opens them. */
const connections = 32;

type Step = {
  readonly senders: number;
  readonly rate: number;
  /** What the mail server's delay allows on all connections together. */
  readonly ceiling: number;
  readonly postgresMsPerMail: number;
};

async function measure(
  database: BenchDatabase,
  {
    senders,
    delayMs,
    seconds,
    rounds,
  }: { senders: number; delayMs: number; seconds: number; rounds: number },
): Promise<Step> {
  const sink = await startSink(path.join(database.dataDir, 'record.txt'), { delayMs, hangUpShare: 0 });
  const bells = openBells({ databaseUrl: database.url, onError: () => undefined });
  const workers = Array.from({ length: senders }, () => startWorker(database, sink.port));
  const ceiling = (senders * connections * 1000) / delayMs;
  try {
    await Promise.all(workers.map(isUp));
    await sendRound(database, workers, bells.ring, Math.round(ceiling * 2));
    const results = [];
    for (let n = 0; n < rounds; n += 1)
      results.push(await sendRound(database, workers, bells.ring, Math.round(ceiling * seconds)));
    return {
      senders,
      ceiling: rounded(ceiling, 0),
      rate: rounded(median(results.map(({ rate }) => rate)), 0),
      postgresMsPerMail: rounded(median(results.map((round) => round.postgresMsPerMail)), 3),
    };
  } finally {
    await Promise.all(workers.map(endOf));
    await bells.close();
    await sink.end();
  }
}

/**
 * How the rate grows with sender processes, to a mail server that is slow and not busy: as many hosts would, each has its own
 * connections, its own lease and its own window, and shares nothing but PostgreSQL.
 * @param args `--senders 1,2,4`, `--delay N` (150 ms a mail), `--seconds N` (8, of each round at its best), `--rounds N` (3)
 */
export async function benchScale(args: readonly string[]): Promise<object> {
  const option = (name: string, usual: string): string => {
    const at = args.indexOf(`--${name}`);
    return args[at === -1 ? args.length : at + 1] ?? usual;
  };
  const [delayMs, seconds, rounds] = [
    Number(option('delay', '150')),
    Number(option('seconds', '8')),
    Number(option('rounds', '3')),
  ];
  return withBenchDatabase(async (database) => {
    await migrateBells({ databaseUrl: database.url, onError: () => undefined });
    const steps: Step[] = [];
    console.log('senders  rate      of the ceiling  growth  PostgreSQL');
    for (const senders of option('senders', '1,2,4').split(',').map(Number)) {
      const step = await measure(database, { senders, delayMs, seconds, rounds });
      steps.push(step);
      console.log(
        `${senders}        ${step.rate}/s     ${(step.rate / step.ceiling).toFixed(2)}            ` +
          `${(step.rate / (steps[0]?.rate ?? step.rate)).toFixed(2)}    ${step.postgresMsPerMail} ms a mail`,
      );
    }
    return { bench: 'scale', delayMs, mailBytes, steps };
  });
}
