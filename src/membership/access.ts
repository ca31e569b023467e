import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';

/** What a story or a block asks for. */
export type Need = {
  readonly level: 'everyone' | 'registered' | 'tier';
  /** Of the least tier; counts where the level is `tier`. */
  readonly leastRank: number;
};

/** Somebody who may hold something. A mail's reader is always registered. */
export type Holder = { readonly isRegistered: boolean; readonly rank: number };

export const anybody: Holder = { isRegistered: false, rank: 0 };

/** Ways to a story besides holding what it asks for. */
export type Pass = 'gift' | 'newsletter link' | 'free story';

export type Decision =
  | { readonly mayRead: true; readonly because: Need['level'] | Pass }
  | { readonly mayRead: false; readonly wants: 'registered' | 'tier' };

/**
 * The one rule of access. Page, mail, its text part and preheader, archive, feed and API all ask here, or in
 * {@link tierRankOf} inside a statement, where a mail's mask is made from the same ranks.
 * @param passes what this visit brings besides; the first counts
 */
export function decideAccess(holder: Holder, need: Need, passes: readonly Pass[] = []): Decision {
  const [pass] = passes;
  if (need.level === 'everyone') return { mayRead: true, because: 'everyone' };
  if (need.level === 'registered' && holder.isRegistered) return { mayRead: true, because: 'registered' };
  if (need.level === 'tier' && holder.isRegistered && holder.rank >= need.leastRank)
    return { mayRead: true, because: 'tier' };
  return pass === undefined ? { mayRead: false, wants: need.level } : { mayRead: true, because: pass };
}

/** No tier there is reaches it: what names a tier that is gone is shown to nobody. Better a gap than a leak. */
const beyondAll = Number.MAX_SAFE_INTEGER;

/** The rank behind a tier's slug: 0 for none. */
export function rankOfTier(
  tiers: ReadonlyArray<{ readonly slug: string; readonly rank: number }>,
  slug: string | null | undefined,
): number {
  if (slug === null || slug === undefined || slug === '') return 0;
  return tiers.find((tier) => tier.slug === slug)?.rank ?? beyondAll;
}

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

/** Who a subscriber is to {@link decideAccess}. */
export const holderOf = async (db: Db, subscriberId: number): Promise<Holder> => ({
  isRegistered: true,
  rank: await findTierRank(db, subscriberId),
});
