import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { hashToken, randomId, randomToken } from '../platform/random-tokens.ts';
import { grantEntitlement } from './entitlements.ts';

export type NewGift = {
  readonly tierId: number;
  readonly months: number;
  readonly giverName: string | null;
  readonly recipientAddress: string | null;
  readonly message: string | null;
  readonly madeBy: string;
};

/** Makes a gift: whoever holds its link first claims it, within a year. */
export async function makeGift(
  tx: Db,
  gift: NewGift,
): Promise<{ readonly id: number; readonly token: string }> {
  const token = randomToken();
  const { rows } = await sql<{ id: number }>`
    insert into gift (public_id, token_hash, tier_id, months, giver_name, recipient_address, message, made_by, expires_at)
    values (${randomId()}, ${hashToken(token)}, ${gift.tierId}, ${gift.months}, ${gift.giverName}, ${gift.recipientAddress},
      ${gift.message}, ${gift.madeBy}, now() + interval '1 year')
    returning id
  `.execute(tx);
  return { id: rows[0]?.id ?? 0, token };
}

export type Gift = {
  readonly tierName: string;
  readonly months: number;
  readonly giverName: string | null;
  readonly message: string | null;
  readonly state: 'open' | 'claimed' | 'expired';
};

const state = sql`
  case when claimed_at is not null then 'claimed' when expires_at <= now() then 'expired' else 'open' end
`;

/** What a gift link holds; null for no gift. Looking claims nothing. */
export async function findGift(db: Db, token: string): Promise<Gift | null> {
  const { rows } = await sql<Gift>`
    select tier.name as "tierName", months, giver_name as "giverName", message, ${state} as state
    from gift join tier on tier.id = tier_id where token_hash = ${hashToken(token)}
  `.execute(db);
  return rows[0] ?? null;
}

export type MadeGift = {
  readonly publicId: string;
  readonly tierName: string;
  readonly months: number;
  readonly giverName: string | null;
  readonly recipientAddress: string | null;
  readonly state: Gift['state'];
  readonly createdAt: Date;
};

const giftsShown = 100;

/** The newest gifts, at most a hundred. */
export async function listGifts(db: Db): Promise<readonly MadeGift[]> {
  const { rows } = await sql<MadeGift>`
    select gift.public_id as "publicId", tier.name as "tierName", months, giver_name as "giverName",
      recipient_address as "recipientAddress", ${state} as state, created_at as "createdAt"
    from gift join tier on tier.id = tier_id order by gift.id desc limit ${giftsShown}
  `.execute(db);
  return rows;
}

/** Claims a gift for a reader, once: the tier is theirs for its months. False when it is claimed or too old. */
export function claimGift(db: Db, token: string, subscriberId: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ tierId: number; endsAt: Date; id: number }>`
      update gift set claimed_by = ${subscriberId}, claimed_at = now()
      where token_hash = ${hashToken(token)} and claimed_at is null and expires_at > now()
      returning id, tier_id as "tierId", now() + make_interval(months => months) as "endsAt"
    `.execute(tx);
    const gift = rows[0];
    if (!gift) return false;
    await grantEntitlement(tx, {
      subscriberId,
      tierId: gift.tierId,
      reason: 'gift',
      note: null,
      endsAt: gift.endsAt,
      grantedBy: `gift ${gift.id}`,
    });
    return true;
  });
}
