import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { type GiftSite, fulfilGiftOrder } from '../gift-orders.ts';
import { refreshMembership } from './apply-membership.ts';
import type { PaymentProvider, ProviderEvent } from './provider.ts';

export type TakeOutcome = { readonly kind: 'taken' | 'known' | 'forged' };

/** Takes an event in, once for each id; a signature that is not the provider's leaves nothing behind. */
export async function takePaymentEvent(
  db: Db,
  provider: PaymentProvider,
  { body, signature }: { body: Buffer; signature: string },
): Promise<TakeOutcome & { readonly event?: ProviderEvent }> {
  const event = await provider.readEvent(body, signature);
  if (!event) return { kind: 'forged' };
  const { numAffectedRows } = await sql`
    insert into payment_event (provider, event_id, type, object_ref, order_ref, happened_at)
    values (${provider.name}, ${event.id}, ${event.type}, ${event.membershipRef}, ${event.orderRef ?? null},
      ${event.happenedAt})
    on conflict (provider, event_id) do nothing
  `.execute(db);
  if (event.refund) await recordRefund(db, provider.name, event.refund);
  return { kind: numAffectedRows === 1n ? 'taken' : 'known', event };
}

async function recordRefund(
  db: Db,
  provider: string,
  refund: NonNullable<ProviderEvent['refund']>,
): Promise<void> {
  // A second part of the same money given back is the larger sum.
  await sql`
    insert into refund (provider, provider_ref, customer_ref, amount_minor, currency, at)
    values (${provider}, ${refund.ref}, ${refund.customerRef}, ${refund.amountMinor}, ${refund.currency}, ${refund.at})
    on conflict (provider, provider_ref) do update
    set amount_minor = greatest(refund.amount_minor, excluded.amount_minor), at = greatest(refund.at, excluded.at)
  `.execute(db);
}

/** Given up after this many days: the nightly comparison finds what is left. */
const patienceDays = 3;

type OpenEvent = { readonly id: string; readonly ref: string | null; readonly orderRef: string | null };

/** @returns what stands in the way, in words; null when it is done */
async function handle(
  db: Db,
  provider: PaymentProvider,
  site: GiftSite,
  { ref, orderRef }: OpenEvent,
): Promise<string | null> {
  if (orderRef !== null) return fulfilGiftOrder(db, provider, site, orderRef);
  const outcome = ref === null ? null : await refreshMembership(db, provider, ref);
  return outcome?.kind === 'not-ours' ? outcome.why : null;
}

/**
 * Does what the events that came ask for: each asks the provider what is true now. One that cannot be done yet stays open
 * and is tried again by the next call.
 * @returns how many were done
 */
export async function handlePaymentEvents(
  db: Db,
  provider: PaymentProvider,
  site: GiftSite,
): Promise<number> {
  const { rows } = await sql<OpenEvent>`
    select event_id as id, object_ref as ref, order_ref as "orderRef" from payment_event
    where provider = ${provider.name} and handled_at is null and received_at > now() - make_interval(days => ${patienceDays})
    order by received_at limit 200
  `.execute(db);
  let done = 0;
  for (const event of rows) {
    try {
      const problem = await handle(db, provider, site, event);
      await sql`
        update payment_event set handled_at = now(), problem = ${problem}
        where provider = ${provider.name} and event_id = ${event.id}
      `.execute(db);
      done += 1;
    } catch (error) {
      const problem = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
      await sql`
        update payment_event set problem = ${problem} where provider = ${provider.name} and event_id = ${event.id}
      `.execute(db);
    }
  }
  return done;
}
