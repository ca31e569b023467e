import type { EditionBlock } from './edition-content.ts';

/** A block whose words are all there. */
export type ShownBlock = Exclude<EditionBlock, { kind: 'rest-is-closed' }>;

/** A block with what follows from its place among the others; the HTML and the text part agree on it. */
export type PlacedBlock = {
  readonly block: ShownBlock;
  /** A hairline sets it off from what stands above. */
  readonly ruled: boolean;
  /** It interrupts a story that goes on below it. */
  readonly insideStory: boolean;
  /** The one call to action of the mail that is drawn as a button. */
  readonly hasButton: boolean;
};

/** Looks at each block's neighbours. */
export function placeBlocks(blocks: readonly ShownBlock[]): PlacedBlock[] {
  const firstCall = blocks.findIndex(({ kind }) => kind === 'call-to-action');
  return blocks.map((block, index) => ({
    block,
    ruled: !opensBare(block) && blocks[index - 1]?.kind !== 'divider',
    insideStory: block.kind === 'call-to-action' && isContinued(blocks[index + 1]),
    hasButton: index === firstCall,
  }));
}

const opensBare = (block: ShownBlock): boolean =>
  block.kind === 'intro' || block.kind === 'divider' || isContinued(block);

/** Whether the block is a later part of a story that began further up. */
export const isContinued = (block: ShownBlock | undefined): boolean =>
  block?.kind === 'whole-story' && (block.part === 'middle' || block.part === 'last');
