import * as fc from 'fast-check';
import { type ArticleBlock, wordsOf } from '../../../src/articles/article-block.ts';
import { articleBlock } from '../../../src/articles/article-block.ts';
import { parsePlainText } from '../../../src/articles/plain-text.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function parse(text: string, title?: string) {
  const outcome = parsePlainText(bytesOf(text), title === undefined ? {} : { title });
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  return outcome;
}

const textsOf = (text: string) =>
  parse(text).blocks.map((block) => ('text' in block ? block.text : block.kind));

const everyWord = (blocks: readonly ArticleBlock[]) =>
  blocks
    .flatMap((block) =>
      block.kind === 'sign-up'
        ? [block.kicker, block.headline, block.promise, block.button]
        : [wordsOf(block)],
    )
    .join(' ')
    .split(/\s+/)
    .filter((word) => word !== '');

test('a story comes back as its paragraphs, with its box at the very place', () => {
  const story = [
    'Three garden gnomes were taken from a lawn in Cooper’s Lane on Sunday night, police said.',
    '“They were not valuable,” said their owner, Dora Trant – “but they were facing the sea.”',
    'SIGN UP\nBe the first to know about the latest news in your area. Get our alerts and free newsletter.\nSIGN ME UP!',
    'A fourth gnome, found at the bus stop, is helping with inquiries…',
  ].join('\n\n');

  expect(parse(story)).toMatchObject({
    title: 'Three garden gnomes were taken from a lawn in Cooper’s Lane on Sunday night, police said',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Three garden gnomes were taken from a lawn in Cooper’s Lane on Sunday night, police said.',
      },
      {
        kind: 'paragraph',
        text: '“They were not valuable,” said their owner, Dora Trant – “but they were facing the sea.”',
      },
      {
        kind: 'sign-up',
        kicker: 'SIGN UP',
        headline: 'Be the first to know about the latest news in your area.',
        promise: 'Get our alerts and free newsletter.',
        button: 'SIGN ME UP!',
      },
      { kind: 'paragraph', text: 'A fourth gnome, found at the bus stop, is helping with inquiries…' },
    ],
  });
});

test.each([
  ['line feeds', 'One.\n\nTwo.'],
  ['carriage returns and line feeds', 'One.\r\n\r\nTwo.'],
  ['carriage returns', 'One.\r\rTwo.'],
  ['next-line signs', 'One.\u0085\u0085Two.'],
  ['line separators', 'One.\u2028\u2028Two.'],
  ['form feeds', 'One.\f\fTwo.'],
  ['blank lines that hold spaces', 'One.\n \t\u00a0\n   \nTwo.'],
  ['a mark and many empty lines', '\ufeff\n\n\nOne.\n\n\n\n\nTwo.\n\n'],
])('paragraphs are told apart by %s', (_, text) => {
  expect(textsOf(text)).toEqual(['One.', 'Two.']);
});

test('the lines of a hard-wrapped paragraph are joined', () => {
  expect(textsOf('  The tide came\nin at noon  \n and left.\n\nIt will be back.')).toEqual([
    'The tide came in at noon and left.',
    'It will be back.',
  ]);
});

test('quotes, dashes and what looks like markup stay as they are', () => {
  const text = '“It’s—well—‘fine’ – <b>fine</b> *really* & [so](http://example.org) 🐟 👩‍🌾…”';
  expect(textsOf(text)).toEqual([text]);
});

test('invisible signs and control characters are left out', () => {
  expect(textsOf('Har\u00adbour \u200bwall\u2060 is\u001b \ufeffmended.')).toEqual([
    'Harbour wall is mended.',
  ]);
});

test.each([
  ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, 0xe2, 0x80, 0x9c, 0x41], '“A'],
  ['UTF-16, little end first', [0xff, 0xfe, 0x1c, 0x20, 0x41, 0x00], '“A'],
  ['UTF-16, big end first', [0xfe, 0xff, 0x20, 0x1c, 0x00, 0x41], '“A'],
  ['Latin letters of one byte', [0x63, 0x61, 0x66, 0xe9], 'café'],
])('a file in %s is read', (_, bytes, text) => {
  expect(parsePlainText(Uint8Array.from(bytes), {})).toMatchObject({ blocks: [{ kind: 'paragraph', text }] });
});

