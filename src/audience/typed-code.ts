import { type KeyRing, keyedHash } from '../platform/key-ring.ts';
import { isSameSecret } from '../platform/random-tokens.ts';

/** What a code is for, so that one kind never serves as another. */
export type CodePurpose = 'confirmation code' | 'sign-in code';

function hashUnder(keys: KeyRing, purpose: CodePurpose, keyId: number, bound: string): string {
  const hash = keyedHash(keys, purpose, keyId, bound);
  return `${keyId}:${Buffer.from(hash, 'latin1').toString('hex')}`;
}

/** A six-digit code is guessed in no time from a plain hash, so it is kept under a key and bound to what it answers. */
export const hashCode = (keys: KeyRing, purpose: CodePurpose, boundTo: string, code: string): string =>
  hashUnder(keys, purpose, keys.currentId, `${boundTo}/${code}`);

export function isCode(
  keys: KeyRing,
  purpose: CodePurpose,
  { boundTo, code, stored }: { boundTo: string; code: string; stored: string },
): boolean {
  const keyId = Number(stored.slice(0, stored.indexOf(':')));
  if (!keys.hashFor(purpose, keyId)) return false;
  return isSameSecret(hashUnder(keys, purpose, keyId, `${boundTo}/${code}`), stored);
}
