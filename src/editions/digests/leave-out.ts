import type { Db } from '../../platform/db.ts';
import { findEditionBy } from '../sql/editions.ts';
import { listTakenBack } from '../sql/stories.ts';
import { type DigestRun, lockRun, moveOn } from './sql/runs.ts';

/** What a run says whose one story is gone. */
export const storyGone = 'Its story was taken back.';

/**
 * Looks after a built run of which a story was taken back before it left. With that story alone it is skipped; a draft nobody
 * touched is built anew without it, as far as the rest is enough; one that somebody wrote on or approved asks them.
 * @returns whether that was so: the run is not what it was, and the next look goes on with it
 */
export async function leaveOutTakenBack(db: Db, found: DigestRun, now: Date): Promise<boolean> {
  if (found.editionId === null || (await listTakenBack(db, found.editionId)).length === 0) return false;
  await db.transaction().execute(async (tx) => {
    const run = await lockRun(tx, found);
    const edition =
      run && run.edition !== null
        ? await findEditionBy(tx, { publicId: run.edition }, { forUpdate: true })
        : null;
    if (!run || !edition || edition.mailingId !== null) return;
    if (run.articleId !== null) {
      await moveOn(tx, run, 'skipped', { note: storyGone }, now);
      return;
    }
    const headlines = (await listTakenBack(tx, edition.id)).map((title) => `“${title}”`).join(', ');
    if (edition.textBy === null && run.approvedBy === null) {
      await moveOn(tx, run, 'due', { note: null, deadlineAt: null }, now);
      return;
    }
    const note = `Taken back since it was written: ${headlines}. Take it out of the draft, then send it all the same, or skip it.`;
    await moveOn(tx, run, 'failed', { note }, now);
  });
  return true;
}
