import type { Db } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { EditionSetting } from '../release-edition.ts';
import { buildRun } from './build-run.ts';
import { decideHeld, departRun, noteLeft } from './depart-run.ts';
import { leaveOutTakenBack } from './leave-out.ts';
import { type DigestPlan, readPlans } from './plan.ts';
import { planRuns } from './plan-runs.ts';
import { settingOf } from './run-setting.ts';
import { type DigestRun, findRunBy, listOpenRuns, noteBrokenTry } from './sql/runs.ts';
import { type DigestSchedule, listSchedules } from './sql/schedules.ts';

const tries = { most: 5, firstPauseMs: 30_000 };

export type DigestWork = {
  readonly edition: EditionSetting;
  readonly plans: ReadonlyMap<number, DigestPlan>;
  readonly schedules: readonly DigestSchedule[];
  readonly now: Date;
};

/** One step, or two where a run is built at its hour. @returns whether something was released */
async function advance(db: Db, run: DigestRun, work: DigestWork): Promise<boolean> {
  const { edition, now } = work;
  const setting = settingOf(run, work.plans, work.schedules);
  if (run.hasLeft) {
    await noteLeft(db, run, now);
    return false;
  }
  if (run.state === 'due') {
    await buildRun(db, run, setting, now);
    const built = await findRunBy(db, run.publicId);
    return built?.state === 'ready' ? departRun(db, edition, built, setting, now) : false;
  }
  if ((run.state === 'held' || run.state === 'ready') && (await leaveOutTakenBack(db, run, now)))
    return false;
  if (run.state === 'held') await decideHeld(db, run, setting, now);
  if (run.state === 'ready') return departRun(db, edition, run, setting, now);
  return false;
}

async function noteTrouble(db: Db, run: DigestRun, error: unknown, now: Date): Promise<void> {
  const words = error instanceof Error ? error.message : String(error);
  const isLast = run.attempts + 1 >= tries.most;
  await noteBrokenTry(db, run.id, {
    note: `${isLast ? 'It could not be built' : 'A try to build it broke, another follows'}: ${words.slice(0, 300)}`,
    nextTryAt: new Date(now.getTime() + tries.firstPauseMs * 2 ** run.attempts),
    isLast,
  });
}

/**
 * Moves everything on that automatic editions ask for at this moment: plans runs, builds those whose window has closed, lets
 * go those whose hour has come. Safe to call again and from several processes. A run that breaks, or that another process
 * holds, keeps no other from its hour.
 * @returns how many editions were released. The caller rings `release`
 */
export async function runDigests(
  db: Db,
  edition: EditionSetting,
  { now, log }: { readonly now: Date; readonly log: Log },
): Promise<number> {
  await planRuns(db, now, log);
  const open = await listOpenRuns(db, now);
  if (open.length === 0) return 0;
  const [plans, schedules] = await Promise.all([readPlans(db), listSchedules(db)]);
  let released = 0;
  for (const run of open) {
    try {
      if (await advance(db, run, { edition, plans, schedules, now })) released += 1;
    } catch (error) {
      log.error({ err: error, run: run.publicId }, 'an automatic edition broke; the others go on');
      await noteTrouble(db, run, error, now);
    }
  }
  return released;
}
