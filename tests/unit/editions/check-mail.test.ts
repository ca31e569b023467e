import { checkMail } from '../../../src/editions/checks/check-mail.ts';

const ours = 'https://lantern.example.org';

const codesOf = (html: string): readonly string[] =>
  checkMail(
    {
      content: { subject: [], html: [{ text: html }], text: [] },
      contents: [],
      gates: [],
      shown: [],
      missing: [],
      firstWithoutBit: null,
    },
    ours,
  ).map(({ code }) => code);

test.each([
  ['a level left out', '<h1>A</h1><h3>B</h3>', ['heading-order']],
  ['one that begins in the middle', '<h2>A</h2>', ['heading-order']],
  ['all in order', '<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>', []],
])('headings: %s', (_name, html, codes) => expect(codesOf(html)).toEqual(codes));

test.each([
  ['a plain link', '<h1>A</h1><a href="http://shop.example.org/">Shop</a>', ['link-unencrypted']],
  [
    'the same twice',
    '<a href="http://a.example.org/">A</a><a href="http://a.example.org/">A</a>',
    ['link-unencrypted'],
  ],
  ['encrypted', '<a href="https://shop.example.org/">Shop</a>', []],
])('addresses: %s', (_name, html, codes) => expect(codesOf(html)).toEqual(codes));

test('an address of our own on a machine without encryption is no editor’s fault', () => {
  const local = 'http://localhost:3000';
  const content = {
    subject: [],
    html: [{ text: `<a href="${local}/articles/a">A</a><a href="${local}/">B</a>` }],
    text: [],
  };
  expect(
    checkMail({ content, contents: [], gates: [], shown: [], missing: [], firstWithoutBit: null }, local),
  ).toEqual([]);
});
