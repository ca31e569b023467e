import { parseAddress } from '../../delivery/address.ts';
import { bounceTokenOf, readBounceToken, readMessageId } from '../../delivery/mail-ids.ts';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import type { FoundBy } from '../sql/events.ts';
import { type DeliveryAbout, findDelivery, findNewestDeliveryTo } from '../sql/find-delivery.ts';
import type { FeedbackHints } from './feedback-event.ts';

export type WhoseMail =
  | { readonly kind: 'found'; readonly delivery: DeliveryAbout; readonly foundBy: FoundBy }
  | { readonly kind: 'forged' }
  | { readonly kind: 'not-ours' };

const found = (delivery: DeliveryAbout | null, foundBy: FoundBy): WhoseMail =>
  delivery ? { kind: 'found', delivery, foundBy } : { kind: 'not-ours' };

async function byBounceAddress(db: Db, keys: KeyRing, address: string): Promise<WhoseMail> {
  const token = bounceTokenOf(address);
  if (token === null) return { kind: 'not-ours' };
  const read = readBounceToken(keys, token);
  return read ? found(await findDelivery(db, read.deliveryId), 'bounce address') : { kind: 'forged' };
}

async function byMessageId(db: Db, keys: KeyRing, id: string): Promise<WhoseMail> {
  const read = readMessageId(keys, id);
  return found(read && (await findDelivery(db, read.deliveryId)), 'message id');
}

/**
 * Finds the mail that something came back about: by the bounce address, then by the Message-ID, last by the recipient. The
 * first two carry a keyed hash, so nobody can speak for a mail he has not got. A recipient says nothing of the kind: it counts
 * only from a source that has proved who it is.
 */
export async function whoseMail(db: Db, keys: KeyRing, about: FeedbackHints): Promise<WhoseMail> {
  if (about.deliveryId !== undefined) return found(await findDelivery(db, about.deliveryId), 'delivery');
  const cameTo = await byBounceAddress(db, keys, about.envelopeTo ?? '');
  // Whoever writes to a bounce address is judged by it alone, so that a forged one cannot bring other names.
  if (bounceTokenOf(about.envelopeTo ?? '') !== null) return cameTo;
  const named = await byBounceAddress(db, keys, about.returnPath ?? '');
  if (named.kind === 'found') return named;
  const said = await byMessageId(db, keys, about.messageId ?? '');
  if (said.kind === 'found') return said;
  if (about.isRecipientEnough !== true) return { kind: 'not-ours' };
  const address = parseAddress(about.recipient ?? '');
  return found(address && (await findNewestDeliveryTo(db, address.key)), 'recipient');
}
