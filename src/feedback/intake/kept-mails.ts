import { createHash } from 'node:crypto';
import type { Db } from '../../platform/db.ts';
import { type KeyRing, seal, unseal } from '../../platform/key-ring.ts';
import type { Log } from '../../platform/log.ts';
import { type UnreadMail, claimMail, finishMail, insertMail } from '../sql/evidence.ts';

import type { FeedbackOutcome } from './feedback-event.ts';
import { evidencePurpose } from './take-feedback.ts';
import { takeMail } from './take-mail.ts';

export { forgetOldEvidence } from '../sql/evidence.ts';

/** A report quotes the mail it is about; nothing that we can use is longer. */
export const largestReport = 5 * 1024 * 1024;

/** The hash of a mail and of the address it came to. */
export const digestOf = (envelopeTo: string, bytes: Uint8Array): string =>
  createHash('sha256').update(`${envelopeTo.toLowerCase()}\0`).update(bytes).digest('hex');

/** Keeps a mail that came in until it is read. Once this returns, nothing of it can be lost. */
export async function keepMail(
  db: Db,
  keys: KeyRing,
  { envelopeTo, bytes }: { envelopeTo: string; bytes: Uint8Array },
): Promise<void> {
  await insertMail(db, {
    digest: digestOf(envelopeTo, bytes),
    envelopeTo,
    sealedBytes: seal(keys, evidencePurpose, bytes),
  });
}

/**
 * Reads what was kept and takes in what it says, one mail after another. One that cannot be worked on is left for later, five
 * times.
 * @param end when it is asked for, the rest is left for later
 * @returns how many were read
 */
export async function readKeptMails(db: Db, keys: KeyRing, log: Log, end?: AbortSignal): Promise<number> {
  let read = 0;
  while (end?.aborted !== true) {
    const mail = await claimMail(db);
    if (!mail) break;
    try {
      const outcomes = await readOne(db, keys, mail);
      for (const { kind } of outcomes) log.debug({ mail: mail.id, outcome: kind }, 'a report was read');
      await finishMail(db, mail.id);
      read += 1;
    } catch (error) {
      log.error({ err: error, mail: mail.id }, 'a mail that came back could not be worked on');
    }
  }
  return read;
}

async function readOne(db: Db, keys: KeyRing, mail: UnreadMail): Promise<readonly FeedbackOutcome[]> {
  const bytes = unseal(keys, evidencePurpose, mail.sealedBytes);
  if (!bytes) throw new Error('it cannot be opened with the keys of this install');
  const { envelopeTo, digest, receivedAt } = mail;
  return takeMail(db, keys, {
    source: 'report',
    bytes,
    digest,
    envelopeTo,
    happenedAt: receivedAt,
    evidence: { kind: 'kept', id: mail.id },
  });
}
