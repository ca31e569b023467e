import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type DueDelivery = {
  readonly id: number;
  readonly endpointId: number;
  readonly tries: number;
  readonly url: string;
  readonly withAddress: boolean;
  readonly sealedSecret: Buffer;
  readonly sealedOldSecret: Buffer | null;
  readonly eventId: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
};

/**
 * Takes deliveries in hand that are due, for two minutes: when this process dies, another one finds them due again. The
 * try is counted before it is made.
 */
export async function claimDeliveries(db: Db, limit: number): Promise<readonly DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    with due as (
      select delivery.id from webhook_delivery delivery
      join webhook_endpoint endpoint on endpoint.id = delivery.endpoint_id
      where delivery.state = 'waiting' and delivery.due_at <= now() and endpoint.is_on
      order by delivery.due_at limit ${limit} for update of delivery skip locked
    ),
    claimed as (
      update webhook_delivery set tries = tries + 1, due_at = now() + interval '2 minutes' from due
      where webhook_delivery.id = due.id
      returning webhook_delivery.id, webhook_delivery.endpoint_id, webhook_delivery.event_id, webhook_delivery.tries
    )
    select claimed.id, claimed.endpoint_id as "endpointId", claimed.tries, endpoint.url,
      endpoint.with_address as "withAddress", endpoint.sealed_secret as "sealedSecret",
      case when endpoint.old_secret_until > now() then endpoint.sealed_old_secret end as "sealedOldSecret",
      event.public_id as "eventId", event.kind, event.data, event.occurred_at as "occurredAt"
    from claimed join webhook_endpoint endpoint on endpoint.id = claimed.endpoint_id
    join webhook_event event on event.id = claimed.event_id
    order by claimed.id
  `.execute(db);
  return rows;
}

export type AttemptResult = {
  readonly deliveryId: number;
  readonly endpointId: number;
  readonly isTaken: boolean;
  readonly words: string;
  readonly tookMs: number;
  /** Null: there is no other attempt. */
  readonly retrySeconds: number | null;
};

/** Writes down what became of an attempt, and how its endpoint stands since. */
export async function noteAttempt(tx: Db, result: AttemptResult): Promise<void> {
  const { deliveryId, isTaken, retrySeconds } = result;
  await sql`
    insert into webhook_attempt (delivery_id, is_taken, words, took_ms)
    values (${deliveryId}, ${isTaken}, ${result.words}, ${result.tookMs})
  `.execute(tx);
  const state = isTaken ? 'taken' : retrySeconds === null ? 'given-up' : 'waiting';
  await sql`
    update webhook_delivery set state = ${state}, ended_at = case when ${state} = 'waiting' then null else now() end,
      due_at = now() + make_interval(secs => ${retrySeconds ?? 0})
    where id = ${deliveryId} and state = 'waiting'
  `.execute(tx);
  await sql`
    update webhook_endpoint set failing_since = case when ${isTaken} then null else coalesce(failing_since, now()) end
    where id = ${result.endpointId} and (failing_since is null) <> ${isTaken}
  `.execute(tx);
}

/** Turns an endpoint off that has failed for too long, or is gone for good. @returns its name, once */
export async function turnOffFailing(
  tx: Db,
  endpointId: number,
  { days, because }: { readonly days: number; readonly because: string },
): Promise<{ readonly name: string; readonly publicId: string } | null> {
  const { rows } = await sql<{ name: string; publicId: string }>`
    update webhook_endpoint set is_on = false, off_because = ${because}
    where id = ${endpointId} and is_on and failing_since <= now() - make_interval(days => ${days})
    returning name, public_id as "publicId"
  `.execute(tx);
  return rows[0] ?? null;
}

/** The address and name of a reader as they are now; null for one who was erased. */
export async function findReaderNow(
  db: Db,
  publicId: string,
): Promise<{ readonly email: string; readonly name: string | null } | null> {
  const { rows } = await sql<{ email: string; name: string | null }>`
    select address as email, name from subscriber where public_id = ${publicId} and address <> 'erased'
  `.execute(db);
  return rows[0] ?? null;
}
