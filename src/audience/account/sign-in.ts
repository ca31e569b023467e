import { z } from 'zod';
import { maskAddress, parseAddress } from '../../delivery/address.ts';
import { queueMail } from '../../delivery/queue-mail.ts';
import { listSuppressionsOf } from '../../delivery/suppressions.ts';
import { readPublication } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import { hashToken, isSameSecret, randomCode, randomId, randomToken } from '../../platform/random-tokens.ts';
import { readSealedToken, sealToken } from '../../platform/signed-token.ts';
import { tokenPurposes } from '../reader-links.ts';
import { writeSignIn } from '../reader-mails.ts';
import { type AudienceSetting, takeMailAllowance } from '../sign-up.ts';
import { lockAddress } from '../sql/sign-ups.ts';
import { findSubscriberBy, markConfirmed } from '../sql/subscribers.ts';
import { hashCode, isCode } from '../typed-code.ts';
import { beginReaderSession } from './reader-sessions.ts';
import { type SignInRow, countSignInTry, insertSignIn, lockSignIn, markSignInUsed } from './sql.ts';

/** How long a sign-in waits (ASVS 6.5.5). */
export const signInMinutes = 10;
const mostCodeTries = 5;

export type AskedSignIn = {
  /** What the asking browser keeps, in its address bar and a cookie: only it may use the link. */
  readonly ref: string;
};

const refShape = z.object({ signInId: z.number(), address: z.string() });

/** What a ref speaks of; null when it was altered or is older than its sign-in. */
export function readSignInRef(
  setting: AudienceSetting,
  ref: string,
): { signInId: number; address: string } | null {
  const facts = refShape.safeParse(readSealedToken(setting.keys, tokenPurposes.signIn, ref, setting.clock()));
  return facts.success ? facts.data : null;
}

const makeRef = (setting: AudienceSetting, signInId: number, address: string): string =>
  sealToken(
    setting.keys,
    tokenPurposes.signIn,
    { signInId, address },
    new Date(setting.clock().getTime() + signInMinutes * 60_000),
  );

/** A ref that looks like any other and stands for no sign-in: the answer to a machine. */
export const makeEmptySignInRef = (setting: AudienceSetting, address: string): string =>
  makeRef(setting, 0, address);

/**
 * Asks for a sign-in: whoever owns the address gets a link and a code. An address nobody has, or that gets no mail, leaves
 * a row and gives an answer like any other. The mail speaks the reader's language; to one who has chosen none, that of the
 * page. The caller rings `deliver-urgent`.
 * @returns null for what is no address
 */
export async function askToSignIn(
  db: Db,
  setting: AudienceSetting,
  { email, language: asked }: { email: string; language?: string | undefined },
): Promise<AskedSignIn | null> {
  const address = parseAddress(email);
  if (!address) return null;
  const publication = await readPublication(db);
  const known = await findSubscriberBy(db, { addressKey: address.key });
  const mailSetting = {
    publication,
    publicUrl: setting.publicUrl,
    keys: setting.keys,
    language: known?.language ?? asked,
  };
  const token = randomToken();
  const code = randomCode(6);
  // Written before it is known whether it may go: what takes longest must not tell one address from another (S1).
  const write = await writeSignIn(mailSetting, { token, code, minutes: signInMinutes });
  const tokenHash = hashToken(token);
  const signInId = await db.transaction().execute(async (tx) => {
    await lockAddress(tx, address.key);
    const subscriber = await findSubscriberBy(tx, { addressKey: address.key });
    const id = await insertSignIn(tx, {
      subscriberId: subscriber?.id ?? null,
      tokenHash,
      codeHash: hashCode(setting.keys, 'sign-in code', tokenHash, code),
      minutes: signInMinutes,
    });
    const isDead = (await listSuppressionsOf(tx, address.key)).some(({ scope }) => scope === 'everything');
    if (subscriber && !isDead && (await takeMailAllowance(tx, address.key, 'sign-in')))
      await queueMail(tx, setting.keys, write({ address, subscriberId: subscriber.id }, randomId()));
    return id;
  });
  return { ref: makeRef(setting, signInId, address.address) };
}

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly token: string }
  | { readonly kind: 'wrong-code'; readonly triesLeft: number }
  /** The link was opened in a browser that did not ask for it. */
  | { readonly kind: 'other-browser' }
  | { readonly kind: 'over' };

