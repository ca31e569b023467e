import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { eraseSubscriber } from '../audience/account/erase-subscriber.ts';
import { findSubscriberBy } from '../audience/subscribers.ts';
import { eraseRecipient, withdrawMails } from '../delivery/erase-recipient.ts';
import { forgetEventsOf } from '../feedback/reactions/forget-events.ts';
import { findStanding } from './payments/memberships.ts';
import { suppressAddress } from '../delivery/suppressions.ts';
import { forgetAnswersOf } from '../feedback/polls/poll-answers.ts';
import { eraseFeedback } from '../feedback/intake/erase-feedback.ts';
import type { Db } from '../platform/db.ts';
import { forgetAnswersAbout } from '../platform/idempotent-request.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { forgetCounters } from '../platform/rate-limit.ts';

export type EraseOutcome = {
  /** `pays`: a subscription is paid for and has to be ended first, so that nobody is charged after they are gone. */
  readonly kind: 'erased' | 'unknown' | 'mail-on-its-way' | 'pays';
};

const patience = { tries: 20, pauseMs: 250 };

/**
 * Removes a person from every table (GDPR, article 17). Mail that waits is withdrawn first; while a sender has one in its
 * hands nothing is erased, and the caller is told to come back in a minute. What stays names nobody: receipts, growth and
 * books with a shell in them, and a keyed hash that keeps imports from bringing the person back.
 */
export async function eraseReader(db: Db, keys: KeyRing, subscriberId: number): Promise<EraseOutcome> {
  const subscriber = await findSubscriberBy(db, { id: subscriberId });
  if (!subscriber) return { kind: 'unknown' };
  const { addressKey } = subscriber;
  if (await findStanding(db, subscriberId)) return { kind: 'pays' };
  await suppressAddress(db, { addressKey, scope: 'everything', reason: 'being erased' });
  for (let tries = 0; (await withdrawMails(db, subscriberId)) > 0; tries += 1) {
    if (tries >= patience.tries) return { kind: 'mail-on-its-way' };
    await setTimeout(patience.pauseMs);
  }
  await db.transaction().execute(async (tx) => {
    await sql`select set_config('doorstep.erasing', 'on', true)`.execute(tx);
    await eraseFeedback(tx, { recipientId: subscriberId, addressKey });
    // While the ledger still knows whose mails these are.
    await forgetEventsOf(tx, subscriberId);
    await eraseRecipient(tx, { recipientId: subscriberId, addressKey });
    for (const table of ['tier_request', 'metered_read', 'gift_link'])
      await sql`delete from ${sql.table(table)} where subscriber_id = ${subscriberId}`.execute(tx);
    await sql`
      update entitlement set note = null, ended_at = coalesce(ended_at, now()) where subscriber_id = ${subscriberId}
    `.execute(tx);
    // The books keep what was paid, under a customer number that only the provider can read.
    await sql`update membership set form = null, article_slug = null where subscriber_id = ${subscriberId}`.execute(
      tx,
    );
    await sql`
      update gift set recipient_address = null, message = null, giver_name = null
      where claimed_by = ${subscriberId} or lower(recipient_address) = ${addressKey}
    `.execute(tx);
    await sql`
      update gift_order set recipient_address = null, message = null, giver_name = null,
        giver_address = case when lower(giver_address) = ${addressKey} then '' else giver_address end
      where lower(giver_address) = ${addressKey} or lower(recipient_address) = ${addressKey}
    `.execute(tx);
    await eraseSubscriber(tx, keys, subscriber);
    // The row of the reader is locked now: an answer that is given at this moment finds nobody.
    await forgetAnswersOf(tx, subscriberId);
    await forgetAnswersAbout(tx, addressKey);
    await forgetCounters(tx, addressKey);
  });
  return { kind: 'erased' };
}
