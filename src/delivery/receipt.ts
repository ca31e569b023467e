import type { Db } from '../platform/db.ts';
import {
  type MailingFacts,
  type Pace,
  type StateCounts,
  countStates,
  findMailing,
  findPace,
  listLeftOut,
} from './sql/receipt.ts';

export {
  type DeliveryLine,
  type DeliveryQuery,
  type MailingFacts,
  countUndecided,
  deliveryStates,
  listDeliveries,
} from './sql/receipt.ts';

/** The account of a mailing: audience is always the sum of the eight others; who got no row stands in `leftOut`. */
export type Receipt = StateCounts & { readonly leftOut: Readonly<Record<string, number>> };

/** Counted from rows at this moment. */
export async function readReceipt(db: Db, mailingId: number): Promise<Receipt> {
  const [counts, leftOut] = await Promise.all([countStates(db, mailingId), listLeftOut(db, mailingId)]);
  return { ...counts, leftOut };
}

export type MailingStage = 'freezing' | 'held' | 'sending' | 'paused' | 'stopped' | 'finished' | 'undone';

export type MailingProgress = {
  readonly mailing: MailingFacts;
  readonly stage: MailingStage;
  readonly counts: Receipt;
  readonly pace: Pace;
};

/** Finished is computed, never set: no row waits and none is being handed over. Rows in doubt do not hold it. */
function stageOf(mailing: MailingFacts, counts: StateCounts): MailingStage {
  if (mailing.state === 'stopped' || mailing.state === 'undone') return mailing.state;
  if (mailing.state === 'freezing') return 'freezing';
  if (counts.waiting + counts.attempting === 0) return 'finished';
  if (mailing.state === 'paused') return 'paused';
  return mailing.undoSecondsLeft > 0 ? 'held' : 'sending';
}

/** Where a mailing stands now; null when there is none with this number. */
export async function readProgress(db: Db, mailingId: number): Promise<MailingProgress | null> {
  const mailing = await findMailing(db, mailingId);
  if (!mailing) return null;
  const [counts, pace] = await Promise.all([readReceipt(db, mailingId), findPace(db, mailingId)]);
  return { mailing, stage: stageOf(mailing, counts), counts, pace };
}
