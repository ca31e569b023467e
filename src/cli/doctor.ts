import type { Command } from 'commander';
import { CliProblem } from './cli-problem.ts';
import type { CliSetting, InstallCheck } from './cli-setting.ts';
import { print } from './terminal.ts';

const columns = { severity: 7, name: 12 };

/** A line for what was looked at, and below it what was found and what to publish where that would mend something. */
function linesOf({
  name,
  isGood,
  severity = isGood ? 'good' : 'wrong',
  words,
  record,
}: InstallCheck): string[] {
  const below = ' '.repeat(columns.severity + columns.name + 2);
  return [
    `${severity.padEnd(columns.severity)} ${name.padEnd(columns.name)} ${words}`,
    ...(record && record.found !== '' ? [`${below}found    ${record.found}`] : []),
    ...(record?.publish && severity !== 'good'
      ? [`${below}publish  ${record.name} ${record.publish.type} ${record.publish.value}`]
      : []),
  ];
}

/** `doctor`: whether everything an install needs is there; ends with 1 when something is wrong. Advice and the unseen are not. */
export function addDoctor(parent: Command, { checkInstall, terminal }: CliSetting): void {
  parent
    .command('doctor')
    .description('look at the database, the mail server and what DNS says of the sender')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const checks = await checkInstall();
      const bad = checks.filter(({ isGood }) => !isGood);
      await print(terminal, options, { isGood: bad.length === 0, checks }, checks.flatMap(linesOf));
      const names = [...new Set(bad.map(({ name }) => name))];
      if (names.length > 0) throw new CliProblem(`Wrong: ${names.join(', ')}`, 1);
    });
}
