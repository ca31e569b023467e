import { freezeLeadSeconds } from './freeze-lead.ts';
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
import { type MailingTotals, findFinished } from './sql/totals.ts';

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

const countsOf = (finished: MailingTotals): StateCounts => ({
  audience: finished.audience,
  accepted: finished.accepted,
  refused: finished.refused,
  suppressed: finished.suppressed ?? 0,
  expired: finished.expired,
  stopped: finished.stopped ?? 0,
  inDoubt: finished.inDoubt,
  waiting: 0,
  attempting: 0,
});

async function receiptOf(db: Db, mailingId: number, finished: MailingTotals | null): Promise<Receipt> {
  const [counts, leftOut] = await Promise.all([
    finished ? countsOf(finished) : countStates(db, mailingId),
    listLeftOut(db, mailingId),
  ]);
  return { ...counts, leftOut };
}

/** Counted from rows at this moment; of a mailing that ran to its end, as they were counted then. */
export const readReceipt = async (db: Db, mailingId: number): Promise<Receipt> =>
  receiptOf(db, mailingId, await findFinished(db, mailingId));

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
  if (mailing.state === 'freezing') return mailing.undoSecondsLeft > freezeLeadSeconds ? 'held' : 'freezing';
  if (counts.waiting + counts.attempting === 0) return 'finished';
  if (mailing.state === 'paused') return 'paused';
  return mailing.undoSecondsLeft > 0 ? 'held' : 'sending';
}

const dateOf = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);

/** Its last minute is past: nothing of its pace is to be counted any more. */
const isLongOver = ({ lastAt }: MailingTotals): boolean =>
  Date.now() - (dateOf(lastAt)?.getTime() ?? 0) > 120_000;

const paceOf = ({ firstAt, lastAt }: MailingTotals): Pace => ({
  acceptedLastMinute: 0,
  firstAt: dateOf(firstAt),
  lastAt: dateOf(lastAt),
  brake: null,
  nextDueAt: null,
  ownHour: { readers: 0, firstAt: null, lastAt: null },
});

/** Where a mailing stands now; null when there is none with this number. */
export async function readProgress(db: Db, mailingId: number): Promise<MailingProgress | null> {
  const mailing = await findMailing(db, mailingId);
  if (!mailing) return null;
  const finished = await findFinished(db, mailingId);
  const [counts, pace] = await Promise.all([
    receiptOf(db, mailingId, finished),
    finished && isLongOver(finished) ? paceOf(finished) : findPace(db, mailingId),
  ]);
  return { mailing, stage: stageOf(mailing, counts), counts, pace };
}
