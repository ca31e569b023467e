import { sql } from 'kysely';
import { countAudience, hasActive, isActiveNow, isKeptBack } from '../audience/reachable.ts';
import { type Audience, freezeAudience, putContent } from '../delivery/mailings.ts';
import { tierRankOf } from '../membership/access.ts';
import type { Db, Fragment } from '../platform/db.ts';
import type { Gate } from './edition-parts.ts';
import { renderForMailing } from './render-edition.ts';
import { findEditionBy, listFreezing } from './sql.ts';

const isOpenFor = ({ leastRank, unlessHas }: Gate): Fragment => {
  const hasRank = sql`${tierRankOf(sql`subscriber.id`)} >= ${leastRank}::bigint`;
  return unlessHas === null ? hasRank : sql`(${hasRank} and not ${hasActive(unlessHas.id)})`;
};

/** The mask as part of a statement: the bit of every gate that is open for the row's subscriber. */
const maskOf = (gates: readonly Gate[]): Fragment =>
  gates.reduce<Fragment>(
    (mask, gate) =>
      sql`${mask} | case when ${isOpenFor(gate)} then 1::bigint << ${gate.bit}::integer else 0 end`,
    sql`0::bigint`,
  );

const greeting = sql`case when subscriber.name is null or subscriber.name = '' then 'Hello,'
  else 'Hello ' || split_part(subscriber.name, ' ', 1) || ',' end`;

/** All reachable readers of a newsletter, in every rhythm, each with the blocks they may see. */
const audienceOf = (newsletterId: number, gates: readonly Gate[]): Audience => ({
  chunk: (cursor, limit) => sql`
    select subscriber.id as recipient_id, subscriber.address, subscriber.address_key, 0::smallint as variant,
      (${maskOf(gates)}) as block_mask, array[${greeting}] as fields
    from subscription join subscriber on subscriber.id = subscription.subscriber_id
    where subscription.newsletter_id = ${newsletterId} and subscriber.id > ${cursor}::bigint
      and ${isActiveNow} and not ${isKeptBack(newsletterId)}
    order by subscriber.id limit ${limit}
  `,
  countLeftOut: async (tx) =>
    (await countAudience(tx, newsletterId)).filter((part) => part.reason !== 'reachable'),
});

async function buildRelease(db: Db, publicUrl: string, mailingId: number): Promise<boolean> {
  const edition = await findEditionBy(db, { mailingId });
  if (!edition) return false;
  const { content, gates } = await renderForMailing(db, publicUrl, edition, edition.releasedAt ?? new Date());
  // The first rendering stands: a second run after a crash must not change what some rows may have been promised.
  await putContent(db, mailingId, content);
  return freezeAudience(db, mailingId, audienceOf(edition.newsletterId, gates));
}

/**
 * Renders and freezes every released edition that waits for it; safe to run again and from several processes.
 * @returns how many are ready to be sent now
 */
export async function buildReleases(db: Db, publicUrl: string): Promise<number> {
  let built = 0;
  for (const mailingId of await listFreezing(db)) {
    if (await buildRelease(db, publicUrl, mailingId)) built += 1;
  }
  return built;
}
