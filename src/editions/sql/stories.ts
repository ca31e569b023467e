import { sql } from 'kysely';
import { isOut } from '../../articles/is-out.ts';
import type { Db } from '../../platform/db.ts';

/** Slugs of the newest stories that no edition carries. */
export async function listUncarried(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from article
    where ${isOut} and not exists (select from edition_article where edition_article.article_id = article.id)
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

/** Headlines of the stories of an edition that were taken back since. */
export async function listTakenBack(db: Db, editionId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ title: string }>`
    select article.title from edition_article join article on article.id = edition_article.article_id
    where edition_article.edition_id = ${editionId} and not ${isOut} order by article.id
  `.execute(db);
  return rows.map(({ title }) => title);
}

export type CarryingEdition = {
  readonly publicId: string;
  readonly subject: string;
  readonly newsletter: string;
  /** `leaving`: released, and not all of it has left. */
  readonly state: 'draft' | 'leaving' | 'mailed';
};

/** The editions that carry a story: first what is still leaving, then drafts, then what was mailed, each the newest first. */
export async function listCarrying(db: Db, slug: string, limit: number): Promise<readonly CarryingEdition[]> {
  const { rows } = await sql<CarryingEdition>`
    select "publicId", subject, newsletter, state from (
      select edition.id, edition.public_id as "publicId", edition.subject, newsletter.name as newsletter,
        case when mailing.id is null then 'draft'
          when mailing.state = 'freezing' or mailing.state in ('sending', 'paused')
            and exists (select from delivery_chunk where delivery_chunk.mailing_id = mailing.id) then 'leaving'
          else 'mailed' end as state
      from article join edition_article on edition_article.article_id = article.id
      join edition on edition.id = edition_article.edition_id join newsletter on newsletter.id = edition.newsletter_id
      left join mailing on mailing.id = edition.mailing_id
      where article.slug = ${slug}
    ) as carrying
    order by array_position(array['leaving', 'draft', 'mailed'], state), id desc limit ${limit}
  `.execute(db);
  return rows;
}
