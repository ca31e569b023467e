import { type KeyRing, keyedHash } from '../platform/key-ring.ts';
import { base32Latin1 } from '../platform/random-tokens.ts';

const idBytes = 6;
const macBytes = 10;
const idScratch = Buffer.alloc(idBytes);

/**
 * The Message-ID of a delivery without its angle brackets: a keyed hash of mailing and occasion, so every attempt
 * carries the same, nobody can guess it, and it names no reader.
 * @param occasion the address key, or what distinguishes several mails to one address
 */
export function messageId(
  keys: KeyRing,
  keyId: number,
  mailingId: number,
  occasion: string,
  domain: string,
): string {
  const hash = keyedHash(keys, 'message-id', keyId, `${mailingId}/${occasion}`);
  return `${base32Latin1(hash.slice(0, 16))}@${domain}`;
}

/**
 * The envelope sender of a delivery (VERP): its id under an 80-bit keyed hash, in base32 since relays fold case. The
 * same on every attempt, which greylisting needs (RFC 6647).
 */
export function envelopeSender(keys: KeyRing, keyId: number, deliveryId: number, domain: string): string {
  idScratch.writeUIntBE(deliveryId, 0, idBytes);
  const mac = keyedHash(keys, 'bounce-address', keyId, idScratch).slice(0, macBytes);
  return `b-${base32Latin1(idScratch.toString('latin1') + mac)}@bounce.${domain}`;
}
