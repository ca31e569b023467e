import type { KeyObject } from 'node:crypto';

export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256';

/** What a key signs with. Weak and foreign keys are refused: receivers ignore RSA below 1024 bits (RFC 8301). */
export function dkimAlgorithm(key: KeyObject): DkimAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return 'ed25519-sha256';
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return 'rsa-sha256';
  throw new Error('a DKIM key is RSA of 2048 bits or more, or Ed25519');
}
