import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Arbitrary, array, assert, constant, constantFrom, oneof, property, record } from 'fast-check';
import type { ArticleBlock } from '../../../../src/articles/article-block.ts';
import { lineOf } from '../../../../src/articles/inline-words.ts';
import { readMarkdown } from '../../../../src/articles/markdown/read-markdown.ts';
import { writeMarkdown } from '../../../../src/articles/markdown/write-markdown.ts';
import { parsePlainText } from '../../../../src/articles/plain-text.ts';
import { packageRoot } from '../../../../src/platform/package-root.ts';

const blocksOf = (text: string) => readMarkdown(text);

test('headings, emphasis, links, lists and quotes become blocks', () => {
  expect(
    blocksOf(
      '## The vote\n\nIt was **close**, says [the clerk](https://example.org/a?b=1&c=2).\n\n- One\n- *Two*\n\n3. Three\n4. Four\n\n> Nobody asked us.\n>\n> — Ada Penrose\n\n---',
    ),
  ).toEqual([
    { kind: 'heading', text: 'The vote' },
    {
      kind: 'paragraph',
      text: 'It was close, says the clerk.',
      runs: [
        { text: 'It was ' },
        { text: 'close', bold: true },
        { text: ', says ' },
        { text: 'the clerk', href: 'https://example.org/a?b=1&c=2' },
        { text: '.' },
      ],
    },
    { kind: 'paragraph', text: '• One' },
    { kind: 'paragraph', text: '• Two', runs: [{ text: '• ' }, { text: 'Two', italic: true }] },
    { kind: 'paragraph', text: '3. Three' },
    { kind: 'paragraph', text: '4. Four' },
    { kind: 'quote', text: 'Nobody asked us.', by: 'Ada Penrose' },
    { kind: 'paragraph', text: '* * *' },
  ]);
});

test('a sign-up box is written as a fence, or as newspapers write it', () => {
  const box = {
    kind: 'sign-up',
    kicker: 'SIGN UP',
    headline: 'Be the first to know.',
    promise: 'Every day: the Quay at 6 a.m.',
    button: 'SIGN ME UP!',
  };
  expect(
    blocksOf(
      '```sign-up\nkicker: SIGN UP\nheadline: Be the first to know.\npromise: Every day: the Quay at 6 a.m.\nbutton: SIGN ME UP!\n```',
    ),
  ).toEqual([box]);
  expect(blocksOf('SIGN UP\n\nBe the first to know. Every day: the Quay at 6 a.m.\n\nSIGN ME UP!')).toEqual([
    box,
  ]);
  expect(blocksOf('```sign-up\n```')).toEqual([
    {
      kind: 'sign-up',
      kicker: 'Sign up',
      headline: 'Get the news first',
      promise: '',
      button: 'SIGN ME UP!',
    },
  ]);
});

test('a picture of our own keeps its words and caption; one of another site stays behind', () => {
  expect(blocksOf('![A quay](/media/abcdefgh12345678 "The quay at six")')).toMatchObject([
    { kind: 'picture', mediaId: 'abcdefgh12345678', alt: 'A quay', caption: 'The quay at six' },
  ]);
  expect(blocksOf('Before ![x](https://example.test/track.gif) after')).toEqual([
    { kind: 'paragraph', text: 'Before after' },
  ]);
});

test.each([
  ['<script>alert(1)</script>Words', 'Words'],
  ['<img src=x onerror=alert(1)>Words', 'Words'],
  ['[Words](javascript:alert(1))', 'Words'],
  ['[Words](data:text/html;base64,PHN2Zz4=)', 'Words'],
  ['[Words](vbscript:x)', 'Words'],
  ['[Words](//evil.example/x)', 'Words'],
  ['[Words](https://user:secret@evil.example/)', 'Words'],
  ['<svg><a xlink:href="javascript:alert(1)">No</a></svg>Words', 'Words'],
  ['<form action="https://evil.example"><input></form>Words', 'Words'],
  ['Words<!-- hidden -->', 'Words'],
])('%s has nothing hostile left', (text, words) =>
  expect(blocksOf(text)).toEqual([{ kind: 'paragraph', text: words }]),
);

test('a text that is nested beyond all reason ends quickly, with no words', () => {
  expect(blocksOf(`${'<div>'.repeat(20_000)}Words`)).toEqual([]);
});

const sign = constantFrom(...Array.from('ab Zé.,:;!?#*_[]()<>&\\`~"\'|{}$-+=1 2”—\t'));
const words = array(sign, { minLength: 1, maxLength: 30 })
  .map((signs) => lineOf([{ text: signs.join('') }]).text)
  .filter((text) => /[a-zé]/i.test(text));
const block: Arbitrary<ArticleBlock> = oneof(
  words.map((text) => ({ kind: 'paragraph' as const, text })),
  words.map((text) => ({ kind: 'paragraph' as const, text: `• ${text}` })),
  words.map((text) => ({ kind: 'heading' as const, text })),
  words.map((text) => ({ kind: 'quote' as const, text })),
);

test('any story written as Markdown is read back as it was', () => {
  assert(
    property(array(block, { maxLength: 6 }), (blocks) => {
      expect(readMarkdown(writeMarkdown(blocks))).toEqual(blocks);
    }),
    { numRuns: 2000 },
  );
});

test('so are words that are bold, slanted and linked', () => {
  const plain = array(constantFrom(...Array.from('abcdé ')), { minLength: 1, maxLength: 8 }).map((all) =>
    all.join(''),
  );
  const run = record(
    {
      text: plain.map((text) => ` ${text.trim() || 'x'} `),
      bold: constant(true as const),
      italic: constant(true as const),
      href: constantFrom('https://example.org/a_(b)', 'mailto:ada@example.org', '/articles/the-vote'),
    },
    { requiredKeys: ['text'] },
  );
  assert(
    property(array(run, { minLength: 1, maxLength: 5 }), (runs) => {
      const line = lineOf(runs);
      const [read] = readMarkdown(writeMarkdown([{ kind: 'paragraph', ...line }]));
      expect(read).toMatchObject({ kind: 'paragraph', text: line.text });
    }),
  );
});

test('every sample story is read back as it was', () => {
  const folder = path.join(packageRoot, 'src/sample/stories');
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const parsed = parsePlainText(readFileSync(path.join(folder, file)), {});
    if (parsed.kind !== 'article') throw new Error(`${file} is no story`);
    expect(readMarkdown(writeMarkdown(parsed.blocks))).toEqual(parsed.blocks);
  }
});
