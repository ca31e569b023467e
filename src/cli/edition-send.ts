import type { Command } from 'commander';
import { z } from 'zod';
import { readPublication } from '../newsletters/publication.ts';
import { randomId } from '../platform/random-tokens.ts';
import { momentOf } from '../platform/wall-time.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliInstall, CliSetting } from './cli-setting.ts';
import { type Sent, waitForEdition } from './edition-wait.ts';
import { print } from './terminal.ts';

type Options = { wait?: boolean; undo: boolean; at?: string; reason?: string; json?: boolean };

/** A moment with its offset, or a day and a time by the newsroom's clock. */
async function readMoment({ db }: CliInstall, text: string): Promise<Date> {
  if (z.iso.datetime({ offset: true }).safeParse(text).success) return new Date(text);
  const [, year, month, day, hour, minute] =
    /^(\d{4})-(\d{2})-(\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (!z.iso.date().safeParse(text.slice(0, 10)).success || minute === undefined)
    throw new CliProblem(`--at wants a moment such as 2026-12-08T07:00, not ${text}`);
  const { timeZone } = await readPublication(db);
  const on = { year: Number(year), month: Number(month), day: Number(day) };
  return momentOf(on, Number(hour) * 60 + Number(minute), timeZone);
}

/** Lets it go, or finds that it has gone before. @returns a line that says so */
async function release(install: CliInstall, id: string, { undo, at, reason }: Options): Promise<string> {
  const { releaseEdition } = await import('../editions/release-edition.ts');
  const leavesAt = at === undefined ? undefined : await readMoment(install, at);
  const outcome = await releaseEdition(install.db, install, {
    publicId: id,
    releaseKey: randomId(),
    releasedBy: commandLine,
    ...(!undo && { undoSeconds: 0 }),
    reason,
    leavesAt,
  });
  switch (outcome.kind) {
    case 'released': {
      await install.ring('release');
      if (outcome.heldUntil !== null)
        return `Edition ${id} leaves at ${outcome.heldUntil.toISOString()}; until then it can be taken back in the admin`;
      return outcome.undoSeconds === 0
        ? `Edition ${id} is on its way`
        : `Edition ${id} leaves in ${outcome.undoSeconds} seconds; until then it can be taken back in the admin`;
    }
    case 'released-already':
      return `Edition ${id} was released at ${outcome.releasedAt.toISOString()} by ${outcome.releasedBy}`;
    case 'blocked': {
      const blocking = outcome.checks.filter(({ severity }) => severity === 'blocking');
      throw new CliProblem(`It cannot leave yet: ${blocking.map(({ message }) => message).join(' ')}`);
    }
    case 'missing':
      throw new CliProblem(`There is no edition ${id}`);
    default:
      return outcome satisfies never;
  }
}

const accountLines = ({ receipt, inDoubtReaders }: Sent): string[] => [
  `${receipt.accepted} of ${receipt.audience} accepted, ${receipt.refused} refused, ${receipt.suppressed} suppressed, ${receipt.inDoubt} in doubt`,
  ...inDoubtReaders.map((reader) => `In doubt  ${reader}`),
];

/** `edition send`: releases an edition; with --wait it stays until the last reader has an outcome. */
export function addEditionSend(parent: Command, setting: CliSetting): void {
  parent
    .command('send')
    .description('release an edition')
    .argument('<id>')
    .option('--wait', 'stay until nobody waits any more; answers that were lost are named')
    .option('--no-undo', 'without the seconds in which it can be taken back')
    .option(
      '--at <moment>',
      'not before this moment: 2026-12-08T07:00 by the newsroom’s clock, or with an offset',
    )
    .option('--reason <text>', 'why it cannot wait: before digests, and in spite of quiet hours')
    .option('--json', 'print one JSON object')
    .action(async (id: string, options: Options) => {
      const [line, sent] = await setting.withInstall(async (install) => {
        const released = await release(install, id, options);
        if (!options.wait) return [released, null] as const;
        if (!options.json) setting.terminal.err(`${released}\n`);
        return [released, await waitForEdition(install, id, setting.terminal)] as const;
      });
      const { terminal } = setting;
      if (!sent) return print(terminal, options, { id }, [line]);
      const { stage, receipt, inDoubtReaders } = sent;
      return print(terminal, options, { id, stage, ...receipt, inDoubtReaders }, accountLines(sent));
    });
}
