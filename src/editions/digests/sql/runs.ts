import { sql } from 'kysely';
import type { Rhythm } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import type { PlannedRun } from '../timetable.ts';

export type RunState = 'due' | 'held' | 'ready' | 'late' | 'released' | 'skipped' | 'failed';

/** One automatic edition, from before its time to its end. */
export type DigestRun = {
  readonly id: number;
  readonly publicId: string;
  readonly newsletterId: number;
  readonly rhythm: Rhythm;
  readonly articleId: number | null;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly departsAt: Date;
  readonly state: RunState;
  readonly note: string | null;
  readonly editionId: number | null;
  /** The public id of its edition. */
  readonly edition: string | null;
  /** The edition has left, also by an editor's hand. */
  readonly hasLeft: boolean;
  readonly leadArticleId: number | null;
  readonly deadlineAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly approvedVersion: number | null;
  readonly overrideReason: string | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
};

const columns = sql`
  digest_run.id, digest_run.public_id as "publicId", digest_run.newsletter_id as "newsletterId", digest_run.rhythm,
  digest_run.article_id as "articleId", digest_run.window_start as "windowStart", digest_run.window_end as "windowEnd",
  digest_run.departs_at as "departsAt", digest_run.state, digest_run.note, digest_run.edition_id as "editionId",
  edition.public_id as edition, edition.mailing_id is not null as "hasLeft",
  digest_run.lead_article_id as "leadArticleId", digest_run.deadline_at as "deadlineAt",
  digest_run.approved_by as "approvedBy", digest_run.approved_at as "approvedAt",
  digest_run.approved_version as "approvedVersion", digest_run.override_reason as "overrideReason", digest_run.attempts,
  digest_run.created_at as "createdAt", digest_run.ended_at as "endedAt"
`;
const source = sql`digest_run left join edition on edition.id = digest_run.edition_id`;

/** The last two windows of a rhythm, the last first, whatever became of them. */
export async function listLastRuns(
  db: Db,
  newsletterId: number,
  rhythm: Rhythm,
): Promise<readonly DigestRun[]> {
  const { rows } = await sql<DigestRun>`
    select ${columns} from ${source}
    where digest_run.newsletter_id = ${newsletterId} and digest_run.rhythm = ${rhythm}
    order by digest_run.window_end desc limit 2
  `.execute(db);
  return rows;
}

