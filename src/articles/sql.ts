import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import type { ArticleBlock } from './article-block.ts';
import { isOut } from './is-out.ts';

export type ArticlePicture = {
  readonly mediaId: string;
  readonly alt: string;
  readonly caption: string | null;
  readonly credit: string | null;
  readonly width: number;
  readonly height: number;
  /** The same picture in less width, the narrowest first. */
  readonly narrower?: readonly { readonly mediaId: string; readonly width: number }[] | null | undefined;
};

export type Article = {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly section: { readonly slug: string; readonly name: string } | null;
  readonly newsletterId: number | null;
  readonly picture: ArticlePicture | null;
  readonly blocks: readonly ArticleBlock[];
  readonly wordCount: number;
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  readonly access: ArticleAccess;
  /** For links in newsletters. */
  readonly linkPass: string;
};

/** Who may read a story whole. The room above decides for a reader (`membership/access.ts`). */
export type ArticleAccess = {
  readonly level: 'everyone' | 'registered' | 'tier';
  /** The slug of the least tier; null unless the level is `tier`. */
  readonly leastTier: string | null;
  /** How many paragraphs everybody sees. */
  readonly openParagraphs: number;
  /** Whether the free stories of a month count for it. */
  readonly isMetered: boolean;
};

export const articleColumns = sql`
  article.id, article.slug, article.title, article.dek, article.byline,
  case when section.id is not null then json_build_object('slug', section.slug, 'name', section.name) end as section,
  article.newsletter_id as "newsletterId",
  case when media.id is not null then json_build_object('mediaId', media.id, 'alt', coalesce(article.picture_alt, ''),
    'caption', article.picture_caption, 'credit', article.picture_credit, 'width', media.width, 'height', media.height,
    'narrower', (select json_agg(json_build_object('mediaId', small.id, 'width', small.width) order by small.width)
      from media as small where small.narrower_than = media.id))
  end as picture,
  article.blocks, article.word_count as "wordCount", article.published_at as "publishedAt", article.updated_at as "updatedAt",
  json_build_object('level', article.access, 'leastTier', article.least_tier, 'openParagraphs', article.open_paragraphs,
    'isMetered', article.is_metered) as access,
  article.link_pass as "linkPass"
`;

export const articleSource = sql`
  article left join section on section.id = article.section_id left join media on media.id = article.picture_media_id
`;

export type NewArticle = {
  readonly slug: string;
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly sectionId: number | null;
  readonly newsletterId: number | null;
  readonly picture: Omit<ArticlePicture, 'width' | 'height'> | null;
  readonly blocks: readonly ArticleBlock[];
  readonly wordCount: number;
  readonly sourceHash: string;
  readonly publishedAt: Date;
};

export type InsertArticleOutcome = 'added' | 'slug-taken' | 'source-known';

/** Adds an article. Its slug, also one that a story had before, and its source text are each there once; which of the two stood in the way is told. */
export async function insertArticle(db: Db, article: NewArticle): Promise<InsertArticleOutcome> {
  const { rows } = await sql<{ outcome: InsertArticleOutcome }>`
    with added as (
      insert into article (slug, title, dek, byline, section_id, newsletter_id, picture_media_id, picture_alt,
        picture_caption, picture_credit, blocks, word_count, source_hash, published_at)
      select ${article.slug}, ${article.title}, ${article.dek}, ${article.byline}, ${article.sectionId}::integer,
        ${article.newsletterId}::integer, ${article.picture?.mediaId ?? null}::text, ${article.picture?.alt ?? null}::text,
        ${article.picture?.caption ?? null}::text, ${article.picture?.credit ?? null}::text,
        ${JSON.stringify(article.blocks)}::jsonb, ${article.wordCount}::integer, ${article.sourceHash}::text,
        ${article.publishedAt}::timestamptz
      where not exists (select from article_address where slug = ${article.slug})
      on conflict do nothing
      returning id
    )
    select case
      when exists (select from added) then 'added'
      when exists (select from article where source_hash = ${article.sourceHash}) then 'source-known'
      else 'slug-taken'
    end as outcome
  `.execute(db);
  return rows[0]?.outcome ?? 'slug-taken';
}

/** The story that has this text, also one that was taken back. */
export async function findBySource(
  db: Db,
  sourceHash: string,
): Promise<{ readonly slug: string; readonly isTakenBack: boolean } | null> {
  const { rows } = await sql<{ slug: string; isTakenBack: boolean }>`
    select slug, taken_back_at is not null as "isTakenBack" from article where source_hash = ${sourceHash}
  `.execute(db);
  return rows[0] ?? null;
}

export type ArticleEdit = {
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly sectionId: number | null;
  readonly newsletterId: number | null;
  readonly access: ArticleAccess;
};

const accessValues = ({ level, leastTier, openParagraphs, isMetered }: ArticleAccess) => sql`
  access = ${level}, least_tier = ${leastTier}, open_paragraphs = ${openParagraphs}, is_metered = ${isMetered}
`;

/** Says who may read a story whole, and changes nothing else. */
export async function setArticleAccess(db: Db, slug: string, access: ArticleAccess): Promise<void> {
  await sql`update article set ${accessValues(access)} where slug = ${slug}`.execute(db);
}

/** False when there is no such article. */
export async function updateArticleFacts(db: Db, slug: string, edit: ArticleEdit): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update article set title = ${edit.title}, dek = ${edit.dek}, byline = ${edit.byline}, section_id = ${edit.sectionId},
      newsletter_id = ${edit.newsletterId}, ${accessValues(edit.access)}, updated_at = now()
    where slug = ${slug} and ${isOut}
  `.execute(db);
  return numAffectedRows === 1n;
}
