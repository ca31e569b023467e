import type { Db } from '../platform/db.ts';
import { type KeyRing, unseal } from '../platform/key-ring.ts';
import { type MayReach, postTextOutside } from '../platform/post-outside.ts';
import { recordAct } from '../staff/audit.ts';
import { listStaff } from '../staff/accounts.ts';
import { type StaffMailSetting, queueStaffLetter } from '../staff/letters.ts';
import { secretPurpose } from './endpoints.ts';
import { patienceDays, secondsUntilRetry } from './retry.ts';
import {
  type DueDelivery,
  claimDeliveries,
  findReaderNow,
  noteAttempt,
  turnOffFailing,
} from './sql/deliveries.ts';

export type WebhookSetting = {
  readonly keys: KeyRing;
  /** For the mail to the owners; null on an install that has no sender yet. */
  readonly mail: StaffMailSetting | null;
  readonly random: () => number;
  readonly mayReach?: MayReach | undefined;
};

/** So many at a time: a slow receiver holds up its own round only. */
const roundSize = 20;
const gone = 410;

/** The body: kind, moment and data, as the specification wants them. A reader's address only for whom it was allowed. */
async function writeBody(db: Db, { kind, occurredAt, data, withAddress }: DueDelivery): Promise<string> {
  const reader = data['reader'];
  const now = withAddress && typeof reader === 'string' ? await findReaderNow(db, reader) : null;
  return JSON.stringify({ type: kind, timestamp: occurredAt.toISOString(), data: { ...data, ...now } });
}

/** Signed with each secret that is good at this moment, newest first. */
async function signaturesOf(
  keys: KeyRing,
  { sealedSecret, sealedOldSecret, eventId }: DueDelivery,
  { text, at }: { readonly text: string; readonly at: Date },
): Promise<string> {
  const { Webhook } = await import('standardwebhooks');
  return [sealedSecret, sealedOldSecret]
    .flatMap((sealed) => (sealed === null ? [] : [unseal(keys, secretPurpose, sealed)]))
    .flatMap((secret) => (secret === null ? [] : [new Webhook(secret.toString()).sign(eventId, at, text)]))
    .join(' ');
}

async function post(db: Db, { keys, mayReach }: WebhookSetting, delivery: DueDelivery) {
  const at = new Date();
  const text = await writeBody(db, delivery);
  const headers = {
    'webhook-id': delivery.eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': await signaturesOf(keys, delivery, { text, at }),
    'user-agent': 'Doorstep',
  };
  const answer = await postTextOutside(delivery.url, { text, headers }, mayReach);
  return { ...answer, tookMs: Date.now() - at.getTime() };
}

async function tellOwners(
  tx: Db,
  mail: StaffMailSetting,
  { name, publicId, words }: { readonly name: string; readonly publicId: string; readonly words: string },
): Promise<void> {
  for (const { address, role } of await listStaff(tx)) {
    if (role !== 'owner') continue;
    await queueStaffLetter(tx, mail, {
      kind: 'staff-notice',
      address,
      subject: `The webhook ${name} was turned off`,
      paragraphs: [
        `Nothing it was sent was taken for days. The last answer: ${words}.`,
        'What waits for it waits on. Mend the receiver, turn the webhook on again, and it goes out.',
      ],
      link: { words: 'Look at it', url: `${mail.publicUrl}/admin/settings/webhooks/${publicId}` },
    });
  }
}

/** @returns whether owners were written to */
async function settle(db: Db, setting: WebhookSetting, delivery: DueDelivery): Promise<boolean> {
  const { isTaken, words, status, tookMs } = await post(db, setting, delivery);
  const isGone = status === gone;
  const retrySeconds = isTaken || isGone ? null : secondsUntilRetry(delivery.tries, setting.random());
  return db.transaction().execute(async (tx) => {
    const { id: deliveryId, endpointId } = delivery;
    await noteAttempt(tx, { deliveryId, endpointId, isTaken, words, tookMs, retrySeconds });
    if (isTaken) return false;
    const because = isGone
      ? 'It answered 410: it is gone for good'
      : `It failed for ${patienceDays} days. ${words}`;
    const off = await turnOffFailing(tx, endpointId, { days: isGone ? 0 : patienceDays, because });
    if (!off) return false;
    const object = `webhook ${off.publicId}`;
    await recordAct(tx, { actor: 'Doorstep', action: `turned the webhook ${off.name} off`, object });
    if (setting.mail) await tellOwners(tx, setting.mail, { ...off, words });
    return setting.mail !== null;
  });
}

/**
 * Hands over what is due, at least once each and under the same id each time. Safe from several processes.
 * @returns whether there may be more, and whether mail waits because of it
 */
export async function deliverWebhooks(
  db: Db,
  setting: WebhookSetting,
): Promise<{ readonly more: boolean; readonly hasMail: boolean }> {
  const due = await claimDeliveries(db, roundSize);
  const settled = await Promise.all(due.map((delivery) => settle(db, setting, delivery)));
  return { more: due.length === roundSize, hasMail: settled.includes(true) };
}
