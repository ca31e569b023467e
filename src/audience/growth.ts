import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';

/** Sums and the lines that are not folded yet, with the columns day, newsletter_id, kind, readers: true at every commit. */
export const growthDays: Fragment = sql`
  select day, newsletter_id, kind, readers from growth_day
  union all
  select day, newsletter_id, kind, readers from growth_note
`;

/** Of a line: these readers came onto the list. The others went. */
export const came: Fragment = sql`kind in ('confirmed', 'imported', 'returned')`;

/**
 * Moves the lines of growth into their sums, so that pages add up few rows; figures are the same before and after.
 * @returns how many lines; 0 also when another process is at it
 */
export async function foldGrowth(db: Db): Promise<number> {
  const { rows } = await sql<{ folded: number }>`select fold_growth() as folded`.execute(db);
  return rows[0]?.folded ?? 0;
}

/**
 * Readers on the list now: they have a newsletter, and nothing keeps all mail from them.
 * @param newsletterId 0: the paper as a whole
 */
export async function countOnList(db: Db, newsletterId: number): Promise<number> {
  const { rows } = await sql<{ readers: number }>`
    select coalesce(sum(case when ${came} then readers else -readers end), 0)::integer as readers
    from (${growthDays}) as line where newsletter_id = ${newsletterId}
  `.execute(db);
  return rows[0]?.readers ?? 0;
}

/** What {@link countOnList} says of each newsletter, by its number; one that nobody ever had is missing. */
export async function countOnLists(db: Db): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ newsletterId: number; readers: number }>`
    select newsletter_id as "newsletterId", sum(case when ${came} then readers else -readers end)::integer as readers
    from (${growthDays}) as line group by newsletter_id
  `.execute(db);
  return new Map(rows.map(({ newsletterId, readers }) => [newsletterId, readers]));
}

export type GrowthCounts = {
  /** On the list now. */
  readonly reachable: number;
  readonly joined: number;
  readonly left: number;
  /** In as many days before those. */
  readonly joinedBefore: number;
  readonly leftBefore: number;
};

/** The three numbers of the day: readers on the list, and who joined and left within so many days, and before. */
export async function countGrowth(db: Db, days: number): Promise<GrowthCounts> {
  const recent = sql`day > newsroom_day(now()) - ${days}::integer`;
  const before = sql`day <= newsroom_day(now()) - ${days}::integer and day > newsroom_day(now()) - ${2 * days}::integer`;
  const sum = (where: Fragment) => sql`coalesce(sum(readers) filter (where ${where}), 0)::integer`;
  const { rows } = await sql<GrowthCounts>`
    select coalesce(sum(case when ${came} then readers else -readers end), 0)::integer as reachable,
      ${sum(sql`${came} and ${recent}`)} as joined, ${sum(sql`not ${came} and ${recent}`)} as "left",
      ${sum(sql`${came} and ${before}`)} as "joinedBefore", ${sum(sql`not ${came} and ${before}`)} as "leftBefore"
    from (${growthDays}) as line where newsletter_id = 0
  `.execute(db);
  return rows[0] ?? { reachable: 0, joined: 0, left: 0, joinedBefore: 0, leftBefore: 0 };
}
