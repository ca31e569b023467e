import { type KeyRing, keyedHash } from '../platform/key-ring.ts';
import { hashToken, isSameSecret, randomCode, randomToken } from '../platform/random-tokens.ts';
import type { Db } from '../platform/db.ts';
import { insertLink } from './sql/sign-ups.ts';

/** A link and the code beside it; only their hashes are stored. */
export type ConfirmationSecrets = { readonly token: string; readonly code: string };

export const makeConfirmationSecrets = (): ConfirmationSecrets => ({
  token: randomToken(),
  code: randomCode(6),
});

/** A six-digit code is guessed in no time from a plain hash, so it is kept under a key and bound to its sign-up. */
function hashCode(keys: KeyRing, keyId: number, signUpId: number, code: string): string {
  const hash = keyedHash(keys, 'confirmation code', keyId, `${signUpId}/${code}`);
  return `${keyId}:${Buffer.from(hash, 'latin1').toString('hex')}`;
}

export function isCode(keys: KeyRing, signUpId: number, code: string, stored: string): boolean {
  const keyId = Number(stored.slice(0, stored.indexOf(':')));
  if (!keys.hashFor('confirmation code', keyId)) return false;
  return isSameSecret(hashCode(keys, keyId, signUpId, code), stored);
}

export const keepConfirmationSecrets = (
  tx: Db,
  keys: KeyRing,
  signUpId: number,
  { token, code }: ConfirmationSecrets,
): Promise<void> =>
  insertLink(tx, {
    tokenHash: hashToken(token),
    signUpId,
    codeHash: hashCode(keys, keys.currentId, signUpId, code),
  });
