import type { Command } from 'commander';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

type Options = { newsletter: string; article: string[]; subject?: string; json?: boolean };

/** `edition create`: a draft with a card for each story. */
export function addEditionCreate(parent: Command, setting: CliSetting): void {
  parent
    .command('create')
    .description('make a draft with a card for each story')
    .requiredOption('--newsletter <slug>')
    .requiredOption('--article <slug...>', 'stories in their order; the first one leads')
    .option('--subject <text>', 'unless told, the first story’s headline')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const { createEdition } = await import('../editions/editions.ts');
      const id = await setting.withInstall(async ({ db }) => {
        const outcome = await createEdition(db, {
          newsletter: options.newsletter,
          articles: options.article,
          subject: options.subject,
          createdBy: commandLine,
        });
        if (outcome.kind === 'refused') throw new CliProblem(outcome.message);
        const object = `edition ${outcome.id}`;
        await recordAct(db, { actor: commandLine, action: 'created an edition', object });
        return outcome.id;
      });
      await print(setting.terminal, options, { id }, [id]);
    });
}