/** Makes a run ahead of its time; one with this start is there once, whoever comes first. */
export async function addRun(
  db: Db,
  { newsletterId, rhythm }: { readonly newsletterId: number; readonly rhythm: Rhythm },
  { windowStart, windowEnd, departsAt }: PlannedRun,
  now: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into digest_run (newsletter_id, rhythm, window_start, window_end, departs_at, created_at)
    values (${newsletterId}, ${rhythm}, ${windowStart}, ${windowEnd}, ${departsAt}, ${now})
    on conflict do nothing
  `.execute(db);
  return numAffectedRows === 1n;
}

/** Gives a run that has not been built another end, after its timetable was changed; one that is in hand is passed over. */
export async function moveRun(db: Db, id: number, { windowEnd, departsAt }: PlannedRun): Promise<void> {
  await sql`
    update digest_run set window_end = ${windowEnd}, departs_at = ${departsAt}
    where id = (select id from digest_run where id = ${id} and state = 'due' and approved_at is null for update skip locked)
      and (window_end, departs_at) is distinct from (${windowEnd}::timestamptz, ${departsAt}::timestamptz)
  `.execute(db);
}

/** Runs of a timetable that was switched off: nothing of them was built. */
export async function dropDueRuns(tx: Db, newsletterId: number, rhythm: Rhythm): Promise<void> {
  await sql`
    delete from digest_run where newsletter_id = ${newsletterId} and rhythm = ${rhythm} and state = 'due'
  `.execute(tx);
}

/** What asks for something at this moment: runs whose window has closed, held ones, ready ones. */
export async function listOpenRuns(db: Db, now: Date): Promise<readonly DigestRun[]> {
  const { rows } = await sql<DigestRun>`
    select ${columns} from ${source}
    where (digest_run.state = 'due' and digest_run.window_end <= ${now} or digest_run.state in ('held', 'ready', 'late', 'failed'))
      and (digest_run.next_try_at is null or digest_run.next_try_at <= ${now})
    order by digest_run.departs_at, digest_run.id
  `.execute(db);
  return rows;
}

export type LateRuns = { readonly runs: number; readonly oldestSeconds: number };

/** Automatic editions whose hour is over and that have not left, whatever they wait for. */
export async function countLateRuns(db: Db): Promise<LateRuns> {
  const { rows } = await sql<LateRuns>`
    select count(*)::integer as runs,
      coalesce(extract(epoch from now() - min(departs_at)), 0)::double precision as "oldestSeconds"
    from digest_run where state in ('due', 'held', 'ready', 'late', 'failed') and departs_at < now()
  `.execute(db);
  return rows[0] ?? { runs: 0, oldestSeconds: 0 };
}

export async function findRunBy(db: Db, publicId: string): Promise<DigestRun | null> {
  const { rows } = await sql<DigestRun>`
    select ${columns} from ${source} where digest_run.public_id = ${publicId}
  `.execute(db);
  return rows[0] ?? null;
}

/** Takes a run in hand for this transaction; null when another process has it, or it is no longer as it was. */
export async function lockRun(tx: Db, { id, state }: DigestRun): Promise<DigestRun | null> {
  const locked = await sql`
    select from digest_run where id = ${id} and state = ${state} for update skip locked
  `.execute(tx);
  if (locked.rows.length === 0) return null;
  const { rows } = await sql<DigestRun>`
    select ${columns} from ${source} where digest_run.id = ${id}
  `.execute(tx);
  return rows[0] ?? null;
}

export type RunChange = {
  readonly note?: string | null;
  readonly editionId?: number;
  readonly departsAt?: Date;
  readonly windowEnd?: Date;
  readonly deadlineAt?: Date | null;
  readonly approvedBy?: string | null;
  readonly approvedAt?: Date | null;
  readonly approvedVersion?: number | null;
  readonly overrideReason?: string;
};

const ends: ReadonlySet<RunState> = new Set(['released', 'skipped']);

/** Moves a run on from the state somebody saw it in; false when it was moved meanwhile. */
export async function moveOn(
  tx: Db,
  { id, state: from }: Pick<DigestRun, 'id' | 'state'>,
  state: RunState,
  change: RunChange = {},
  now = new Date(),
): Promise<boolean> {
  const keep = (value: unknown, column: string) => (value === undefined ? sql.ref(column) : sql`${value}`);
  const { numAffectedRows } = await sql`
    update digest_run set state = ${state}, note = ${keep(change.note, 'note')},
      edition_id = ${keep(change.editionId, 'edition_id')}, departs_at = ${keep(change.departsAt, 'departs_at')},
      window_end = ${keep(change.windowEnd, 'window_end')}, deadline_at = ${keep(change.deadlineAt, 'deadline_at')},
      approved_by = ${keep(change.approvedBy, 'approved_by')}, approved_at = ${keep(change.approvedAt, 'approved_at')},
      approved_version = ${keep(change.approvedVersion, 'approved_version')},
      override_reason = ${keep(change.overrideReason, 'override_reason')}, attempts = 0, next_try_at = null,
      built_at = case when ${change.editionId !== undefined} then ${now} else built_at end,
      ended_at = case when ${ends.has(state)} then ${now}::timestamptz end
    where id = ${id} and state = ${from}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** A try that broke: it is made again, later and later, and after so many a person is asked. */
export async function noteBrokenTry(
  db: Db,
  id: number,
  { note, nextTryAt, isLast }: { note: string; nextTryAt: Date; isLast: boolean },
): Promise<void> {
  await sql`
    update digest_run set attempts = attempts + 1, next_try_at = ${nextTryAt}, note = ${note},
      state = case when ${isLast} then 'failed' else state end
    where id = ${id} and state in ('due', 'held', 'ready')
  `.execute(db);
}

/** The run of an edition whose release was taken back from under it: of one story it is over, else somebody has to look. */
export async function noteWithdrawn(tx: Db, editionId: number, note: string): Promise<void> {
  await sql`
    update digest_run set state = case when article_id is null then 'failed' else 'skipped' end, note = ${note},
      ended_at = case when article_id is not null then now() end
    where edition_id = ${editionId} and state in ('ready', 'released')
  `.execute(tx);
}

/** The story that leads; kept until the run is built. */
export async function setLead(tx: Db, id: number, articleId: number | null): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update digest_run set lead_article_id = ${articleId} where id = ${id} and state in ('due', 'late')
  `.execute(tx);
  return numAffectedRows === 1n;
}

export type RunLine = DigestRun & {
  readonly newsletter: string;
  readonly newsletterSlug: string;
  /** Its headline, of an each-story run or a built one. */
  readonly subject: string | null;
  readonly stories: number;
};

/** Runs by departure, the last first: those that wait for somebody or something, or those that have ended. */
export async function listRunLines(
  db: Db,
  { isOpen, limit }: { readonly isOpen: boolean; readonly limit: number },
): Promise<readonly RunLine[]> {
  const { rows } = await sql<RunLine>`
    select ${columns}, newsletter.name as newsletter, newsletter.slug as "newsletterSlug",
      coalesce(nullif(edition.subject, ''), article.title) as subject,
      (select count(*) from digest_run_article where run_id = digest_run.id) as stories
    from ${source} join newsletter on newsletter.id = digest_run.newsletter_id
    left join article on article.id = digest_run.article_id
    where (digest_run.state in ('released', 'skipped')) <> ${isOpen}
    order by ${isOpen ? sql`digest_run.departs_at, digest_run.id` : sql`digest_run.departs_at desc, digest_run.id desc`}
    limit ${limit}
  `.execute(db);
  return rows;
}
