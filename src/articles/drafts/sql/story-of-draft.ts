import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { ArticleBlock } from '../../article-block.ts';
import { isOut } from '../../is-out.ts';
import type { StoryContent } from '../story-content.ts';

/** A story's whole text, as a draft gives it. */
export type StoryText = Pick<
  StoryContent,
  'title' | 'dek' | 'byline' | 'access' | 'leastTier' | 'openParagraphs' | 'isMetered'
> & {
  readonly slug: string;
  readonly sectionId: number | null;
  readonly newsletterId: number | null;
  readonly picture: {
    readonly mediaId: string;
    readonly alt: string;
    readonly caption: string | null;
    readonly credit: string | null;
  } | null;
  readonly blocks: readonly ArticleBlock[];
  readonly wordCount: number;
  readonly sourceHash: string;
};

export type TextOutcome =
  | { readonly kind: 'written'; readonly articleId: number; readonly updatedAt: Date }
  | { readonly kind: 'slug-taken' | 'source-known' };

/** Whether another story has this address, or had it. */
const isTaken = (slug: string, articleId: number | null) => sql`(
  exists (select from article where slug = ${slug} and article.id is distinct from ${articleId}::integer)
  or exists (select from article_address where slug = ${slug} and article_id is distinct from ${articleId}::integer))`;

/** Adds a story that a draft has become. */
export async function insertStory(tx: Db, text: StoryText, publishedAt: Date): Promise<TextOutcome> {
  const { rows } = await sql<{ articleId: number; updatedAt: Date }>`
    insert into article (slug, title, dek, byline, section_id, newsletter_id, picture_media_id, picture_alt, picture_caption,
      picture_credit, blocks, word_count, source_hash, published_at, updated_at, access, least_tier, open_paragraphs, is_metered)
    select ${text.slug}, ${text.title}, ${text.dek}, ${text.byline}, ${text.sectionId}::integer, ${text.newsletterId}::integer,
      ${text.picture?.mediaId ?? null}::text, ${text.picture?.alt ?? null}::text, ${text.picture?.caption ?? null}::text,
      ${text.picture?.credit ?? null}::text, ${JSON.stringify(text.blocks)}::jsonb, ${text.wordCount}::integer,
      ${text.sourceHash}::text, ${publishedAt}::timestamptz, clock_timestamp(), ${text.access}, ${text.leastTier}::text,
      ${text.openParagraphs}::smallint, ${text.isMetered}::boolean
    where not ${isTaken(text.slug, null)}
    on conflict do nothing
    returning id as "articleId", updated_at as "updatedAt"
  `.execute(tx);
  const [row] = rows;
  if (row) return { kind: 'written', ...row };
  const known = await sql`select from article where source_hash = ${text.sourceHash}`.execute(tx);
  return { kind: known.rows.length > 0 ? 'source-known' : 'slug-taken' };
}

/**
 * Writes a draft's text over its story. A text that another story has keeps no source of its own. One that was taken back is
 * out again as of `now`; it keeps the date on which it came out first.
 */
export async function updateStory(
  tx: Db,
  articleId: number,
  text: StoryText,
  now: Date,
): Promise<TextOutcome> {
  const { rows } = await sql<{ articleId: number; updatedAt: Date }>`
    update article set slug = ${text.slug}, title = ${text.title}, dek = ${text.dek}, byline = ${text.byline},
      section_id = ${text.sectionId}, newsletter_id = ${text.newsletterId},
      picture_media_id = ${text.picture?.mediaId ?? null}, picture_alt = ${text.picture?.alt ?? null},
      picture_caption = ${text.picture?.caption ?? null}, picture_credit = ${text.picture?.credit ?? null},
      blocks = ${JSON.stringify(text.blocks)}::jsonb, word_count = ${text.wordCount},
      source_hash = case when exists (select from article other
        where other.source_hash = ${text.sourceHash} and other.id <> article.id) then null else ${text.sourceHash} end,
      access = ${text.access}, least_tier = ${text.leastTier}, open_paragraphs = ${text.openParagraphs},
      is_metered = ${text.isMetered}, updated_at = clock_timestamp(),
      out_again_at = case when taken_back_at is null then out_again_at else ${now} end,
      taken_back_at = null, taken_back_by = null
    where id = ${articleId} and not ${isTaken(text.slug, articleId)}
    returning id as "articleId", updated_at as "updatedAt"
  `.execute(tx);
  const [row] = rows;
  return row ? { kind: 'written', ...row } : { kind: 'slug-taken' };
}

/** The address a story leaves leads on to it from now on; the one it takes leads nowhere else. */
export async function moveAddress(
  tx: Db,
  articleId: number,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await sql`delete from article_address where slug = ${to}`.execute(tx);
  await sql`
    insert into article_address (slug, article_id) values (${from}, ${articleId})
    on conflict (slug) do update set article_id = excluded.article_id, left_at = now()
  `.execute(tx);
}

/** Takes a story for this transaction: its address and its last change as they are now. Null when it is gone. */
export async function lockStory(
  tx: Db,
  articleId: number,
): Promise<{ slug: string; updatedAt: Date } | null> {
  const { rows } = await sql<{ slug: string; updatedAt: Date }>`
    select slug, updated_at as "updatedAt" from article where id = ${articleId} for update
  `.execute(tx);
  return rows[0] ?? null;
}

/** Takes the story at an address for this transaction, if readers see it; its id. */
export async function lockStoryAt(tx: Db, slug: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from article where slug = ${slug} and ${isOut} for update
  `.execute(tx);
  return rows[0]?.id ?? null;
}

/** Readers see the story no more. The new time keeps its feed from writing over it. */
export async function hideStory(
  tx: Db,
  articleId: number,
  { by, at }: { by: string; at: Date },
): Promise<void> {
  await sql`
    update article set taken_back_at = ${at}, taken_back_by = ${by}, updated_at = clock_timestamp() where id = ${articleId}
  `.execute(tx);
}

/** Section and newsletter by their slugs; null where there is none. */
export async function selectPlaces(
  db: Db,
  { section, newsletter }: Pick<StoryContent, 'section' | 'newsletter'>,
): Promise<{ sectionId: number | null; newsletterId: number | null }> {
  const { rows } = await sql<{ sectionId: number | null; newsletterId: number | null }>`
    select (select id from section where slug = ${section}) as "sectionId",
      (select id from newsletter where slug = ${newsletter}) as "newsletterId"
  `.execute(db);
  return rows[0] ?? { sectionId: null, newsletterId: null };
}

/** The slug of a newsletter by its number; empty for none. */
export async function selectNewsletterSlug(db: Db, id: number | null): Promise<string> {
  const { rows } = await sql<{ slug: string }>`select slug from newsletter where id = ${id}`.execute(db);
  return rows[0]?.slug ?? '';
}
