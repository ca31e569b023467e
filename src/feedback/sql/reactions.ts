import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { byDelivery } from '../reactions/by-delivery.ts';
import type { FigureChange, HourChange } from '../reactions/figures.ts';
import type { JudgedDelivery } from '../reactions/judge-marks.ts';
import type { Mark, ReaderEvent } from '../reactions/reaction.ts';

/** The first number of our advisory locks; the second is a mailing's. */
const lockSpace = 30;

/** Keeps the events of these mailings to one transaction at a time; always in the same order, so none waits in a circle. */
export async function lockMailings(tx: Db, mailingIds: readonly number[]): Promise<void> {
  for (const id of mailingIds.toSorted((a, b) => a - b)) {
    await sql`select pg_advisory_xact_lock(${lockSpace}, ${id % 2_147_483_647}::integer)`.execute(tx);
  }
}

export async function insertEvents(tx: Db, events: readonly ReaderEvent[]): Promise<void> {
  await sql`
    insert into reader_event (at, kind, mailing_id, delivery_id, link, reason, network, program)
    select * from unnest(
      ${events.map(({ at }) => at)}::timestamptz[], ${events.map(({ kind }) => kind)}::text[],
      ${events.map(({ mailingId }) => mailingId)}::bigint[], ${events.map(({ deliveryId }) => deliveryId)}::bigint[],
      ${events.map(({ link }) => link)}::integer[], ${events.map(({ reason }) => reason)}::text[],
      ${events.map(({ network }) => network)}::text[], ${events.map(({ program }) => program)}::text[])
  `.execute(tx);
}

/** What the judge has to know of these deliveries; one that is not there has none. */
export async function listJudged(
  tx: Db,
  deliveryIds: readonly number[],
): Promise<ReadonlyMap<number, JudgedDelivery & { readonly mailingId: number }>> {
  const { rows } = await sql<JudgedDelivery & { id: number; mailingId: number }>`
    select delivery.id, delivery.mailing_id as "mailingId", delivery.ended_at as "acceptedAt",
      (select count(*) from mailing_link where mailing_link.mailing_id = delivery.mailing_id) as links
    from delivery where delivery.id = any (${[...deliveryIds]}::bigint[])
  `.execute(tx);
  return new Map(rows.map(({ id, ...judged }) => [id, judged]));
}

export async function listMarks(
  tx: Db,
  deliveryIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Mark[]>> {
  const { rows } = await sql<Mark & { deliveryId: number }>`
    select delivery_id as "deliveryId", kind, link, first_at as "firstAt", last_at as "lastAt", times,
      own_reason as "ownReason", reason
    from reaction where delivery_id = any (${[...deliveryIds]}::bigint[])
  `.execute(tx);
  return byDelivery(rows);
}

type DeliveryMarks = {
  readonly deliveryId: number;
  readonly mailingId: number;
  readonly marks: readonly Mark[];
};

export async function saveMarks(tx: Db, deliveries: readonly DeliveryMarks[]): Promise<void> {
  const rows = deliveries.flatMap(({ marks, ...delivery }) =>
    marks.map((mark) => ({ ...delivery, ...mark })),
  );
  await sql`
    insert into reaction
      (delivery_id, mailing_id, kind, link, first_at, last_at, times, own_reason, reason)
    select * from unnest(
      ${rows.map(({ deliveryId }) => deliveryId)}::bigint[], ${rows.map(({ mailingId }) => mailingId)}::bigint[],
      ${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ link }) => link)}::integer[],
      ${rows.map(({ firstAt }) => firstAt)}::timestamptz[], ${rows.map(({ lastAt }) => lastAt)}::timestamptz[],
      ${rows.map(({ times }) => times)}::integer[], ${rows.map(({ ownReason }) => ownReason)}::text[],
      ${rows.map(({ reason }) => reason)}::text[])
    on conflict (delivery_id, kind, link) do update set first_at = excluded.first_at, last_at = excluded.last_at,
      times = excluded.times, own_reason = excluded.own_reason, reason = excluded.reason
  `.execute(tx);
}

export async function addFigures(tx: Db, changes: readonly FigureChange[]): Promise<void> {
  await sql`
    insert into reaction_figure (mailing_id, kind, link, reason, readers)
    select * from unnest(
      ${changes.map(({ mailingId }) => mailingId)}::bigint[], ${changes.map(({ kind }) => kind)}::text[],
      ${changes.map(({ link }) => link)}::integer[], ${changes.map(({ reason }) => reason ?? '')}::text[],
      ${changes.map(({ readers }) => readers)}::integer[])
    on conflict (mailing_id, kind, link, reason)
    do update set readers = reaction_figure.readers + excluded.readers
  `.execute(tx);
}

export async function addHours(tx: Db, changes: readonly HourChange[]): Promise<void> {
  await sql`
    insert into reaction_hour (mailing_id, kind, hour, readers)
    select * from unnest(
      ${changes.map(({ mailingId }) => mailingId)}::bigint[], ${changes.map(({ kind }) => kind)}::text[],
      ${changes.map(({ hour }) => hour)}::timestamptz[], ${changes.map(({ readers }) => readers)}::integer[])
    on conflict (mailing_id, kind, hour) do update set readers = reaction_hour.readers + excluded.readers
  `.execute(tx);
}

/** Requests carry a network and a program; what is counted of them names nobody. */
export async function deleteEventsOf(tx: Db, recipientId: number): Promise<void> {
  await sql`
    delete from reader_event where delivery_id in (select id from delivery where recipient_id = ${recipientId})
  `.execute(tx);
}

export type VariantReactions = {
  readonly variant: number;
  /** Readers who clicked as people. */
  readonly clicks: number;
  /** Readers who opened it, an estimate. */
  readonly opens: number;
};

/** Who reacted to a mailing, by the variant they got; a variant without reactions is not there. */
export async function countReactionsByVariant(
  db: Db,
  mailingId: number,
): Promise<readonly VariantReactions[]> {
  const { rows } = await sql<VariantReactions>`
    select delivery.variant, count(distinct delivery.id) filter (where reaction.kind = 'click') as clicks,
      count(distinct delivery.id) filter (where reaction.kind = 'open') as opens
    from delivery join reaction on reaction.delivery_id = delivery.id and reaction.reason is null
    where delivery.mailing_id = ${mailingId} and delivery.state = 'accepted'
    group by delivery.variant order by delivery.variant
  `.execute(db);
  return rows;
}
