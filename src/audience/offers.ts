import { maskAddress } from '../delivery/address.ts';
import { liftSuppression, suppressAddress } from '../delivery/suppressions.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { readToken } from '../platform/signed-token.ts';
import { tokenPurposes } from './reader-links.ts';
import { findSubscriberBy } from './sql/subscribers.ts';

async function findByOffersToken(db: Db, keys: KeyRing, token: string) {
  const [, subscriberId] = readToken(keys, tokenPurposes.offers, token) ?? [];
  return subscriberId === undefined ? null : findSubscriberBy(db, { id: subscriberId });
}

/** Whose offers a link speaks of; null for a wrong link. Looking changes nothing. */
export async function findOffersReader(db: Db, keys: KeyRing, token: string) {
  const subscriber = await findByOffersToken(db, keys, token);
  return subscriber && { maskedAddress: maskAddress(subscriber.address), language: subscriber.language };
}

/** No more offers of subscriptions, or offers again; newsletters stay as they are. False for a wrong link. */
export async function wantOffers(db: Db, keys: KeyRing, token: string, areWanted: boolean): Promise<boolean> {
  const subscriber = await findByOffersToken(db, keys, token);
  if (!subscriber) return false;
  const { addressKey } = subscriber;
  if (areWanted)
    await liftSuppression(db, { addressKey, scope: 'offers', because: 'asked for offers again' });
  else await suppressAddress(db, { addressKey, scope: 'offers', reason: 'left by the link in a mail' });
  return true;
}
