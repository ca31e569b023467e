import { sql } from 'kysely';
import { countAudience, hasActive, isActiveNow, isKeptBack } from '../audience/reachable.ts';
import type { Audience } from '../delivery/mailings.ts';
import { tierRankOf } from '../membership/access.ts';
import type { Fragment } from '../platform/db.ts';
import type { Gate } from './edition-parts.ts';

const isOpenFor = ({ leastRank, belowRank, unlessHas }: Gate): Fragment => {
  const rank = tierRankOf(sql`subscriber.id`);
  const hasRank =
    belowRank === undefined
      ? sql`${rank} >= ${leastRank}::bigint`
      : sql`${rank} >= ${leastRank}::bigint and ${rank} < ${belowRank}::bigint`;
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
export const audienceOf = (newsletterId: number, gates: readonly Gate[]): Audience => ({
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

/** More readers than any newsletter has. */
const everybody = 2_000_000_000;

/** All of them at once, in the shape of the freeze. */
export const wholeAudience = (newsletterId: number, gates: readonly Gate[]): Fragment =>
  audienceOf(newsletterId, gates).chunk(0, everybody);

/** Which blocks each subscriber may see, whoever gets the edition. */
export const masksOf = (gates: readonly Gate[]): Fragment =>
  sql`select subscriber.id as recipient_id, (${maskOf(gates)}) as block_mask from subscriber`;
