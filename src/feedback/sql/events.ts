import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { BounceClass } from '../../delivery/reply-classes/reply-class.ts';
import type { Strikes } from '../intake/consequences.ts';
import type { FeedbackEffect, FeedbackEvent } from '../intake/feedback-event.ts';
import type { DeliveryAbout } from './find-delivery.ts';

/** What told whose mail it was. */
export type FoundBy = 'delivery' | 'bounce address' | 'message id' | 'recipient';

/** Events of one address are judged one after another, so that none overlooks the one beside it. */
export async function lockAddress(tx: Db, addressKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`feedback ${addressKey}`}, 0))`.execute(tx);
}

/** Null when this event is known. */
export async function insertEvent(
  tx: Db,
  event: FeedbackEvent,
  { delivery, foundBy, isHard }: { delivery: DeliveryAbout; foundBy: FoundBy; isHard: boolean },
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into feedback_event (
      kind, source, source_id, delivery_id, address_key, found_by, class, is_hard, status, diagnostic, happened_at
    ) values (
      ${event.kind}, ${event.source}, ${event.sourceId}, ${delivery.id}, ${delivery.addressKey}, ${foundBy},
      ${event.class}, ${isHard}, ${event.status}, ${event.diagnostic}, least(${event.happenedAt}::timestamptz, now())
    )
    on conflict (source, source_id) do nothing
    returning id
  `.execute(tx);
  return rows[0]?.id ?? null;
}

export async function setEffect(
  tx: Db,
  eventId: number,
  effect: FeedbackEffect,
  evidenceId: number | null,
): Promise<void> {
  await sql`
    update feedback_event set effect = ${effect}, evidence_id = ${evidenceId} where id = ${eventId}
  `.execute(tx);
}

/** When a person last let mail go to an address again, or its owner did. */
export async function lastLiftedAt(tx: Db, addressKey: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(lifted_at) as at from suppression where address_key = ${addressKey} and lifted_at is not null
  `.execute(tx);
  return rows[0]?.at ?? null;
}

/** A report that mail cannot be delivered comes within five days, when the last try is given up. */
const reportDays = 6;
const countedDays = 180;

/**
 * The bounces of some classes that an address has given in a row, by days (UTC): since a suppression was lifted, and since the
 * newest mail that was accepted and did not come back.
 */
export async function countStrikes(
  tx: Db,
  delivery: DeliveryAbout,
  { classes, since }: { classes: readonly BounceClass[]; since: Date | null },
): Promise<Strikes> {
  const { rows } = await sql<Strikes>`
    with through as (
      select max(ended_at) as at from delivery
      where recipient_id = ${delivery.recipientId}::bigint and address_key = ${delivery.addressKey} and state = 'accepted'
        and ended_at between now() - make_interval(days => ${countedDays}) and now() - make_interval(days => ${reportDays})
        and not exists (select from feedback_event where delivery_id = delivery.id and kind = 'bounce')
    )
    select count(distinct (happened_at at time zone 'UTC')::date) as days, min(happened_at) as "firstAt",
      max(happened_at) as "lastAt"
    from feedback_event
    where address_key = ${delivery.addressKey} and kind = 'bounce' and class = any(${[...classes]}::text[])
      and effect <> 'lifted since'
      and happened_at > greatest(now() - make_interval(days => ${countedDays}), ${since}::timestamptz, (select at from through))
  `.execute(tx);
  return rows[0] ?? { days: 0, firstAt: null, lastAt: null };
}

/** Takes a single-use signature. False when it was used before. */
export async function takeToken(tx: Db, tokenHash: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into feedback_used_token (token_hash) values (${tokenHash}) on conflict do nothing
  `.execute(tx);
  return numAffectedRows === 1n;
}
