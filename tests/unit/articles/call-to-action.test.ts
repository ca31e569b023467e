import { parsePlainText } from '../../../src/articles/plain-text.ts';

const first = 'The town clock stopped at ten past four, and nobody noticed until Tuesday.';
const last = 'The council meets again on Thursday.';

/** The blocks between the first and the last paragraph of a story. */
function between(text: string) {
  const outcome = parsePlainText(new TextEncoder().encode(`${first}\n\n${text}\n\n${last}`), {});
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  expect(outcome.blocks.at(0)).toEqual({ kind: 'paragraph', text: first });
  expect(outcome.blocks.at(-1)).toEqual({ kind: 'paragraph', text: last });
  return outcome.blocks.slice(1, -1);
}

const box = {
  kind: 'sign-up',
  kicker: 'SIGN UP',
  headline: 'Be the first to know when the clock strikes.',
  promise: 'Get our free newsletter.',
  button: 'SIGN ME UP!',
};
const promise = `${box.headline} ${box.promise}`;
const paragraph = (text: string) => ({ kind: 'paragraph', text });

test.each([
  ['without blank lines', `SIGN UP\n${promise}\nSIGN ME UP!`],
  ['with blank lines', `SIGN UP\n\n${promise}\n\nSIGN ME UP!`],
  ['with a promise in two paragraphs', `SIGN UP\n\n${box.headline}\n\n${box.promise}\n\nSIGN ME UP!`],
  [
    'with a hard-wrapped promise',
    'SIGN UP\nBe the first to know when\nthe clock strikes. Get our free\nnewsletter.\nSIGN ME UP!',
  ],
  ['with some of the blank lines', `SIGN UP\n\n${promise}\nSIGN ME UP!`],
])('a passage %s becomes one box', (_, text) => {
  expect(between(text)).toEqual([box]);
});

test('a passage typed without blank lines around it takes nothing of the story', () => {
  const text = `It was wound on Friday.\nSIGN UP\n${promise}\nSIGN ME UP!\nIt has not been\nwound since.`;
  expect(between(text)).toEqual([
    paragraph('It was wound on Friday.'),
    box,
    paragraph('It has not been wound since.'),
  ]);
});

test('a kicker at the foot of a paragraph begins its passage', () => {
  expect(between(`It was wound on Friday.\nSIGN UP\n\n${promise}\n\nSIGN ME UP!`)).toEqual([
    paragraph('It was wound on Friday.'),
    box,
  ]);
});

test.each([
  ['SIGN UP', 'SIGN ME UP!'],
  ['Sign up', 'Sign me up!'],
  ['sign up', 'sign me up!'],
  ['SIGN UP:', 'SIGN ME UP'],
  ['SIGN UP!', 'SIGN ME UP!'],
  ['SIGN UP FOR OUR NEWSLETTER', 'SIGN UP!'],
  ['NEWSLETTER', 'SIGN ME UP!!'],
  ['Our newsletters', 'Subscribe!'],
])('%s … %s: kicker and button stay as they were written', (kicker, button) => {
  expect(between(`${kicker}\n\n${promise}\n\n${button}`)).toEqual([{ ...box, kicker, button }]);
});

test.each([
  [
    'a short line above a new beginning',
    'The clock, explained\nEvery Friday in your inbox.',
    'The clock, explained',
    'Every Friday in your inbox.',
  ],
  [
    'a paragraph of its own',
    'The clock, explained\n\nevery Friday.',
    'The clock, explained',
    'every Friday.',
  ],
  [
    'a sentence with a price in it',
    'From £1.50 a week. Free for schools.',
    'From £1.50 a week.',
    'Free for schools.',
  ],
  ['a sentence with a time in it', 'At 6 a.m. in your inbox. Free.', 'At 6 a.m. in your inbox.', 'Free.'],
  ['a sentence in quotes', '“Never late.” Ask anybody.', '“Never late.”', 'Ask anybody.'],
  ['everything when there is one sentence', 'Be the first to know', 'Be the first to know', ''],
  [
    'the second kicker',
    'Sign up for our newsletter\nEvery Friday.',
    'Sign up for our newsletter',
    'Every Friday.',
  ],
])('the headline is %s', (_, text, headline, rest) => {
  expect(between(`SIGN UP\n${text}\nSIGN ME UP!`)).toEqual([{ ...box, headline, promise: rest }]);
});

