import { timingSafeEqual } from 'node:crypto';
import { type KeyRing, keyedHash, seal, unseal } from './key-ring.ts';

const version = 1;
const macBytes = 16;

/** Tokens are written here: the longest has a dozen numbers of eight bytes. */
const scratch = Buffer.alloc(128);

/** Writes 7 bits a byte, lowest first. @returns where the next one goes */
function writeVarint(value: number, at: number): number {
  let rest = value;
  let next = at;
  while (rest >= 128) {
    scratch[next++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  scratch[next++] = rest;
  return next;
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

/** One byte in each character. */
const macOf = (ring: KeyRing, purpose: string, keyId: number, payload: Uint8Array): string =>
  keyedHash(ring, `token/${purpose}`, keyId, payload).slice(0, macBytes);

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
  let end = writeVarint(version, 0);
  scratch[end++] = keyId;
  for (const ref of refs) end = writeVarint(ref, end);
  const mac = macOf(ring, purpose, keyId, scratch.subarray(0, end));
  end += scratch.write(mac, end, 'latin1');
  return scratch.toString('base64url', 0, end);
}

/** The numbers inside a token made for this purpose, or null for anything else. */
export function readToken(ring: KeyRing, purpose: string, token: string): readonly number[] | null {
  const bytes = Buffer.from(token, 'base64url');
  // base64url has several spellings for some bytes; only the one we make counts.
  if (bytes.toString('base64url') !== token || bytes.length < 2 + macBytes) return null;
  const payload = bytes.subarray(0, -macBytes);
  const [tokenVersion, keyId] = payload;
  if (tokenVersion !== version || keyId === undefined || !ring.hashFor(`token/${purpose}`, keyId))
    return null;
  const mac = Buffer.from(macOf(ring, purpose, keyId, payload), 'latin1');
  if (!timingSafeEqual(mac, bytes.subarray(-macBytes))) return null;
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
