import type { Command } from 'commander';
import type { Receipt } from '../delivery/receipt.ts';
import { CliProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

const figures: ReadonlyArray<readonly [keyof Omit<Receipt, 'leftOut'>, string]> = [
  ['accepted', 'accepted'],
  ['refused', 'refused'],
  ['suppressed', 'suppressed'],
  ['expired', 'expired'],
  ['stopped', 'stopped'],
  ['inDoubt', 'in doubt'],
  ['waiting', 'waiting'],
  ['attempting', 'attempting'],
];

/** A column of figures that adds up under a double rule, as in a ledger. */
export function receiptLines(receipt: Receipt): string[] {
  const width = Math.max(6, String(receipt.audience).length);
  const line = (words: string, n: number) => `${words.padEnd(12)}${String(n).padStart(width)}`;
  const rule = '═'.repeat(12 + width);
  const left = Object.entries(receipt.leftOut).map(([reason, n]) => line(reason, n));
  return [
    ...figures.map(([key, words]) => line(words, receipt[key])),
    rule,
    line('audience', receipt.audience),
    ...(left.length > 0 ? ['', 'Left out', ...left] : []),
  ];
}

/** `edition receipt`: the account of an edition, in sum or reader by reader. */
export function addEditionReceipt(parent: Command, { withInstall, terminal }: CliSetting): void {
  parent
    .command('receipt')
    .description('the account of an edition')
    .argument('<id>')
    .option('--csv', 'reader by reader, as CSV')
    .option('--json', 'print one JSON object')
    .action(async (id: string, options: { csv?: boolean; json?: boolean }) => {
      if (options.csv && options.json) throw new CliProblem('Please choose --csv or --json');
      const [{ findEdition }, { readEditionReceipt }, { receiptCsv }] = await Promise.all([
        import('../editions/editions.ts'),
        import('../editions/follow-edition.ts'),
        import('../editions/receipt-csv.ts'),
      ]);
      await withInstall(async ({ db }) => {
        if (!(await findEdition(db, id))) throw new CliProblem(`There is no edition ${id}`);
        const receipt = await readEditionReceipt(db, id);
        if (!receipt) throw new CliProblem(`Edition ${id} has not been released: it has no receipt yet`);
        if (!options.csv) return print(terminal, options, receipt, receiptLines(receipt));
        for await (const part of receiptCsv(db, id)) await terminal.out(part);
      });
    });
}
