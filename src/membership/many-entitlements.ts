import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

export type CompGrant = {
  readonly ids: readonly number[];
  readonly tierId: number;
  /** Null: until it is ended by hand. */
  readonly endsAt: Date | null;
  readonly note: string;
  readonly grantedBy: string;
};

export type GivenEntitlement = { readonly subscriberId: number; readonly entitlementId: number };

/** Gives many readers a tier free of charge. Whoever holds it, or a higher one, for as long is left as they are. */
export async function giveMany(
  tx: Db,
  { ids, tierId, endsAt, note, grantedBy }: CompGrant,
): Promise<readonly GivenEntitlement[]> {
  const { rows } = await sql<GivenEntitlement>`
    insert into entitlement (subscriber_id, tier_id, reason, note, ends_at, granted_by)
    select subscriber.id, tier.id, 'comp', ${note}::text, ${endsAt}::timestamptz, ${grantedBy}::text
    from subscriber cross join tier
    where subscriber.id = any (${[...ids]}::bigint[]) and subscriber.erased_at is null and tier.id = ${tierId}
      and not exists (
        select from entitlement held join tier held_tier on held_tier.id = held.tier_id
        where held.subscriber_id = subscriber.id and held_tier.rank >= tier.rank and held.ended_at is null
          and held.starts_at <= now()
          and (held.ends_at is null or (held.ends_at > now() and held.ends_at >= ${endsAt}::timestamptz))
      )
    returning subscriber_id as "subscriberId", id as "entitlementId"
  `.execute(tx);
  return rows;
}

/** Ends what {@link giveMany} gave and is still held; gives the ids of the readers. */
export async function takeGivenBack(tx: Db, entitlementIds: readonly number[]): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    update entitlement set ended_at = now()
    where id = any (${[...entitlementIds]}::bigint[]) and ended_at is null and (ends_at is null or ends_at > now())
    returning subscriber_id as id
  `.execute(tx);
  return rows.map(({ id }) => id);
}
