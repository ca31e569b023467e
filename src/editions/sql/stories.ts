import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** Slugs of the newest stories that no edition carries. */
export async function listUncarried(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from article
    where not exists (select from edition_article where edition_article.article_id = article.id)
    order by published_at desc, id desc limit ${limit}
  `.execute(db);
  return rows.map((row) => row.slug);
}

/** The subject of the edition before, and which of these stories an earlier one of the newsletter has sent. */
export async function findEarlier(
  db: Db,
  edition: { readonly id: number; readonly newsletterId: number },
  slugs: readonly string[],
): Promise<{ readonly subject: string | null; readonly sentSlugs: readonly string[] }> {
  const { rows } = await sql<{ subject: string | null; sentSlugs: string[] }>`
    select
      (select subject from edition
        where newsletter_id = ${edition.newsletterId} and id <> ${edition.id} and mailing_id is not null
        order by released_at desc limit 1) as subject,
      to_json(array(select distinct article.slug
        from edition_article join article on article.id = edition_article.article_id
        join edition on edition.id = edition_article.edition_id
        where edition.newsletter_id = ${edition.newsletterId} and edition.id <> ${edition.id}
          and edition.mailing_id is not null and (article.slug = any (${[...slugs]}::text[])
            or article.id in (select article_id from article_address where slug = any (${[...slugs]}::text[]))))) as "sentSlugs"
  `.execute(db);
  return rows[0] ?? { subject: null, sentSlugs: [] };
}
