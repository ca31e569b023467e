import { copyVariants, hasUntriedBelow, letHeldGo, withdrawHeld } from '../../delivery/held-rows.ts';
import type { Db } from '../../platform/db.ts';
import { recordAct } from '../../staff/audit.ts';
import { readersOf } from '../edition-audience.ts';
import { findEditionBy } from '../sql/editions.ts';
import { type Arm, firstVariantOf, firstVariantOfRest, variantsAnArm } from './arms.ts';
import { countArms, figuresOf } from './count-arms.ts';
import { judge } from './judge.ts';
import { restHeldUntil } from './read-test.ts';
import {
  type RunningTest,
  findTest,
  hasBegun,
  isWaitOver,
  listOpenTests,
  markLetGo,
  markOut,
  setWinner,
} from './sql.ts';

/**
 * Gives the rest of a decided test the winner's texts, also those that a correction or readers who came later have added.
 * Call it wherever the mailing is locked and has a new text.
 */
export async function giveRestItsTexts(tx: Db, mailingId: number): Promise<void> {
  const test = await findTest(tx, mailingId);
  if (!test?.letGoAt || test.winner === null) return;
  const first = firstVariantOf(test.winner);
  await copyVariants(tx, mailingId, { first, count: variantsAnArm, to: firstVariantOfRest });
}

/** The rest goes, once. The texts come in the same transaction: nobody of the rest can be claimed without one. */
async function letRestGo(tx: Db, mailingId: number): Promise<boolean> {
  if (!(await letHeldGo(tx, mailingId))) return false;
  await markLetGo(tx, mailingId);
  await giveRestItsTexts(tx, mailingId);
  return true;
}

const actionOf = (winner: Arm): string => `decided a subject test for ${winner.toUpperCase()}`;

/** Decides a test whose wait is over; whoever decided meanwhile was first. */
async function decideByFigures(
  db: Db,
  { mailingId, decideBy }: RunningTest,
  publicId: string,
): Promise<void> {
  const figures = figuresOf(await countArms(db, mailingId), decideBy);
  const { winner, reason } = judge(figures);
  await db.transaction().execute(async (tx) => {
    if (!(await setWinner(tx, mailingId, { winner, reason, figures, by: null }))) return;
    await recordAct(tx, {
      actor: 'Doorstep',
      action: actionOf(winner),
      object: `edition ${publicId}`,
      details: { reason, ...figures },
    });
  });
}

/** One look at a test. @returns whether its rest was let go */
async function advance(db: Db, mailingId: number, now: Date): Promise<boolean> {
  const edition = await findEditionBy(db, { mailingId });
  const test = await findTest(db, mailingId);
  if (!edition || !test) return false;
  if (test.winner === null) {
    if (test.outAt === null && !(await hasUntriedBelow(db, mailingId, firstVariantOfRest)))
      await markOut(db, mailingId);
    if (!(await isWaitOver(db, mailingId))) return false;
    await decideByFigures(db, test, edition.publicId);
  }
  if ((await restHeldUntil(db, edition, test, now)) !== null) return false;
  // Hours have passed: whoever left, paused or changed their address meanwhile gets none.
  await withdrawHeld(db, mailingId, readersOf(edition));
  return db.transaction().execute((tx) => letRestGo(tx, mailingId));
}

/**
 * Moves all subject tests on: begins the wait of those that are out, decides those whose wait is over, and lets the rest go,
 * outside of quiet hours. Each step is one transaction that happens once, so it is safe to call again, after a kill between
 * two of them too, and from several processes.
 * @returns for how many the rest was let go. The caller rings `deliver`
 */
export async function runSubjectTests(db: Db, now: Date): Promise<number> {
  let letGo = 0;
  for (const mailingId of await listOpenTests(db)) {
    if (await advance(db, mailingId, now)) letGo += 1;
  }
  return letGo;
}

/**
 * A person decides before the wait is over. In quiet hours the rest still waits for their end. The caller rings `deliver`.
 * @returns `no-change` when it is decided, has no test, or has not begun to leave
 */
export async function decideByHand(
  db: Db,
  publicId: string,
  { winner, by, now }: { readonly winner: Arm; readonly by: string; readonly now: Date },
): Promise<{ readonly kind: 'done' | 'no-change' | 'missing' }> {
  const edition = await findEditionBy(db, { publicId });
  if (!edition) return { kind: 'missing' };
  const { mailingId } = edition;
  const test = mailingId === null ? null : await findTest(db, mailingId);
  if (!test || !(await hasBegun(db, test.mailingId))) return { kind: 'no-change' };
  const figures = figuresOf(await countArms(db, test.mailingId), test.decideBy);
  const isDecided = await db.transaction().execute(async (tx) => {
    if (!(await setWinner(tx, test.mailingId, { winner, reason: 'by hand', figures, by }))) return false;
    await recordAct(tx, {
      actor: by,
      action: actionOf(winner),
      object: `edition ${publicId}`,
      details: { ...figures },
    });
    return true;
  });
  if (!isDecided) return { kind: 'no-change' };
  await advance(db, test.mailingId, now);
  return { kind: 'done' };
}

/**
 * What becomes of a test whose mailing is stopped, in the same transaction: who is tried again later gets A, unless the other
 * had won. A mailing without a test stays as it is.
 */
export async function endTest(tx: Db, mailingId: number): Promise<void> {
  if (!(await findTest(tx, mailingId))) return;
  // Nothing is counted: senders wait for this transaction.
  await setWinner(tx, mailingId, { winner: 'a', reason: 'stopped', figures: null, by: null });
  await letRestGo(tx, mailingId);
}
