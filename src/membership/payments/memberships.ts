import { sql } from 'kysely';
import type { Subscriber } from '../../audience/subscribers.ts';
import type { Db } from '../../platform/db.ts';
import { type Price, type Tier, findTier } from '../tiers.ts';
import { refreshMembership } from './apply-membership.ts';
import { readPaymentSetting } from './payment-setting.ts';
import type { PaymentProvider } from './provider.ts';

export type Membership = {
  readonly publicId: string;
  readonly ref: string;
  readonly provider: string;
  readonly customerRef: string | null;
  readonly tier: string;
  readonly tierName: string;
  readonly every: 'month' | 'year';
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: 'trial' | 'active' | 'past due' | 'unpaid' | 'ended';
  readonly periodEndsAt: Date | null;
  readonly trialEndsAt: Date | null;
  readonly endsWithPeriod: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
};

/** What a reader pays or has paid for, the newest first. */
export async function listMembershipsOf(db: Db, subscriberId: number): Promise<readonly Membership[]> {
  const { rows } = await sql<Membership>`
    select membership.public_id as "publicId", provider_ref as ref, provider, customer_ref as "customerRef", tier.slug as tier,
      tier.name as "tierName", every, amount_minor as "amountMinor", currency, state, period_ends_at as "periodEndsAt",
      trial_ends_at as "trialEndsAt", ends_with_period as "endsWithPeriod", started_at as "startedAt", ended_at as "endedAt"
    from membership join tier on tier.id = tier_id where subscriber_id = ${subscriberId} order by membership.id desc
  `.execute(db);
  return rows;
}

/** The one that stands now; null when a reader pays for none. */
export async function findStanding(db: Db, subscriberId: number): Promise<Membership | null> {
  const all = await listMembershipsOf(db, subscriberId);
  return all.find(({ state }) => state !== 'ended' && state !== 'unpaid') ?? null;
}

export type Offer = { readonly tier: Tier; readonly price: Price };

/** A tier at the price for a month or a year; null when there is no such offer. */
export async function findOffer(db: Db, slug: string, every: string): Promise<Offer | null> {
  const tier = await findTier(db, slug);
  const price = tier?.prices.find((each) => each.every === every);
  return tier && tier.rank > 0 && price ? { tier, price } : null;
}

export type BuyOutcome =
  /** Where to pay. */
  | { readonly kind: 'pay'; readonly url: string }
  /** There was one already: it is changed. */
  | { readonly kind: 'changed' | 'same' };

export type BuyWish = Offer & {
  readonly form: string | null;
  readonly articleSlug: string | null;
  readonly publicUrl: string;
  /** One-time key of the form. */
  readonly onceKey: string;
};

/** Begins a paid subscription, or changes the one that stands: what was paid and not used counts against the new price. */
export async function buy(
  db: Db,
  provider: PaymentProvider,
  subscriber: Subscriber,
  wish: BuyWish,
): Promise<BuyOutcome> {
  const { tier, price } = wish;
  const standing = await findStanding(db, subscriber.id);
  if (standing?.provider === provider.name) {
    if (standing.tier === tier.slug && standing.every === price.every) return { kind: 'same' };
    await provider.changeTier(standing.ref, { tier, price });
    await refreshMembership(db, provider, standing.ref);
    return { kind: 'changed' };
  }
  const [setting, earlier] = await Promise.all([
    readPaymentSetting(db),
    listMembershipsOf(db, subscriber.id),
  ]);
  const url = await provider.startCheckout({
    subscriberId: subscriber.publicId,
    address: subscriber.address,
    customerRef: earlier.find((each) => each.provider === provider.name)?.customerRef ?? null,
    tier,
    price,
    // Once: who had a subscription before has tried it.
    trialDays: earlier.length === 0 ? setting.trialDays : 0,
    hasAutomaticTax: setting.hasAutomaticTax,
    form: wish.form,
    articleSlug: wish.articleSlug,
    doneUrl: `${wish.publicUrl}/account?done=paid`,
    cancelUrl: `${wish.publicUrl}/subscribe?done=not-paid`,
    onceKey: wish.onceKey,
  });
  return { kind: 'pay', url };
}

/** Per cent off the next payment for a reader who is about to leave; 0 when there is no such offer, or they took it before. */
export async function findRetentionOffer(db: Db, subscriberId: number): Promise<number> {
  const { rows } = await sql<{ hasTaken: boolean }>`
    select exists (
      select from membership where subscriber_id = ${subscriberId} and discounted_at is not null
    ) as "hasTaken"
  `.execute(db);
  return rows[0]?.hasTaken ? 0 : (await readPaymentSetting(db)).retentionPercent;
}

/** Marked before the provider is asked: two clicks at once are one offer. */
async function takeDiscount(
  db: Db,
  provider: PaymentProvider,
  { subscriberId, ref }: { subscriberId: number; ref: string },
): Promise<boolean> {
  const percent = await findRetentionOffer(db, subscriberId);
  if (percent === 0) return false;
  const { numAffectedRows } = await sql`
    update membership set discounted_at = now()
    where provider = ${provider.name} and provider_ref = ${ref} and discounted_at is null
  `.execute(db);
  if (numAffectedRows !== 1n) return false;
  try {
    await provider.offerDiscount(ref, percent);
  } catch (error) {
    await sql`
      update membership set discounted_at = null where provider = ${provider.name} and provider_ref = ${ref}
    `.execute(db);
    throw error;
  }
  return true;
}

/** What a reader, or the newsroom, may do to a membership that stands. */
export type MembershipAct = 'cancel with the period' | 'cancel at once' | 'resume' | 'take the discount';

/** Does it, and writes down what the provider says afterwards. False when nothing stands. */
export async function changeMembership(
  db: Db,
  provider: PaymentProvider,
  subscriberId: number,
  act: MembershipAct,
): Promise<boolean> {
  const standing = await findStanding(db, subscriberId);
  if (standing?.provider !== provider.name) return false;
  const { ref } = standing;
  switch (act) {
    case 'cancel with the period':
      await provider.cancel(ref, 'with the period');
      break;
    case 'cancel at once':
      await provider.cancel(ref, 'at once');
      break;
    case 'resume':
      await provider.resume(ref);
      break;
    case 'take the discount':
      if (!(await takeDiscount(db, provider, { subscriberId, ref }))) return false;
      break;
    default:
      act satisfies never;
  }
  await refreshMembership(db, provider, ref);
  return true;
}
