import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';

/** The sections a subscriber follows, by number; none means all of them. */
export async function listFollowedSections(db: Db, subscriberId: number): Promise<readonly number[]> {
  const { rows } = await sql<{ sectionId: number }>`
    select section_id as "sectionId" from followed_section where subscriber_id = ${subscriberId} order by section_id
  `.execute(db);
  return rows.map(({ sectionId }) => sectionId);
}

/** From now on the subscriber follows exactly these. */
export async function setFollowedSections(
  tx: Db,
  subscriberId: number,
  sectionIds: readonly number[],
): Promise<void> {
  const ids = [...sectionIds];
  await sql`
    delete from followed_section where subscriber_id = ${subscriberId} and not section_id = any (${ids}::integer[])
  `.execute(tx);
  await sql`
    insert into followed_section (subscriber_id, section_id)
    select ${subscriberId}, id from unnest(${ids}::integer[]) as wanted (id)
    on conflict do nothing
  `.execute(tx);
}

/** The sections that the row of `subscriber` follows, as an array; null for none. */
export const followedSections: Fragment = sql`(
  select array_agg(section_id) from followed_section where followed_section.subscriber_id = subscriber.id
)`;
