import { z } from 'zod';
import { type Rhythm, rhythms } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import { isTimeZone } from '../../platform/wall-time.ts';
import { type DigestPlan, savePlan } from './plan.ts';
import { dropDueRuns } from './sql/runs.ts';
import { type DigestSchedule, upsertSchedule } from './sql/schedules.ts';
import { type QuietHours, endOfQuiet } from './timetable.ts';

export { type DigestSchedule, listSchedules } from './sql/schedules.ts';

/** Minutes since midnight of `06:30`; null for anything else. */
function parseClock(text: string): number | null {
  const [, hour = '', minute = ''] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? [];
  return hour === '' ? null : Number(hour) * 60 + Number(minute);
}

/** `06:30` of minutes since midnight. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const clockWords = 'Please give a time such as 06:30';
const clock = z.string().transform((text, context) => {
  const minutes = parseClock(text);
  if (minutes !== null) return minutes;
  context.addIssue({ code: 'custom', message: clockWords });
  return z.NEVER;
});
const perhapsClock = z
  .string()
  .trim()
  .transform((text, context) => {
    if (text === '') return null;
    const minutes = parseClock(text);
    if (minutes === null) context.addIssue({ code: 'custom', message: clockWords });
    return minutes;
  });

/** A whole number; an emptied field is none. */
function whole(what: string, least: number, most: number) {
  const words = `${what}: please give a number from ${least} to ${most}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? Number.NaN : value),
    z.coerce.number(words).int(words).min(least, words).max(most, words),
  );
}

/** When the automatic editions of one rhythm leave. */
const scheduleForm = z.object({
  rhythm: z.enum(rhythms),
  isOn: z.boolean(),
  minutes: clock,
  weekdays: z
    .array(z.coerce.number().int().min(1).max(7))
    .min(1, 'Please choose at least one day')
    .transform((days) => [...new Set(days)].sort((a, b) => a - b)),
  timeZone: z.string().trim().refine(isTimeZone, 'Please give a time zone such as Europe/London'),
  leastStories: whole('Stories it wants', 1, 30),
  needsApproval: z.boolean(),
  leadMinutes: whole('Minutes before or after', 0, 720),
  deadlineMinutes: whole('Minutes approval is waited for', 0, 1440),
  unapproved: z.enum(['skip', 'send']),
});

/** What the newsroom sets about the automatic editions of a newsletter, as its form sends it. */
export const digestForm = z
  .object({
    sectionIds: z.array(z.number().int()),
    byFollowedSections: z.boolean(),
    isCombined: z.boolean(),
    atReadersHour: z.boolean().default(false),
    latenessMinutes: whole('Minutes it may be late', 5, 1440),
    quietFrom: perhapsClock,
    quietUntil: perhapsClock,
    warnMinutes: whole('Minutes before we warn you', 5, 720),
    schedules: z.array(scheduleForm),
  })
  .superRefine((form, context) => {
    const { quietFrom, quietUntil } = form;
    if ((quietFrom === null) !== (quietUntil === null) || (quietFrom !== null && quietFrom === quietUntil)) {
      const message = 'Please give a beginning and another end, or leave both empty';
      context.addIssue({ code: 'custom', path: ['quietUntil'], message });
    } else if (quietFrom !== null && quietUntil !== null) {
      form.schedules.forEach((schedule, index) => {
        if (!schedule.isOn || schedule.rhythm === 'each_story') return;
        if (!leavesInQuiet({ from: quietFrom, until: quietUntil }, schedule.minutes)) return;
        const message = 'This lies in the quiet hours, in which nothing leaves by itself';
        context.addIssue({ code: 'custom', path: ['schedules', index, 'minutes'], message });
      });
    }
  });

export type DigestForm = z.infer<typeof digestForm>;

/** Whether a time of day lies in quiet hours, on a day like any other. */
function leavesInQuiet(quiet: Pick<QuietHours, 'from' | 'until'>, minutes: number): boolean {
  const anyDay = new Date(Date.UTC(2027, 0, 4, 0, minutes));
  return endOfQuiet({ ...quiet, timeZone: 'UTC' }, anyDay) !== null;
}

export type SaveDigestsOutcome = { readonly kind: 'saved' | 'combined-already' };

/** Saves plan and timetables. Runs that have not been built follow at once; one that a timetable drops is gone. */
export async function saveDigests(
  db: Db,
  newsletterId: number,
  { schedules, ...plan }: DigestForm,
  now: Date,
): Promise<SaveDigestsOutcome> {
  const full: DigestPlan = { newsletterId, ...plan };
  return db.transaction().execute(async (tx) => {
    if (!(await savePlan(tx, full))) return { kind: 'combined-already' };
    for (const schedule of schedules) {
      await upsertSchedule(tx, { newsletterId, ...schedule }, now);
      if (!schedule.isOn) await dropDueRuns(tx, newsletterId, schedule.rhythm);
    }
    return { kind: 'saved' };
  });
}

/** What the form shows for a rhythm that nobody has set. */
export const plainSchedule = (
  rhythm: Rhythm,
  timeZone: string,
): Omit<DigestSchedule, 'newsletterId' | 'changedAt'> => ({
  rhythm,
  isOn: false,
  minutes: 390,
  weekdays: rhythm === 'weekly' ? [6] : [1, 2, 3, 4, 5, 6, 7],
  timeZone,
  leastStories: 1,
  needsApproval: false,
  leadMinutes: rhythm === 'each_story' ? 10 : 0,
  deadlineMinutes: 120,
  unapproved: 'skip',
});
