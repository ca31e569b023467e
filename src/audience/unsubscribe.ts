import { maskAddress } from '../delivery/address.ts';
import { type Newsletter, findNewsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { readToken } from '../platform/signed-token.ts';
import { leaveEverything, leaveNewsletter, takeUpNewsletters } from './preferences.ts';
import { tokenPurposes } from './reader-links.ts';
import { recordConsents } from './sql/consents.ts';
import { type Subscriber, findSubscriberBy } from './sql/subscribers.ts';
import { type Subscription, listSubscriptionsOf, noteLeavingReason, setRhythm } from './sql/subscriptions.ts';

export type Unsubscription = {
  readonly newsletter: Newsletter;
  readonly subscriber: Subscriber;
  readonly maskedAddress: string;
  readonly subscription: Subscription | null;
  /** Weekly is offered and not chosen yet. */
  readonly mayTakeWeekly: boolean;
};

/** What an unsubscribe link speaks of; null for a wrong link. Looking changes nothing. */
export async function findUnsubscription(
  db: Db,
  keys: KeyRing,
  token: string,
): Promise<Unsubscription | null> {
  const [newsletterId, subscriberId] = readToken(keys, tokenPurposes.unsubscribe, token) ?? [];
  if (newsletterId === undefined || subscriberId === undefined) return null;
  const newsletter = await findNewsletter(db, { id: newsletterId });
  const subscriber = await findSubscriberBy(db, { id: subscriberId });
  if (!newsletter || !subscriber) return null;
  const subscriptions = await listSubscriptionsOf(db, subscriberId);
  const subscription = subscriptions.find((each) => each.newsletterId === newsletterId) ?? null;
  return {
    newsletter,
    subscriber,
    subscription,
    maskedAddress: maskAddress(subscriber.address),
    mayTakeWeekly: newsletter.rhythms.includes('weekly') && subscription?.rhythm !== 'weekly',
  };
}

/** Leaves the newsletter of the link, at once and as often as it is asked (RFC 8058). Null for a wrong link. */
export async function unsubscribe(db: Db, keys: KeyRing, token: string): Promise<Unsubscription | null> {
  const found = await findUnsubscription(db, keys, token);
  if (!found) return null;
  await db
    .transaction()
    .execute((tx) =>
      leaveNewsletter(tx, found.subscriber, found.newsletter.id, 'Left by the link in a mail'),
    );
  return found;
}

const undoHours = 24;

/** Takes the goodbye back within a day; later, or when there was none, nothing changes and the answer is false. */
export async function undoUnsubscribe(db: Db, keys: KeyRing, token: string, now: Date): Promise<boolean> {
  const found = await findUnsubscription(db, keys, token);
  const endedAt = found?.subscription?.state === 'ended' ? found.subscription.endedAt : null;
  if (!found || !endedAt || now.getTime() - endedAt.getTime() > undoHours * 3_600_000) return false;
  const words = 'Took the goodbye back';
  await db
    .transaction()
    .execute((tx) =>
      takeUpNewsletters(tx, found.subscriber, { ids: [found.newsletter.id], rhythm: null, words }),
    );
  return true;
}

/** Weekly instead of leaving: back on the list if need be, once a week. False when that is not offered. */
export async function takeWeeklyInstead(db: Db, keys: KeyRing, token: string, now: Date): Promise<boolean> {
  const found = await findUnsubscription(db, keys, token);
  if (!found?.newsletter.rhythms.includes('weekly')) return false;
  if (found.subscription?.state === 'ended' && !(await undoUnsubscribe(db, keys, token, now))) return false;
  const { subscriber, newsletter } = found;
  await db.transaction().execute(async (tx) => {
    const isChanged = await setRhythm(tx, subscriber.id, newsletter.id, 'weekly');
    if (isChanged)
      await recordConsents(tx, subscriber.id, [newsletter.id], { act: 'rhythm', words: 'weekly' });
  });
  return true;
}

/** Keeps why somebody left, in their own tap. */
export async function giveLeavingReason(db: Db, keys: KeyRing, token: string, reason: string): Promise<void> {
  const found = await findUnsubscription(db, keys, token);
  if (found) await noteLeavingReason(db, found.subscriber.id, found.newsletter.id, reason.slice(0, 80));
}

/** Leaves everything by an unsubscribe link; the masked address, or null for a wrong link. */
export async function leaveEverythingFromMail(db: Db, keys: KeyRing, token: string): Promise<string | null> {
  const found = await findUnsubscription(db, keys, token);
  if (!found) return null;
  await db.transaction().execute((tx) => leaveEverything(tx, found.subscriber));
  return found.maskedAddress;
}
