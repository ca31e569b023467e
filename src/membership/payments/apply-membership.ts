import { sql } from 'kysely';
import { findSubscriberBy } from '../../audience/subscribers.ts';
import type { Db } from '../../platform/db.ts';
import { randomId } from '../../platform/random-tokens.ts';
import { findTier } from '../tiers.ts';
import { accessOfMembership } from './access-of-membership.ts';
import type { PaymentProvider, ProviderMembership } from './provider.ts';
import { readPaymentSetting } from './payment-setting.ts';

export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly subscriberId: number }
  /** It is not one of ours, or speaks of a reader or tier that is gone. */
  | { readonly kind: 'not-ours'; readonly why: string };

type Stored = { readonly id: number; readonly pastDueSince: Date | null; readonly graceDays: number };

async function store(
  tx: Db,
  provider: string,
  { subscriberId, tierId }: { subscriberId: number; tierId: number },
  now: ProviderMembership,
): Promise<Stored> {
  const { graceDays } = await readPaymentSetting(tx);
  const { rows } = await sql<{ id: number; pastDueSince: Date | null }>`
    insert into membership (public_id, subscriber_id, tier_id, provider, provider_ref, customer_ref, every, amount_minor,
      currency, state, period_ends_at, trial_ends_at, ends_with_period, past_due_since, form, article_slug, started_at,
      ended_at, card_ends_on, seen_at)
    values (${randomId()}, ${subscriberId}, ${tierId}, ${provider}, ${now.ref}, ${now.customerRef}, ${now.every},
      ${now.amountMinor}, ${now.currency}, ${now.state}, ${now.periodEndsAt}, ${now.trialEndsAt}, ${now.endsWithPeriod},
      case when ${now.state} = 'past due' then now() end, ${now.form}, ${now.articleSlug}, ${now.startedAt}, ${now.endedAt}, ${now.cardEndsOn}, now())
    on conflict (provider, provider_ref) do update set tier_id = excluded.tier_id, customer_ref = excluded.customer_ref,
      every = excluded.every, amount_minor = excluded.amount_minor, currency = excluded.currency, state = excluded.state,
      period_ends_at = excluded.period_ends_at, trial_ends_at = excluded.trial_ends_at,
      ends_with_period = excluded.ends_with_period, ended_at = excluded.ended_at, card_ends_on = excluded.card_ends_on, seen_at = excluded.seen_at,
      past_due_since = case when excluded.state = 'past due' then coalesce(membership.past_due_since, now()) end
    returning id, past_due_since as "pastDueSince"
  `.execute(tx);
  const stored = rows[0];
  if (!stored) throw new Error('the membership was not stored');
  return { ...stored, graceDays };
}

async function entitle(
  tx: Db,
  now: ProviderMembership,
  { subscriberId, tierId, ...stored }: Stored & { subscriberId: number; tierId: number },
): Promise<void> {
  const access = accessOfMembership({ ...now, pastDueSince: stored.pastDueSince }, stored.graceDays);
  if (access.kind === 'closed') {
    await sql`
      update entitlement set ended_at = coalesce(${now.endedAt}::timestamptz, now())
      where membership_id = ${stored.id} and ended_at is null
    `.execute(tx);
    return;
  }
  await sql`
    insert into entitlement (subscriber_id, tier_id, reason, starts_at, ends_at, granted_by, membership_id)
    values (${subscriberId}, ${tierId}, 'payment', least(${now.startedAt}::timestamptz, now()), ${access.until}, 'a payment', ${stored.id})
    on conflict (membership_id) where membership_id is not null and ended_at is null
    do update set tier_id = excluded.tier_id, ends_at = excluded.ends_at
  `.execute(tx);
  await sql`
    update tier_request set answered_at = now() where subscriber_id = ${subscriberId} and answered_at is null
  `.execute(tx);
}

/** Writes down what a provider says of a membership now, and what that opens. */
async function applyMembership(tx: Db, provider: string, now: ProviderMembership): Promise<ApplyOutcome> {
  const known = await sql<{ subscriberId: number }>`
    select subscriber_id as "subscriberId" from membership where provider = ${provider} and provider_ref = ${now.ref}
  `.execute(tx);
  const subscriber = known.rows[0]
    ? await findSubscriberBy(tx, { id: known.rows[0].subscriberId })
    : now.subscriberId === null
      ? null
      : await findSubscriberBy(tx, { publicId: now.subscriberId });
  if (!subscriber) return { kind: 'not-ours', why: 'it names no reader of ours' };
  const tier = now.tier === null ? null : await findTier(tx, now.tier);
  if (!tier) return { kind: 'not-ours', why: `it names no tier of ours (${now.tier ?? 'none'})` };
  const whose = { subscriberId: subscriber.id, tierId: tier.id };
  await entitle(tx, now, { ...whose, ...(await store(tx, provider, whose, now)) });
  return { kind: 'applied', subscriberId: subscriber.id };
}

/** First key of the lock in which one membership is asked for and written down; the second is made of its name. */
const lockClass = 0x5f3;

/**
 * Asks the provider what is true of a membership and writes it down. Both happen under one lock, so of two at once the
 * later answer is the one that stays.
 */
export function refreshMembership(db: Db, provider: PaymentProvider, ref: string): Promise<ApplyOutcome> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${lockClass}::integer, hashtext(${ref}))`.execute(tx);
    const now = await provider.findMembership(ref);
    return now ? applyMembership(tx, provider.name, now) : { kind: 'not-ours', why: 'it does not exist' };
  });
}
