import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { importArticle } from '../articles/import-article.ts';
import { findNewsletter } from '../newsletters/newsletter.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine, fileProblem } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print, readAll } from './terminal.ts';

type Options = { title?: string; section?: string; newsletter?: string; json?: boolean };

/** Far more than a story may have: the room says how much that is. */
const mostBytes = 64 * 1024 * 1024;

async function readStory(file: string, { terminal }: CliSetting): Promise<Buffer> {
  if (/^https?:\/\//i.test(file))
    throw new CliProblem('A story is imported from a file; addresses are not read');
  try {
    const bytes = await readAll(file === '-' ? terminal.input : createReadStream(file), mostBytes);
    if (bytes) return bytes;
  } catch (error) {
    throw fileProblem(file, error);
  }
  throw new CliProblem(`${file}: the file has more than 64 MB; a story may be 1 MB at most`);
}

/** `article import`: a story from a plain text file. The same text twice is one story. */
export function addArticleImport(parent: Command, setting: CliSetting): void {
  parent
    .command('import')
    .description('take a story in from a plain text file')
    .argument('<file>', 'paragraphs separated by blank lines; - reads standard input')
    .option('--title <headline>', 'unless told, made from the first sentence')
    .option('--section <slug>')
    .option('--newsletter <slug>', 'the newsletter its sign-up boxes ask for')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Options) => {
      const bytes = await readStory(file, setting);
      const imported = await setting.withInstall(async ({ db }) => {
        const newsletter =
          options.newsletter === undefined ? null : await findNewsletter(db, { slug: options.newsletter });
        if (options.newsletter !== undefined && !newsletter) {
          throw new CliProblem(`There is no newsletter ${options.newsletter}`);
        }
        const outcome = await importArticle(db, {
          bytes,
          title: options.title,
          sectionSlug: options.section,
          newsletterId: newsletter?.id,
        });
        if (outcome.kind === 'refused') throw new CliProblem(outcome.message);
        if (outcome.isNew) {
          const object = `article ${outcome.slug}`;
          await recordAct(db, { actor: commandLine, action: 'imported a story', object });
        }
        return outcome;
      });
      const { slug, isNew } = imported;
      const url = `${setting.publicUrl}/articles/${slug}`;
      await print(setting.terminal, options, { slug, url, isNew }, [
        `${slug}${isNew ? '' : '  (was there already)'}  ${url}`,
      ]);
    });
}
