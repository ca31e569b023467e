import type { Db, Fragment } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { listDkimKeyIds } from './dkim-keys.ts';
import type { MailContent, MailingSlot } from './mail-content.ts';
import { type MailSender, domainOf } from './mail-sender.ts';
import {
  deleteUndone,
  insertContent,
  insertMailing,
  lockMailing,
  markUndone,
  moveMailing,
  pauseAllWithWork,
  reopenUndo,
  resolveDoubts,
  stopWaitingRows,
} from './sql/mailings.ts';
import { finishFreeze, insertAudiencePart, lockFreezeCursor } from './sql/freeze.ts';

export { findNewestContent, listSlots, listVariants } from './sql/mailings.ts';

export type BulkMailing = {
  readonly kind: string;
  readonly priority: 3 | 4;
  readonly suppressionScopes: readonly string[];
  readonly sender: MailSender;
  readonly list: { readonly id: string; readonly name: string };
  /** The slot whose value is the one-click address of List-Unsubscribe. */
  readonly unsubscribeSlot: string;
  readonly slots: readonly MailingSlot[];
  /** For mail nobody looked at before it left (RFC 3834). */
  readonly isAutoSubmitted: boolean;
  readonly undoSeconds: number;
  readonly inDoubtPolicy?: 'ask' | 'resend' | 'rest';
  readonly deadlineSeconds?: number;
  /** Rows of this variant and above wait until somebody lets them go (`held-rows.ts`). */
  readonly heldFromVariant?: number | undefined;
};

const fiveDays = 5 * 86_400;

/** Begins a mailing: nothing is in it and nothing leaves until {@link freezeAudience} has finished. Its number is returned. */
export async function createMailing(tx: Db, keys: KeyRing, mailing: BulkMailing): Promise<number> {
  const mailDomain = domainOf(mailing.sender.address);
  return insertMailing(tx, {
    ...mailing,
    mailDomain,
    dkimKeyIds: await listDkimKeyIds(tx, mailDomain),
    keyId: keys.currentId,
    inDoubtPolicy: mailing.inDoubtPolicy ?? 'ask',
    deadlineSeconds: mailing.deadlineSeconds ?? fiveDays,
  });
}

/** Gives a mailing its rendered mail (version 1). Giving it again changes nothing. */
export const putContent = (tx: Db, mailingId: number, content: MailContent, variant = 0): Promise<void> =>
  insertContent(tx, { mailingId, variant, version: 1 }, content);

export type Audience = {
  /** Some of its rows wait for a moment of their own. */
  readonly waits?: boolean | undefined;
  /**
   * A select of recipient_id, address, address_key, variant, block_mask, fields; recipients beyond `cursor`, ordered by
   * recipient_id, `limit` at most. Asked for in the transaction it becomes a part of. Where the audience `waits`, also
   * not_before: the moment until which the row waits, or null.
   */
  readonly chunk: (cursor: number, limit: number, tx: Db) => Fragment | Promise<Fragment>;
  /** Who of the newsletter's readers is not in it, by reason. */
  readonly countLeftOut: (
    tx: Db,
  ) => Promise<ReadonlyArray<{ readonly reason: string; readonly readers: number }>>;
};

/** One transaction: about a second's work, and as long as a pause or an undo may have to wait for it. */
const partRows = 100_000;

const isKnownAddress = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'constraint') === 'delivery_once';

/**
 * Writes one row for each recipient, part by part, and opens the mailing with the last one. A process that dies in between
 * leaves a cursor; calling again goes on from there. Memory stays flat: no row passes through here.
 * @returns false when the mailing was undone meanwhile or is frozen already
 */
export async function freezeAudience(db: Db, mailingId: number, audience: Audience): Promise<boolean> {
  const freezePart = (skipsKnown: boolean) =>
    db.transaction().execute(async (tx) => {
      const cursor = await lockFreezeCursor(tx, mailingId);
      if (cursor === null) return 'not-freezing';
      const part = await audience.chunk(cursor, partRows, tx);
      const found = await insertAudiencePart(tx, mailingId, part, {
        skipsKnown,
        waits: audience.waits ?? false,
      });
      if (found === partRows) return 'more';
      await finishFreeze(tx, mailingId, await audience.countLeftOut(tx));
      return 'frozen';
    });
  for (;;) {
    // Two recipients with one address are rare; the part they are in is done again, the slower way.
    const step = await freezePart(false).catch((error: unknown) => {
      if (!isKnownAddress(error)) throw error;
      return freezePart(true);
    });
    if (step !== 'more') return step === 'frozen';
  }
}

/** Takes a mailing back while its undo window is open; false once it is over. Nothing of it will have left. */
export async function undoMailing(tx: Db, mailingId: number): Promise<boolean> {
  await lockMailing(tx, mailingId);
  if (!(await markUndone(tx, mailingId))) return false;
  await deleteUndone(tx, mailingId);
  return true;
}

/** Holds everything not yet in a sender's hands. False when it was not sending. */
export const pauseMailing = (db: Db, mailingId: number, reason: string | null = null): Promise<boolean> =>
  moveMailing(db, mailingId, ['sending'], 'paused', reason);

/** Lets a paused mailing go on. The caller rings `deliver`. */
export const resumeMailing = (db: Db, mailingId: number): Promise<boolean> =>
  moveMailing(db, mailingId, ['paused'], 'sending');

/**
 * Ends a mailing for all who have not got it. Mails in a dialogue at this moment finish it and count as they end.
 * @param along what has to be true as soon as it is stopped, in the same transaction
 */
export async function stopMailing(
  db: Db,
  mailingId: number,
  along: (tx: Db) => Promise<void> = () => Promise.resolve(),
): Promise<boolean> {
  const isStopped = await db.transaction().execute(async (tx) => {
    const isMoved = await moveMailing(tx, mailingId, ['freezing', 'sending', 'paused'], 'stopped');
    if (isMoved) await along(tx);
    return isMoved;
  });
  if (isStopped) await stopWaitingRows(db, mailingId);
  return isStopped;
}

/**
 * Records what a person decided about the rows in doubt: another copy for each, or leave them. The caller rings `deliver`.
 * @returns how many rows it concerned
 */
export const decideDoubts = (tx: Db, mailingId: number, choice: 'resend' | 'rest'): Promise<number> =>
  resolveDoubts(tx, mailingId, choice);

/** Pauses every mailing of which something may still leave; codes and confirmations go on. @returns how many */
export const pauseAllMailings = (tx: Db, reason: string): Promise<number> => pauseAllWithWork(tx, reason);

/** Takes a mailing back that is still being frozen, also after its undo window. */
export async function withdrawFreezing(tx: Db, mailingId: number): Promise<boolean> {
  await reopenUndo(tx, mailingId);
  return undoMailing(tx, mailingId);
}
