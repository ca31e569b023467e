import type { Db } from '../../platform/db.ts';
import { hashToken, randomId, randomToken } from '../../platform/random-tokens.ts';
import { findSubscriberBy, type Subscriber } from '../sql/subscribers.ts';
import { type ReaderSession, deleteSessions, findSessionBy, insertSession } from './sql.ts';

export { listSessionsOf } from './sql.ts';

const browsers: ReadonlyArray<readonly [string, RegExp]> = [
  ['Edge', /\bEdg/],
  ['Opera', /\bOPR\//],
  ['Firefox', /\bFirefox\/|\bFxiOS\//],
  ['Chrome', /\bChrome\/|\bCriOS\//],
  ['Safari', /\bSafari\//],
];

const systems: ReadonlyArray<readonly [string, RegExp]> = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

const nameIn = (names: typeof browsers, text: string): string | undefined =>
  names.find(([, pattern]) => pattern.test(text))?.[0];

/** `Firefox on Linux`: enough for people to know their own devices by, and no more of it is stored. */
export function deviceOf(userAgent: string): string {
  const browser = nameIn(browsers, userAgent);
  const system = nameIn(systems, userAgent);
  if (browser === undefined) return system ?? 'A browser';
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** Begins a session; the token goes into a cookie, its hash into the database. */
export async function beginReaderSession(tx: Db, subscriberId: number, userAgent: string): Promise<string> {
  const token = randomToken();
  await insertSession(tx, {
    tokenHash: hashToken(token),
    publicId: randomId(),
    subscriberId,
    csrfToken: randomToken(),
    device: deviceOf(userAgent),
  });
  return token;
}

export type SignedInReader = { readonly session: ReaderSession; readonly subscriber: Subscriber };

/** Who is signed in with this token; null when nobody is. */
export async function findSignedIn(db: Db, token: string): Promise<SignedInReader | null> {
  const session = await findSessionBy(db, hashToken(token));
  const subscriber = session && (await findSubscriberBy(db, { id: session.subscriberId }));
  return session && subscriber ? { session, subscriber } : null;
}

/** Ends one session of a reader by its public id, or all of them with null. @returns how many ended */
export const endSessions = (tx: Db, subscriberId: number, publicId: string | null): Promise<number> =>
  deleteSessions(tx, subscriberId, publicId);
