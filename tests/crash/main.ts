import { type CrashResult, runCrash } from './crash-run.ts';
import { type Trouble, failPoints, troubles } from './troubles.ts';

const option = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? usual : Number(process.argv[at + 1]);
};

/** How often each trouble happens unless told, on how many rows. */
const usual: Readonly<Record<Trouble, { readonly rows: number; readonly times: number }>> = {
  kill: { rows: 20_000, times: 50 },
  'fail points': { rows: 20_000, times: 5 * failPoints.length },
  freeze: { rows: 10_000, times: 1 },
  'cut off': { rows: 10_000, times: 1 },
  'slow link': { rows: 10_000, times: 1 },
  database: { rows: 10_000, times: 4 },
  'relay down': { rows: 10_000, times: 4 },
  'lost replies': { rows: 10_000, times: 0 },
};

const isTrouble = (name: string): name is Trouble => Object.hasOwn(troubles, name);

const at = process.argv.indexOf('--trouble');
const wanted = at === -1 ? Object.keys(troubles) : [process.argv[at + 1] ?? ''];
const results: CrashResult[] = [];
for (const trouble of wanted.filter(isTrouble)) {
  const result = await runCrash({
    trouble,
    rows: option('rows', usual[trouble].rows),
    times: option('times', usual[trouble].times),
    senders: option('senders', 3),
    sinkDelayMs: option('delay', 40),
  });
  console.log(JSON.stringify(result));
  results.push(result);
}
console.table(results);