async function begin(tx: Db, row: SignInRow, userAgent: string): Promise<SignInOutcome> {
  const subscriber = row.subscriberId === null ? null : await findSubscriberBy(tx, { id: row.subscriberId });
  if (!subscriber) return { kind: 'over' };
  await markSignInUsed(tx, row.id);
  // Link and code prove the address as well as a confirmation does; it agrees to no newsletter.
  await markConfirmed(tx, subscriber.id, null);
  return { kind: 'signed-in', token: await beginReaderSession(tx, subscriber.id, userAgent) };
}

/** Signs in with the code from the mail: five tries a sign-in, whether anybody has its address or not. */
export function signInWithCode(
  db: Db,
  setting: AudienceSetting,
  { ref, code, userAgent }: { ref: string; code: string; userAgent: string },
): Promise<SignInOutcome> {
  return db.transaction().execute(async (tx): Promise<SignInOutcome> => {
    const facts = readSignInRef(setting, ref);
    const row = facts && (await lockSignIn(tx, { id: facts.signInId }));
    if (!row || row.isExpired || row.isUsed) return { kind: 'over' };
    if (row.codeTries >= mostCodeTries) return { kind: 'wrong-code', triesLeft: 0 };
    const typed = { boundTo: row.tokenHash, code: code.replace(/\s/g, ''), stored: row.codeHash };
    if (row.subscriberId !== null && isCode(setting.keys, 'sign-in code', typed))
      return begin(tx, row, userAgent);
    return { kind: 'wrong-code', triesLeft: mostCodeTries - (await countSignInTry(tx, row.id)) };
  });
}

type Link = {
  readonly token: string;
  /** From the cookie of the browser that opened the link. */
  readonly ref: string | null;
};

const isSameBrowser = (setting: AudienceSetting, row: SignInRow, ref: string | null): boolean =>
  ref !== null && isSameSecret(String(readSignInRef(setting, ref)?.signInId), String(row.id));

export type SignInLink = {
  readonly kind: 'open' | 'other-browser' | 'over';
  readonly maskedAddress: string;
  readonly language: string | null;
};

/** What a link speaks of; looking changes nothing, since mail scanners look at every link. */
export function findSignInLink(
  db: Db,
  setting: AudienceSetting,
  { token, ref }: Link,
): Promise<SignInLink | null> {
  return db.transaction().execute(async (tx): Promise<SignInLink | null> => {
    const row = await lockSignIn(tx, { tokenHash: hashToken(token) });
    const subscriber = row?.subscriberId && (await findSubscriberBy(tx, { id: row.subscriberId }));
    if (!row || !subscriber) return null;
    const found = { maskedAddress: maskAddress(subscriber.address), language: subscriber.language };
    if (row.isExpired || row.isUsed) return { kind: 'over', ...found };
    return { kind: isSameBrowser(setting, row, ref) ? 'open' : 'other-browser', ...found };
  });
}

/** Signs in with the link, in the browser that asked for it. */
export function signInWithLink(
  db: Db,
  setting: AudienceSetting,
  link: Link,
  userAgent: string,
): Promise<SignInOutcome> {
  return db.transaction().execute(async (tx): Promise<SignInOutcome> => {
    const row = await lockSignIn(tx, { tokenHash: hashToken(link.token) });
    if (!row || row.isExpired || row.isUsed) return { kind: 'over' };
    if (!isSameBrowser(setting, row, link.ref)) return { kind: 'other-browser' };
    return begin(tx, row, userAgent);
  });
}
