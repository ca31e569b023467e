import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** A link of a mail: its turn among the others, where it leads, and the words one clicks. */
export type MailLink = { readonly place: number; readonly url: string; readonly words: string };

export type NumberedLink = MailLink & { readonly number: number };

/** Gives links their numbers; one that a mailing has at this place already keeps the one it has. */
export async function numberLinks(
  tx: Db,
  mailingId: number,
  links: readonly MailLink[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ place: number; number: number }>`
    with given as (
      select place, url, words
      from unnest(${links.map(({ place }) => place)}::integer[], ${links.map(({ url }) => url)}::text[],
        ${links.map(({ words }) => words)}::text[]) as link (place, url, words)
    ),
    known as (
      select place, number, url from mailing_link where mailing_id = ${mailingId}
    ),
    added as (
      insert into mailing_link (mailing_id, number, place, url, words)
      select ${mailingId}, (select coalesce(max(number), 0) from known) + row_number() over (order by place),
        place, url, words
      from given where not exists (select from known where known.place = given.place and known.url = given.url)
      returning place, number
    )
    select place, number from known join given using (place, url)
    union all
    select place, number from added
  `.execute(tx);
  return new Map(rows.map(({ place, number }) => [place, number]));
}

/** The links of a mailing in their order in the mail. */
export async function listLinks(db: Db, mailingId: number): Promise<readonly NumberedLink[]> {
  const { rows } = await sql<NumberedLink>`
    select number, place, url, words from mailing_link where mailing_id = ${mailingId} order by place, number
  `.execute(db);
  return rows;
}
