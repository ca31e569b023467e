import type { Command } from 'commander';
import { addFeed, feedForm } from '../articles/feeds/feeds.ts';
import { findSection } from '../articles/sections.ts';
import { findNewsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { CliProblem, commandLine } from './cli-problem.ts';
import type { CliSetting } from './cli-setting.ts';
import { print } from './terminal.ts';

type Options = { section?: string; newsletter?: string; pictures: boolean; json?: boolean };

async function readFacts(db: Db, url: string, options: Options) {
  const section = options.section === undefined ? null : await findSection(db, options.section);
  if (options.section !== undefined && !section)
    throw new CliProblem(`There is no section ${options.section}`);
  const newsletter =
    options.newsletter === undefined ? null : await findNewsletter(db, { slug: options.newsletter });
  if (options.newsletter !== undefined && !newsletter)
    throw new CliProblem(`There is no newsletter ${options.newsletter}`);
  const form = feedForm.safeParse({
    url,
    sectionId: section?.id ?? null,
    newsletterId: newsletter?.id ?? null,
    access: 'everyone',
    leastTier: null,
    takesPictures: options.pictures,
    isOn: true,
  });
  if (!form.success) throw new CliProblem(form.error.issues[0]?.message ?? 'Please check the address');
  return form.data;
}

/** `feed add`: stories come in from there by themselves, from now on. */
export function addFeedAdd(parent: Command, setting: CliSetting): void {
  parent
    .command('add')
    .description('let stories come in from RSS, Atom or JSON Feed')
    .argument('<url>')
    .option('--section <slug>', 'where its stories stand')
    .option('--newsletter <slug>', 'the newsletter their sign-up boxes ask for')
    .option('--no-pictures', 'leave their pictures behind')
    .option('--json', 'print one JSON object')
    .action(async (url: string, options: Options) => {
      const feed = await setting.withInstall(async ({ db, ring }) => {
        const facts = await readFacts(db, url, options);
        const added = await addFeed(db, facts, { actor: commandLine, at: new Date() });
        if (!added) throw new CliProblem('This feed is here already');
        await ring('feeds');
        return added;
      });
      const page = `${setting.publicUrl}/admin/stories/feeds/${feed.publicId}`;
      await print(setting.terminal, options, { id: feed.publicId, url: feed.url, page }, [
        `${feed.url}  is looked at every 15 minutes from now on: ${page}`,
      ]);
    });
}
