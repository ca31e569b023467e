import { sql } from 'kysely';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { randomId } from '../platform/random-tokens.ts';
import { mailGift, mailGiftReceipt } from './gift-mail.ts';
import { type NewGift, makeGift } from './gifts.ts';
import { readPaymentSetting } from './payments/payment-setting.ts';
import type { PaymentProvider } from './payments/provider.ts';
import type { Tier } from './tiers.ts';

/** What the mails about a gift need to know of the install. */
export type GiftSite = { readonly keys: KeyRing; readonly publicUrl: string };

/** How long a gift may be, in months. */
const giftMonths = [3, 6, 12] as const;

export type GiftOffer = {
  readonly tier: Tier;
  readonly months: number;
  readonly amountMinor: number;
  readonly currency: string;
};

/** What a tier costs as a gift: its price by the year for twelve months, else so many months. */
export function giftOffersOf(tier: Tier): readonly GiftOffer[] {
  const monthly = tier.prices.find(({ every }) => every === 'month');
  const yearly = tier.prices.find(({ every }) => every === 'year');
  return giftMonths.flatMap((months) => {
    if (months === 12 && yearly)
      return [{ tier, months, amountMinor: yearly.amountMinor, currency: yearly.currency }];
    return monthly
      ? [{ tier, months, amountMinor: monthly.amountMinor * months, currency: monthly.currency }]
      : [];
  });
}

export type GiftOrder = {
  readonly giverName: string | null;
  readonly giverAddress: string;
  readonly recipientAddress: string | null;
  readonly message: string | null;
};

/** Writes an order down and begins its payment. @returns where the giver pays */
export async function orderGift(
  db: Db,
  provider: PaymentProvider,
  publicUrl: string,
  { offer, order }: { offer: GiftOffer; order: GiftOrder },
): Promise<string> {
  const orderId = randomId();
  await sql`
    insert into gift_order (public_id, provider, tier_id, months, amount_minor, currency, giver_name, giver_address,
      recipient_address, message)
    values (${orderId}, ${provider.name}, ${offer.tier.id}, ${offer.months}, ${offer.amountMinor}, ${offer.currency},
      ${order.giverName}, ${order.giverAddress}, ${order.recipientAddress}, ${order.message})
  `.execute(db);
  const { hasAutomaticTax } = await readPaymentSetting(db);
  return provider.startGiftCheckout({
    orderId,
    what: `${offer.tier.name}, ${offer.months} months, as a gift`,
    amountMinor: offer.amountMinor,
    currency: offer.currency,
    giverAddress: order.giverAddress,
    hasAutomaticTax,
    doneUrl: `${publicUrl}/give?done=paid`,
    cancelUrl: `${publicUrl}/give?done=not-paid`,
  });
}

type OpenOrder = GiftOrder & {
  readonly tierId: number;
  readonly tierName: string;
  readonly months: number;
  readonly amountMinor: number;
  readonly currency: string;
};

async function lockOrder(tx: Db, provider: string, orderId: string): Promise<OpenOrder | null> {
  const { rows } = await sql<OpenOrder>`
    select tier_id as "tierId", tier.name as "tierName", months, amount_minor as "amountMinor", currency,
      giver_name as "giverName", giver_address as "giverAddress", recipient_address as "recipientAddress", message
    from gift_order join tier on tier.id = tier_id
    where public_id = ${orderId} and provider = ${provider} and paid_at is null for update of gift_order
  `.execute(tx);
  return rows[0] ?? null;
}

/**
 * Makes the gift of an order that is paid, once, and mails it. The caller rings `deliver-urgent`.
 * @returns why there is nothing to do, in words; null when it is done, now or before
 * @throws when the provider does not answer
 */
export async function fulfilGiftOrder(
  db: Db,
  provider: PaymentProvider,
  { keys, publicUrl }: GiftSite,
  ref: string,
): Promise<string | null> {
  const orderId = await provider.findPaidOrder(ref);
  if (orderId === null) return 'it is not paid, or not ours';
  const publication = await readPublication(db);
  return db.transaction().execute(async (tx) => {
    const order = await lockOrder(tx, provider.name, orderId);
    if (!order) return null;
    const gift: NewGift = { ...order, madeBy: `order ${orderId}` };
    const { id, token } = await makeGift(tx, gift);
    await sql`update gift_order set paid_at = now(), gift_id = ${id} where public_id = ${orderId}`.execute(
      tx,
    );
    const mail = { gift, tierName: order.tierName, token };
    const setting = { publication, publicUrl, keys };
    await mailGift(tx, setting, mail);
    await mailGiftReceipt(tx, setting, {
      ...mail,
      giverAddress: order.giverAddress,
      amountMinor: order.amountMinor,
      currency: order.currency,
    });
    return null;
  });
}
