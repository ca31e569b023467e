import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { dkimAlgorithm } from './dkim-algorithm.ts';

export type DkimRecord = {
  /** Where it is published, below the domain: `selector._domainkey`. */
  readonly name: string;
  /** The whole text of the TXT record. */
  readonly text: string;
  /** The same as a zone file writes it: a string of DNS holds 255 octets, an RSA key needs two. */
  readonly zoneText: string;
};

/** The raw key, not an envelope: RFC 8463 section 4. */
const ed25519Base64 = (key: KeyObject): string =>
  Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');

/** The DNS record that lets receivers check what this key signs. */
export function dkimRecord(selector: string, privateKey: string | KeyObject): DkimRecord {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey;
  const publicKey = createPublicKey(key);
  const text =
    dkimAlgorithm(key) === 'rsa-sha256'
      ? `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`
      : `v=DKIM1; k=ed25519; p=${ed25519Base64(publicKey)}`;
  const strings = text.match(/.{1,255}/g) ?? [];
  return {
    name: `${selector}._domainkey`,
    text,
    zoneText: strings.map((part) => `"${part}"`).join(' '),
  };
}
