import { checkBlocks } from '../../../src/editions/checks/check-blocks.ts';
import type { EditionBlock } from '../../../src/editions/edition-block.ts';

const codesOf = (...blocks: EditionBlock[]): readonly string[] =>
  checkBlocks({ blocks }).map(({ severity, code, block }) => `${severity} ${code} ${block ?? ''}`);

const sponsor = {
  kind: 'sponsor',
  label: '',
  name: 'Quay Books',
  text: '',
  url: 'https://a.example.org/',
} as const;
const poll = { kind: 'poll', poll: 'ferrypoll23', question: 'Later?', answers: ['Yes', 'No'] } as const;
const call = {
  kind: 'call-to-action',
  headline: 'Know it first',
  text: '',
  button: 'Get the weekly letter',
  newsletter: 'weekly',
} as const;

test('what is finished is passed over in silence', () => {
  expect(codesOf(sponsor, { ...poll, answers: ['Yes', 'No'] }, call)).toEqual([]);
  expect(codesOf({ ...call, newsletter: '', url: 'https://tickets.example.org/' })).toEqual([]);
});

test.each<readonly [string, EditionBlock, readonly string[]]>([
  ['a sponsor without a name', { ...sponsor, name: ' ' }, ['blocking sponsor-unnamed 0']],
  ['a sponsor’s script as a link', { ...sponsor, url: 'javascript:alert(1)' }, ['blocking link-broken 0']],
  ['a sponsor’s half address', { ...sponsor, url: 'quay-books.example.org' }, ['blocking link-broken 0']],
  [
    'a sponsor’s picture without words',
    { ...sponsor, picture: { mediaId: 'a', alt: '', width: 2, height: 2 } },
    ['warning picture-without-words 0'],
  ],
  [
    'a poll without a question',
    { ...poll, question: '', answers: ['Yes', 'No'] },
    ['blocking poll-unfinished 0'],
  ],
  ['a poll with one answer', { ...poll, answers: ['Yes', ' '] }, ['blocking poll-unfinished 0']],
  ['a poll with the same answers', { ...poll, answers: ['Yes', 'yes '] }, ['blocking poll-same-answers 0']],
  ['a call to nowhere', { ...call, newsletter: '' }, ['warning call-leads-nowhere 0']],
  ['a call to half an address', { ...call, newsletter: '', url: 'example.org' }, ['blocking link-broken 0']],
])('%s is found at its block', (_name, block, codes) => expect(codesOf(block)).toEqual(codes));

test.each(['Click here', 'here', 'Read more …', 'click here!', 'More', 'this link', 'Learn more'])(
  '“%s” on a button is told to name what is behind it',
  (button) => expect(codesOf({ ...call, button })).toEqual(['warning link-wording 0']),
);

test.each(['Here comes the ferry', 'More about the ferry', 'Details of the vote'])(
  '“%s” is good enough',
  (button) => expect(codesOf({ ...call, button })).toEqual([]),
);