test('a box without a promise gets a headline of ours', () => {
  expect(between('SIGN UP\n\nSIGN ME UP!')).toEqual([
    { ...box, headline: 'Get the news first', promise: '' },
  ]);
});

test.each([
  'Be the first to know when the clock strikes. Get our free newsletter.',
  'Get the week’s best story on Saturday. Never late.',
  'One letter a week. It is in your inbox before breakfast.',
])('without a kicker, a short promise belongs to the box below it: %s', (text) => {
  const [block, ...others] = between(`${text}\n\nSIGN ME UP!`);
  expect(others).toEqual([]);
  expect(block).toMatchObject({ kind: 'sign-up', kicker: '', button: 'SIGN ME UP!' });
  expect(block?.kind === 'sign-up' && `${block.headline} ${block.promise}`).toBe(text);
});

test.each([
  ['that happens to get something', 'Residents will get the chance to see the plans every week until June.'],
  ['about alerts', 'Flood alerts were issued for the whole coast.'],
  ['that quotes somebody', '“Your inbox is full,” said Ada Penrose.'],
  ['that is long', `Be the first to know. ${'Word after word. '.repeat(30)}`.trim()],
])('a paragraph of the story %s stays above the box', (_, text) => {
  const button = {
    kind: 'sign-up',
    kicker: '',
    headline: 'Get the news first',
    promise: '',
    button: 'SIGN ME UP!',
  };
  expect(between(`${text}\n\nSIGN ME UP!`)).toEqual([paragraph(text), button]);
  expect(between(`${text}\nSIGN ME UP!`)).toEqual([paragraph(text), button]);
});

test.each([
  ['has no closing line', ['SIGN UP', 'The choir sang on, and the hall was full until ten.']],
  [
    'runs on for more than eight paragraphs',
    ['SIGN UP', ...'abcdefgh'.split('').map((letter) => `Then came ${letter}.`)],
  ],
  ['is followed by a long text', ['SIGN UP', 'Word after word. '.repeat(45).trim()]],
])('a kicker that %s is ordinary text', (_, texts) => {
  expect(between(texts.join('\n\n'))).toEqual(texts.map(paragraph));
});

test('a kicker far above a closing line is ordinary text, and the closing line still makes a box', () => {
  const body = 'Word after word. '.repeat(45).trim();
  expect(between(`SIGN UP\n\n${body}\n\nSIGN ME UP!`)).toEqual([
    paragraph('SIGN UP'),
    paragraph(body),
    { kind: 'sign-up', kicker: '', headline: 'Get the news first', promise: '', button: 'SIGN ME UP!' },
  ]);
});

test.each([
  'Volunteers can sign up at the library, said Ben Corran.',
  'More than forty people queued to sign up!',
  '“Sign me up!” shouted somebody at the back.',
  'The town has two\nnewsletters.',
  'Those who want to swim can\nsign up\nat the lido.',
])('a sentence that merely has the words stays text: %j', (text) => {
  expect(between(text)).toEqual([paragraph(text.replaceAll('\n', ' '))]);
});

test('several passages each become a box at their own place', () => {
  const passage = `SIGN UP\n${promise}\nSIGN ME UP!`;
  expect(between(`${passage}\n\nIn between.\n\n${passage}\n\n${passage}`)).toEqual([
    box,
    paragraph('In between.'),
    box,
    box,
  ]);
});

test.each([
  ['first', `SIGN UP\n${promise}\nSIGN ME UP!\n\n${first}`, ['sign-up', 'paragraph']],
  ['last', `${first}\n\nSIGN UP\n${promise}\nSIGN ME UP!`, ['paragraph', 'sign-up']],
])('a passage may stand %s, and the title is the story’s', (_, text, kinds) => {
  const outcome = parsePlainText(new TextEncoder().encode(text), {});
  expect(outcome).toMatchObject({
    title: 'The town clock stopped at ten past four, and nobody noticed until Tuesday',
  });
  expect(outcome.kind === 'article' && outcome.blocks.map((block) => block.kind)).toEqual(kinds);
});
