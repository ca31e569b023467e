import { createHmac } from 'node:crypto';
import { assert, oneof, property, string, uint8Array } from 'fast-check';
import { createKeyedHash } from '../../../src/platform/keyed-hash.ts';

const hexOf = (hash: string): string => Buffer.from(hash, 'latin1').toString('hex');

// RFC 4231, test cases 1 to 4.
test.each([
  [
    Buffer.alloc(20, 0x0b),
    Buffer.from('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    Buffer.from('Jefe'),
    Buffer.from('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    Buffer.alloc(20, 0xaa),
    Buffer.alloc(50, 0xdd),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    Buffer.from(Array.from({ length: 25 }, (_, index) => index + 1)),
    Buffer.alloc(50, 0xcd),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
])('the published answer comes out for key %# of RFC 4231', (key, data, expected) => {
  expect(hexOf(createKeyedHash(key)(data))).toBe(expected);
});

test('texts and bytes of any length hash as the library hashes them, whatever was hashed before', () => {
  const key = Buffer.alloc(32, 7);
  const hash = createKeyedHash(key);
  const data = oneof(string({ unit: 'grapheme', maxLength: 300 }), uint8Array({ maxLength: 600 }));
  assert(
    property(data, (each) => {
      expect(hexOf(hash(each))).toBe(createHmac('sha256', key).update(each).digest('hex'));
    }),
  );
});

test('a key that would have to be hashed first is refused', () => {
  expect(() => createKeyedHash(Buffer.alloc(65))).toThrow('64 bytes');
});
