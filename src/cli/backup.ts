import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { archiveLine, sizeOf, withArchiveProblems } from './archive-words.ts';
import { CliProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { createProgress } from './progress.ts';
import { print } from './terminal.ts';

/** `backup FILE`: everything but the secret, in one file, while the product runs. */
export function addBackup(parent: Command, { archives, terminal }: CliSetting): void {
  parent
    .command('backup')
    .description('write the database, pictures and keys into one file, while everything goes on')
    .argument('<file>')
    .option('--replace', 'write over a file that is there; it stays until the new one is whole')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: { replace?: boolean; json?: boolean }) => {
      if (existsSync(file) && !options.replace)
        throw new CliProblem(`${file} is there already; name another file, or add --replace`);
      const progress = createProgress(terminal);
      const { backUp } = await archives();
      const made = await withArchiveProblems(file, () =>
        backUp(file, (table, bytes) => progress.show(`${sizeOf(bytes)} copied, now ${table}`)),
      ).finally(() => progress.clear());
      await print(terminal, options, made, [
        `${file}  ${sizeOf(made.bytes)}`,
        `Holds ${archiveLine(made)}.`,
        'It opens only with the secret of this install (APP_SECRET, or DATA_DIR/app-secret), which is not in it: keep that elsewhere.',
      ]);
    });
}
