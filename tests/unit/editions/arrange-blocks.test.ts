import { arrangeBlocks, parseArrangement } from '../../../src/editions/arrange-blocks.ts';
import type { EditionBlock } from '../../../src/editions/edition-block.ts';

const card = (article: string): EditionBlock => ({ kind: 'story-card', article });
const cards = [card('ferry'), card('seal'), card('clock')];

const slugs = (blocks: readonly EditionBlock[]) =>
  blocks.map((block) => ('article' in block ? block.article : block.kind));

test('a block moves up and down, and says where it stands now', () => {
  const up = arrangeBlocks(cards, { kind: 'up', at: 2 });
  expect(slugs(up.blocks)).toEqual(['ferry', 'clock', 'seal']);
  expect(up.at).toBe(1);

  const down = arrangeBlocks(cards, { kind: 'down', at: 0 });
  expect(slugs(down.blocks)).toEqual(['seal', 'ferry', 'clock']);
  expect(down.at).toBe(1);
});

test('a move beyond an edge changes nothing', () => {
  expect(slugs(arrangeBlocks(cards, { kind: 'up', at: 0 }).blocks)).toEqual(['ferry', 'seal', 'clock']);
  expect(slugs(arrangeBlocks(cards, { kind: 'down', at: 2 }).blocks)).toEqual(['ferry', 'seal', 'clock']);
  expect(slugs(arrangeBlocks(cards, { kind: 'remove', at: 9 }).blocks)).toEqual(['ferry', 'seal', 'clock']);
});

test('a removed block is gone and the others keep their order', () => {
  expect(slugs(arrangeBlocks(cards, { kind: 'remove', at: 1 }).blocks)).toEqual(['ferry', 'clock']);
});

test('an introduction goes to the top, everything else to the end', () => {
  const intro = arrangeBlocks(cards, { kind: 'add', block: 'intro' });
  expect(slugs(intro.blocks)).toEqual(['intro', 'ferry', 'seal', 'clock']);
  expect(intro.at).toBe(0);
  const divider = arrangeBlocks(cards, { kind: 'add', block: 'divider' });
  expect(slugs(divider.blocks)).toEqual(['ferry', 'seal', 'clock', 'divider']);
  expect(divider.at).toBe(3);
});

test('the name of a button is read, anything else is no arrangement', () => {
  expect(parseArrangement('up 2')).toEqual({ kind: 'up', at: 2 });
  expect(parseArrangement('add story-list')).toEqual({ kind: 'add', block: 'story-list' });
  for (const text of [
    '',
    'save',
    'add advert',
    'up -1',
    'up x',
    'move 1',
    'move 1 x',
    'move x 1',
    'sideways 1',
    'remove',
  ]) {
    expect(parseArrangement(text)).toBeNull();
  }
});

test('a dragged block goes to its place among the others', () => {
  expect(parseArrangement('move 2 0')).toEqual({ kind: 'move', at: 2, to: 0 });
  expect(slugs(arrangeBlocks(cards, { kind: 'move', at: 2, to: 0 }).blocks)).toEqual([
    'clock',
    'ferry',
    'seal',
  ]);
  expect(slugs(arrangeBlocks(cards, { kind: 'move', at: 0, to: 99 }).blocks)).toEqual([
    'seal',
    'clock',
    'ferry',
  ]);
  expect(slugs(arrangeBlocks(cards, { kind: 'move', at: 9, to: 0 }).blocks)).toEqual([
    'ferry',
    'seal',
    'clock',
  ]);
});
