import { maskAddress, parseAddress } from '../../delivery/address.ts';
import { queueMail } from '../../delivery/queue-mail.ts';
import { listSuppressionsOf } from '../../delivery/suppressions.ts';
import { readPublication } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import { hashToken, randomId, randomToken } from '../../platform/random-tokens.ts';
import { writeAddressChanged, writeNewAddress } from '../reader-mails.ts';
import { type AudienceSetting, takeMailAllowance } from '../sign-up.ts';
import { recordConsents } from '../sql/consents.ts';
import { lockAddress } from '../sql/sign-ups.ts';
import { type Subscriber, findSubscriberBy, setAddress } from '../sql/subscribers.ts';
import { listSubscriptionsOf } from '../sql/subscriptions.ts';
import { deleteSessions, insertAddressChange, lockAddressChange, markAddressChangeUsed } from './sql.ts';

export type ChangeOutcome = { readonly kind: 'asked' | 'bad-address' | 'same-address' };

/**
 * Asks the new address for its yes. The answer is the same whether or not somebody has that address already; then the link
 * says so to whoever reads there. The caller rings `deliver-urgent`.
 */
export async function askForNewAddress(
  db: Db,
  setting: AudienceSetting,
  subscriber: Subscriber,
  email: string,
): Promise<ChangeOutcome> {
  const address = parseAddress(email);
  if (!address) return { kind: 'bad-address' };
  if (address.key === subscriber.addressKey) return { kind: 'same-address' };
  const publication = await readPublication(db);
  const token = randomToken();
  const write = await writeNewAddress(
    { publication, publicUrl: setting.publicUrl, keys: setting.keys, language: subscriber.language },
    { token, maskedOldAddress: maskAddress(subscriber.address) },
  );
  await db.transaction().execute(async (tx) => {
    await lockAddress(tx, address.key);
    const isDead = (await listSuppressionsOf(tx, address.key)).some(({ scope }) => scope === 'everything');
    if (isDead || !(await takeMailAllowance(tx, address.key, 'new-address'))) return;
    await insertAddressChange(tx, {
      tokenHash: hashToken(token),
      subscriberId: subscriber.id,
      newAddress: address.address,
    });
    await queueMail(tx, setting.keys, write({ address, subscriberId: subscriber.id }, randomId()));
  });
  return { kind: 'asked' };
}

export type NewAddressOutcome =
  | {
      readonly kind: 'open' | 'changed';
      readonly maskedAddress: string;
      readonly maskedOldAddress: string;
      readonly language: string | null;
    }
  /** Somebody else gets mail there. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'over' };

/** What the link in the mail to a new address would do; looking changes nothing. */
export function findAddressChange(db: Db, token: string): Promise<NewAddressOutcome> {
  return db.transaction().execute(async (tx): Promise<NewAddressOutcome> => {
    const change = await lockAddressChange(tx, hashToken(token));
    const subscriber = change && (await findSubscriberBy(tx, { id: change.subscriberId }));
    if (!change || !subscriber || change.isOver) return { kind: 'over' };
    return {
      kind: 'open',
      maskedAddress: maskAddress(change.newAddress),
      maskedOldAddress: maskAddress(subscriber.address),
      language: subscriber.language,
    };
  });
}

/**
 * The yes from the new address: mail goes there from now on, the old one is told, and every session ends, in case it was
 * not the reader who asked. The caller rings `deliver-urgent`.
 */
export async function confirmNewAddress(
  db: Db,
  setting: AudienceSetting,
  token: string,
): Promise<NewAddressOutcome> {
  const publication = await readPublication(db);
  const mailSetting = { publication, publicUrl: setting.publicUrl, keys: setting.keys };
  return db.transaction().execute(async (tx): Promise<NewAddressOutcome> => {
    const tokenHash = hashToken(token);
    const change = await lockAddressChange(tx, tokenHash);
    const subscriber = change && (await findSubscriberBy(tx, { id: change.subscriberId }));
    const address = change && parseAddress(change.newAddress);
    const oldAddress = subscriber && parseAddress(subscriber.address);
    if (!change || change.isOver || !subscriber || !address || !oldAddress) return { kind: 'over' };
    await lockAddress(tx, address.key);
    if (!(await setAddress(tx, subscriber.id, address))) return { kind: 'taken' };
    await markAddressChangeUsed(tx, tokenHash);
    await deleteSessions(tx, subscriber.id, null);
    const newsletterIds = (await listSubscriptionsOf(tx, subscriber.id)).map((each) => each.newsletterId);
    await recordConsents(tx, subscriber.id, newsletterIds, {
      act: 'address changed',
      words: 'The new address was confirmed by the link sent to it',
    });
    const maskedAddress = maskAddress(address.address);
    const to = { address: oldAddress, subscriberId: subscriber.id };
    await queueMail(
      tx,
      setting.keys,
      await writeAddressChanged({ ...mailSetting, language: subscriber.language }, to, {
        maskedAddress,
        onceKey: randomId(),
      }),
    );
    return {
      kind: 'changed',
      maskedAddress,
      maskedOldAddress: maskAddress(oldAddress.address),
      language: subscriber.language,
    };
  });
}
