import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { listTiers } from './tiers.ts';

export type Entitlement = {
  readonly id: number;
  readonly tier: string;
  readonly tierName: string;
  readonly reason: 'invoice' | 'comp' | 'staff' | 'gift' | 'payment' | 'group';
  readonly note: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly grantedBy: string;
};

export type Grant = {
  readonly subscriberId: number;
  readonly tierId: number;
  readonly reason: Entitlement['reason'];
  readonly note: string | null;
  /** Null: until it is ended by hand. */
  readonly endsAt: Date | null;
  readonly grantedBy: string;
};

/** First key of the locks that let grants to one subscriber follow each other; the second is the subscriber. */
const grantLockClass = 0x6e7;

/**
 * Gives a subscriber a tier, and answers an open request for one. What they hold already, for the same reason until the same
 * day, is not given again.
 * @param tx a transaction: two clicks at once follow each other in it
 * @returns false when they held it
 */
export async function grantEntitlement(tx: Db, grant: Grant): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${grantLockClass}::integer, ${grant.subscriberId}::integer)`.execute(
    tx,
  );
  const { numAffectedRows } = await sql`
    with answered as (
      update tier_request set answered_at = now() where subscriber_id = ${grant.subscriberId} and answered_at is null
    )
    insert into entitlement (subscriber_id, tier_id, reason, note, ends_at, granted_by)
    select ${grant.subscriberId}::bigint, ${grant.tierId}::integer, ${grant.reason}::text, ${grant.note}::text,
      ${grant.endsAt}::timestamptz, ${grant.grantedBy}::text
    where not exists (
      select from entitlement
      where subscriber_id = ${grant.subscriberId} and tier_id = ${grant.tierId} and reason = ${grant.reason}
        and ends_at is not distinct from ${grant.endsAt}::timestamptz and ended_at is null
    )
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Ends what a subscriber holds under this number, now; false when it had ended or is somebody else's. */
export async function endEntitlement(tx: Db, subscriberId: number, entitlementId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update entitlement set ended_at = now()
    where id = ${entitlementId} and subscriber_id = ${subscriberId} and ended_at is null
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** What subscribers hold at this moment, the highest tier first; keyed by subscriber. */
export async function listEntitlements(
  db: Db,
  subscriberIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Entitlement[]>> {
  const { rows } = await sql<Entitlement & { subscriberId: number }>`
    select entitlement.id, entitlement.subscriber_id as "subscriberId", tier.slug as tier, tier.name as "tierName",
      entitlement.reason, entitlement.note, entitlement.starts_at as "startsAt", entitlement.ends_at as "endsAt",
      entitlement.granted_by as "grantedBy"
    from entitlement join tier on tier.id = entitlement.tier_id
    where entitlement.subscriber_id = any (${[...subscriberIds]}::bigint[]) and entitlement.ended_at is null
      and entitlement.starts_at <= now() and (entitlement.ends_at is null or entitlement.ends_at > now())
    order by tier.rank desc, entitlement.id
  `.execute(db);
  const held = new Map<number, Entitlement[]>();
  for (const { subscriberId, ...entitlement } of rows) {
    held.set(subscriberId, [...(held.get(subscriberId) ?? []), entitlement]);
  }
  return held;
}

/** The name of the tier a subscriber reads with now: the highest held, else the free one. */
export async function readTierName(db: Db, subscriberId: number): Promise<string> {
  const [held] = (await listEntitlements(db, [subscriberId])).get(subscriberId) ?? [];
  return held?.tierName ?? (await listTiers(db)).find(({ rank }) => rank === 0)?.name ?? 'Free';
}

export type TierRequest = { readonly tier: string; readonly tierName: string; readonly askedAt: Date };

/** The open request of a subscriber for a paid tier; null when there is none. */
export async function findTierRequest(db: Db, subscriberId: number): Promise<TierRequest | null> {
  const { rows } = await sql<TierRequest>`
    select tier.slug as tier, tier.name as "tierName", asked_at as "askedAt"
    from tier_request join tier on tier.id = tier_request.tier_id
    where subscriber_id = ${subscriberId} and answered_at is null
  `.execute(db);
  return rows[0] ?? null;
}

/** How many readers wait to hear about payment. */
export async function countTierRequests(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from tier_request where answered_at is null
  `.execute(db);
  return rows[0]?.n ?? 0;
}

export type OpenTierRequest = TierRequest & {
  readonly subscriberId: string;
  readonly address: string;
  readonly name: string | null;
};

/** Who waits to hear about payment, the longest waiting first; readers by their public ids. */
export async function listTierRequests(db: Db, limit: number): Promise<readonly OpenTierRequest[]> {
  const { rows } = await sql<OpenTierRequest>`
    select subscriber.public_id as "subscriberId", subscriber.address, subscriber.name,
      tier.slug as tier, tier.name as "tierName", asked_at as "askedAt"
    from tier_request join tier on tier.id = tier_request.tier_id
      join subscriber on subscriber.id = tier_request.subscriber_id
    where answered_at is null order by asked_at limit ${limit}
  `.execute(db);
  return rows;
}
