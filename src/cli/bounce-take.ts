import type { Command } from 'commander';
import type { FeedbackOutcome } from '../feedback/intake/feedback-event.ts';
import { takeSavedMail } from '../feedback/intake/take-saved-mail.ts';
import { CliProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { readSavedMail } from './saved-mail.ts';

const words: Readonly<Record<Exclude<FeedbackOutcome['kind'], 'taken'>, string>> = {
  known: 'taken in before',
  forged: 'came to a bounce address that is not ours: nothing was done',
  'not-ours': 'about no mail of ours of the last 90 days',
};

const effects: Readonly<Record<Extract<FeedbackOutcome, { kind: 'taken' }>['effect'], string>> = {
  suppressed: 'kept back from now on',
  strike: 'counted; not enough yet to keep the address back',
  noted: 'noted; it is not about the reader',
  'kept back before': 'kept back already',
  'lifted since': 'noted; mail goes there again since',
};

const jsonLine = (file: string, outcome: FeedbackOutcome): string =>
  `${JSON.stringify({ file, outcome: outcome.kind, ...(outcome.kind === 'taken' && { address: outcome.address, effect: outcome.effect }) })}\n`;

const textLine = (file: string, outcome: FeedbackOutcome): string =>
  outcome.kind === 'taken'
    ? `${file}: ${outcome.address}: ${effects[outcome.effect]}\n`
    : `${file}: ${words[outcome.kind]}\n`;

/** `bounce take`: saved bounces and complaints, with all that follows from them. The same file twice counts once. */
export function addBounceTake(parent: Command, { withInstall, terminal }: CliSetting): void {
  parent
    .command('take')
    .description('take in saved bounces and complaints, and keep dead addresses back')
    .argument('<file...>', 'saved mails, one a file')
    .option('--json', 'print one JSON object a line')
    .action(async (files: readonly string[], { json }: { json?: boolean }) => {
      const problems: string[] = [];
      await withInstall(async ({ db, keys }) => {
        for (const file of files) {
          const saved = await readSavedMail(file);
          if (saved.kind === 'unreadable') {
            problems.push(saved.problem);
            continue;
          }
          const outcomes = await takeSavedMail(db, keys, saved.bytes);
          for (const outcome of outcomes)
            await terminal.out(json === true ? jsonLine(file, outcome) : textLine(file, outcome));
          if (outcomes.length === 0 && json !== true)
            await terminal.out(`${file}: no bounce and no complaint\n`);
        }
      });
      if (problems.length > 0) throw new CliProblem(problems.join('; '));
    });
}
