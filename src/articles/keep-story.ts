import { createHash } from 'node:crypto';
import type { Db } from '../platform/db.ts';
import { type ArticleBlock, countWords } from './article-block.ts';
import { slugify } from './slug.ts';
import { type NewArticle, findBySource, insertArticle } from './sql.ts';

export type Story = Omit<NewArticle, 'slug' | 'wordCount' | 'sourceHash'> & {
  /** Made from the title when it is missing. */
  readonly slug?: string | undefined;
};

/** Address parts that mean a page of the newsroom's own: a story there could not be opened. */
export const reservedSlugs: ReadonlySet<string> = new Set(['import', 'feeds', 'new', 'drafts']);

export const numbered = (slug: string, n: number): string => (n === 1 ? slug : `${slug}-${n}`);

/** Tells one text from another, whatever way it came in. */
export const sourceHashOf = (title: string, blocks: readonly ArticleBlock[]): string =>
  createHash('sha256')
    .update(JSON.stringify([title, blocks]))
    .digest('hex');

export type KeptStory = {
  readonly slug: string;
  /** False when this very text was there before. */
  readonly isNew: boolean;
  /** It was there, and the newsroom took it back: it stays so. */
  readonly isTakenBack: boolean;
};

/** Keeps a story once, under a slug that is its own. */
export async function keepStory(db: Db, { slug: given, ...story }: Story): Promise<KeptStory> {
  const sourceHash = sourceHashOf(story.title, story.blocks);
  const wanted = given ?? slugify(story.title);
  for (let n = 1; ; n += 1) {
    const slug = numbered(wanted, n);
    if (reservedSlugs.has(slug)) continue;
    const wordCount = countWords(story.blocks);
    const outcome = await insertArticle(db, { ...story, slug, wordCount, sourceHash });
    if (outcome === 'added') return { slug, isNew: true, isTakenBack: false };
    if (outcome === 'source-known') {
      const known = await findBySource(db, sourceHash);
      return { slug: known?.slug ?? slug, isNew: false, isTakenBack: known?.isTakenBack ?? false };
    }
  }
}
