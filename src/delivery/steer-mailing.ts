import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';
import type { VariantContent } from './mail-content.ts';
import { insertAudiencePart } from './sql/freeze.ts';
import { insertContents } from './sql/mailings.ts';
import {
  countMissing,
  lockState,
  missingFrom,
  moveToVersion,
  nextVersion,
  reopenMailing,
  retryRows,
} from './sql/steering.ts';

export {
  type FailureLine,
  type VersionLine,
  countMissing,
  countMovable as countCorrectable,
  countVersions,
  listRetryable,
} from './sql/steering.ts';

/**
 * Gives a paused mailing a corrected text for everybody who has certainly not got it, and lets it go on. Rows that were
 * in doubt keep the text of their first copy: all copies of one row are equal.
 * @param contents one for every variant its rows have
 * @param masks a select of recipient_id and block_mask: which blocks of the new text each recipient may see
 * @returns the number of the text and how many rows it is for; null when the mailing was not paused. The caller rings `deliver`
 */
export async function correctMailing(
  tx: Db,
  mailingId: number,
  contents: readonly VariantContent[],
  masks: Fragment,
): Promise<{ readonly version: number; readonly readers: number } | null> {
  if ((await lockState(tx, mailingId)) !== 'paused') return null;
  const version = await nextVersion(tx, mailingId);
  await insertContents(tx, { mailingId, version }, contents);
  const moved = await moveToVersion(tx, mailingId, version, masks);
  await sql`update mailing set state = 'sending', pause_reason = null where id = ${mailingId}`.execute(tx);
  return { version, readers: moved };
}

/**
 * Tries again whoever did not get it for a reason that is not their address: what expired, was stopped, or was refused for
 * what we or our mail are. The caller rings `deliver`.
 * @returns how many rows it concerned; 0 for a mailing that has not begun or was taken back
 */
export async function retryMailing(tx: Db, mailingId: number): Promise<number> {
  const state = await lockState(tx, mailingId);
  if (state !== 'sending' && state !== 'stopped' && state !== 'paused') return 0;
  const retried = await retryRows(tx, mailingId);
  if (retried > 0) await reopenMailing(tx, mailingId);
  return retried;
}

/**
 * Adds those of an audience who have no row yet. Nobody gets a second one, however often it is called, and a mailing that
 * was stopped goes on for them alone. They get the text as it is rendered now, since the masks of the audience fit it and
 * perhaps no other: a story may have become one for subscribers meanwhile.
 * @param contents one for every variant of the audience
 * @param audience a select like that of the freeze, of everybody who may get it now. The caller rings `deliver`
 * @returns how many were added, and the number of their text; null when there was nobody to add
 */
export async function extendMailing(
  tx: Db,
  mailingId: number,
  contents: readonly VariantContent[],
  audience: Fragment,
): Promise<{ readonly version: number; readonly readers: number } | null> {
  const state = await lockState(tx, mailingId);
  if (state !== 'sending' && state !== 'stopped' && state !== 'paused') return null;
  const missing = await countMissing(tx, mailingId, audience);
  if (missing === 0) return null;
  const version = await nextVersion(tx, mailingId);
  await insertContents(tx, { mailingId, version }, contents);
  await insertAudiencePart(tx, mailingId, missingFrom(mailingId, audience), { skipsKnown: true });
  if (state === 'stopped') await reopenMailing(tx, mailingId);
  return { version, readers: missing };
}
