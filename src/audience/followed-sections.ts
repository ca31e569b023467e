import { sql } from 'kysely';
import type { Fragment } from '../platform/db.ts';

/** The sections that the row of `subscriber` follows, as an array; null for none. */
export const followedSections: Fragment = sql`(
  select array_agg(section_id) from followed_section where followed_section.subscriber_id = subscriber.id
)`;
