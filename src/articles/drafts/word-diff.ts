/** A stretch of text that stayed, was taken out, or came in. */
export type DiffPart = { readonly kind: 'same' | 'out' | 'in'; readonly text: string };

/** Beyond so many comparisons the answer would be slow and unreadable: such a stretch is out and in as a whole. */
const mostSteps = 4_000_000;

type Step = DiffPart['kind'];

/** How one list becomes the other with the longest part in common. */
function stepsBetween(before: readonly string[], after: readonly string[]): readonly Step[] {
  const width = after.length + 1;
  if (before.length * after.length > mostSteps)
    return [...before.map((): Step => 'out'), ...after.map((): Step => 'in')];
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      longest[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const steps: Step[] = [];
  for (let row = 0, column = 0; row < before.length || column < after.length;) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      steps.push('same');
      row += 1;
      column += 1;
    } else if (
      column === after.length ||
      (row < before.length && at(row + 1, column) >= at(row, column + 1))
    ) {
      steps.push('out');
      row += 1;
    } else {
      steps.push('in');
      column += 1;
    }
  }
  return steps;
}

/** Runs the steps over both lists and tells each piece. */
function* walk(before: readonly string[], after: readonly string[]): Generator<DiffPart> {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < Math.min(before.length, after.length) - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  for (const text of before.slice(0, head)) yield { kind: 'same', text };
  const olds = before.slice(head, before.length - tail);
  const news = after.slice(head, after.length - tail);
  let row = 0;
  let column = 0;
  for (const kind of stepsBetween(olds, news)) {
    yield { kind, text: (kind === 'in' ? news[column] : olds[row]) ?? '' };
    if (kind !== 'in') row += 1;
    if (kind !== 'out') column += 1;
  }
  for (const text of before.slice(before.length - tail)) yield { kind: 'same', text };
}

function joined(parts: Iterable<DiffPart>): DiffPart[] {
  const all: DiffPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.text === '') continue;
    if (last?.kind === part.kind) all[all.length - 1] = { kind: part.kind, text: last.text + part.text };
    else all.push(part);
  }
  return all;
}

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const wordsOf = (text: string): readonly string[] => text.match(/\s+|[\p{L}\p{N}’'-]+|[^\s]/gu) ?? [];

const diffWords = (before: string, after: string): DiffPart[] =>
  joined(walk(wordsOf(before), wordsOf(after)));

/** What became of a text, word by word: first its lines are laid beside each other, then the words of those that differ. */
export function diffTexts(before: string, after: string): readonly DiffPart[] {
  const all: DiffPart[] = [];
  let out = '';
  let come = '';
  const settle = (): void => {
    all.push(...diffWords(out, come));
    out = '';
    come = '';
  };
  for (const { kind, text } of walk(linesOf(before), linesOf(after))) {
    if (kind === 'out') out += text;
    else if (kind === 'in') come += text;
    else {
      settle();
      all.push({ kind, text });
    }
  }
  settle();
  return joined(all);
}
