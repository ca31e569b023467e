import { type DigestPlan, planOf, quietHoursOf } from './plan.ts';
import { plainSchedule } from './schedule.ts';
import type { DigestRun } from './sql/runs.ts';
import type { DigestSchedule } from './sql/schedules.ts';
import type { QuietHours } from './timetable.ts';

/** What the newsroom has set for the newsletter and the rhythm of a run. */
export type RunSetting = {
  readonly plan: DigestPlan;
  readonly schedule: Pick<
    DigestSchedule,
    'leastStories' | 'needsApproval' | 'deadlineMinutes' | 'unapproved' | 'timeZone'
  >;
  readonly quiet: QuietHours | null;
};

/** The setting of a run among all that is set; a run outlives a schedule that was taken away. */
export function settingOf(
  run: Pick<DigestRun, 'newsletterId' | 'rhythm'>,
  plans: ReadonlyMap<number, DigestPlan>,
  schedules: readonly DigestSchedule[],
): RunSetting {
  const plan = planOf(plans, run.newsletterId);
  const schedule =
    schedules.find(
      ({ newsletterId, rhythm }) => newsletterId === run.newsletterId && rhythm === run.rhythm,
    ) ?? plainSchedule(run.rhythm, 'UTC');
  return { plan, schedule, quiet: quietHoursOf(plan, schedule.timeZone) };
}
