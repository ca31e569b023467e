import type { Publication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { planOf, quietHoursOf, readPlans } from './digests/plan.ts';
import { endOfQuiet } from './digests/timetable.ts';

/**
 * Until when an edition made by hand waits if it is released at a moment, by the quiet hours of its newsletter on the clock of the
 * newsroom; null outside of them.
 */
export async function findQuietEnd(
  db: Db,
  newsletterId: number,
  { timeZone }: Pick<Publication, 'timeZone'>,
  at: Date,
): Promise<Date | null> {
  const plan = planOf(await readPlans(db), newsletterId);
  return endOfQuiet(quietHoursOf(plan, timeZone), at);
}