test.each([
  ['empty', new Uint8Array(), 'empty', /no text/],
  ['blank', bytesOf(' \r\n\u00a0\u200b\n\f'), 'empty', /no text/],
  ['of 5 MB', new Uint8Array(5 * 1024 * 1024).fill(0x61), 'too-large', /5\.0 MB.*1 MB/],
  [
    'a picture',
    Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    'binary',
    /plain text/,
  ],
  ['full of control characters', bytesOf('a\u0001\u0002\u0003\u0004b'), 'binary', /plain text/],
  [
    'only a call to sign up',
    bytesOf('SIGN UP\nBe the first to know.\nSIGN ME UP!'),
    'only-call-to-action',
    /story around it/,
  ],
])('a file that is %s is refused with what to do', (_, bytes, reason, message) => {
  const outcome = parsePlainText(bytes, { title: 'A title' });
  expect(outcome).toEqual({ kind: 'refused', reason, message: expect.stringMatching(message) });
});

test('exactly 1 MiB is taken, one byte more is not', () => {
  expect(parsePlainText(new Uint8Array(1024 * 1024).fill(0x61), {}).kind).toBe('article');
  expect(parsePlainText(new Uint8Array(1024 * 1024 + 1).fill(0x61), {})).toMatchObject({
    reason: 'too-large',
  });
});

test.each([
  ['as it is given', ' The  Seal\nStays ', 'The Seal Stays'],
  ['without control characters', 'The\u0000Seal\u001b Stays', 'The Seal Stays'],
  ['from the first sentence when the given one is blank', ' \n', 'The seal slept on'],
])('the title is used %s', (_, given, title) => {
  expect(parse('The seal slept on. The boats waited.', given).title).toBe(title);
});

test('a given title of more than 200 characters is refused', () => {
  expect(parsePlainText(bytesOf('A story.'), { title: 'x'.repeat(201) })).toMatchObject({
    kind: 'refused',
    reason: 'title-too-long',
    message: expect.stringContaining('200'),
  });
});

test.each([
  ['ends at the first full stop', 'The seal slept on. The boats waited.', 'The seal slept on'],
  [
    'does not end at Dr. or St.',
    'Dr. Penrose left St. Ives on foot. She walked.',
    'Dr. Penrose left St. Ives on foot',
  ],
  ['does not end in a number', 'It cost £3.50 to cross. Now it is free.', 'It cost £3.50 to cross'],
  ['does not end at No. 5', 'The lamp at No. 5 is out. It rained.', 'The lamp at No. 5 is out'],
  [
    'does not end at U.S. or a.m.',
    'A U.S. yacht came at 4 a.m. on Monday. It left.',
    'A U.S. yacht came at 4 a.m. on Monday',
  ],
  ['stands without the quotes around it', '“We own the pier.” Nobody laughed.', 'We own the pier'],
])('a title made from the first sentence %s', (_, text, title) => {
  expect(parse(text).title).toBe(title);
});

test('a long first sentence is cut between words for the title, and told whole beside it', () => {
  const sentence = `The harbour wall ${'which was mended in spring '.repeat(6)}has fallen again`;
  const { title, firstSentence } = parse(`${sentence}. Nobody was hurt.`);
  expect(title.length).toBeLessThanOrEqual(90);
  expect(title).toMatch(/\w…$/);
  expect(`${sentence} `.startsWith(`${title.slice(0, -1)} `)).toBe(true);
  expect(firstSentence).toBe(sentence);
});

test('a line in capitals between paragraphs is a heading, written as it was', () => {
  expect(
    parse('The seal slept on.\n\nWHAT HAPPENS NEXT\n\nThe harbour board will meet on Monday.').blocks,
  ).toEqual([
    { kind: 'paragraph', text: 'The seal slept on.' },
    { kind: 'heading', text: 'WHAT HAPPENS NEXT' },
    { kind: 'paragraph', text: 'The harbour board will meet on Monday.' },
  ]);
});

