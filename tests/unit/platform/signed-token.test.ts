import { createKeyRing } from '../../../src/platform/key-ring.ts';
import { readSealedToken, readToken, sealToken, signToken } from '../../../src/platform/signed-token.ts';

const old = createKeyRing(new Map([[1, Buffer.alloc(32, 1)]]));
const ring = createKeyRing(
  new Map([
    [1, Buffer.alloc(32, 1)],
    [2, Buffer.alloc(32, 2)],
  ]),
);
const other = createKeyRing(new Map([[2, Buffer.alloc(32, 3)]]));
const now = new Date('2026-11-30T08:00:00Z');
const soon = new Date(now.getTime() + 60_000);

test('a token for one purpose serves no other, and none that was altered or is of another install', () => {
  const token = signToken(ring, 'unsubscribe', [3, 70_000]);
  expect(readToken(ring, 'unsubscribe', token)).toEqual([3, 70_000]);
  expect(readToken(ring, 'preferences', token)).toBeNull();
  expect(readToken(other, 'unsubscribe', token)).toBeNull();
  for (let at = 0; at < token.length; at += 1) {
    const letter = token[at] === 'A' ? 'B' : 'A';
    expect(readToken(ring, 'unsubscribe', token.slice(0, at) + letter + token.slice(at + 1))).toBeNull();
  }
});

test('a token of an older key is good after a newer one has come', () => {
  expect(readToken(ring, 'unsubscribe', signToken(old, 'unsubscribe', [5]))).toEqual([5]);
});

test('sealed facts are hidden, bound to a purpose, and end', () => {
  const token = sealToken(ring, 'authenticator', ['a secret'], soon);
  expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('a secret');
  expect(readSealedToken(ring, 'authenticator', token, now)).toEqual(['a secret']);
  expect(readSealedToken(ring, 'passkey', token, now)).toBeNull();
  expect(readSealedToken(ring, 'authenticator', token, new Date(soon.getTime() + 1))).toBeNull();
  expect(readSealedToken(ring, 'authenticator', `${token.slice(0, -2)}AA`, now)).toBeNull();
  expect(readSealedToken(ring, 'authenticator', '', now)).toBeNull();
});
