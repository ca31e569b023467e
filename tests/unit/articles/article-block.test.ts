import { articleBlock, countWords, textOf } from '../../../src/articles/article-block.ts';

const blocks = [
  { kind: 'paragraph', text: 'The ferry left at six.' },
  { kind: 'heading', text: 'WHAT NOW' },
  {
    kind: 'sign-up',
    kicker: 'SIGN UP',
    headline: 'Be the first.',
    promise: 'Every day.',
    button: 'SIGN ME UP!',
  },
  { kind: 'quote', text: 'It always leaves at six.', by: 'Ada Penrose' },
] as const;

test('the words of a story are counted without its sign-up boxes', () => {
  expect(textOf(blocks)).toBe('The ferry left at six.\n\nWHAT NOW\n\nIt always leaves at six.');
  expect(countWords(blocks)).toBe(12);
  expect(countWords([])).toBe(0);
});

test('every block is read back as it was stored', () => {
  for (const block of blocks) expect(articleBlock.parse(JSON.parse(JSON.stringify(block)))).toEqual(block);
});

test.each([
  { kind: 'script', text: 'x' },
  { kind: 'paragraph' },
  { kind: 'sign-up', kicker: 'SIGN UP' },
  null,
])('what is no block is not read: %j', (value) => expect(articleBlock.safeParse(value).success).toBe(false));
