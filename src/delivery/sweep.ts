import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { listUnsettledStops, stopWaitingRows } from './sql/mailings.ts';
import { settleGoneSenders } from './sql/window.ts';

/** Settles what died or was stopped: every sender process does it every few seconds, and doing it twice changes nothing. */
export async function sweepDeliveries(db: Db, log: Log): Promise<void> {
  const gone = await settleGoneSenders(db);
  if (gone.senders > 0) log.warn(gone, 'a sender died; its rows are settled');
  for (const mailingId of await listUnsettledStops(db)) await stopWaitingRows(db, mailingId);
}
