import type { Command } from 'commander';
import { archiveLine, sizeOf, withArchiveProblems } from './archive-words.ts';
import type { CliSetting, Restored } from './cli-setting.ts';
import { createProgress } from './progress.ts';
import { print } from './terminal.ts';

type Options = { check?: boolean; keepSending?: boolean; json?: boolean };

const heldLines = ({ paused, drafts }: Restored): string[] => [
  ...(paused > 0
    ? [`${paused} paused: somebody may have got the edition since. Resume or stop each on its page.`]
    : []),
  ...(drafts > 0 ? [`${drafts} that had been released and not begun are drafts again.`] : []),
];

/** `restore FILE`: into an empty database only; all of it or nothing. */
export function addRestore(parent: Command, { archives, terminal }: CliSetting): void {
  parent
    .command('restore')
    .description('bring an archive back into an empty database')
    .argument('<file>')
    .option('--check', 'read all of it, say whether it could be restored here, and change nothing')
    .option('--keep-sending', 'for a move: what was on its way goes on, since nothing left after the backup')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Options) => {
      const { check, restore } = await archives();
      if (options.check) {
        const found = await withArchiveProblems(file, () => check(file));
        await print(terminal, options, found, [`Whole: ${archiveLine(found)}.`]);
        return;
      }
      const progress = createProgress(terminal);
      const choice = { keepsSending: options.keepSending ?? false };
      const restored = await withArchiveProblems(file, () =>
        restore(file, choice, (table, bytes) => progress.show(`${sizeOf(bytes)} restored, now ${table}`)),
      ).finally(() => progress.clear());
      await print(terminal, options, restored, [
        `Restored ${archiveLine(restored)}.`,
        ...heldLines(restored),
        'Start Doorstep now. People who were erased after that moment must be erased again: docs/privacy.md.',
      ]);
    });
}
