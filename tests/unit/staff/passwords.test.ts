import { findPasswordProblem, hashPassword, isPassword } from '../../../src/staff/passwords.ts';

test('a hash names its parameters, is new each time, and knows its password and no other', async () => {
  const [one, two] = await Promise.all([hashPassword('tide and timber'), hashPassword('tide and timber')]);
  expect(one).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(two);
  expect(await isPassword('tide and timber', one)).toBe(true);
  expect(await isPassword('Tide and timber', one)).toBe(false);
  expect(await isPassword('tide and timber', null)).toBe(false);
}, 120_000);

test.each(['seven77', 'password', 'QWERTYUIOP', 'x'.repeat(257)])('%s may not be used', (password) => {
  expect(findPasswordProblem(password)).not.toBeNull();
});

test.each(['gulls ov', 'x'.repeat(64), 'ß漢字 und 🐟 im Hafen', '        tide        '])(
  '“%s” may be used: there are no rules of composition',
  (password) => {
    expect(findPasswordProblem(password)).toBeNull();
  },
);

test('a hash is compared at the cost it names, so that the usual one may change', async () => {
  const cheap = await hashPassword('tide and timber', { N: 2 ** 10, r: 8, p: 1 });
  expect(cheap).toMatch(/^scrypt\$1024\$8\$1\$/);
  expect(await isPassword('tide and timber', cheap)).toBe(true);
  expect(await isPassword('Tide and timber', cheap)).toBe(false);
});
