import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { type PublishOutcome, publishDraft } from '../articles/drafts/publish-draft.ts';
import { bringInFile, bringInPage } from '../articles/from-elsewhere/bring-in.ts';
import { importArticle } from '../articles/import-article.ts';
import { findSection } from '../articles/sections.ts';
import { findNewsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { createGuardedFetch } from '../platform/fetch-guarded.ts';
import { recordAct } from '../staff/audit.ts';
import { CliProblem, commandLine, fileProblem } from './cli-problem.ts';
import type { CliInstall, CliSetting } from './cli-setting.ts';
import { print, readAll } from './terminal.ts';

type Options = { title?: string; section?: string; newsletter?: string; publish?: boolean; json?: boolean };

/** Far more than a story may have: the room says how much that is. */
const mostBytes = 64 * 1024 * 1024;

async function readStory(file: string, { terminal }: CliSetting): Promise<Buffer> {
  try {
    const bytes = await readAll(file === '-' ? terminal.input : createReadStream(file), mostBytes);
    if (bytes) return bytes;
  } catch (error) {
    throw fileProblem(file, error);
  }
  throw new CliProblem(`${file}: the file has more than 64 MB; a story may be 1 MB at most`);
}

async function findNewsletterOf(db: Db, { newsletter: slug }: Options) {
  const newsletter = slug === undefined ? null : await findNewsletter(db, { slug });
  if (slug !== undefined && !newsletter) throw new CliProblem(`There is no newsletter ${slug}`);
  return newsletter;
}

async function importFile(file: string, options: Options, setting: CliSetting): Promise<void> {
  const bytes = await readStory(file, setting);
  const { slug, isNew } = await setting.withInstall(async ({ db }) => {
    const newsletter = await findNewsletterOf(db, options);
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
  const url = `${setting.publicUrl}/articles/${slug}`;
  await print(setting.terminal, options, { slug, url, isNew }, [
    `${slug}${isNew ? '' : '  (was there already)'}  ${url}`,
  ]);
}

/** Why a draft is not out, in one line; it stays where it is. */
function notPublished(outcome: Exclude<PublishOutcome, { kind: 'published' }>): string {
  switch (outcome.kind) {
    case 'problems':
      return outcome.problems.map(({ message }) => message).join('; ');
    case 'open-marks':
      return `a mark is still open in it: ${outcome.marks.map(({ mark }) => mark).join(', ')}`;
    case 'story-changed':
    case 'conflict':
    case 'missing':
    case 'scheduled':
      return 'somebody is at work on it';
    default:
      return outcome satisfies never;
  }
}

/** What a file is by the end of its name; plain text unless told. */
function formOf(file: string): 'text' | 'markdown' | 'html' {
  if (/\.(?:md|markdown)$/i.test(file)) return 'markdown';
  return /\.html?$/i.test(file) ? 'html' : 'text';
}

const isAddress = (text: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(text);

/** A draft of a page, or of a file with marks; that one is out at once where nothing is missing in it. */
async function bringIn({ db, publicUrl }: CliInstall, source: string, options: Options, setting: CliSetting) {
  const { section, newsletter, title } = options;
  await findNewsletterOf(db, options);
  if (section !== undefined && !(await findSection(db, section)))
    throw new CliProblem(`There is no section ${section}.`);
  const by = commandLine;
  const facts = {
    ...(title !== undefined && { title }),
    ...(section !== undefined && { section }),
    ...(newsletter !== undefined && { newsletter }),
  };
  const fetch = setting.fetchOutside ?? createGuardedFetch();
  const outcome = isAddress(source)
    ? await bringInPage(db, source, { fetch, publicUrl, by, facts })
    : await bringInFile(
        db,
        { form: formOf(source), bytes: await readStory(source, setting), title: title ?? '' },
        { by, facts },
      );
  if (outcome.kind === 'refused') throw new CliProblem(outcome.message);
  return outcome;
}

async function importDraft(source: string, options: Options, setting: CliSetting): Promise<void> {
  const { draft, isNew, slug } = await setting.withInstall(async (install) => {
    const found = await bringIn(install, source, options, setting);
    const { publicId, version, articleSlug } = found.draft;
    if ((options.publish !== true && isAddress(source)) || articleSlug !== null)
      return { ...found, slug: articleSlug };
    const outcome = await publishDraft(install.db, {
      publicId,
      version,
      by: commandLine,
      now: new Date(),
      at: null,
      withOpenMarks: false,
      over: false,
    });
    if (outcome.kind === 'published') return { ...found, slug: outcome.slug };
    const sheet = `${setting.publicUrl}/admin/stories/drafts/${publicId}`;
    throw new CliProblem(`It is kept as a draft, and not published: ${notPublished(outcome)}  ${sheet}`);
  });
  const path = slug === null ? `admin/stories/drafts/${draft.publicId}` : `articles/${slug}`;
  const address = `${setting.publicUrl}/${path}`;
  const known = isNew ? '' : '  (was there already)';
  await print(setting.terminal, options, { draft: draft.publicId, slug, url: address, isNew }, [
    slug === null ? `A draft to look at${known}  ${address}` : `${slug}${known}  ${address}`,
  ]);
}

/**
 * `article import`: a story from a file of plain text, Markdown or HTML, which is out at once, or from a page of the open web, which
 * becomes a draft. The same twice is one story.
 */
export function addArticleImport(parent: Command, setting: CliSetting): void {
  parent
    .command('import')
    .description('take a story in from a file, or from a page')
    .argument(
      '<file>',
      'paragraphs separated by blank lines, or Markdown (.md) or HTML (.html); - reads standard input; the address of a page becomes a draft',
    )
    .option('--title <headline>', 'unless told, made from the first sentence, or what the page says')
    .option('--section <slug>')
    .option('--newsletter <slug>', 'the newsletter its sign-up boxes ask for')
    .option('--publish', 'let readers see a story from a page at once')
    .option('--json', 'print one JSON object')
    .action((file: string, options: Options) =>
      isAddress(file) || formOf(file) !== 'text'
        ? importDraft(file, options, setting)
        : importFile(file, options, setting),
    );
}
