import { maskAddress, parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { liftSuppression } from '../delivery/suppressions.ts';
import { type Newsletter, type Rhythm, listNewsletters } from '../newsletters/newsletter.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { hashToken } from '../platform/random-tokens.ts';
import { noteReturned } from './account/erase-subscriber.ts';
import { readLetterText } from './letters/letter-texts.ts';
import { writeWelcome } from './reader-mails.ts';
import { type AudienceSetting, readSignUpRef } from './sign-up.ts';
import { recordConsents } from './sql/consents.ts';
import {
  type SignUpRow,
  countCodeTry,
  findLink,
  listCodeHashes,
  lockSignUp,
  markSignUpConfirmed,
} from './sql/sign-ups.ts';
import { type Subscriber, findSubscriberBy, markConfirmed } from './sql/subscribers.ts';
import { activate } from './sql/subscriptions.ts';
import { isCode } from './typed-code.ts';

const mostCodeTries = 5;

export type ConfirmBy = { readonly token: string } | { readonly ref: string; readonly code: string };

export type Confirmed = {
  readonly kind: 'confirmed';
  readonly subscriberId: number;
  readonly addressKey: string;
  readonly newsletters: readonly Newsletter[];
  readonly rhythm: Rhythm | null;
  readonly tier: string | null;
  readonly form: string;
  readonly articleSlug: string | null;
  /** The reader's, now. */
  readonly language: string | null;
};

export type ConfirmOutcome =
  | Confirmed
  | { readonly kind: 'confirmed-already' | 'expired' | 'unknown' }
  | { readonly kind: 'wrong-code'; readonly triesLeft: number };

type Found = { readonly kind: 'found'; readonly row: SignUpRow };
type NotFound = Exclude<ConfirmOutcome, Confirmed>;

async function findByToken(tx: Db, token: string): Promise<Found | NotFound> {
  const link = await findLink(tx, hashToken(token));
  const row = link && (await lockSignUp(tx, link.signUpId));
  if (!link || !row) return { kind: 'unknown' };
  if (row.confirmedAt) return { kind: 'confirmed-already' };
  return link.isExpired ? { kind: 'expired' } : { kind: 'found', row };
}

/** Five tries a sign-up, over all its codes. */
async function findByCode(
  tx: Db,
  setting: AudienceSetting,
  ref: string,
  code: string,
): Promise<Found | NotFound> {
  const facts = readSignUpRef(setting, ref);
  if (!facts) return { kind: 'expired' };
  const row = await lockSignUp(tx, facts.signUpId);
  if (!row) return { kind: 'unknown' };
  if (row.confirmedAt) return { kind: 'confirmed-already' };
  if (row.codeTries >= mostCodeTries) return { kind: 'wrong-code', triesLeft: 0 };
  const hashes = await listCodeHashes(tx, row.id);
  const typed = { boundTo: String(row.id), code: code.replace(/\s/g, '') };
  if (hashes.some((stored) => isCode(setting.keys, 'confirmation code', { ...typed, stored })))
    return { kind: 'found', row };
  return { kind: 'wrong-code', triesLeft: mostCodeTries - (await countCodeTry(tx, row.id)) };
}

async function welcome(
  tx: Db,
  setting: AudienceSetting,
  {
    row,
    subscriber,
    newsletters,
  }: { row: SignUpRow; subscriber: Subscriber; newsletters: readonly Newsletter[] },
): Promise<void> {
  const address = parseAddress(subscriber.address);
  if (!address) return;
  const mail = await writeWelcome(
    {
      publication: await readPublication(tx),
      publicUrl: setting.publicUrl,
      keys: setting.keys,
      language: subscriber.language ?? row.language,
    },
    { address, subscriberId: subscriber.id },
    {
      newsletters,
      name: row.name ?? subscriber.name,
      text: await readLetterText(tx, 'welcome'),
      onceKey: `sign-up ${row.id}`,
    },
  );
  if (mail) await queueMail(tx, setting.keys, mail);
}

/**
 * Applies a sign-up, once, in the caller's transaction: subscriptions active with the chosen rhythm, earlier goodbyes to
 * these newsletters lifted, the consent as it was shown, and one welcome mail for what is new.
 */
export async function confirmSignUp(
  tx: Db,
  setting: AudienceSetting,
  by: ConfirmBy,
): Promise<ConfirmOutcome> {
  const found =
    'token' in by ? await findByToken(tx, by.token) : await findByCode(tx, setting, by.ref, by.code);
  if (found.kind !== 'found') return found;
  const { row } = found;
  const subscriber = await findSubscriberBy(tx, { id: row.subscriberId });
  if (!subscriber || !(await markSignUpConfirmed(tx, row.id))) return { kind: 'confirmed-already' };

  await markConfirmed(tx, row.subscriberId, row.name, row.language);
  await noteReturned(tx, setting.keys, subscriber.addressKey);
  const newlyActive = await activate(tx, row.subscriberId, row.newsletterIds, row.rhythm);
  const { addressKey } = subscriber;
  await liftSuppression(tx, { addressKey, scope: 'bulk', because: 'signed up again' });
  for (const id of row.newsletterIds) {
    await liftSuppression(tx, { addressKey, scope: `newsletter:${id}`, because: 'signed up again' });
  }
  await recordConsents(tx, row.subscriberId, row.newsletterIds, {
    act: 'confirmed',
    words: row.words,
    form: row.form,
    articleSlug: row.articleSlug,
    network: row.network,
  });
  const all = await listNewsletters(tx);
  const wanted = all.filter((newsletter) => row.newsletterIds.includes(newsletter.id));
  const fresh = wanted.filter((newsletter) => newlyActive.includes(newsletter.id));
  await welcome(tx, setting, { row, subscriber, newsletters: fresh });
  return {
    kind: 'confirmed',
    subscriberId: row.subscriberId,
    addressKey,
    newsletters: wanted,
    rhythm: row.rhythm,
    tier: row.tier,
    form: row.form,
    articleSlug: row.articleSlug,
    language: subscriber.language ?? row.language,
  };
}

export type PendingSignUp =
  | {
      readonly kind: 'open';
      readonly newsletters: readonly Newsletter[];
      readonly maskedAddress: string;
      readonly language: string | null;
    }
  | { readonly kind: 'confirmed-already' | 'expired' | 'unknown' };

/** What a confirmation link speaks of; looking changes nothing, since mail scanners look at every link. */
export async function findSignUpByToken(db: Db, token: string): Promise<PendingSignUp> {
  return db.transaction().execute(async (tx) => {
    const found = await findByToken(tx, token);
    if (found.kind === 'wrong-code') return { kind: 'unknown' };
    if (found.kind !== 'found') return found;
    const subscriber = await findSubscriberBy(tx, { id: found.row.subscriberId });
    const all = await listNewsletters(tx);
    return {
      kind: 'open',
      newsletters: all.filter((newsletter) => found.row.newsletterIds.includes(newsletter.id)),
      maskedAddress: maskAddress(subscriber?.address ?? ''),
      language: subscriber?.language ?? found.row.language,
    };
  });
}
