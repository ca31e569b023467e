import { sql } from 'kysely';
import { isActiveNow, isKeptBackIn } from '../../audience/reachable.ts';
import type { Fragment } from '../../platform/db.ts';

/**
 * True where the row of `subscriber` has the combined digest, in a rhythm in which it comes: then the automatic editions of
 * the other newsletters do not. Kept back from the combined one, they get the separate ones.
 */
export const isInPlaceOf = (newsletterId: number): Fragment => sql`exists (
  select from digest_plan
  join subscription on subscription.newsletter_id = digest_plan.newsletter_id
  join digest_schedule on digest_schedule.newsletter_id = digest_plan.newsletter_id
    and digest_schedule.rhythm = subscription.rhythm and digest_schedule.is_on
  where digest_plan.is_combined and digest_plan.newsletter_id <> ${newsletterId}
    and subscription.subscriber_id = subscriber.id and ${isActiveNow} and not ${isKeptBackIn(sql`digest_plan.newsletter_id`)}
)`;
