import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32, lower case, without padding, of a string with one byte in each character: survives systems that fold case. */
export function base32Latin1(bytes: string): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (let index = 0; index < bytes.length; index += 1) {
    held = (held << 8) | bytes.charCodeAt(index);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet.charAt((held << (5 - bits)) & 31);
}

/** {@link base32Latin1} of bytes. */
export const base32 = (bytes: Uint8Array): string => base32Latin1(Buffer.from(bytes).toString('latin1'));

/**
 * The bytes of a base32 text, in either case. Only the spelling that {@link base32} makes counts: anything else gives null.
 */
export function readBase32(text: string): Buffer | null {
  const folded = text.toLowerCase();
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of folded) {
    const value = alphabet.indexOf(letter);
    if (value === -1) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 255);
    held &= (1 << bits) - 1;
  }
  const read = Buffer.from(bytes);
  return base32(read) === folded ? read : null;
}

const idBytes = 10;

/** Random bytes for ids, fetched by the thousand: a call for each costs as much as reading a whole row of a list. */
let pool = Buffer.alloc(0);

/** A public id: 16 characters, 80 random bits. Numbers stay inside. Names things; a secret is {@link randomToken}. */
export function randomId(): string {
  if (pool.length < idBytes) pool = randomBytes(idBytes * 1000);
  const id = base32(pool.subarray(0, idBytes));
  pool = pool.subarray(idBytes);
  return id;
}

/** A single-use secret for a link: 256 random bits, base64url. Only its hash is stored. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** A code a person can type: `digits` decimal digits, from the system's random source. */
export const randomCode = (digits = 6): string =>
  randomInt(0, 10 ** digits)
    .toString()
    .padStart(digits, '0');

/** SHA-256 in hexadecimal: what is stored of a random token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compares two texts in a time that tells nothing about where they differ. */
export function isSameSecret(left: string, right: string): boolean {
  const a = createHash('sha256').update(left).digest();
  const b = createHash('sha256').update(right).digest();
  return timingSafeEqual(a, b);
}
