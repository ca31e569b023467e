import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';
import type { ShownStory } from './edition-parts.ts';

/**
 * Notes which stories a text of a mailing shows, before anybody gets it: from then on no automatic edition brings them to the
 * same reader again. Noted twice, the first stands.
 */
export async function noteMailedStories(
  tx: Db,
  { mailingId, version }: { readonly mailingId: number; readonly version: number },
  shown: readonly ShownStory[],
): Promise<void> {
  await sql`
    insert into mailed_story (mailing_id, version, article_id, bits, after_delivery_id)
    select ${mailingId}, ${version}, article_id, bits,
      coalesce((select min(after_delivery_id) from mailed_story where mailing_id = ${mailingId}),
        case when exists (select from delivery where mailing_id = ${mailingId}) then 0 end,
        (select max(id) from delivery), 0)
    from unnest(${shown.map(({ articleId }) => articleId)}::integer[],
      ${shown.map(({ bits }) => bits.toString())}::bigint[]) as shown (article_id, bits)
    on conflict do nothing
  `.execute(tx);
}

/**
 * The stories among these that a row of `subscriber` was sent, or is about to be, by any other mailing: a join that gives
 * `had.articles`, an array, or null for none. What was refused, kept back, stopped or expired was not sent.
 *
 * A reader's deliveries are looked at from the first of those mailings on, by an index; where no other mailing shows one of
 * the stories, as in a newsroom with one newsletter, nothing is looked at.
 */
export async function joinMailedStories(
  tx: Db,
  articleIds: readonly number[],
  ownMailingId: number | null,
): Promise<Fragment> {
  const of = sql`mailed_story.article_id = any (${[...articleIds]}::integer[]) and mailed_story.mailing_id is distinct from ${ownMailingId}::bigint`;
  const { rows } = await sql<{ after: number | null }>`
    select min(after_delivery_id) as after from mailed_story where ${of}
  `.execute(tx);
  const after = rows[0]?.after ?? null;
  if (after === null) return sql`cross join (select null::integer[] as articles) as had`;
  return sql`
    left join lateral (
      select array_agg(mailed_story.article_id) as articles
      from delivery join mailed_story on mailed_story.mailing_id = delivery.mailing_id
        and mailed_story.version = delivery.version
      where delivery.recipient_id = subscriber.id and delivery.id > ${after}::bigint and ${of}
        and delivery.state in ('waiting', 'accepted', 'in doubt')
        and (mailed_story.bits = 0 or mailed_story.bits & delivery.block_mask <> 0)
    ) as had on true
  `;
}

/** Two automatic editions that are frozen at the same moment would not see each other's mails: one waits here. */
export async function lockMailedStories(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('mailed stories'))`.execute(tx);
}
