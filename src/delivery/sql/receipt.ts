import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { likeContaining } from '../../platform/like-pattern.ts';

export type StateCounts = {
  readonly audience: number;
  readonly accepted: number;
  readonly refused: number;
  readonly suppressed: number;
  readonly expired: number;
  readonly stopped: number;
  readonly inDoubt: number;
  readonly waiting: number;
  readonly attempting: number;
};

/** Counts every row of a mailing by its state; a waiting row in a living sender's window is attempting. */
export async function countStates(db: Db, mailingId: number): Promise<StateCounts> {
  const { rows } = await sql<StateCounts>`
    with handed as (
      select unnest(handing_over) as id from sender where gone_at is null
    ),
    attempting as (
      select count(*) as n from delivery join handed on handed.id = delivery.id
      where delivery.mailing_id = ${mailingId} and delivery.state = 'waiting'
    )
    select count(*) as audience,
      count(*) filter (where state = 'accepted') as accepted,
      count(*) filter (where state = 'refused') as refused,
      count(*) filter (where state = 'suppressed') as suppressed,
      count(*) filter (where state = 'expired') as expired,
      count(*) filter (where state = 'stopped') as stopped,
      count(*) filter (where state = 'in doubt') as "inDoubt",
      count(*) filter (where state = 'waiting') - (select n from attempting) as waiting,
      (select n from attempting) as attempting
    from delivery where mailing_id = ${mailingId}
  `.execute(db);
  const counts = rows[0];
  if (!counts) throw new Error('a count gave no row');
  return counts;
}

/** Rows in doubt that nobody decided about yet. */
export async function countUndecided(db: Db, mailingId: number): Promise<number> {
  const { rows } = await sql<{ undecided: number }>`
    select count(*) as undecided from delivery
    where mailing_id = ${mailingId} and state = 'in doubt' and resolution is null
  `.execute(db);
  return rows[0]?.undecided ?? 0;
}

export async function listLeftOut(db: Db, mailingId: number): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ reason: string; readers: number }>`
    select reason, readers from mailing_left_out where mailing_id = ${mailingId} and readers > 0 order by reason
  `.execute(db);
  return Object.fromEntries(rows.map((row) => [row.reason, row.readers]));
}

export type MailingFacts = {
  readonly id: number;
  readonly state: 'freezing' | 'sending' | 'paused' | 'stopped' | 'undone';
  readonly pauseReason: string | null;
  readonly audience: number;
  readonly createdAt: Date;
  readonly releaseAt: Date;
  readonly endedAt: Date | null;
  readonly undoSecondsLeft: number;
};

export async function findMailing(db: Db, mailingId: number): Promise<MailingFacts | null> {
  const { rows } = await sql<MailingFacts>`
    select id, state, pause_reason as "pauseReason", audience, created_at as "createdAt", release_at as "releaseAt",
      ended_at as "endedAt", greatest(0, ceil(extract(epoch from release_at - now())))::integer as "undoSecondsLeft"
    from mailing where id = ${mailingId}
  `.execute(db);
  return rows[0] ?? null;
}

export type Pace = {
  readonly acceptedLastMinute: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly brake: string | null;
  readonly nextDueAt: Date | null;
  /** Rows that wait for an hour of their own, and when the first and the last of them are due. */
  readonly ownHour: { readonly readers: number; readonly firstAt: Date | null; readonly lastAt: Date | null };
};

/** How fast it goes and what holds it up, from rows. */
export async function findPace(db: Db, mailingId: number): Promise<Pace> {
  type Row = Omit<Pace, 'ownHour'> & {
    readonly ownHourReaders: number;
    readonly ownHourFirstAt: Date | null;
    readonly ownHourLastAt: Date | null;
  };
  const { rows } = await sql<Row>`
    select
      count(*) filter (where ended_at > now() - interval '1 minute' and state = 'accepted') as "acceptedLastMinute",
      min(ended_at) as "firstAt", max(ended_at) as "lastAt",
      count(*) filter (where state = 'waiting' and not_before > now()) as "ownHourReaders",
      min(not_before) filter (where state = 'waiting' and not_before > now()) as "ownHourFirstAt",
      max(not_before) filter (where state = 'waiting' and not_before > now()) as "ownHourLastAt",
      (select min(due_at) from delivery_chunk where mailing_id = ${mailingId} and sender_id is null
        and due_at > now() and due_at < 'infinity')
        as "nextDueAt",
      (select brake from sender where gone_at is null and brake_until > now() order by id desc limit 1) as brake
    from delivery where mailing_id = ${mailingId}
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a count gave no row');
  const { ownHourReaders: readers, ownHourFirstAt: firstAt, ownHourLastAt: lastAt, ...pace } = row;
  return { ...pace, ownHour: { readers, firstAt, lastAt } };
}

export const deliveryStates = [
  'waiting',
  'accepted',
  'refused',
  'suppressed',
  'expired',
  'stopped',
  'in doubt',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export type DeliveryLine = {
  readonly id: number;
  readonly recipientId: number | null;
  readonly address: string;
  readonly variant: number;
  readonly state: DeliveryState;
  readonly attempting: boolean;
  readonly resolution: 'resend' | 'rest' | null;
  readonly attempts: number;
  readonly code: number | null;
  readonly replyClass: string | null;
  readonly text: string | null;
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
};

export type DeliveryQuery = {
  readonly state?: DeliveryState | undefined;
  /** Part of an address. */
  readonly search?: string | undefined;
  /** The id of the last line already seen. */
  readonly after?: number | undefined;
  readonly limit: number;
};

/** The readers of a mailing with their outcomes, by id, from `after` on. */
export async function listDeliveries(
  db: Db,
  mailingId: number,
  query: DeliveryQuery,
): Promise<readonly DeliveryLine[]> {
  const pattern = likeContaining(query.search);
  const { rows } = await sql<DeliveryLine>`
    select id, recipient_id as "recipientId", address, variant, state, resolution, attempts, reply_code as code,
      reply_class as "replyClass", reply_text as text, due_at as "dueAt", ended_at as "endedAt",
      state = 'waiting' and exists (
        select from sender where gone_at is null and delivery.id = any (handing_over)
      ) as attempting
    from delivery
    where mailing_id = ${mailingId} and id > ${query.after ?? 0}
      and (${query.state ?? null}::text is null or state = ${query.state ?? null})
      and (${pattern}::text is null or address_key like ${pattern})
    order by id limit ${query.limit}
  `.execute(db);
  return rows;
}
