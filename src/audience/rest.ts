import type { Db } from '../platform/db.ts';
import { recordConsents } from './sql/consents.ts';
import { activate, end, endedBecause } from './sql/subscriptions.ts';

/** Why a subscription ended that its newsroom let rest. */
const restReason = 'at rest';

/** Ends a subscription of somebody who gives no sign. It comes back by {@link wakeSubscription}, or by their own hand. */
export async function restSubscription(
  tx: Db,
  subscriberId: number,
  newsletterId: number,
  words: string,
): Promise<void> {
  const ended = await end(tx, subscriberId, newsletterId, restReason);
  await recordConsents(tx, subscriberId, ended, { act: 'paused', words });
}

/** Lets a subscription that rests go on; false when it does not rest. */
export async function wakeSubscription(
  tx: Db,
  subscriberId: number,
  newsletterId: number,
  words: string,
): Promise<boolean> {
  const isResting = await endedBecause(tx, subscriberId, newsletterId, restReason);
  if (!isResting) return false;
  await recordConsents(tx, subscriberId, await activate(tx, subscriberId, [newsletterId], null), {
    act: 'returned',
    words,
  });
  return true;
}
