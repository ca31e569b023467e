import type { Db } from '../platform/db.ts';
import { articleForm } from './articles.ts';
import { keepStory } from './keep-story.ts';
import { parsePlainText } from './plain-text.ts';
import { findSection } from './sections.ts';
import type { ArticlePicture } from './sql.ts';

export type ArticleSource = {
  /** The file as it came: plain text, paragraphs separated by blank lines. */
  readonly bytes: Uint8Array;
  /** Made from the first sentence when it is missing. */
  readonly title?: string | undefined;
  readonly slug?: string | undefined;
  readonly dek?: string | undefined;
  readonly byline?: string | undefined;
  readonly sectionSlug?: string | undefined;
  /** The newsletter its sign-up boxes ask for. */
  readonly newsletterId?: number | undefined;
  readonly publishedAt?: Date | undefined;
  readonly picture?: Omit<ArticlePicture, 'width' | 'height'> | undefined;
};

export type ImportOutcome =
  /** `isNew` is false when this very text was imported before. */
  | { readonly kind: 'imported'; readonly slug: string; readonly isNew: boolean }
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };

/** What would not pass when the facts are edited does not come in either. */
const factsForm = articleForm.pick({ dek: true, byline: true });

/** Takes a story in as newspapers hand it over. The same text twice is one story. */
export async function importArticle(db: Db, source: ArticleSource): Promise<ImportOutcome> {
  const parsed = parsePlainText(source.bytes, source.title === undefined ? {} : { title: source.title });
  if (parsed.kind === 'refused') {
    const field = parsed.reason === 'title-too-long' ? 'title' : 'text';
    return { kind: 'refused', field, message: parsed.message };
  }
  const facts = factsForm.safeParse({ dek: source.dek ?? '', byline: source.byline ?? '' });
  if (!facts.success) {
    const { path, message } = facts.error.issues[0] ?? { path: [], message: 'Please check it' };
    return { kind: 'refused', field: String(path[0] ?? 'dek'), message };
  }
  const section = source.sectionSlug === undefined ? null : await findSection(db, source.sectionSlug);
  if (source.sectionSlug !== undefined && !section) {
    return { kind: 'refused', field: 'section', message: `There is no section ${source.sectionSlug}.` };
  }
  const { isTakenBack, ...kept } = await keepStory(db, {
    slug: source.slug,
    title: parsed.title,
    ...facts.data,
    sectionId: section?.id ?? null,
    newsletterId: source.newsletterId ?? null,
    picture: source.picture ?? null,
    blocks: parsed.blocks,
    publishedAt: source.publishedAt ?? new Date(),
  });
  if (isTakenBack) {
    const message = 'This very text was here and was taken back: publish it again from its draft';
    return { kind: 'refused', field: 'text', message };
  }
  return { kind: 'imported', ...kept };
}
