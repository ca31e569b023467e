import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { parseBounce } from '../feedback/bounce/parse-bounce.ts';
import type { BouncedRecipient } from '../feedback/feedback-mail.ts';

type Finding = { readonly file: string } & Pick<
  BouncedRecipient,
  'recipient' | 'status' | 'class' | 'hard' | 'reason'
>;

type Reading = { readonly findings: readonly Finding[]; readonly problem: string | null };

async function readFindings(file: string): Promise<Reading> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { findings: [], problem: `${file}: cannot be read (${code})` };
  }
  const mail = parseBounce(bytes);
  const recipients = mail.kind === 'bounce' ? mail.recipients : [];
  return {
    findings: recipients.map(({ recipient, status, class: bounceClass, hard, reason }) => ({
      file,
      recipient,
      status,
      class: bounceClass,
      hard,
      reason,
    })),
    problem: null,
  };
}

const row = ({ recipient, status, class: bounceClass, hard, reason }: Finding): string =>
  [
    (recipient ?? '(not named)').padEnd(34),
    (status ?? '–').padEnd(8),
    bounceClass.padEnd(17),
    (hard ? 'hard' : 'soft').padEnd(5),
    reason.slice(0, 100),
  ].join(' ');

/** `doorstep bounce classify FILE…`: reads saved mails and needs no install. */
export function bounceCommand(): Command {
  const bounce = new Command('bounce').description('mails that came back');
  bounce
    .command('classify')
    .description('say which addresses saved bounces are about, and why they failed')
    .argument('<file...>', 'saved mails')
    .option('--json', 'one line of JSON a recipient')
    .action(async (files: readonly string[], { json = false }: { json?: boolean }) => {
      for (const file of files) {
        const { findings, problem } = await readFindings(file);
        if (problem !== null) {
          process.stderr.write(`${problem}\n`);
          process.exitCode = 2;
        }
        for (const finding of findings)
          process.stdout.write(`${json ? JSON.stringify(finding) : row(finding)}\n`);
      }
    });
  return bounce;
}
