import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';

/**
 * The one rule of access: whoever holds a tier of at least this rank may see it. Rank 0 is everybody.
 * Page, mail, text part and API all ask here, in this form or as {@link tierRankOf} inside a statement.
 */
export const maySee = (held: { readonly rank: number }, needed: { readonly leastRank: number }): boolean =>
  held.rank >= needed.leastRank;

/** The highest rank in force now for a subscriber's id, as part of a statement: 0 without an entitlement. */
export const tierRankOf = (subscriberId: Fragment): Fragment => sql`coalesce((
  select max(tier.rank) from entitlement join tier on tier.id = entitlement.tier_id
  where entitlement.subscriber_id = ${subscriberId} and entitlement.ended_at is null
    and entitlement.starts_at <= now() and (entitlement.ends_at is null or entitlement.ends_at > now())
), 0)`;

/** The highest rank a subscriber holds at this moment. */
export async function findTierRank(db: Db, subscriberId: number): Promise<number> {
  const { rows } = await sql<{
    rank: number;
  }>`select ${tierRankOf(sql`${subscriberId}::bigint`)} as rank`.execute(db);
  return rows[0]?.rank ?? 0;
}
