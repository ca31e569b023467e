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

/** Whose variant it is; null for the rest. */
export const armOf = (variant: number): Arm | null => arms[Math.floor(variant / variantsAnArm)] ?? null;

/** How the readers of an edition are divided; null: all get the one subject. */
export type Division =
  | { readonly kind: 'test'; readonly seed: string; readonly sharePercent: number }
  /** Whoever comes later waits with the rest, or gets what the rest got. */
  | { readonly kind: 'all-rest' }
  | null;

/**
 * Divides a part of an audience, a select like that of the freeze: a share of it gets the test, every second one B, the rest is
 * the rest. They stand in the order of a hash of edition and reader, so the same readers are chosen however often it is asked;
 * md5, since other hashes may change with PostgreSQL.
 */
export function divide(readers: Fragment, division: Division): Fragment {
  if (division === null) return readers;
  if (division.kind === 'all-rest')
    return sql`
      select recipient_id, address, address_key, (variant + ${firstVariantOfRest}::integer)::smallint as variant, block_mask, fields
      from (${readers}) as reader order by recipient_id
    `;
  const { seed, sharePercent } = division;
  return sql`
    select recipient_id, address, address_key, block_mask, fields, (variant + case
        when place * 100 > readers * ${sharePercent}::integer then ${firstVariantOfRest}::integer
        when place % 2 = 0 then ${firstVariantOf('b')}::integer
        else ${firstVariantOf('a')}::integer
      end)::smallint as variant
    from (
      select recipient_id, address, address_key, variant, block_mask, fields, count(*) over () as readers,
        row_number() over (order by md5(${`${seed}:`}::text || recipient_id)) as place
      from (${readers}) as reader
    ) as placed
    order by recipient_id
  `;
}
