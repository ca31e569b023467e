import { countAudience } from '../../audience/reachable.ts';
import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { composeDigest, listRunStories } from './compose-digest.ts';
import { storyGone } from './leave-out.ts';
import type { RunSetting } from './run-setting.ts';
import { type DigestRun, lockRun, moveOn } from './sql/runs.ts';

const minuteMs = 60_000;

/** Whether a run starts later than its newsletter allows; a word given since then counts as its hour. */
export function isTooLate(
  { departsAt, approvedAt }: Pick<DigestRun, 'departsAt' | 'approvedAt'>,
  latenessMinutes: number,
  now: Date,
): boolean {
  const hour = Math.max(departsAt.getTime(), approvedAt?.getTime() ?? 0);
  return now.getTime() > hour + latenessMinutes * minuteMs;
}

const lateNote = ({ departsAt, createdAt }: DigestRun, now: Date): string => {
  const minutes = Math.round((now.getTime() - departsAt.getTime()) / minuteMs);
  const hours = Math.floor(minutes / 60);
  const late = hours === 0 ? `${minutes} minutes` : `${hours} h ${minutes % 60} min`;
  return createdAt > departsAt
    ? `Nobody was there to build it at its hour; it is ${late} late. Send it all the same, or skip it.`
    : `It is ${late} late. Send it all the same, or skip it.`;
};

/** How many reachable readers chose the rhythm of a run. */
async function countOfRhythm(db: Db, { newsletterId, rhythm }: DigestRun): Promise<number> {
  const counts = await countAudience(db, newsletterId, {
    joins: sql``,
    whens: sql`when subscription.rhythm <> ${rhythm} then 'other rhythm'`,
  });
  return counts.find(({ reason }) => reason === 'reachable')?.readers ?? 0;
}

/** Why a run is not worth a mail, in words; null when it is. */
async function whyNot(tx: Db, run: DigestRun, stories: number, least: number): Promise<string | null> {
  if (stories === 0) return run.articleId === null ? 'No new story came out.' : storyGone;
  if (run.articleId === null && stories < least) {
    const what = stories === 1 ? 'Only one new story' : `Only ${stories} new stories`;
    return `${what}; it wants ${least}. What there is goes into the next one.`;
  }
  return (await countOfRhythm(tx, run)) === 0 ? 'No reader we reach has chosen this rhythm.' : null;
}

/**
 * Builds a run whose window has closed: a draft that waits for a word or for its departure, a skip with its note, or a
 * question because it is late. In one transaction of its own, so that a run which another process has in hand is passed over.
 */
export async function buildRun(db: Db, found: DigestRun, setting: RunSetting, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Whatever holds this run up holds up this run.
    await sql`set local statement_timeout = '60s'`.execute(tx);
    const run = await lockRun(tx, found);
    if (!run || run.windowEnd > now) return;
    const { plan, schedule } = setting;
    if (isTooLate(run, plan.latenessMinutes, now)) {
      await moveOn(tx, run, 'late', { note: lateNote(run, now) }, now);
      return;
    }
    const stories = await listRunStories(tx, run, plan.sectionIds, now);
    const note = await whyNot(tx, run, stories.length, run.approvedAt === null ? schedule.leastStories : 1);
    if (note !== null) {
      await moveOn(tx, run, 'skipped', { note }, now);
      return;
    }
    const editionId = await composeDigest(tx, run, stories);
    const isHeld = schedule.needsApproval && run.approvedAt === null;
    const deadlineAt = new Date(run.departsAt.getTime() + schedule.deadlineMinutes * minuteMs);
    await moveOn(
      tx,
      run,
      isHeld ? 'held' : 'ready',
      { editionId, note: null, ...(isHeld && { deadlineAt }) },
      now,
    );
  });
}
