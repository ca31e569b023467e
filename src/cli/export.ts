import type { Command } from 'commander';
import { recordAct } from '../staff/audit.ts';
import { exportEverything } from '../transfer/everything/export-everything.ts';
import { CliProblem, commandLine, fileProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

/** `export`: everything the newsroom has, in files that other products read. */
export function addExport(program: Command, { withInstall, terminal }: CliSetting): void {
  program
    .command('export')
    .description('everything there is, as CSV and JSON in a new folder')
    .argument('<folder>', 'made if need be; must be empty')
    .option('--json', 'print one JSON object')
    .action((folder: string, options: { json?: boolean }) =>
      withInstall(async ({ db }) => {
        const outcome = await exportEverything(db, folder).catch((error: unknown) => {
          throw fileProblem(folder, error);
        });
        if (outcome.kind === 'not-empty')
          throw new CliProblem(`${folder} is not empty: nothing was written. Name a new folder.`);
        await recordAct(db, { actor: commandLine, action: 'exported everything' });
        const { files, pictures } = outcome;
        const lines = files.map((each) => `${each.file.padEnd(24)}${each.lines}`);
        await print(terminal, options, { folder, files, pictures }, [
          ...lines,
          `${'pictures'.padEnd(24)}${pictures}`,
        ]);
      }),
    );
}
