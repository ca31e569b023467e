import { createHash } from 'node:crypto';
import pino from 'pino';
import { createBreachLookUp } from '../../../src/staff/breached-passwords.ts';
import { checkPassword, findPasswordProblem } from '../../../src/staff/check-password.ts';
import { hashPassword, isPassword } from '../../../src/staff/passwords.ts';
import { useFeedServer } from '../../support/use-feed-server.ts';

const server = useFeedServer();

test('a hash names its parameters, is new each time, and knows its password and no other', async () => {
  const [one, two] = await Promise.all([hashPassword('tide and timber'), hashPassword('tide and timber')]);
  expect(one).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(two);
  expect(await isPassword('tide and timber', one)).toBe(true);
  expect(await isPassword('Tide and timber', one)).toBe(false);
  expect(await isPassword('tide and timber', null)).toBe(false);
}, 120_000);

const names = ['The Wrenhythe Lantern', 'Ana Reyes', 'ana.reyes@harbour-desk.example.org'];

test.each([
  'seven77',
  'x'.repeat(257),
  // Words that come to mind, with figures and signs around them or for their letters.
  'password',
  'Passw0rd!',
  'P@55word2026',
  'summer2026!',
  'w1nter99',
  '1loveyou',
  'dragonmonkey12',
  'Contraseña1',
  // Runs, years, and the same again.
  'QWERTYUIOP',
  'qwertz123456',
  '1q2w3e4r5t',
  'zaq12wsx',
  '0987654321',
  'qwe123asd',
  '19871988',
  'abcabcabcabc',
  'x'.repeat(64),
  '11112222',
  // What the newsroom and the person are called.
  'Wrenhythe2026',
  'L4ntern-26',
  'lanternlantern',
  'anareyes77',
  'harbour-desk',
  'ana.reyes@harbour-desk.example.org',
])('%s may not be used', (password) => {
  expect(findPasswordProblem(password, names)).not.toBeNull();
});

test.each([
  'gulls ov',
  'kT9#vLq2',
  'over the breakwater, under the gulls, along the quay, past noon!',
  'correct horse battery staple',
  'a lantern on the quay',
  'ß漢字 und 🐟 im Hafen',
  '        tide        ',
])('“%s” may be used: there are no rules of composition', (password) => {
  expect(findPasswordProblem(password, names)).toBeNull();
});

test('words of the newsroom are no words elsewhere', () => {
  expect(findPasswordProblem('wrenhythe', [])).toBeNull();
});

describe('stolen passwords', () => {
  const stolen = 'tide and timber';
  const hash = createHash('sha1').update(stolen).digest('hex').toUpperCase();
  const range = `/range/${hash.slice(0, 5)}`;
  const log = pino({ level: 'silent' });
  const check = () => ({ names: [], isBreached: createBreachLookUp(server.url('/'), log) });
  const other = `${'0'.repeat(35)}:9`;

  test('are told by five characters of their hash, and refused', async () => {
    server.serve(range, [other, `${hash.slice(5)}:12`].join('\r\n'), { 'Content-Type': 'text/plain' });
    expect(await checkPassword(stolen, check(), [])).toContain('lists of stolen ones');
    expect(server.asked.map(({ url, headers }) => [url, headers['add-padding']])).toEqual([[range, 'true']]);
    // One that the rule refuses is told to nobody.
    expect(await checkPassword('password', check(), [])).toContain('anybody would try');
    expect(server.asked.length).toBe(1);
  });

  test('are not those of padding or of the same range', async () => {
    server.serve(range, [other, `${hash.slice(5)}:0`].join('\r\n'));
    expect(await checkPassword(stolen, check(), [])).toBeNull();
  });

  test('are let through where nobody answers as asked', async () => {
    for (const answer of [503, 302] as const)
      server.answer(range, (_request, response) =>
        response.writeHead(answer, { location: server.url('/elsewhere') }).end(),
      );
    expect(await checkPassword(stolen, check(), [])).toBeNull();
    const gone = { names: [], isBreached: createBreachLookUp('http://127.0.0.1:9', log) };
    expect(await checkPassword(stolen, gone, [])).toBeNull();
  });
});

test('a hash is compared at the cost it names, so that the usual one may change', async () => {
  const cheap = await hashPassword('tide and timber', { N: 2 ** 10, r: 8, p: 1 });
  expect(cheap).toMatch(/^scrypt\$1024\$8\$1\$/);
  expect(await isPassword('tide and timber', cheap)).toBe(true);
  expect(await isPassword('Tide and timber', cheap)).toBe(false);
});
