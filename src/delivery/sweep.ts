import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { pauseMailing } from './mailings.ts';
import { listComplainedMailings, listUnsettledStops, stopWaitingRows } from './sql/mailings.ts';
import { databaseUpSeconds, settleGoneSenders } from './sql/window.ts';

/** Providers act at 0.3 %; a handful is needed, or one angry reader of a small list would stop it. */
const complaintLimits = { least: 5, share: 0.003 };

/**
 * Settles what died or was stopped: every sender process does it every few seconds, and doing it twice changes nothing.
 * @param presentSeconds for how long the caller has seen the database without a gap: whoever was away cannot tell who is silent
 */
export async function sweepDeliveries(db: Db, log: Log, presentSeconds: number): Promise<void> {
  const gone = await settleGoneSenders(db, presentSeconds);
  if (gone.senders > 0) log.warn(gone, 'a sender died; its rows are settled');
  for (const mailingId of await listUnsettledStops(db)) await stopWaitingRows(db, mailingId);
  for (const { mailingId, complaints } of await listComplainedMailings(db, complaintLimits)) {
    const reason = `${complaints} readers pressed “spam”. Please look who they are and what they got before it goes on.`;
    if (await pauseMailing(db, mailingId, reason))
      log.warn({ mailingId, complaints }, 'a mailing was paused for complaints');
  }
}

/** Two looks that come to nothing: a gap. */
const gapMs = 12_000;

/**
 * {@link sweepDeliveries} again and again, with an eye on the caller's own gaps. After an outage of the database or of the
 * network everybody was silent: the first one back gives the others the time to come back too.
 */
export function createSweep(db: Db, log: Log): () => Promise<void> {
  let presentSince: number | null = null;
  let answeredAt = 0;
  return async () => {
    const upSeconds = await databaseUpSeconds(db);
    const now = performance.now();
    presentSince ??= now - upSeconds * 1000;
    if (answeredAt > 0 && now - answeredAt > gapMs) presentSince = now;
    answeredAt = now;
    await sweepDeliveries(db, log, Math.min(upSeconds, (now - presentSince) / 1000));
  };
}
