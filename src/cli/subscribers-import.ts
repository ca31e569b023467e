import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { recordAct } from '../staff/audit.ts';
import {
  type Import,
  type ImportCounts,
  findMissing,
  problemRowsCsv,
  startImport,
  undoImport,
} from '../transfer/imports.ts';
import { type Progress, checkImport, runImport } from '../transfer/run-import.ts';
import { uploadImport } from '../transfer/upload-import.ts';
import { CliProblem, commandLine, fileProblem } from './cli-problem.ts';
import type { CliInstall, CliSetting } from './cli-setting.ts';
import { createProgress } from './progress.ts';
import { print } from './terminal.ts';

type Options = {
  newsletter: string[];
  dryRun?: boolean;
  words?: string;
  paidTier?: string;
  column?: string[];
  problems?: string;
  json?: boolean;
};

const parts = [
  'email',
  'name',
  'firstName',
  'lastName',
  'status',
  'tags',
  'joinedAt',
  'tier',
  'tierEndsAt',
  'comp',
];

/** `email=E-Mail` as part and heading. */
function readColumns(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [part = '', ...heading] = text.split('=');
      if (!parts.includes(part) || heading.length === 0)
        throw new CliProblem(`--column wants PART=HEADING with one of ${parts.join(', ')}, not ${text}`);
      return [part, heading.join('=')];
    }),
  );
}

async function upload(install: CliInstall, file: string, options: Options): Promise<Import> {
  const fileName = path.basename(file);
  // Opened first: a stream that fails before anybody listens would end the process.
  const handle = await open(file).catch((error: unknown) => {
    throw fileProblem(file, error);
  });
  try {
    const outcome = await uploadImport(install.db, {
      fileName,
      bytes: handle.createReadStream(),
      newsletters: options.newsletter,
      paidTier: options.paidTier,
      words: options.words ?? `Agreed before; imported by the newsroom from ${fileName}`,
      mapping: readColumns(options.column ?? []),
      createdBy: commandLine,
    });
    if (outcome.kind === 'refused') throw new CliProblem(outcome.message);
    return outcome.import;
  } catch (error) {
    throw fileProblem(file, error);
  } finally {
    await handle.close().catch(() => undefined);
  }
}

const lines = (counts: ImportCounts): string[] => [
  `rows        ${counts.rows}`,
  `subscribed  ${counts.subscribed}  (${counts.fresh} of them new)`,
  `known       ${counts.known}  have it already`,
  `goodbyes    ${counts.goodbyes}  left, bounced or complained there: kept as addresses that get no mail`,
  `kept out    ${counts.keptOut}  kept from mail here, or left here before`,
  `repeated    ${counts.repeated}`,
  `refused     ${counts.refused}`,
  `paid        ${counts.paid}, given ${counts.comp}`,
];

/** `subscribers import`: a list from elsewhere; `subscribers undo-import` takes it back. */
export function addSubscribersImport(parent: Command, { withInstall, terminal }: CliSetting): void {
  parent
    .command('import')
    .description('readers from a CSV file; exports of other products are known by their headings')
    .argument('<file>')
    .requiredOption('--newsletter <slug...>', 'what they get')
    .option('--dry-run', 'say what would happen and change no reader')
    .option('--words <sentence>', 'where they agreed: kept as the proof of consent')
    .option('--paid-tier <slug>', 'for readers who paid elsewhere; the least paid tier unless told')
    .option('--column <part=heading...>', 'what a column means, where its heading does not tell')
    .option('--problems <file>', 'write the rows that come to nothing there, with the reason')
    .option('--json', 'print one JSON object')
    .action((file: string, options: Options) =>
      withInstall(async (install) => {
        const { db, keys } = install;
        const found = await upload(install, file, options);
        const missing = await findMissing(db, found, found.header);
        if (missing) throw new CliProblem(missing.message);
        const progress = createProgress(terminal);
        const onProgress: Progress = (done, phase) =>
          progress.show(`${phase === 'reading' ? 'Read' : 'Added'} ${done} rows`);
        let counts: ImportCounts | null;
        if (options.dryRun) {
          counts = await checkImport(db, keys, found, onProgress);
        } else {
          await startImport(db, found);
          counts = await runImport(db, keys, found.id, onProgress);
          await recordAct(db, {
            actor: commandLine,
            action: 'imported readers',
            object: `import ${found.publicId}`,
          });
        }
        progress.clear();
        if (!counts) throw new CliProblem('Another process runs this import', 1);
        if (options.problems !== undefined) {
          const rows = problemRowsCsv(db, found);
          await writeFile(options.problems, rows);
        }
        const { publicId, source } = found;
        const isDryRun = options.dryRun ?? false;
        await print(terminal, options, { id: publicId, source, dryRun: isDryRun, ...counts }, [
          ...(source === null ? [] : [`An export of ${source}.`]),
          ...lines(counts),
          isDryRun
            ? 'Nothing was changed.'
            : `Import ${publicId}. Within seven days: doorstep subscribers undo-import ${publicId}`,
        ]);
      }),
    );

  parent
    .command('undo-import')
    .description('take an import back, within seven days')
    .argument('<id>')
    .option('--json', 'print one JSON object')
    .action((id: string, options: { json?: boolean }) =>
      withInstall(async ({ db }) => {
        const outcome = await undoImport(db, id);
        if (outcome.kind === 'too-late')
          throw new CliProblem(
            `There is no import ${id} that can be taken back: it must be done, and seven days old at most`,
          );
        await recordAct(db, { actor: commandLine, action: 'took an import back', object: `import ${id}` });
        await print(terminal, options, { id, removed: outcome.removed }, [
          `Taken back: ${outcome.removed} readers removed, the others keep what they did themselves.`,
        ]);
      }),
    );
}
