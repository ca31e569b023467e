import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import RelaxedBody from '../../../../node_modules/nodemailer/dist/esm/dkim/relaxed-body.js';
import { prepareBody } from '../../../../src/delivery/dkim/prepare-body.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'latin1').digest('base64');
const hashOf = (text: string) => prepareBody([Buffer.from(text, 'latin1')]).hash([]);

function nodemailerHash(body: Buffer): string {
  let hash = '';
  const relaxed = new RelaxedBody({});
  relaxed.on('hash', (value: string) => (hash = value));
  relaxed.updateHash(body);
  relaxed._flush(() => {});
  return hash;
}

test.each([
  ['', ''],
  ['\r\n', ''],
  [' \t\r\n\r\n', ''],
  ['Hello', 'Hello\r\n'],
  ['Hello  \t there \r\n\r\n\r\n', 'Hello there\r\n'],
  [' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n'],
  ['a\r\n\r\n \r\nb', 'a\r\n\r\n\r\nb\r\n'],
  ['a\rb \r', 'a\rb \r\r\n'],
])('the body %j is hashed as %j', (body, canonical) => {
  expect(hashOf(body)).toBe(sha256(canonical));
});

/** Mostly what the boundaries are about; a little text. */
const piece = fc
  .array(fc.constantFrom(' ', '\t', '\r', '\n', '\r\n', 'a', 'é', '=\r\n'), { maxLength: 12 })
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

test('a body in any parts, fixed or personal, has the hash nodemailer finds for the whole', () => {
  const parts = fc.array(fc.record({ bytes: piece, isPersonal: fc.boolean() }), { maxLength: 8 });
  fc.assert(
    fc.property(parts, (body) => {
      const prepared = prepareBody(body.map(({ bytes, isPersonal }) => (isPersonal ? 'personal' : bytes)));
      const personal = body.filter((part) => part.isPersonal).map(({ bytes }) => bytes);
      const whole = nodemailerHash(Buffer.concat(body.map(({ bytes }) => bytes)));
      expect(prepared.hash(personal)).toBe(whole);
      // Nothing of one copy is left in the next.
      expect(prepared.hash(personal.map((bytes) => bytes.toString('latin1')))).toBe(whole);
    }),
    { numRuns: 1000 },
  );
});

test('a long copy leaves a short one as it is', () => {
  const prepared = prepareBody([Buffer.from('Dear '), 'personal', Buffer.from(',\r\n')]);
  expect(prepared.hash(['x'.repeat(20_000)])).toBe(sha256(`Dear ${'x'.repeat(20_000)},\r\n`));
  expect(prepared.hash(['Ben'])).toBe(sha256('Dear Ben,\r\n'));
});

test('a copy with a value too few is not hashed', () => {
  expect(() => prepareBody(['personal']).hash([])).toThrow('1 personal places');
});
