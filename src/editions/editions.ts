import { isDeepStrictEqual } from 'node:util';
import { type Article, listArticlesBySlug } from '../articles/articles.ts';
import { findNewsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import { type EditionBlock, articlesOf } from './edition-block.ts';
import type { SubjectTest } from './subject-test/subject-test.ts';
import {
  type Author,
  type Edition,
  type EditionText,
  findEditionBy,
  insertEdition,
  setEditionArticles,
  updateDraft,
} from './sql/editions.ts';
import { listUncarried } from './sql/stories.ts';

export type { Author, Edition, EditionText } from './sql/editions.ts';
export { type EditionLine, listEditionLines as listEditions, listEditionsOfMailings } from './sql/lines.ts';

export type NewEdition = {
  /** Slug. */
  readonly newsletter: string;
  /** Slugs in their order; the first one leads. */
  readonly articles: readonly string[];
  /** The lead's headline unless told. */
  readonly subject?: string | undefined;
  readonly subjectTest?: SubjectTest | null | undefined;
  readonly createdBy: string;
  /** Their number, where it is a member of staff. */
  readonly createdById?: number | undefined;
};

export type CreateOutcome =
  | { readonly kind: 'created'; readonly id: string }
  | {
      readonly kind: 'refused';
      readonly field: 'newsletter' | 'articles' | 'subject';
      readonly message: string;
    };

/** A draft: one story card for each article. Its public id is returned. */
export async function createEdition(db: Db, edition: NewEdition): Promise<CreateOutcome> {
  const newsletter = await findNewsletter(db, { slug: edition.newsletter });
  if (!newsletter) {
    return { kind: 'refused', field: 'newsletter', message: `There is no newsletter ${edition.newsletter}.` };
  }
  const slugs = [...new Set(edition.articles)];
  const articles = await listArticlesBySlug(db, slugs);
  const missing = slugs.filter((slug) => !articles.some((article) => article.slug === slug));
  if (missing.length > 0) {
    return { kind: 'refused', field: 'articles', message: `There is no story ${missing.join(', ')}.` };
  }
  if ((edition.subject ?? '').length > 250) {
    return {
      kind: 'refused',
      field: 'subject',
      message: 'Please use at most 250 characters for the subject.',
    };
  }
  const lead = articles.find((article) => article.slug === slugs[0]);
  const publicId = randomId();
  await db.transaction().execute(async (tx) => {
    const id = await insertEdition(tx, {
      publicId,
      newsletterId: newsletter.id,
      subject: edition.subject ?? lead?.title ?? '',
      preheader: lead?.dek ?? '',
      blocks: slugs.map((article) => ({ kind: 'story-card', article })),
      subjectTest: edition.subjectTest ?? null,
      createdBy: edition.createdBy,
      author: { name: edition.createdBy, staffId: edition.createdById ?? null },
    });
    await setEditionArticles(tx, id, slugs);
  });
  return { kind: 'created', id: publicId };
}

export { listCarrying as listEditionsWith } from './sql/stories.ts';

export const findEdition = (db: Db, publicId: string): Promise<Edition | null> =>
  findEditionBy(db, { publicId });

/** A draft, or a released edition under correction. */
export const isOpenForChange = ({ mailingId, correctingSince }: Edition): boolean =>
  mailingId === null || correctingSince !== null;

export type SaveEditionOutcome =
  | { readonly kind: 'saved'; readonly version: number; readonly savedAt: Date }
  /** Somebody saved in between: both texts are there to choose from, nothing was overwritten. */
  | { readonly kind: 'conflict'; readonly current: Edition }
  | { readonly kind: 'released' | 'missing' };

/** Words alone: what is absent and what is undefined are the same, as in the table. */
const plain = ({ subject, preheader, blocks, subjectTest = null }: EditionText): unknown =>
  JSON.parse(JSON.stringify({ subject, preheader, blocks, subjectTest }));

/**
 * Saves a draft that is still at the version the editor saw. Where nothing is new it stays that version: pressing Save twice
 * takes no approval back.
 */
export async function saveEdition(
  db: Db,
  publicId: string,
  { version, ...text }: EditionText & { readonly version: number },
  by: Author,
): Promise<SaveEditionOutcome> {
  const before = await findEdition(db, publicId);
  if (before?.version === version && isOpenForChange(before) && isDeepStrictEqual(plain(before), plain(text)))
    return { kind: 'saved', version, savedAt: before.updatedAt };
  const saved = await db.transaction().execute(async (tx) => {
    const row = await updateDraft(tx, publicId, version, text, by);
    if (row) await setEditionArticles(tx, row.id, text.blocks.flatMap(articlesOf));
    return row;
  });
  if (saved) return { kind: 'saved', version: saved.version, savedAt: saved.updatedAt };
  const current = await findEdition(db, publicId);
  if (!current) return { kind: 'missing' };
  return isOpenForChange(current) ? { kind: 'conflict', current } : { kind: 'released' };
}

/** The newest stories that no edition carries yet. */
export async function listNewStories(db: Db, count: number): Promise<readonly Article[]> {
  const slugs = await listUncarried(db, count);
  const articles = await listArticlesBySlug(db, slugs);
  return slugs.flatMap((slug) => articles.find((article) => article.slug === slug) ?? []);
}

/** Cards for the newest stories that no edition carries yet, to go behind the blocks that are there. */
export async function newestStoryCards(db: Db, count: number): Promise<readonly EditionBlock[]> {
  return (await listUncarried(db, count)).map((article) => ({ kind: 'story-card', article }));
}
