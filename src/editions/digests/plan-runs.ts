import type { Db } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { type DigestPlan, planOf, readPlans } from './plan.ts';
import { addRun, listLastRuns, moveRun } from './sql/runs.ts';
import { type DigestSchedule, listSchedules } from './sql/schedules.ts';
import { addStoryRuns } from './sql/stories.ts';
import { type Chain, type PastRun, planNext } from './timetable.ts';

/** More departures than a window of the longest look back may hold. */
const mostAtOnce = 20;

const chainOf = (schedule: DigestSchedule): Chain => ({
  timetable: schedule,
  leadMinutes: schedule.needsApproval ? schedule.leadMinutes : 0,
  since: schedule.changedAt,
});

/**
 * Makes the runs of a timetable up to the next one that has not come: what nobody was there to build is a run like any other,
 * and is seen to be late.
 */
async function planTimetable(db: Db, schedule: DigestSchedule, now: Date): Promise<number> {
  const chain = chainOf(schedule);
  const [last = null, before = null] = await listLastRuns(db, schedule.newsletterId, schedule.rhythm);
  if (last?.state === 'due' && last.departsAt > now) {
    // The timetable may have been changed since this run was made; its window still starts where it did.
    await moveRun(
      db,
      last.id,
      planNext(chain, {
        windowEnd: last.windowStart,
        departsAt: before?.departsAt ?? last.windowStart,
      }),
    );
    return 0;
  }
  let added = 0;
  let past: PastRun | null = last;
  for (let n = 0; n < mostAtOnce && (past === null || past.departsAt <= now); n += 1) {
    const next = planNext(chain, past);
    if (await addRun(db, schedule, next, now)) added += 1;
    past = next;
  }
  return added;
}

const planSchedule = (db: Db, schedule: DigestSchedule, plan: DigestPlan, now: Date): Promise<number> =>
  schedule.rhythm === 'each_story'
    ? addStoryRuns(db, schedule, plan.sectionIds, now)
    : planTimetable(db, schedule, now);

/**
 * Makes every run that a schedule asks for; safe to call again and from several processes. One schedule that is broken keeps
 * no other from its runs.
 * @returns how many are new
 */
export async function planRuns(db: Db, now: Date, log: Log): Promise<number> {
  const [schedules, plans] = await Promise.all([listSchedules(db, { onlyOn: true }), readPlans(db)]);
  let added = 0;
  for (const schedule of schedules) {
    try {
      added += await planSchedule(db, schedule, planOf(plans, schedule.newsletterId), now);
    } catch (error) {
      log.error(
        { err: error, newsletter: schedule.newsletterId, rhythm: schedule.rhythm },
        'runs were not planned',
      );
    }
  }
  return added;
}
