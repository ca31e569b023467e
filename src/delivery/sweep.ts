import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { pauseMailing } from './mailings.ts';
import { listComplainedMailings, listUnsettledStops, stopWaitingRows } from './sql/mailings.ts';
import { settleGoneSenders } from './sql/window.ts';

/** Providers act at 0.3 %; a handful is needed, or one angry reader of a small list would stop it. */
const complaintLimits = { least: 5, share: 0.003 };

/** Settles what died or was stopped: every sender process does it every few seconds, and doing it twice changes nothing. */
export async function sweepDeliveries(db: Db, log: Log): Promise<void> {
  const gone = await settleGoneSenders(db);
  if (gone.senders > 0) log.warn(gone, 'a sender died; its rows are settled');
  for (const mailingId of await listUnsettledStops(db)) await stopWaitingRows(db, mailingId);
  for (const { mailingId, complaints } of await listComplainedMailings(db, complaintLimits)) {
    const reason = `${complaints} readers pressed “spam”. Please look who they are and what they got before it goes on.`;
    if (await pauseMailing(db, mailingId, reason))
      log.warn({ mailingId, complaints }, 'a mailing was paused for complaints');
  }
}
