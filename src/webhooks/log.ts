import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';

export type WebhookAttempt = {
  readonly at: Date;
  readonly isTaken: boolean;
  readonly words: string;
  readonly tookMs: number;
};

export type LoggedDelivery = {
  readonly id: number;
  readonly eventId: string;
  readonly kind: string;
  readonly state: 'waiting' | 'taken' | 'given-up';
  readonly occurredAt: Date;
  readonly dueAt: Date;
  readonly attempts: readonly WebhookAttempt[];
};

/** What an endpoint was told, newest first, with each attempt. */
export async function listDeliveries(
  db: Db,
  endpointId: number,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<readonly LoggedDelivery[]> {
  const { rows } = await sql<Omit<LoggedDelivery, 'attempts'>>`
    select delivery.id, event.public_id as "eventId", event.kind, delivery.state, event.occurred_at as "occurredAt",
      delivery.due_at as "dueAt"
    from webhook_delivery delivery join webhook_event event on event.id = delivery.event_id
    where delivery.endpoint_id = ${endpointId} and (${before ?? null}::bigint is null or delivery.id < ${before ?? null})
    order by delivery.id desc limit ${limit}
  `.execute(db);
  const attempts = await sql<WebhookAttempt & { deliveryId: number }>`
    select delivery_id as "deliveryId", at, is_taken as "isTaken", words, took_ms as "tookMs" from webhook_attempt
    where delivery_id = any (${rows.map(({ id }) => id)}::bigint[]) order by id
  `.execute(db);
  return rows.map((row) => ({
    ...row,
    attempts: attempts.rows.filter(({ deliveryId }) => deliveryId === row.id),
  }));
}

/**
 * Sends one again, under the id it had: a receiver that took it knows it by that. The schedule begins anew. @returns false when
 * this endpoint has none like it
 */
export async function replayDelivery(tx: Db, endpointId: number, deliveryId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update webhook_delivery set state = 'waiting', tries = 0, due_at = now(), ended_at = null
    where id = ${deliveryId} and endpoint_id = ${endpointId}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** An event that says it is a test, for one endpoint. */
export async function sendTestEvent(tx: Db, endpointId: number): Promise<void> {
  await sql`
    insert into webhook_event (kind, data, only_endpoint_id)
    values ('test', ${JSON.stringify({ words: 'This is a test.' })}::jsonb, ${endpointId})
  `.execute(tx);
}

/** Events of more than ninety days ago that nothing waits for, with their log. @returns how many rows went */
export const forgetOldWebhookEvents = (db: Db): Promise<number> =>
  forgetInParts(async (limit) => {
    const { rows } = await sql<{ gone: number }>`
      with old as (
        select id from webhook_event where occurred_at < now() - interval '90 days'
          and not exists (select from webhook_delivery where event_id = webhook_event.id and state = 'waiting')
        limit ${limit}
      ), deliveries as (
        delete from webhook_delivery using old where event_id = old.id
      )
      select count(*) as gone from old
    `.execute(db);
    await sql`
      delete from webhook_event where occurred_at < now() - interval '90 days'
        and not exists (select from webhook_delivery where event_id = webhook_event.id)
    `.execute(db);
    return rows[0]?.gone ?? 0;
  });
