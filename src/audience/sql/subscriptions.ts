import { sql } from 'kysely';
import type { Db, Fragment } from '../../platform/db.ts';
import type { Rhythm } from '../../newsletters/newsletter.ts';

export type SubscriptionState = 'pending' | 'active' | 'paused' | 'ended';

export type Subscription = {
  readonly newsletterId: number;
  readonly state: SubscriptionState;
  readonly rhythm: Rhythm;
  readonly startedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly endedAt: Date | null;
};

/** The state of now: a pause whose day has come counts as active without anybody writing it. */
export const stateNow: Fragment = sql`
  case when subscription.state = 'paused' and subscription.paused_until <= now() then 'active' else subscription.state end
`;

/**
 * Adds pending subscriptions, or begins ended ones anew; active and paused ones stay as they are.
 * The constraint decides a race between two sign-ups, so nothing is looked up first.
 * @returns the newsletters that now wait for a confirmation
 */
export async function addPending(
  tx: Db,
  subscriberId: number,
  newsletterIds: readonly number[],
  rhythm: Rhythm | null,
): Promise<readonly number[]> {
  const { rows } = await sql<{ newsletterId: number; state: SubscriptionState }>`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm)
    select ${subscriberId}, id, 'pending',
      case when ${rhythm}::text = any (rhythms) then ${rhythm}::text else default_rhythm end
    from newsletter where id = any (${[...newsletterIds]}::integer[])
    order by id
    on conflict (newsletter_id, subscriber_id) do update
    set asked_at = now(), state = case subscription.state when 'ended' then 'pending' else subscription.state end
    returning newsletter_id as "newsletterId", state
  `.execute(tx);
  return rows.filter((row) => row.state === 'pending').map((row) => row.newsletterId);
}

/**
 * Makes subscriptions active, whatever they were; a rhythm that the newsletter does not offer leaves the one it had.
 * @returns the newsletters that were not active before
 */
export async function activate(
  tx: Db,
  subscriberId: number,
  newsletterIds: readonly number[],
  rhythm: Rhythm | null,
): Promise<readonly number[]> {
  const ids = [...newsletterIds];
  const before = await sql<{ newsletterId: number }>`
    select newsletter_id as "newsletterId" from subscription
    where subscriber_id = ${subscriberId} and newsletter_id = any (${ids}::integer[]) and ${stateNow} = 'active'
    for update
  `.execute(tx);
  const active = new Set(before.rows.map((row) => row.newsletterId));
  await sql`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm, started_at)
    select ${subscriberId}, id, 'active',
      case when ${rhythm}::text = any (rhythms) then ${rhythm}::text else default_rhythm end, now()
    from newsletter where id = any (${ids}::integer[])
    order by id
    on conflict (newsletter_id, subscriber_id) do update
    set state = 'active', paused_until = null, ended_at = null, ended_because = null, leaving_reason = null,
      started_at = coalesce(subscription.started_at, now()),
      rhythm = case when ${rhythm}::text is null then subscription.rhythm else excluded.rhythm end
  `.execute(tx);
  return ids.filter((id) => !active.has(id));
}

/** Ends subscriptions that have not ended yet, and says which. `null` means every newsletter. */
export async function end(
  tx: Db,
  subscriberId: number,
  newsletterId: number | null,
  because: string,
): Promise<readonly number[]> {
  const { rows } = await sql<{ newsletterId: number }>`
    update subscription set state = 'ended', ended_at = now(), ended_because = ${because}, leaving_reason = null, paused_until = null
    where subscriber_id = ${subscriberId} and state <> 'ended'
      and (${newsletterId}::integer is null or newsletter_id = ${newsletterId})
    returning newsletter_id as "newsletterId"
  `.execute(tx);
  return rows.map((row) => row.newsletterId);
}

export async function noteLeavingReason(
  tx: Db,
  subscriberId: number,
  newsletterId: number,
  reason: string,
): Promise<void> {
  await sql`
    update subscription set leaving_reason = ${reason}
    where subscriber_id = ${subscriberId} and newsletter_id = ${newsletterId} and state = 'ended'
  `.execute(tx);
}

/** Changes the rhythm of a subscription that has not ended, if its newsletter offers it; false otherwise. */
export async function setRhythm(
  tx: Db,
  subscriberId: number,
  newsletterId: number,
  rhythm: Rhythm,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update subscription set rhythm = ${rhythm}
    from newsletter
    where subscription.subscriber_id = ${subscriberId} and subscription.newsletter_id = ${newsletterId}
      and newsletter.id = subscription.newsletter_id and ${rhythm} = any (newsletter.rhythms)
      and subscription.state <> 'ended' and subscription.rhythm <> ${rhythm}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Pauses all active subscriptions until a moment, or ends the pause with null. Says which newsletters it concerned. */
export async function setPause(tx: Db, subscriberId: number, until: Date | null): Promise<readonly number[]> {
  const { rows } = await sql<{ newsletterId: number }>`
    update subscription set state = case when ${until}::timestamptz is null then 'active' else 'paused' end, paused_until = ${until}
    where subscriber_id = ${subscriberId} and state in ('active', 'paused')
    returning newsletter_id as "newsletterId"
  `.execute(tx);
  return rows.map((row) => row.newsletterId);
}

export async function listSubscriptionsOf(db: Db, subscriberId: number): Promise<readonly Subscription[]> {
  const { rows } = await sql<Subscription>`
    select newsletter_id as "newsletterId", ${stateNow} as state, rhythm, started_at as "startedAt",
      case when ${stateNow} = 'paused' then paused_until end as "pausedUntil", ended_at as "endedAt"
    from subscription where subscriber_id = ${subscriberId} order by newsletter_id
  `.execute(db);
  return rows;
}

/** Newsletters whose subscription ended for this reason since a moment. */
export async function listEndedSince(
  tx: Db,
  subscriberId: number,
  because: string,
  since: Date,
): Promise<readonly number[]> {
  const { rows } = await sql<{ newsletterId: number }>`
    select newsletter_id as "newsletterId" from subscription
    where subscriber_id = ${subscriberId} and state = 'ended' and ended_because = ${because} and ended_at >= ${since}
  `.execute(tx);
  return rows.map((row) => row.newsletterId);
}

/** Whether a subscription has ended for this reason. Locks it. */
export async function endedBecause(
  tx: Db,
  subscriberId: number,
  newsletterId: number,
  because: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from subscription where subscriber_id = ${subscriberId} and newsletter_id = ${newsletterId}
      and state = 'ended' and ended_because = ${because}
    for update
  `.execute(tx);
  return rows.length > 0;
}
