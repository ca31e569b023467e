import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type RevenueKind = 'new' | 'returned' | 'upgraded' | 'downgraded' | 'moved' | 'lost';

/** What changed at one tier in one month, by kind. */
export type RevenueLine = {
  /** The first day of the month, as `2026-11-01`. */
  readonly month: string;
  readonly tier: string;
  readonly tierName: string;
  readonly currency: string;
  readonly kind: RevenueKind;
  readonly members: number;
  readonly times: number;
  readonly mrrMinor: number;
};

/** Every month's changes since the first payment: a few lines a month. */
export async function listRevenue(db: Db): Promise<readonly RevenueLine[]> {
  const { rows } = await sql<RevenueLine>`
    select date_trunc('month', day::timestamp)::date::text as month, tier.slug as tier, tier.name as "tierName", currency, kind,
      sum(members)::integer as members, sum(times)::integer as times, sum(mrr_minor)::bigint as "mrrMinor"
    from revenue_day join tier on tier.id = tier_id
    group by 1, tier.rank, tier.slug, tier.name, currency, kind order by 1, tier.rank, currency, kind
  `.execute(db);
  return rows;
}

/** Who holds a tier without a payment of their own, by the reason. */
export type OtherHolders = { readonly tierName: string; readonly reason: string; readonly readers: number };

export async function listOtherHolders(db: Db): Promise<readonly OtherHolders[]> {
  const { rows } = await sql<OtherHolders>`
    select tier.name as "tierName", reason, count(*) as readers
    from entitlement join tier on tier.id = tier_id
    where ended_at is null and starts_at <= now() and (ends_at is null or ends_at > now()) and reason <> 'payment'
    group by tier.rank, tier.name, reason order by tier.rank, count(*) desc
  `.execute(db);
  return rows;
}

/** Money that came or went once. */
export type OnceLine = {
  readonly month: string;
  readonly currency: string;
  readonly giftsMinor: number;
  readonly refundsMinor: number;
};

/** Gifts that were paid for and refunds, by month; the newest first. */
export async function listOnce(db: Db, months: number): Promise<readonly OnceLine[]> {
  const { rows } = await sql<OnceLine>`
    with line as (
      select newsroom_day(paid_at) as day, currency, amount_minor as gift, 0 as refund from gift_order where paid_at is not null
      union all
      select newsroom_day(at), currency, 0, amount_minor from refund
    )
    select date_trunc('month', day::timestamp)::date::text as month, upper(currency) as currency,
      sum(gift)::bigint as "giftsMinor", sum(refund)::bigint as "refundsMinor"
    from line where day > newsroom_day(now()) - make_interval(months => ${months})
    group by 1, 2 order by 1 desc, 2
  `.execute(db);
  return rows;
}

/** Subscriptions that are being tried and not paid for yet, by tier. */
export async function countTrials(
  db: Db,
): Promise<ReadonlyArray<{ readonly tierName: string; readonly readers: number }>> {
  const { rows } = await sql<{ tierName: string; readers: number }>`
    select tier.name as "tierName", count(*) as readers from membership join tier on tier.id = tier_id
    where state = 'trial' group by tier.rank, tier.name order by tier.rank
  `.execute(db);
  return rows;
}
