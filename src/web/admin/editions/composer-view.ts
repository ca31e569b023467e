import type { Response } from 'express';
import type { CheckLine } from '../../../../templates/pages/admin/editions/check-list.tsx';
import type { ComposerPageProps } from '../../../../templates/pages/admin/editions/composer-page.tsx';
import type { InboxRowProps } from '../../../../templates/pages/admin/editions/inbox-row.tsx';
import type { ProofNotesProps } from '../../../../templates/pages/admin/editions/proof.tsx';
import { listArticles, listArticlesBySlug } from '../../../articles/articles.ts';
import { type Check, checkEdition } from '../../../editions/check-edition.ts';
import { articlesOf } from '../../../editions/edition-block.ts';
import { type Edition, listNewStories } from '../../../editions/editions.ts';
import { readSubjectTest } from '../../../editions/subject-test/read-test.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { findNewsletter, listNewsletters } from '../../../newsletters/newsletter.ts';
import { type Publication, readPublication, senderOf } from '../../../newsletters/publication.ts';
import type { Db } from '../../../platform/db.ts';
import { findTestAddress } from '../../../staff/accounts.ts';
import { mayRole } from '../../../staff/roles.ts';
import { clockTime } from '../../moments.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { sessionOf } from '../staff-door.ts';
import { editionPath } from './edition-path.ts';
import { listedNewStories, mostNewStories } from './new-stories.ts';
import { type ProofChoice, proofQuery } from './proof-reader.ts';

/** How many stories the selects offer: the newest, and whatever the edition carries already. */
const offered = 60;

export const checkLine = ({ severity, code, message, field, block }: Check): CheckLine => ({
  severity,
  code,
  message,
  anchor: field ?? (block === undefined ? undefined : `block-${block}`),
});

/** What an inbox shows behind the subject when there is no preheader: the first words of the mail. */
async function firstWords({ db }: WebSetting, { blocks }: Pick<Edition, 'blocks'>): Promise<string> {
  const first = blocks.find((block) => block.kind === 'intro' || articlesOf(block).length > 0);
  if (!first) return 'The first words of the mail';
  if (first.kind === 'intro') return first.text;
  const [article] = await listArticlesBySlug(db, articlesOf(first).slice(0, 1));
  return article ? `${article.title} ${article.dek}` : 'The first words of the mail';
}

/** How an edition stands in an inbox now. */
export async function readInboxRow(
  setting: WebSetting,
  edition: Edition,
  publication: Publication,
): Promise<InboxRowProps> {
  const newsletter = await findNewsletter(setting.db, { id: edition.newsletterId });
  return {
    sender: newsletter ? senderOf(publication, newsletter).name : publication.name,
    subject: edition.subject,
    secondSubject: edition.subjectTest?.subject,
    preheader: edition.preheader,
    fallback: await firstWords(setting, edition),
    time: clockTime(setting.clock(), publication),
  };
}

/** The part of the composer that changes with every save. */
export async function readProofNotes(
  setting: WebSetting,
  edition: Edition,
  publication: Publication,
): Promise<ProofNotesProps> {
  const [inbox, checks] = await Promise.all([
    readInboxRow(setting, edition, publication),
    checkEdition(setting.db, setting.publicUrl, edition),
  ]);
  return { inbox, checks: checks.map(checkLine) };
}

export const savedWords = (savedAt: Date, publication: Publication): string =>
  `Saved ${clockTime(savedAt, publication)}`;

async function readOptions(
  { db }: WebSetting,
  edition: Pick<Edition, 'blocks'>,
): Promise<ComposerPageProps['options']> {
  const [{ articles }, carried, newsletters, tiers] = await Promise.all([
    listArticles(db, { limit: offered }),
    listArticlesBySlug(db, edition.blocks.flatMap(articlesOf)),
    listNewsletters(db),
    listTiers(db),
  ]);
  const stories = new Map([...articles, ...carried].map(({ slug, title }) => [slug, { slug, name: title }]));
  return { stories: [...stories.values()], newsletters, tiers: tiers.filter(({ rank }) => rank > 0) };
}

async function testOffer(db: Db, edition: Edition): Promise<ComposerPageProps['test']> {
  if (edition.rhythm !== null) return 'none';
  if (edition.mailingId === null) return 'offered';
  return (await readSubjectTest(db, edition)) === null ? 'none' : 'begun';
}

/** Everything the composer shows of an edition, which may be as it is saved or as somebody just posted it. */
export async function readComposer(
  setting: WebSetting,
  response: Response,
  edition: Edition,
  choice: ProofChoice,
): Promise<ComposerPageProps> {
  const { db } = setting;
  const { staff } = sessionOf(response);
  const publication = await readPublication(db);
  const [site, newsletter, notes, options, fresh, testAddress] = await Promise.all([
    readAdminSite(setting, response),
    findNewsletter(db, { id: edition.newsletterId }),
    readProofNotes(setting, edition, publication),
    readOptions(setting, edition),
    listNewStories(db, listedNewStories),
    findTestAddress(db, staff.id),
  ]);
  const path = editionPath(edition.publicId);
  return {
    ...notes,
    site,
    path,
    newsletter: newsletter?.name ?? '',
    version: edition.version,
    draft: edition,
    test: await testOffer(db, edition),
    saveState: savedWords(edition.updatedAt, publication),
    options,
    newStories: fresh.map(({ slug, title }) => ({ slug, name: title })),
    mostNew: mostNewStories,
    proof: { as: choice.as, width: choice.width, src: `${path}/preview.html?${proofQuery(choice)}` },
    testAddress,
    maySend: mayRole(staff.role, 'send'),
    needsApproval: newsletter?.needsApproval ?? false,
    problems: [],
  };
}
