import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { QuietHours } from './timetable.ts';

/** What the automatic editions of a newsletter have in common. */
export type DigestPlan = {
  readonly newsletterId: number;
  /** An empty list takes the stories of all sections. */
  readonly sectionIds: readonly number[];
  readonly byFollowedSections: boolean;
  /** Comes in place of the automatic editions of all other newsletters. */
  readonly isCombined: boolean;
  /** Its daily and weekly editions reach each reader at their hour on the clock of the reader's own zone. */
  readonly atReadersHour: boolean;
  readonly latenessMinutes: number;
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
  readonly warnMinutes: number;
};

/** What holds for a newsletter until somebody sets it. */
const plainPlan = (newsletterId: number): DigestPlan => ({
  newsletterId,
  sectionIds: [],
  byFollowedSections: false,
  isCombined: false,
  atReadersHour: false,
  latenessMinutes: 60,
  quietFrom: null,
  quietUntil: null,
  warnMinutes: 60,
});

/** The plans that somebody has set, by newsletter. */
export async function readPlans(db: Db): Promise<ReadonlyMap<number, DigestPlan>> {
  const { rows } = await sql<DigestPlan>`
    select newsletter_id as "newsletterId", section_ids as "sectionIds", by_followed_sections as "byFollowedSections",
      is_combined as "isCombined", at_readers_hour as "atReadersHour", lateness_minutes as "latenessMinutes", quiet_from as "quietFrom",
      quiet_until as "quietUntil", warn_minutes as "warnMinutes"
    from digest_plan
  `.execute(db);
  return new Map(rows.map((plan) => [plan.newsletterId, plan]));
}

/** Says whether the digests of a newsletter come at each reader's own hour, and leaves the rest of its plan. */
export async function setAtReadersHour(tx: Db, newsletterId: number, atReadersHour: boolean): Promise<void> {
  await sql`
    insert into digest_plan (newsletter_id, at_readers_hour) values (${newsletterId}, ${atReadersHour})
    on conflict (newsletter_id) do update set at_readers_hour = excluded.at_readers_hour
  `.execute(tx);
}

export const planOf = (plans: ReadonlyMap<number, DigestPlan>, newsletterId: number): DigestPlan =>
  plans.get(newsletterId) ?? plainPlan(newsletterId);

/** False when another newsletter is the combined one already; nothing is changed then. */
export async function savePlan(tx: Db, plan: DigestPlan): Promise<boolean> {
  const { rows } = await sql`
    insert into digest_plan (newsletter_id, section_ids, by_followed_sections, is_combined, at_readers_hour,
      lateness_minutes, quiet_from, quiet_until, warn_minutes)
    select ${plan.newsletterId}, ${[...plan.sectionIds]}::integer[], ${plan.byFollowedSections}, ${plan.isCombined},
      ${plan.atReadersHour}, ${plan.latenessMinutes}, ${plan.quietFrom}::smallint, ${plan.quietUntil}::smallint, ${plan.warnMinutes}
    where not (${plan.isCombined} and exists (
      select from digest_plan where is_combined and newsletter_id <> ${plan.newsletterId}))
    on conflict (newsletter_id) do update set section_ids = excluded.section_ids,
      by_followed_sections = excluded.by_followed_sections, is_combined = excluded.is_combined,
      at_readers_hour = excluded.at_readers_hour, lateness_minutes = excluded.lateness_minutes, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
      warn_minutes = excluded.warn_minutes
    returning newsletter_id
  `.execute(tx);
  return rows.length === 1;
}

/** The hours in which nothing of a plan leaves by itself. */
export const quietHoursOf = ({ quietFrom, quietUntil }: DigestPlan, timeZone: string): QuietHours | null =>
  quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil, timeZone };

/** Whether the automatic editions of a newsletter take the stories of a section. */
export const takesSection = ({ sectionIds }: DigestPlan, sectionId: number | null): boolean =>
  sectionIds.length === 0 || (sectionId !== null && sectionIds.includes(sectionId));
