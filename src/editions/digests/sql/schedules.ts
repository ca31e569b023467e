import { sql } from 'kysely';
import type { Rhythm } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';

/** When the automatic editions of a newsletter leave for the readers of one rhythm. */
export type DigestSchedule = {
  readonly newsletterId: number;
  readonly rhythm: Rhythm;
  readonly isOn: boolean;
  /** Wall time, since midnight. Each story has none. */
  readonly minutes: number;
  readonly weekdays: readonly number[];
  readonly timeZone: string;
  readonly leastStories: number;
  readonly needsApproval: boolean;
  readonly leadMinutes: number;
  readonly deadlineMinutes: number;
  readonly unapproved: 'skip' | 'send';
  /** Since when this timetable stands. */
  readonly changedAt: Date;
};

const columns = sql`
  newsletter_id as "newsletterId", rhythm, is_on as "isOn", minutes, weekdays, time_zone as "timeZone",
  least_stories as "leastStories", needs_approval as "needsApproval", lead_minutes as "leadMinutes",
  deadline_minutes as "deadlineMinutes", unapproved, changed_at as "changedAt"
`;

/** The schedules of one newsletter, or of all. */
export async function listSchedules(
  db: Db,
  { newsletterId, onlyOn = false }: { readonly newsletterId?: number; readonly onlyOn?: boolean } = {},
): Promise<readonly DigestSchedule[]> {
  const { rows } = await sql<DigestSchedule>`
    select ${columns} from digest_schedule
    where (${newsletterId ?? null}::integer is null or newsletter_id = ${newsletterId ?? null}) and (is_on or not ${onlyOn})
    order by newsletter_id, rhythm
  `.execute(db);
  return rows;
}

/** Sets a schedule. Its timetable begins anew only where a time, a day, the zone or the switch has changed. */
export async function upsertSchedule(
  tx: Db,
  schedule: Omit<DigestSchedule, 'changedAt'>,
  now: Date,
): Promise<void> {
  await sql`
    insert into digest_schedule as old (newsletter_id, rhythm, is_on, minutes, weekdays, time_zone, least_stories,
      needs_approval, lead_minutes, deadline_minutes, unapproved, changed_at)
    values (${schedule.newsletterId}, ${schedule.rhythm}, ${schedule.isOn}, ${schedule.minutes},
      ${[...schedule.weekdays]}::smallint[], ${schedule.timeZone}, ${schedule.leastStories}, ${schedule.needsApproval},
      ${schedule.leadMinutes}, ${schedule.deadlineMinutes}, ${schedule.unapproved}, ${now})
    on conflict (newsletter_id, rhythm) do update set is_on = excluded.is_on, minutes = excluded.minutes,
      weekdays = excluded.weekdays, time_zone = excluded.time_zone, least_stories = excluded.least_stories,
      needs_approval = excluded.needs_approval, lead_minutes = excluded.lead_minutes,
      deadline_minutes = excluded.deadline_minutes, unapproved = excluded.unapproved,
      changed_at = case
        when (old.is_on, old.minutes, old.weekdays, old.time_zone, old.lead_minutes)
          is distinct from (excluded.is_on, excluded.minutes, excluded.weekdays, excluded.time_zone, excluded.lead_minutes)
        then excluded.changed_at else old.changed_at end
  `.execute(tx);
}
