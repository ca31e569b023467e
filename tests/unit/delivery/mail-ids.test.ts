import {
  bounceTokenOf,
  envelopeSender,
  messageId,
  readBounceToken,
  readMessageId,
} from '../../../src/delivery/mail-ids.ts';
import { createKeyRing } from '../../../src/platform/key-ring.ts';

const old = createKeyRing(new Map([[1, Buffer.alloc(32, 7)]]));
const keys = createKeyRing(
  new Map([
    [1, Buffer.alloc(32, 7)],
    [3, Buffer.alloc(32, 9)],
  ]),
);
const foreign = createKeyRing(new Map([[3, Buffer.alloc(32, 11)]]));
const domain = 'lantern.example.org';

const tokenIn = (address: string): string => {
  const token = bounceTokenOf(address);
  if (token === null) throw new Error(`${address} is no bounce address`);
  return token;
};

test('a bounce address gives its delivery back, also folded to capitals and under the key before', () => {
  const address = envelopeSender(keys, 3, 81_402, domain);
  expect(readBounceToken(keys, tokenIn(address.toUpperCase()))).toEqual({ deliveryId: 81_402, keyId: 3 });
  expect(readBounceToken(keys, tokenIn(envelopeSender(old, 1, 7, domain)))).toEqual({
    deliveryId: 7,
    keyId: 1,
  });
});

test('a Message-ID gives its delivery back, with and without angle brackets', () => {
  const id = messageId(keys, 3, 2 ** 40 + 1, domain);
  for (const text of [id, `<${id}>`, ` <${id.toUpperCase()}>`])
    expect(readMessageId(keys, text)?.deliveryId).toBe(2 ** 40 + 1);
});

test('an address of another install, with one letter changed, or cut, gives nothing', () => {
  const address = envelopeSender(keys, 3, 12, domain);
  const token = tokenIn(address);
  expect(readBounceToken(foreign, token)).toBeNull();
  for (let at = 0; at < token.length; at += 1) {
    const letter = token[at] === 'a' ? 'b' : 'a';
    expect(readBounceToken(keys, token.slice(0, at) + letter + token.slice(at + 1))).toBeNull();
  }
  for (const wrong of ['', token.slice(1), `${token}a`, 'a'.repeat(10_000), '0189', 'ÄÖÜ'])
    expect(readBounceToken(keys, wrong)).toBeNull();
});

test('a Message-ID does not serve as a bounce address', () => {
  const token = messageId(keys, 3, 12, domain).split('@')[0] ?? '';
  expect(readBounceToken(keys, token)).toBeNull();
  expect(bounceTokenOf(`news@${domain}`)).toBeNull();
});
