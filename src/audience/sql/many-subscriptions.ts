import { sql } from 'kysely';
import { takenOffReason } from '../../delivery/suppressions.ts';
import type { Db, Fragment } from '../../platform/db.ts';
import { isKeptBack } from '../reachable.ts';

/** What a subscription was before the newsroom ended it. */
export type EndedSubscription = {
  readonly subscriberId: number;
  readonly state: 'pending' | 'active' | 'paused';
  readonly pausedUntil: string | null;
};

type Many = { readonly ids: readonly number[]; readonly newsletterId: number };

const idsOf = (rows: ReadonlyArray<{ readonly id: number }>): readonly number[] => rows.map(({ id }) => id);

/**
 * Subscribes confirmed readers whose consent the newsroom holds. Whoever has, had or left the newsletter keeps what they
 * chose, and a suppression wins.
 * @param words where the consent comes from
 * @returns the ids of those who are subscribed by it
 */
export async function subscribeMany(
  tx: Db,
  { ids, newsletterId, words }: Many & { readonly words: string },
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    with added as (
      insert into subscription (subscriber_id, newsletter_id, state, rhythm, asked_at, started_at)
      select subscriber.id, newsletter.id, 'active', default_rhythm, now(), now()
      from subscriber cross join newsletter
      where subscriber.id = any (${[...ids]}::bigint[]) and newsletter.id = ${newsletterId}
        and subscriber.confirmed_at is not null and subscriber.erased_at is null and not ${isKeptBack(newsletterId)}
      on conflict (newsletter_id, subscriber_id) do nothing
      returning subscriber_id
    ), noted as (
      insert into consent (subscriber_id, newsletter_id, act, words)
      select subscriber_id, ${newsletterId}::integer, 'added by staff', ${words}::text from added
    )
    select subscriber_id as id from added
  `.execute(tx);
  return idsOf(rows);
}

/**
 * Takes back {@link subscribeMany} where nothing has happened to the subscription since.
 * @param at when it was done: a query for one moment
 */
export async function unsubscribeAdded(
  tx: Db,
  { ids, newsletterId, at }: Many & { readonly at: Fragment },
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    with removed as (
      delete from subscription
      where subscriber_id = any (${[...ids]}::bigint[]) and newsletter_id = ${newsletterId} and state = 'active'
        and asked_at = (${at}) and started_at = (${at})
        and not exists (
          select from consent where consent.subscriber_id = subscription.subscriber_id
            and consent.newsletter_id = subscription.newsletter_id and consent.at > (${at})
        )
      returning subscriber_id
    ), noted as (
      insert into consent (subscriber_id, newsletter_id, act, words)
      select subscriber_id, ${newsletterId}::integer, 'left', 'The newsroom took back that it added them' from removed
    )
    select subscriber_id as id from removed
  `.execute(tx);
  return idsOf(rows);
}

/**
 * Ends the subscriptions of many readers at the newsroom's word, and keeps the mail back that is on its way.
 * @param evidence marks the suppressions, for {@link resubscribeEnded}
 * @returns what they were
 */
export async function endMany(
  tx: Db,
  { ids, newsletterId, evidence }: Many & { readonly evidence: string },
): Promise<readonly EndedSubscription[]> {
  const { rows } = await sql<EndedSubscription>`
    with before as (
      select subscriber_id, state, paused_until from subscription
      where subscriber_id = any (${[...ids]}::bigint[]) and newsletter_id = ${newsletterId} and state <> 'ended'
      for update
    ), ended as (
      update subscription set state = 'ended', ended_at = now(), ended_because = ${takenOffReason}, leaving_reason = null,
        paused_until = null
      from before
      where subscription.subscriber_id = before.subscriber_id and subscription.newsletter_id = ${newsletterId}
    ), kept_back as (
      insert into suppression (address_key, scope, reason, evidence)
      select address_key, ${`newsletter:${newsletterId}`}::text, ${takenOffReason}::text, ${evidence}::text
      from subscriber join before on before.subscriber_id = subscriber.id
      on conflict (address_key, scope) where lifted_at is null do nothing
    ), noted as (
      insert into consent (subscriber_id, newsletter_id, act, words)
      select subscriber_id, ${newsletterId}::integer, 'left', 'Taken off by the newsroom' from before
    )
    select subscriber_id as "subscriberId", state, paused_until::text as "pausedUntil" from before
  `.execute(tx);
  return rows;
}

/**
 * Takes back {@link endMany} where nothing has happened since: who has said goodbye meanwhile, by whatever way, stays away.
 * @param at when it was done: a query for one moment
 */
export async function resubscribeEnded(
  tx: Db,
  {
    before,
    newsletterId,
    evidence,
    at,
  }: {
    readonly before: readonly EndedSubscription[];
    readonly newsletterId: number;
    readonly evidence: string;
    readonly at: Fragment;
  },
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    with before as (
      select (line ->> 'subscriberId')::bigint as id, line ->> 'state' as state,
        (line ->> 'pausedUntil')::timestamptz as paused_until
      from jsonb_array_elements(${JSON.stringify(before)}::jsonb) as line
    ), lifted as (
      update suppression set lifted_at = now(), lifted_because = 'the newsroom took it back'
      from before join subscriber on subscriber.id = before.id
        join subscription on subscription.subscriber_id = subscriber.id and subscription.newsletter_id = ${newsletterId}
      where suppression.address_key = subscriber.address_key and suppression.lifted_at is null
        and suppression.scope = ${`newsletter:${newsletterId}`} and suppression.reason = ${takenOffReason}
        and suppression.evidence = ${evidence}
        and subscriber.erased_at is null and subscription.state = 'ended' and subscription.ended_at = (${at})
        and not exists (
          select from suppression other where other.address_key = subscriber.address_key and other.lifted_at is null
            and other.scope in ('everything', 'bulk')
        )
      returning subscriber.id
    ), restored as (
      update subscription set state = before.state, paused_until = before.paused_until, ended_at = null, ended_because = null
      from before join lifted on lifted.id = before.id
      where subscription.subscriber_id = before.id and subscription.newsletter_id = ${newsletterId}
      returning subscription.subscriber_id
    ), noted as (
      insert into consent (subscriber_id, newsletter_id, act, words)
      select subscriber_id, ${newsletterId}::integer, 'returned', 'The newsroom took back that it took them off'
      from restored
    )
    select subscriber_id as id from restored
  `.execute(tx);
  return idsOf(rows);
}
