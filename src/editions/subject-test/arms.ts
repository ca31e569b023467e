import { sql } from 'kysely';
import type { Fragment } from '../../platform/db.ts';

/** The two subjects; A is the edition's own. */
export const arms = ['a', 'b'] as const;
export type Arm = (typeof arms)[number];

/** So many variants of a mailing belong to each arm: its languages. Kept with the rows, so it never changes. */
export const variantsAnArm = 100;

/** Where the variants of an arm begin. */
export const firstVariantOf = (arm: Arm): number => variantsAnArm * arms.indexOf(arm);

/** Where those of the rest begin, whose subject is not decided when the audience is frozen. */
export const firstVariantOfRest = variantsAnArm * arms.length;

/** How the readers of an edition are divided; null: all get the one subject. */
export type Division =
  | { readonly kind: 'test'; readonly seed: string; readonly sharePercent: number }
  /** Whoever comes later waits with the rest, or gets what the rest got. */
  | { readonly kind: 'all-rest' }
  | null;

/**
 * What is added to a reader's language to make their variant. By a hash of edition and reader, so that a freeze that begins
 * again, or an edition that was taken back, chooses the same readers; md5, since other hashes may change with PostgreSQL.
 */
export function armFor(division: Division): Fragment {
  if (division === null) return sql`0`;
  if (division.kind === 'all-rest') return sql`${sql.lit(firstVariantOfRest)}`;
  const { seed, sharePercent } = division;
  const place = sql`('x' || left(md5(${`${seed}:`}::text || subscriber.id), 7))::bit(28)::integer % 10000`;
  return sql`${sql.lit(variantsAnArm)} * width_bucket(${place}, array[${sharePercent * 50}::integer, ${sharePercent * 100}::integer])`;
}
