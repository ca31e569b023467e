import { findNewsletter } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import { type EditionSetting, releaseEdition } from '../release-edition.ts';
import { isTooLate } from './build-run.ts';
import { builder } from './compose-digest.ts';
import type { RunSetting } from './run-setting.ts';
import { type DigestRun, moveOn } from './sql/runs.ts';
import { endOfQuiet } from './timetable.ts';

/** Its edition has left, by whoever's hand: the run has ended. */
export const noteLeft = (db: Db, run: DigestRun, now: Date): Promise<boolean> =>
  moveOn(db, run, 'released', { note: null }, now);

/**
 * Lets a ready run go when its hour has come, unless quiet hours or its lateness stand in the way. The release has the run's
 * own key, so two processes release it once.
 * @returns whether something was released. The caller rings `release`
 */
export async function departRun(
  db: Db,
  edition: EditionSetting,
  run: DigestRun,
  { plan, quiet }: RunSetting,
  now: Date,
): Promise<boolean> {
  if (run.departsAt > now || run.edition === null) return false;
  const quietEnd = run.overrideReason === null ? endOfQuiet(quiet, now) : null;
  if (quietEnd !== null) {
    await moveOn(
      db,
      run,
      'ready',
      { departsAt: quietEnd, note: 'It waits for the end of the quiet hours.' },
      now,
    );
    return false;
  }
  if (isTooLate(run, plan.latenessMinutes, now)) {
    const note = 'It is later than it may be. Send it all the same, or skip it.';
    await moveOn(db, run, 'late', { note }, now);
    return false;
  }
  const outcome = await releaseEdition(db, edition, {
    publicId: run.edition,
    releaseKey: `run ${run.publicId} ${run.approvedAt?.toISOString() ?? ''}`,
    releasedBy: run.approvedBy ?? builder,
    version: run.approvedVersion ?? undefined,
    // Nobody sits there to take it back, and the hour was promised to the readers.
    undoSeconds: 0,
    isUnread: run.approvedBy === null,
    byTimetable: true,
    isBreaking: run.overrideReason !== null,
  });
  switch (outcome.kind) {
    case 'released':
    case 'released-already':
      await noteLeft(db, run, now);
      return outcome.kind === 'released';
    case 'blocked': {
      const note = outcome.checks
        .filter(({ severity }) => severity === 'blocking')
        .map(({ message }) => message)
        .join(' ');
      const isForNobody = outcome.checks.every(
        ({ severity, code }) => severity !== 'blocking' || code === 'no-readers',
      );
      await moveOn(db, run, isForNobody ? 'skipped' : 'failed', { note }, now);
      return false;
    }
    case 'missing':
      await moveOn(db, run, 'failed', { note: 'Its edition is gone.' }, now);
      return false;
    default:
      return outcome satisfies never;
  }
}

/** What becomes of a run that nobody has said a word about: at its deadline it leaves or is skipped, as was set. */
export async function decideHeld(db: Db, run: DigestRun, { schedule }: RunSetting, now: Date): Promise<void> {
  if (run.deadlineAt === null || run.deadlineAt > now) return;
  // A newsletter that asks for a second person never goes without one.
  const asks = (await findNewsletter(db, { id: run.newsletterId }))?.needsApproval === true;
  if (schedule.unapproved === 'skip' || asks) {
    await moveOn(db, run, 'skipped', { note: 'Nobody approved it in time.' }, now);
    return;
  }
  // The deadline is its hour now, so waiting for a word does not make it late.
  await moveOn(
    db,
    run,
    'ready',
    { departsAt: run.deadlineAt, note: 'Nobody said a word until the deadline.' },
    now,
  );
}