test.each([
  ['the first line', 'SEAL STAYS\n\nThe harbour board will meet on Monday.'],
  ['the last line', 'The harbour board will meet on Monday.\n\nENDS'],
  ['a line with a stop', 'The seal slept on.\n\nGO HOME!\n\nThe harbour board will meet on Monday.'],
  [
    'a line in small letters',
    'The seal slept on.\n\nWhat happens next\n\nThe harbour board will meet on Monday.',
  ],
  ['one letter', 'The seal slept on.\n\nA\n\nThe harbour board will meet on Monday.'],
  ['two lines', 'The seal slept on.\n\nWHAT HAPPENS\nNEXT\n\nThe harbour board will meet on Monday.'],
  ['nine words', 'The seal slept on.\n\nA B C D E F G HH II\n\nThe harbour board will meet on Monday.'],
  ['a line above a shorter one', 'The seal slept on.\n\nWHAT HAPPENS NEXT\n\nNothing.'],
])('%s is no heading', (_, text) => {
  expect(parse(text).blocks.map((block) => block.kind)).not.toContain('heading');
});

const word = fc.stringMatching(/^[A-Za-z“”’–,.!?…é]{1,12}$/);
const line = fc.oneof(
  { weight: 4, arbitrary: fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' ')) },
  fc.constantFrom(
    'SIGN UP',
    'Sign up',
    'SIGN UP!',
    'NEWSLETTER',
    'SIGN ME UP!',
    'Sign me up!',
    'Be the first to know.',
  ),
);
const paragraph = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));

test('whatever the paragraphs are, every word comes back once and in its order', () => {
  fc.assert(
    fc.property(fc.array(paragraph, { minLength: 1, maxLength: 12 }), (paragraphs) => {
      const outcome = parsePlainText(bytesOf(paragraphs.join('\n\n')), {});
      if (outcome.kind === 'refused') return outcome.reason === 'only-call-to-action';
      for (const block of outcome.blocks) articleBlock.parse(block);
      // A box without a promise has a headline of ours, which the text did not have.
      const words = everyWord(
        outcome.blocks.map((block) =>
          block.kind === 'sign-up' && block.headline === 'Get the news first'
            ? { ...block, headline: '' }
            : block,
        ),
      );
      expect(words).toEqual(paragraphs.join(' ').split(/\s+/));
      return true;
    }),
    { numRuns: 500 },
  );
});

test('paragraphs without a call to action come back one by one', () => {
  const plain = fc
    .array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 20 })
    .map((words) => `The ${words.join(' ')}.`);
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 10 }), (paragraphs) => {
      expect(textsOf(paragraphs.join('\n\n'))).toEqual(paragraphs);
    }),
  );
});

test('no bytes whatever make it throw, and a story always has a title', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const outcome = parsePlainText(bytes, {});
      if (outcome.kind === 'refused') expect(outcome.message).toMatch(/\.$/);
      else expect(outcome.title).not.toBe('');
    }),
    { numRuns: 1000 },
  );
});

const mebibyteOf = (text: string) => bytesOf(text.repeat(Math.floor((1024 * 1024) / bytesOf(text).length)));

test.each([
  ['SIGN UP paragraphs', mebibyteOf('SIGN UP\n\n')],
  ['SIGN UP lines', mebibyteOf('SIGN UP\n')],
  ['kickers of two kinds', mebibyteOf('SIGN UP\nNEWSLETTER\n\n')],
  ['kickers with text', mebibyteOf('SIGN UP\n\na b c\n\n')],
  ['closing lines', mebibyteOf('SIGN ME UP!\n')],
  ['boxes', mebibyteOf('SIGN UP\nBe the first.\nSIGN ME UP!\n')],
  ['promises', mebibyteOf('Be the first to know.\n\n')],
  ['letters in one line', mebibyteOf('a')],
  ['spaces before a letter', bytesOf(`sign up${' '.repeat(1_000_000)}x`)],
  ['stops', mebibyteOf('.')],
  ['stops and quotes', mebibyteOf('.”')],
  ['quotes', mebibyteOf('“')],
  ['a box with a promise of one word', bytesOf(`SIGN UP\n${'.'.repeat(1_000_000)}x\nSIGN ME UP!\n\nEnd.`)],
  ['a box with a promise of spaces', bytesOf(`SIGN UP\nA.${' '.repeat(1_000_000)}b\nSIGN ME UP!\n\nEnd.`)],
  ['capitals', mebibyteOf('AB CD\n\n')],
  ['line ends', mebibyteOf('\r')],
])('a mebibyte of %s is read in a moment', (_, bytes) => {
  const before = process.cpuUsage();
  parsePlainText(bytes, {});
  const { user, system } = process.cpuUsage(before);
  // Tens of milliseconds in practice; anything quadratic would take minutes. The processor's time: others may be busy too.
  expect((user + system) / 1000).toBeLessThan(2000);
});
