import type { Command } from 'commander';
import { parseBounce } from '../feedback/bounce/parse-bounce.ts';
import type { BouncedRecipient } from '../feedback/feedback-mail.ts';
import { CliProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { readSavedMail } from './saved-mail.ts';

const jsonLine = (
  file: string,
  { recipient, status, class: bounceClass, hard, reason }: BouncedRecipient,
): string => `${JSON.stringify({ file, recipient, status, class: bounceClass, hard, reason })}\n`;

const tableLine = ({ recipient, status, class: bounceClass, hard, reason }: BouncedRecipient): string =>
  `${[
    (recipient ?? '(not named)').padEnd(34),
    (status ?? '').padEnd(8),
    bounceClass.padEnd(17),
    hard ? 'hard' : 'soft',
    reason.slice(0, 100),
  ].join(' ')}\n`;

/** `bounce classify`: saved bounces, a line a recipient. It reads files alone and needs no install. */
export function addBounceClassify(parent: Command, { terminal }: Pick<CliSetting, 'terminal'>): void {
  parent
    .command('classify')
    .description('say whom saved bounces are about, and why the mail came back')
    .argument('<file...>', 'saved mails, one a file')
    .option('--json', 'print one JSON object a line, a line a recipient')
    .action(async (files: readonly string[], { json }: { json?: boolean }) => {
      const problems: string[] = [];
      for (const file of files) {
        const saved = await readSavedMail(file);
        if (saved.kind === 'unreadable') {
          problems.push(saved.problem);
          continue;
        }
        const mail = parseBounce(saved.bytes);
        for (const found of mail.kind === 'bounce' ? mail.recipients : [])
          await terminal.out(json ? jsonLine(file, found) : tableLine(found));
      }
      if (problems.length > 0) throw new CliProblem(problems.join('; '));
    });
}
