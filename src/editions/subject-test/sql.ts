import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Arm } from './arms.ts';
import type { TestFigures, Verdict } from './judge.ts';
import type { Decider, SubjectTest } from './subject-test.ts';

/** A test of a released edition. */
export type RunningTest = {
  readonly mailingId: number;
  readonly sharePercent: number;
  readonly waitMinutes: number;
  readonly decideBy: Decider;
  readonly heedsQuiet: boolean;
  /** When everybody of the test had been tried once; null before. */
  readonly outAt: Date | null;
  /** When it decides itself: the end of its wait; null before the wait begins. */
  readonly decidesAt: Date | null;
  readonly winner: Arm | null;
  readonly reason: Verdict['reason'] | 'by hand' | 'stopped' | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  /** What it was decided upon; null also for one that ended because its edition was stopped. */
  readonly figures: TestFigures | null;
  readonly letGoAt: Date | null;
};

const columns = sql`
  test.mailing_id as "mailingId", test.share_percent as "sharePercent", test.wait_minutes as "waitMinutes",
  test.decide_by as "decideBy", test.heeds_quiet as "heedsQuiet", test.out_at as "outAt",
  test.out_at + make_interval(mins => test.wait_minutes) as "decidesAt", test.winner, test.reason,
  test.decided_at as "decidedAt", test.decided_by as "decidedBy", test.figures, test.let_go_at as "letGoAt"
`;

export async function insertTest(
  tx: Db,
  mailingId: number,
  test: Omit<SubjectTest, 'subject'> & { readonly heedsQuiet: boolean },
): Promise<void> {
  await sql`
    insert into subject_test (mailing_id, share_percent, wait_minutes, decide_by, heeds_quiet)
    values (${mailingId}, ${test.sharePercent}, ${test.waitMinutes}, ${test.decideBy}, ${test.heedsQuiet})
  `.execute(tx);
}

export async function findTest(db: Db, mailingId: number): Promise<RunningTest | null> {
  const { rows } = await sql<RunningTest>`
    select ${columns} from subject_test test where mailing_id = ${mailingId}
  `.execute(db);
  return rows[0] ?? null;
}

/** Mailings whose rest has not been let go, of editions that have begun to leave. */
export async function listOpenTests(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ mailingId: number }>`
    select test.mailing_id as "mailingId" from subject_test test join mailing on mailing.id = test.mailing_id
    where test.let_go_at is null and mailing.state in ('sending', 'paused') and mailing.release_at <= now()
    order by mailing.priority, mailing.id
  `.execute(db);
  return rows.map(({ mailingId }) => mailingId);
}

export async function hasBegun(db: Db, mailingId: number): Promise<boolean> {
  const { rows } = await sql`
    select from mailing where id = ${mailingId} and state in ('sending', 'paused') and release_at <= now()
  `.execute(db);
  return rows.length > 0;
}

/** The wait begins, once. */
export async function markOut(db: Db, mailingId: number): Promise<void> {
  await sql`
    update subject_test set out_at = now() where mailing_id = ${mailingId} and out_at is null
  `.execute(db);
}

export async function isWaitOver(db: Db, mailingId: number): Promise<boolean> {
  const { rows } = await sql`
    select from subject_test
    where mailing_id = ${mailingId} and out_at + make_interval(mins => wait_minutes) <= now()
  `.execute(db);
  return rows.length > 0;
}

export type Decision = {
  readonly winner: Arm;
  readonly reason: NonNullable<RunningTest['reason']>;
  readonly figures: TestFigures | null;
  /** Null: by itself. */
  readonly by: string | null;
};

/** The first decision stands: false when there is one. */
export async function setWinner(
  tx: Db,
  mailingId: number,
  { winner, reason, figures, by }: Decision,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update subject_test set winner = ${winner}, reason = ${reason}, figures = ${figures && JSON.stringify(figures)}::jsonb,
      decided_at = now(), decided_by = ${by}
    where mailing_id = ${mailingId} and winner is null
  `.execute(tx);
  return numAffectedRows === 1n;
}

export async function markLetGo(tx: Db, mailingId: number): Promise<void> {
  await sql`
    update subject_test set let_go_at = now() where mailing_id = ${mailingId} and let_go_at is null
  `.execute(tx);
}
