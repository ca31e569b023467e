import { sql } from 'kysely';
import { z } from 'zod';
import { encodeCursor, parseMomentCursor } from '../platform/cursor.ts';
import type { Db } from '../platform/db.ts';
import { likeContaining } from '../platform/like-pattern.ts';
import { isOut } from './is-out.ts';
import { findSection } from './sections.ts';
import { type Article, articleColumns, articleSource, updateArticleFacts } from './sql.ts';

export { type Article, type ArticleAccess, type ArticlePicture, setArticleAccess } from './sql.ts';

export type ArticlePage = { readonly articles: readonly Article[]; readonly next: string | null };

export type ArticleQuery = {
  readonly sectionSlug?: string | undefined;
  /** Part of a headline or a byline. */
  readonly search?: string | undefined;
  /** The cursor of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
};

/** Stories, newest first. An unreadable cursor begins at the top. */
export async function listArticles(db: Db, query: ArticleQuery): Promise<ArticlePage> {
  const [before, beforeId] = parseMomentCursor(query.after ?? '') ?? [];
  const pattern = likeContaining(query.search);
  const { rows } = await sql<Article>`
    select ${articleColumns} from ${articleSource}
    where ${isOut} and (${pattern}::text is null or lower(article.title) like ${pattern} or lower(article.byline) like ${pattern})
      and (${query.sectionSlug ?? null}::text is null or section.slug = ${query.sectionSlug ?? null})
      and (${before ?? null}::timestamptz is null
        or (article.published_at, article.id) < (${before ?? null}::timestamptz, ${beforeId ?? null}::integer))
    order by article.published_at desc, article.id desc limit ${query.limit + 1}
  `.execute(db);
  const articles = rows.slice(0, query.limit);
  const last = articles.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { articles, next: hasMore ? encodeCursor([last.publishedAt.toISOString(), last.id]) : null };
}

/** The story at an address, also at one that it had before: its slug is the one of today. */
export async function findArticle(db: Db, slug: string): Promise<Article | null> {
  const { rows } = await sql<Article>`
    select ${articleColumns} from ${articleSource}
    where ${isOut}
      and (article.slug = ${slug} or article.id = (select article_id from article_address where slug = ${slug}))
  `.execute(db);
  return rows[0] ?? null;
}

export async function findArticleById(db: Db, id: number): Promise<Article | null> {
  const { rows } = await sql<Article>`
    select ${articleColumns} from ${articleSource} where article.id = ${id} and ${isOut}
  `.execute(db);
  return rows[0] ?? null;
}

/**
 * The articles with these slugs; slugs without an article are simply absent. A story that is asked for by an address it had
 * before answers to that one, which leads on to it: an edition of last year finds what it carries.
 */
export async function listArticlesBySlug(db: Db, slugs: readonly string[]): Promise<readonly Article[]> {
  const { rows } = await sql<Article & { askedFor: string }>`
    select ${articleColumns}, asked.slug as "askedFor"
    from unnest(${[...new Set(slugs)]}::text[]) as asked (slug)
    cross join lateral (
      select id from article where article.slug = asked.slug
      union all select article_id from article_address where article_address.slug = asked.slug
    ) as found
    join (${articleSource}) on article.id = found.id and ${isOut}
  `.execute(db);
  return rows.map(({ askedFor, ...article }) => ({ ...article, slug: askedFor }));
}

/** A story that readers had and do not see any more. */
export type TakenBack = {
  readonly slug: string;
  readonly title: string;
  readonly at: Date;
  readonly by: string;
  /** The public id of its draft, from which it comes out again. */
  readonly draft: string;
};

/** The story at an address, also at one that it had before, if it was taken back. */
export async function findTakenBack(db: Db, slug: string): Promise<TakenBack | null> {
  const { rows } = await sql<TakenBack>`
    select article.slug, article.title, taken_back_at as at, taken_back_by as by, story_draft.public_id as draft
    from article join story_draft on story_draft.article_id = article.id
    where not ${isOut}
      and (article.slug = ${slug} or article.id = (select article_id from article_address where slug = ${slug}))
  `.execute(db);
  return rows[0] ?? null;
}

/** What an editor may change about a story without touching its text. */
export const articleForm = z.object({
  title: z.string().trim().min(1, 'Please give it a headline').max(200, 'Please use at most 200 characters'),
  dek: z.string().trim().max(400, 'Please use at most 400 characters'),
  byline: z.string().trim().max(120, 'Please use at most 120 characters'),
  sectionSlug: z.string(),
  newsletterId: z.number().int().nullable(),
  access: z
    .object({
      level: z.enum(['everyone', 'registered', 'tier']),
      leastTier: z.string().nullable(),
      openParagraphs: z.coerce
        .number('Please give a number from 1 to 20')
        .int('Please give a number from 1 to 20')
        .min(1, 'Please give a number from 1 to 20')
        .max(20, 'Please give a number from 1 to 20'),
      isMetered: z.boolean(),
    })
    .refine(({ level, leastTier }) => (level === 'tier') === (leastTier !== null)),
});

export type EditArticleOutcome = { readonly kind: 'saved' | 'missing' | 'unknown-section' };

/** Saves headline, dek, byline, section, the newsletter its boxes ask for, and who may read it whole. */
export async function editArticle(
  db: Db,
  slug: string,
  form: z.infer<typeof articleForm>,
): Promise<EditArticleOutcome> {
  const section = form.sectionSlug === '' ? null : await findSection(db, form.sectionSlug);
  if (form.sectionSlug !== '' && !section) return { kind: 'unknown-section' };
  const isSaved = await updateArticleFacts(db, slug, { ...form, sectionId: section?.id ?? null });
  return { kind: isSaved ? 'saved' : 'missing' };
}
