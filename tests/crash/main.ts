import { runCrash } from './crash-run.ts';

const option = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? usual : Number(process.argv[at + 1]);
};

const result = await runCrash({
  rows: option('rows', 20_000),
  kills: option('kills', 50),
  senders: option('senders', 3),
  sinkDelayMs: option('delay', 40),
});
console.table(result);
console.log(JSON.stringify(result));
