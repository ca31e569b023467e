import { sql } from 'kysely';
import { isOut } from '../../../articles/is-out.ts';
import type { Db } from '../../../platform/db.ts';
import type { DigestSchedule } from './schedules.ts';
import type { DigestRun } from './runs.ts';

/** How far a run reaches back for stories that no run has taken: those that came in late, or waited through a skipped one. */
const reachBackDays = 7;

/** No story of a section that the newsletter does not take; an empty list takes all. */
const isTaken = (sectionIds: readonly number[]) =>
  sql`(cardinality(${[...sectionIds]}::integer[]) = 0 or article.section_id = any (${[...sectionIds]}::integer[]))`;

export type Candidate = {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly dek: string;
};

/**
 * The stories of a run, newest first: those that came out in its window, and those of a week before it that no run of this
 * rhythm took, because they came in late or the run was skipped.
 * @param until the end of the window, or now while it is open
 */
export async function listCandidates(
  db: Db,
  run: Pick<DigestRun, 'id' | 'newsletterId' | 'rhythm' | 'windowStart'>,
  { sectionIds, until, limit }: { sectionIds: readonly number[]; until: Date; limit: number },
): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    with rhythm_run as (
      select id, state, window_start from digest_run
      where newsletter_id = ${run.newsletterId} and rhythm = ${run.rhythm}
    )
    select article.id, article.slug, article.title, article.dek from article
    where article.published_at < ${until} and ${isOut} and ${isTaken(sectionIds)}
      and article.published_at >= greatest(${run.windowStart}::timestamptz - make_interval(days => ${reachBackDays}),
        (select min(window_start) from rhythm_run))
      and not exists (
        select from digest_run_article join rhythm_run on rhythm_run.id = digest_run_article.run_id
        where digest_run_article.article_id = article.id and rhythm_run.state <> 'skipped' and rhythm_run.id <> ${run.id}
      )
    order by article.published_at desc, article.id desc limit ${limit}
  `.execute(db);
  return rows;
}

/** Stories as a digest needs them, by number. */
export async function listStories(db: Db, ids: readonly number[]): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    select id, slug, title, dek from article where id = any (${[...ids]}::integer[]) and ${isOut}
  `.execute(db);
  return rows;
}

/** The stories are this run's: they come up in no later one, whatever an editor makes of the draft. Those it had before are free. */
export async function setRunStories(tx: Db, runId: number, ids: readonly number[]): Promise<void> {
  await sql`
    delete from digest_run_article where run_id = ${runId} and article_id <> all (${[...ids]}::integer[])
  `.execute(tx);
  await sql`
    insert into digest_run_article (run_id, article_id)
    select ${runId}, id from unnest(${[...ids]}::integer[]) as taken (id)
    on conflict do nothing
  `.execute(tx);
}

/** When a story came out, the last time: one that was taken back counts anew. */
const cameOutAt = sql`coalesce(article.out_again_at, article.published_at)`;

/**
 * A run for each story that came out since the timetable stands. One that the newsroom took up much later than it came out
 * is made all the same: it is late, and asks first. A story that was taken back before its run left, and is out again, has its
 * run back; one whose run has left has none.
 * @returns how many are new
 */
export async function addStoryRuns(
  db: Db,
  { newsletterId, changedAt, leadMinutes, needsApproval }: DigestSchedule,
  sectionIds: readonly number[],
  now: Date,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into digest_run (newsletter_id, rhythm, article_id, window_start, window_end, departs_at,
      created_at)
    select ${newsletterId}, 'each_story', article.id, article.published_at,
      ${cameOutAt} + case when ${needsApproval} then interval '0' else make_interval(mins => ${leadMinutes}) end,
      ${cameOutAt} + make_interval(mins => ${leadMinutes}), ${now}
    from article
    where ${isOut} and article.published_at <= ${now} and article.published_at >= ${changedAt} and ${isTaken(sectionIds)}
      and article.published_at > ${now}::timestamptz - interval '7 days'
      and not exists (
        select from digest_run where digest_run.newsletter_id = ${newsletterId} and digest_run.article_id = article.id
          and not (digest_run.state = 'skipped' and digest_run.ended_at < article.out_again_at)
      )
    order by article.published_at, article.id
    on conflict (newsletter_id, article_id) where article_id is not null do update
      set state = 'due', window_end = excluded.window_end, departs_at = excluded.departs_at, created_at = excluded.created_at,
        edition_id = null, note = null, deadline_at = null, approved_by = null, approved_at = null, approved_version = null,
        override_reason = null, attempts = 0, next_try_at = null, built_at = null, ended_at = null
      where digest_run.state = 'skipped'
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
