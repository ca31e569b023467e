import { randomId } from '../platform/random-tokens.ts';
import { type EditionBlock, plainLabel } from './edition-block.ts';

const blockKinds = [
  'intro',
  'story-card',
  'story-list',
  'whole-story',
  'call-to-action',
  'divider',
  'sponsor',
  'poll',
] as const satisfies readonly EditionBlock['kind'][];

/** A change in the order of things, as a button of the composer asks for it. */
export type Arrangement =
  | { readonly kind: 'add'; readonly block: EditionBlock['kind'] }
  | { readonly kind: 'up' | 'down' | 'remove'; readonly at: number }
  /** As dragging does it: the block goes to a place among the others. */
  | { readonly kind: 'move'; readonly at: number; readonly to: number };

const isPlace = (text: string): boolean => /^\d{1,3}$/.test(text);

/** An arrangement from its name, such as `up 2`, `move 4 0` or `add divider`; null for anything else. */
export function parseArrangement(text: string): Arrangement | null {
  const [verb = '', object = '', aim = ''] = text.split(' ');
  const block = blockKinds.find((kind) => kind === object);
  if (verb === 'add') return block ? { kind: 'add', block } : null;
  if (verb === 'move')
    return isPlace(object) && isPlace(aim) ? { kind: 'move', at: Number(object), to: Number(aim) } : null;
  if (verb !== 'up' && verb !== 'down' && verb !== 'remove') return null;
  return isPlace(object) ? { kind: verb, at: Number(object) } : null;
}

function emptyBlock(kind: EditionBlock['kind']): EditionBlock {
  switch (kind) {
    case 'intro':
      return { kind, text: '' };
    case 'story-card':
    case 'whole-story':
      return { kind, article: '' };
    case 'story-list':
      return { kind, articles: [] };
    case 'call-to-action':
      return { kind, headline: '', text: '', button: '', newsletter: '' };
    case 'divider':
      return { kind };
    case 'sponsor':
      return { kind, label: plainLabel, name: '', text: '', url: '' };
    case 'poll':
      return { kind, poll: randomId(), question: '', answers: [] };
    default:
      return kind satisfies never;
  }
}

/** The blocks in their new order, and where the one concerned now stands. A move beyond an edge changes nothing. */
export function arrangeBlocks(
  blocks: readonly EditionBlock[],
  arrangement: Arrangement,
): { readonly blocks: readonly EditionBlock[]; readonly at: number } {
  if (arrangement.kind === 'add') {
    const block = emptyBlock(arrangement.block);
    return block.kind === 'intro'
      ? { blocks: [block, ...blocks], at: 0 }
      : { blocks: [...blocks, block], at: blocks.length };
  }
  const { kind, at } = arrangement;
  const block = blocks[at];
  if (!block) return { blocks, at: 0 };
  const others = blocks.filter((_, index) => index !== at);
  if (kind === 'remove') return { blocks: others, at: Math.max(0, at - 1) };
  const wanted = kind === 'move' ? arrangement.to : kind === 'up' ? at - 1 : at + 1;
  const place = Math.min(Math.max(0, wanted), others.length);
  return { blocks: [...others.slice(0, place), block, ...others.slice(place)], at: place };
}
