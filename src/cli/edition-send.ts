import type { Command } from 'commander';
import { randomId } from '../platform/random-tokens.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliInstall, CliSetting } from './cli-setting.ts';
import { type Sent, waitForEdition } from './edition-wait.ts';
import { print } from './terminal.ts';

type Options = { wait?: boolean; undo: boolean; reason?: string; json?: boolean };

/** Lets it go, or finds that it has gone before. @returns a line that says so */
async function release(install: CliInstall, id: string, { undo, reason }: Options): Promise<string> {
  const { releaseEdition } = await import('../editions/release-edition.ts');
  const outcome = await releaseEdition(install.db, install, {
    publicId: id,
    releaseKey: randomId(),
    releasedBy: commandLine,
    ...(!undo && { undoSeconds: 0 }),
    reason,
  });
  switch (outcome.kind) {
    case 'released': {
      const action = reason ? 'released an edition as breaking news' : 'released an edition';
      const details = reason ? { reason } : {};
      await recordAct(install.db, { actor: commandLine, action, object: `edition ${id}`, details });
      await install.ring('release');
      if (outcome.heldUntil !== null)
        return `Edition ${id} waits for the end of the quiet hours, ${outcome.heldUntil.toISOString()}`;
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
