import { assert, property, string } from 'fast-check';
import { diffTexts } from '../../../src/articles/drafts/word-diff.ts';

const shown = (before: string, after: string) =>
  diffTexts(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'in' ? `{+${text}+}` : `{-${text}-}`))
    .join('');

test('words that came, went and stayed are told apart', () => {
  expect(
    shown('The ferry left at six.\n\nNobody saw it.', 'The last ferry left at seven.\n\nNobody saw it.'),
  ).toBe('The {+last +}ferry left at {-six-}{+seven+}.\n\nNobody saw it.');
  expect(shown('', 'New')).toBe('{+New+}');
  expect(shown('Old', '')).toBe('{-Old-}');
  expect(shown('Same', 'Same')).toBe('Same');
  expect(shown('', '')).toBe('');
});

test('taking out what came in, or what went, leaves the one text or the other', () => {
  assert(
    property(
      string({ unit: 'binary', maxLength: 60 }),
      string({ unit: 'binary', maxLength: 60 }),
      (before, after) => {
        const parts = diffTexts(before, after);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect([without('in'), without('out')]).toEqual([before, after]);
      },
    ),
  );
});

test('two long texts with nothing in common are out and in as a whole', () => {
  const long = (word: string) => Array.from({ length: 9000 }, (_, n) => `${word}${n}`).join(' ');
  const parts = diffTexts(long('a'), long('b'));
  expect(parts.filter(({ kind }) => kind !== 'same').length).toBeLessThanOrEqual(2);
});
