import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';
import { type SubscriptionState, stateNow } from './sql/subscriptions.ts';

const pauseIsOver = sql`coalesce(subscription.paused_until <= now(), false)`;

/**
 * True where a row of `subscription` stands for somebody who gets the newsletter today: what `stateNow` says, in the words of the
 * columns, since the planner knows how many are active and cannot know what a `case` comes to.
 */
export const isActiveNow: Fragment = sql`(subscription.state = 'active' or subscription.state = 'paused' and ${pauseIsOver})`;

/** True where a row of `subscription` is in a state today. */
export function isInState(state: SubscriptionState): Fragment {
  if (state === 'active') return isActiveNow;
  return state === 'paused'
    ? sql`(subscription.state = 'paused' and not ${pauseIsOver})`
    : sql`(subscription.state = ${state})`;
}

/** True where a row of `subscriber` has a newsletter active: for "already has it" (an upper room's block mask). */
export const hasActive = (newsletterId: number): Fragment => sql`exists (
  select from subscription where subscription.subscriber_id = subscriber.id
    and subscription.newsletter_id = ${newsletterId} and ${isActiveNow}
)`;

/** The newsletters that the row of `subscriber` has active, but for one, as an array; null for none. */
export const activeNewslettersBut = (newsletterId: number): Fragment => sql`(
  select array_agg(subscription.newsletter_id) from subscription
  where subscription.subscriber_id = subscriber.id and subscription.newsletter_id <> ${newsletterId} and ${isActiveNow}
)`;

/** True where a row of `subscriber` is kept back by a suppression from the newsletter whose number this expression gives. */
export const isKeptBackIn = (newsletterId: Fragment): Fragment => sql`exists (
  select from suppression where suppression.address_key = subscriber.address_key and suppression.lifted_at is null
    and suppression.scope in ('everything', 'bulk', 'newsletter:' || ${newsletterId})
)`;

/** The same for one newsletter. */
export const isKeptBack = (newsletterId: number): Fragment => sql`exists (
  select from suppression where suppression.address_key = subscriber.address_key and suppression.lifted_at is null
    and suppression.scope in ('everything', 'bulk', ${`newsletter:${newsletterId}`})
)`;

export type AudienceCount = { readonly reason: string; readonly readers: number };

/** Further reasons for which a reader does not get a mail, and what their conditions read. */
export type FurtherReasons = {
  /** Joins to the rows of `subscription` and `subscriber`; none may multiply them. */
  readonly joins: Fragment;
  /** `when … then '…'`, as often as wanted; asked after the common ones. */
  readonly whens: Fragment;
};

/**
 * Every subscription of a newsletter, by what becomes of it: `reachable`, or why not (pending, paused, left, suppressed, and
 * further reasons of the caller). The parts always add up to all subscriptions.
 */
export async function countAudience(
  db: Db,
  newsletterId: number,
  { joins, whens }: FurtherReasons = { joins: sql``, whens: sql`` },
): Promise<readonly AudienceCount[]> {
  const { rows } = await sql<AudienceCount>`
    select case
        when ${stateNow} = 'ended' then 'left'
        when ${stateNow} <> 'active' then ${stateNow}
        when ${isKeptBack(newsletterId)} then 'suppressed'
        ${whens}
        else 'reachable'
      end as reason, count(*) as readers
    from subscription join subscriber on subscriber.id = subscription.subscriber_id ${joins}
    where subscription.newsletter_id = ${newsletterId}
    group by 1 order by 1
  `.execute(db);
  return rows;
}

/** How many wait for a confirmation, by the number of the newsletter; one for which nobody does is missing. */
export async function countPending(db: Db): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ newsletterId: number; readers: number }>`
    select newsletter_id as "newsletterId", count(*)::integer as readers
    from subscription where state = 'pending' group by newsletter_id
  `.execute(db);
  return new Map(rows.map(({ newsletterId, readers }) => [newsletterId, readers]));
}
