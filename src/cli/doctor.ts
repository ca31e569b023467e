import type { Command } from 'commander';
import { CliProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

/** `doctor`: whether everything an install needs is there; ends with 1 when something is wrong. */
export function addDoctor(parent: Command, { checkInstall, terminal }: CliSetting): void {
  parent
    .command('doctor')
    .description('look at the database, the mail server and the settings')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const checks = await checkInstall();
      const bad = checks.filter(({ isGood }) => !isGood);
      const lines = checks.map(
        ({ name, isGood, words }) => `${isGood ? 'good ' : 'wrong'}  ${name.padEnd(12)} ${words}`,
      );
      await print(terminal, options, { isGood: bad.length === 0, checks }, lines);
      if (bad.length > 0) throw new CliProblem(`Wrong: ${bad.map(({ name }) => name).join(', ')}`, 1);
    });
}
