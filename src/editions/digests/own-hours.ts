import { sql } from 'kysely';
import { isTimeZone } from '../../platform/wall-time.ts';
import type { Db } from '../../platform/db.ts';
import { lastDeparture, nextDeparture } from './timetable.ts';

/** Until when the readers of a zone wait. */
export type OwnHour = { readonly timeZone: string; readonly notBefore: Date };

type Departure = {
  readonly departsAt: Date;
  readonly minutes: number;
  readonly weekdays: readonly number[];
  readonly timeZone: string;
};

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/**
 * The departure of an automatic edition whose newsletter comes at the reader's own hour; null for any other, and for one that
 * is not to wait: made by hand, of a single story, or sent in spite of its hour.
 */
async function findDeparture(db: Db, editionId: number): Promise<Departure | null> {
  const { rows } = await sql<Departure>`
    select digest_run.departs_at as "departsAt", digest_schedule.minutes, digest_schedule.weekdays,
      digest_schedule.time_zone as "timeZone"
    from digest_run
    join digest_plan on digest_plan.newsletter_id = digest_run.newsletter_id and digest_plan.at_readers_hour
    join digest_schedule on digest_schedule.newsletter_id = digest_run.newsletter_id
      and digest_schedule.rhythm = digest_run.rhythm
    where digest_run.edition_id = ${editionId} and digest_run.article_id is null and digest_run.override_reason is null
  `.execute(db);
  return rows[0] ?? null;
}

async function listZones(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ timeZone: string }>`
    select distinct time_zone as "timeZone" from subscriber where time_zone is not null
  `.execute(db);
  return rows.map(({ timeZone }) => timeZone).filter(isTimeZone);
}

/**
 * The moment from which a zone counts: the hour on the timetable that a departure stands for. Quiet hours and a late word move
 * the departure, not the hour; a departure the timetable does not know, since it was changed, stands for itself.
 */
function hourOf({ departsAt, ...timetable }: Departure): {
  readonly at: Date;
  readonly minutes: number;
} {
  const at = lastDeparture(timetable, departsAt);
  const isItsOwn = departsAt.getTime() - at.getTime() < 86_400_000;
  return { at: isItsOwn ? at : departsAt, minutes: timetable.minutes };
}

/**
 * The first time from a departure on at which the clocks of a zone show its hour: at most a day and, where clocks change, an hour
 * later. In the paper's own zone that is the departure itself.
 */
export const ownHour = (departure: Departure, timeZone: string): Date => {
  const { at, minutes } = hourOf(departure);
  return nextDeparture({ minutes, weekdays: everyDay, timeZone }, new Date(at.getTime() - 1));
};

/** Who has to wait for an edition, by zone: readers of every other zone, and those without one, get it at once. */
export async function findOwnHours(db: Db, editionId: number, now: Date): Promise<readonly OwnHour[]> {
  const departure = await findDeparture(db, editionId);
  // Somebody let it go before its hour: they meant now.
  if (!departure || departure.departsAt > now) return [];
  return (await listZones(db))
    .map((timeZone) => ({ timeZone, notBefore: ownHour(departure, timeZone) }))
    .filter(({ notBefore }) => notBefore > now);
}
