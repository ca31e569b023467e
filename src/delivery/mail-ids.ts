import { timingSafeEqual } from 'node:crypto';
import { type KeyRing, keyedHash } from '../platform/key-ring.ts';
import { base32Latin1, readBase32 } from '../platform/random-tokens.ts';

const idBytes = 6;
const macBytes = 10;
const idScratch = Buffer.alloc(idBytes);

type Purpose = 'message-id' | 'bounce-address';

/** The id of a delivery under an 80-bit keyed hash, in base32 since relays fold case. */
function tokenOf(keys: KeyRing, purpose: Purpose, keyId: number, deliveryId: number): string {
  idScratch.writeUIntBE(deliveryId, 0, idBytes);
  const mac = keyedHash(keys, purpose, keyId, idScratch).slice(0, macBytes);
  return base32Latin1(idScratch.toString('latin1') + mac);
}

/**
 * The Message-ID of a delivery without its angle brackets: the same on every attempt, nobody can guess it, and it names no
 * reader to anybody else.
 */
export const messageId = (keys: KeyRing, keyId: number, deliveryId: number, domain: string): string =>
  `${tokenOf(keys, 'message-id', keyId, deliveryId)}@${domain}`;

/** The envelope sender of a delivery (VERP). The same on every attempt, which greylisting needs (RFC 6647). */
export const envelopeSender = (keys: KeyRing, keyId: number, deliveryId: number, domain: string): string =>
  `b-${tokenOf(keys, 'bounce-address', keyId, deliveryId)}@bounce.${domain}`;

export type ReadMailId = { readonly deliveryId: number; readonly keyId: number };

/** Every key of the ring is tried: an id stands in mails that left before a key was changed. */
function readMailId(keys: KeyRing, purpose: Purpose, token: string): ReadMailId | null {
  const bytes = token.length > 64 ? null : readBase32(token);
  if (bytes?.length !== idBytes + macBytes) return null;
  const id = bytes.subarray(0, idBytes);
  const mac = bytes.subarray(idBytes);
  for (let keyId = keys.currentId; keyId > 0; keyId -= 1) {
    const expected = keys.hashFor(purpose, keyId)?.(id).slice(0, macBytes);
    if (expected !== undefined && timingSafeEqual(mac, Buffer.from(expected, 'latin1')))
      return { deliveryId: id.readUIntBE(0, idBytes), keyId };
  }
  return null;
}

/** The part of a bounce address that says whose it is: shape alone, true or forged. Null for any other address. */
export const bounceTokenOf = (address: string): string | null =>
  /^b-([a-z2-7]{26})@bounce\./i.exec(address)?.[1]?.toLowerCase() ?? null;

/** The delivery whose envelope sender carries this token; null for one that we did not make. */
export const readBounceToken = (keys: KeyRing, token: string): ReadMailId | null =>
  readMailId(keys, 'bounce-address', token);

/** The delivery with this Message-ID, with or without angle brackets; null for one that we did not make. */
export function readMessageId(keys: KeyRing, text: string): ReadMailId | null {
  const token = /^<?([a-z2-7]{26})@/i.exec(text.trim())?.[1];
  return token === undefined ? null : readMailId(keys, 'message-id', token);
}
