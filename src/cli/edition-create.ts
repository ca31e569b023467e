import type { Command } from 'commander';
import type { SubjectTest } from '../editions/subject-test/subject-test.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

type Options = {
  newsletter: string;
  article: string[];
  subject?: string;
  subjectB?: string;
  testShare?: string;
  testWait?: string;
  testBy?: string;
  json?: boolean;
};

/** The second subject and how it is tried; null without one. */
async function readTest({ subjectB, testShare, testWait, testBy }: Options): Promise<SubjectTest | null> {
  if (subjectB === undefined) {
    if (testShare === undefined && testWait === undefined && testBy === undefined) return null;
    throw new CliProblem('A test needs a second subject: give it with --subject-b');
  }
  const { subjectTestForm } = await import('../editions/subject-test/subject-test.ts');
  const read = subjectTestForm.safeParse({
    subject: subjectB,
    sharePercent: testShare === undefined ? undefined : Number(testShare),
    waitMinutes: testWait === undefined ? undefined : Number(testWait),
    decideBy: testBy,
  });
  if (!read.success) throw new CliProblem(read.error.issues.map(({ message }) => message).join(' '));
  return read.data;
}

/** `edition create`: a draft with a card for each story. */
export function addEditionCreate(parent: Command, setting: CliSetting): void {
  parent
    .command('create')
    .description('make a draft with a card for each story')
    .requiredOption('--newsletter <slug>')
    .requiredOption('--article <slug...>', 'stories in their order; the first one leads')
    .option('--subject <text>', 'unless told, the first story’s headline')
    .option(
      '--subject-b <text>',
      'a second subject, tried on some readers before the rest gets the better one',
    )
    .option('--test-share <percent>', 'how many readers get the test, 5 to 50; 20 unless told')
    .option('--test-wait <minutes>', 'how long the rest waits, 30 to 1440; 240 unless told')
    .option('--test-by <what>', 'what decides: clicks, or opens, which are an estimate')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const { createEdition } = await import('../editions/editions.ts');
      const subjectTest = await readTest(options);
      const id = await setting.withInstall(async ({ db }) => {
        const outcome = await createEdition(db, {
          newsletter: options.newsletter,
          articles: options.article,
          subject: options.subject,
          subjectTest,
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
