import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../platform/db.ts';

export type Price = {
  readonly every: 'month' | 'year';
  /** In the smallest unit of the currency, for example pence. */
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
};

export type Tier = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly benefits: readonly string[];
  /** Access grows with it; 0 is free. */
  readonly rank: number;
  readonly isRecommended: boolean;
  readonly prices: readonly Price[];
};

export const tierForm = z.object({
  slug: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Please use small letters, digits and hyphens'),
  name: z.string().min(1, 'Please give it a name').max(60, 'Please use at most 60 characters'),
  description: z.string().max(300, 'Please use at most 300 characters'),
  benefits: z.array(z.string().min(1).max(160, 'Please use at most 160 characters a line')),
  rank: z.int().min(0, 'Please give a rank from 0 to 100').max(100, 'Please give a rank from 0 to 100'),
  isRecommended: z.boolean(),
  prices: z.array(
    z.object({
      every: z.enum(['month', 'year']),
      amountMinor: z.int().positive(),
      currency: z.string().regex(/^[A-Z]{3}$/),
    }),
  ),
});

/** All tiers, the free one first. */
export async function listTiers(db: Db): Promise<readonly Tier[]> {
  const { rows } = await sql<Tier>`
    select id, slug, name, description, benefits, rank, is_recommended as "isRecommended",
      coalesce((
        select json_agg(json_build_object('every', every, 'amountMinor', amount_minor, 'currency', currency) order by every)
        from price where tier_id = tier.id
      ), '[]') as prices
    from tier order by rank
  `.execute(db);
  return rows;
}

export async function findTier(db: Db, slug: string): Promise<Tier | null> {
  return (await listTiers(db)).find((tier) => tier.slug === slug) ?? null;
}

/** Adds a tier with its prices, or changes the one with this slug. */
export async function saveTier(tx: Db, tier: z.infer<typeof tierForm>): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into tier (slug, name, description, benefits, rank, is_recommended)
    values (${tier.slug}, ${tier.name}, ${tier.description}, ${tier.benefits}::text[], ${tier.rank}, ${tier.isRecommended})
    on conflict (slug) do update set name = excluded.name, description = excluded.description,
      benefits = excluded.benefits, rank = excluded.rank, is_recommended = excluded.is_recommended
    returning id
  `.execute(tx);
  const id = rows[0]?.id ?? 0;
  await sql`delete from price where tier_id = ${id}`.execute(tx);
  for (const price of tier.prices) {
    await sql`
      insert into price (tier_id, every, amount_minor, currency)
      values (${id}, ${price.every}, ${price.amountMinor}, ${price.currency})
    `.execute(tx);
  }
}
