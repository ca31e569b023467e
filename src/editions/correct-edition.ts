import { correctMailing, countCorrectable } from '../delivery/steer-mailing.ts';
import type { Db } from '../platform/db.ts';
import { checkApproval } from './approval.ts';
import { type Check, checkEdition, isBlocked } from './check-edition.ts';
import { masksOf } from './edition-audience.ts';
import { noteMailedStories } from './mailed-stories.ts';
import type { SteerOutcome } from './release-edition.ts';
import { renderForSending } from './render-for-sending.ts';
import { beginCorrecting, endCorrecting } from './sql/corrections.ts';
import { findEditionBy } from './sql/editions.ts';
import { giveRestItsTexts } from './subject-test/decide.ts';
import { isPaused } from './sql/releases.ts';

/** Opens an edition for a correction while its mailing is paused; asked again, it is open already. */
export function beginCorrection(db: Db, publicId: string): Promise<SteerOutcome> {
  return db.transaction().execute(async (tx) => {
    const edition = await findEditionBy(tx, { publicId }, { forUpdate: true });
    if (!edition) return { kind: 'missing' };
    if (edition.mailingId === null || !(await isPaused(tx, edition.mailingId))) return { kind: 'no-change' };
    await beginCorrecting(tx, edition.id);
    return { kind: 'done' };
  });
}

/** How many readers a correction reaches: those who certainly have not got the edition. */
export async function countRemaining(db: Db, publicId: string): Promise<number> {
  const edition = await findEditionBy(db, { publicId });
  return edition?.mailingId ? countCorrectable(db, edition.mailingId) : 0;
}

export type CorrectionOutcome =
  | { readonly kind: 'sent'; readonly readers: number }
  | { readonly kind: 'blocked'; readonly checks: readonly Check[] }
  /** It was sent, resumed or stopped meanwhile. */
  | { readonly kind: 'no-change' }
  | { readonly kind: 'missing' };

/**
 * Sends the corrected edition to those who certainly have not got it, and lets the mailing go on. A second click finds it
 * sent. The caller rings `deliver`.
 * @param version the one somebody read before they let it go
 */
export async function sendCorrection(
  db: Db,
  publicUrl: string,
  publicId: string,
  version: number,
): Promise<CorrectionOutcome> {
  const edition = await findEditionBy(db, { publicId });
  if (!edition) return { kind: 'missing' };
  if (edition.mailingId === null || edition.correctingSince === null) return { kind: 'no-change' };
  const checks = await checkEdition(db, publicUrl, edition);
  if (isBlocked(checks)) return { kind: 'blocked', checks };
  const approval = await checkApproval(db, publicUrl, edition);
  if (isBlocked(approval)) return { kind: 'blocked', checks: approval };
  const rendered = await renderForSending(db, publicUrl, edition, edition.leavesAt ?? new Date());
  if (rendered.kind === 'leaks') return { kind: 'blocked', checks: rendered.checks };
  const { contents, gates, shown } = rendered;

  return db.transaction().execute(async (tx) => {
    const current = await findEditionBy(tx, { publicId }, { forUpdate: true });
    if (!current?.mailingId || current.correctingSince === null) return { kind: 'no-change' };
    if (current.version !== version || current.version !== edition.version) {
      const message = 'Somebody changed the edition meanwhile. Read it again, then send.';
      return { kind: 'blocked', checks: [{ severity: 'blocking', code: 'changed', message }] };
    }
    const { mailingId } = current;
    const corrected = await correctMailing(tx, mailingId, contents, await masksOf(tx, current, gates));
    if (corrected === null) return { kind: 'no-change' };
    const { version: textVersion, readers } = corrected;
    await giveRestItsTexts(tx, mailingId);
    await noteMailedStories(tx, { mailingId, version: textVersion }, shown);
    await endCorrecting(tx, current.id);
    return { kind: 'sent', readers };
  });
}
