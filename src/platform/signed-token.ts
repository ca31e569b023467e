import { timingSafeEqual } from 'node:crypto';
import { type KeyRing, keyedHash, seal, unseal } from './key-ring.ts';

const version = 1;
const macBytes = 16;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function readVarints(bytes: Uint8Array): number[] | null {
  const values: number[] = [];
  let value = 0;
  let factor = 1;
  for (const byte of bytes) {
    value += (byte & 127) * factor;
    if (value > Number.MAX_SAFE_INTEGER) return null;
    if (byte < 128) {
      values.push(value);
      value = 0;
      factor = 1;
    } else {
      factor *= 128;
    }
  }
  return factor === 1 ? values : null;
}

const macOf = (ring: KeyRing, purpose: string, keyId: number, payload: Uint8Array): Buffer =>
  keyedHash(ring, `token/${purpose}`, keyId, payload).subarray(0, macBytes);

/**
 * A capability that needs no row: version, key id and whole numbers under an HMAC-SHA256 cut to 128 bits, base64url.
 * It never expires; the purpose inside the MAC keeps one kind from serving as another.
 * @param refs non-negative ids, for example a newsletter and a subscriber
 * @param keyId the key that was frozen with a mail; the current one unless told
 */
export function signToken(
  ring: KeyRing,
  purpose: string,
  refs: readonly number[],
  keyId = ring.currentId,
): string {
  const payload = Uint8Array.from([version, keyId, ...refs.flatMap(varint)]);
  return Buffer.concat([payload, macOf(ring, purpose, keyId, payload)]).toString('base64url');
}

/** The numbers inside a token made for this purpose, or null for anything else. */
export function readToken(ring: KeyRing, purpose: string, token: string): readonly number[] | null {
  const bytes = Buffer.from(token, 'base64url');
  // base64url has several spellings for some bytes; only the one we make counts.
  if (bytes.toString('base64url') !== token || bytes.length < 2 + macBytes) return null;
  const payload = bytes.subarray(0, -macBytes);
  const [tokenVersion, keyId] = payload;
  if (tokenVersion !== version || keyId === undefined || !ring.keyFor(`hash/token/${purpose}`, keyId))
    return null;
  if (!timingSafeEqual(macOf(ring, purpose, keyId, payload), bytes.subarray(-macBytes))) return null;
  return readVarints(payload.subarray(2));
}

/**
 * Carries small facts through a browser, hidden and unaltered, for a limited time (AES-256-GCM).
 * @param expiresAt after this moment {@link readSealedToken} gives null
 */
export function sealToken(ring: KeyRing, purpose: string, facts: unknown, expiresAt: Date): string {
  const plain = Buffer.from(JSON.stringify([expiresAt.getTime(), facts]));
  return seal(ring, `token/${purpose}`, plain).toString('base64url');
}

/** What {@link sealToken} was given, still unchecked in shape; null when altered, foreign or too old. */
export function readSealedToken(ring: KeyRing, purpose: string, token: string, now: Date): unknown {
  const plain = unseal(ring, `token/${purpose}`, Buffer.from(token, 'base64url'));
  if (!plain) return null;
  const parsed: unknown = JSON.parse(plain.toString('utf8'));
  if (!Array.isArray(parsed) || typeof parsed[0] !== 'number' || parsed[0] < now.getTime()) return null;
  return parsed[1];
}
