import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export type Certificate = { readonly key: string; readonly cert: string };

const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
};
/** A name and an address among the alternative names (RFC 5280, section 4.2.1.6). */
const nameTags = { dns: 0x82, address: 0x87 };

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from([body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag, 0x82]), length, body]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(tags.sequence, ...parts);
const oid = (hex: string): Buffer => der(tags.oid, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = oid('550403');
const alternativeNames = oid('551d11');

const time = (at: Date): Buffer =>
  der(
    tags.time,
    Buffer.from(
      `${at
        .toISOString()
        .replaceAll(/[-:T]|\..*/g, '')
        .slice(2)}Z`,
    ),
  );

const alternative = (name: string): Buffer =>
  isIPv4(name)
    ? der(nameTags.address, Buffer.from(name.split('.').map(Number)))
    : der(nameTags.dns, Buffer.from(name));

/** A certificate that a server made for itself, for these names and IPv4 addresses; it began a day ago. */
export function makeCertificate(
  names: readonly string[],
  { until = new Date(Date.now() + 86_400_000) }: { readonly until?: Date } = {},
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const subject = sequence(
    der(tags.set, sequence(commonName, der(tags.text, Buffer.from(names[0] ?? 'nobody')))),
  );
  const toSign = sequence(
    der(0xa0, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    subject,
    sequence(time(new Date(Date.now() - 2 * 86_400_000)), time(until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(alternativeNames, der(tags.octets, sequence(...names.map(alternative)))))),
  );
  const signature = der(tags.bits, Buffer.alloc(1), sign('sha256', toSign, privateKey));
  const bytes = sequence(toSign, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${bytes.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}
