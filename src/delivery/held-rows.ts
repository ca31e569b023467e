import type { Db, Fragment } from '../platform/db.ts';
import { copyTexts, releaseHeld, suppressHeldBut } from './sql/held-rows.ts';

export { type VariantCount, countByVariant, hasUntriedBelow } from './sql/held-rows.ts';

/**
 * Ends the held rows of whoever is no recipient any more. Held rows are in nobody's hands, so this needs no lock.
 * @param recipients a select of recipient_id and address_key: who still is one
 * @returns how many it were
 */
export const withdrawHeld = (db: Db, mailingId: number, recipients: Fragment): Promise<number> =>
  suppressHeldBut(db, mailingId, recipients);

/**
 * Lets the held rows of a mailing go, with as much time as it was given at first. Once: a second call finds none held. The
 * mailing is locked until the transaction ends. The caller rings `deliver`.
 * @returns false when it holds none
 */
export const letHeldGo = (tx: Db, mailingId: number): Promise<boolean> => releaseHeld(tx, mailingId);

/**
 * Gives variants the texts of others, in every version there is; a text that is there stays, since mails of it may have left.
 * @param from the variants `first` and up to `count` above it; they are given again from `to` on
 */
export const copyVariants = (
  tx: Db,
  mailingId: number,
  from: { readonly first: number; readonly count: number; readonly to: number },
): Promise<void> => copyTexts(tx, mailingId, from);
