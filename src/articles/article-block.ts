import { z } from 'zod';

/** A stretch of words that are set alike. */
const run = z.object({
  text: z.string(),
  bold: z.literal(true).optional(),
  italic: z.literal(true).optional(),
  /** Where it leads: http(s), mailto, or a path of the paper's own site. */
  href: z.string().optional(),
});

/** `text` is always whole; `runs` says how it is set, where it is not all plain. */
const words = { text: z.string(), runs: z.array(run).optional() };

export const articleBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), ...words }),
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('quote'), ...words, by: z.string().optional() }),
  z.object({
    kind: z.literal('picture'),
    mediaId: z.string(),
    /** Empty: the picture only decorates. */
    alt: z.string(),
    caption: z.string().optional(),
    /** Pixels. */
    width: z.number(),
    height: z.number(),
    /** The same picture, smaller. */
    narrower: z.array(z.object({ mediaId: z.string(), width: z.number() })).optional(),
  }),
  z.object({
    kind: z.literal('sign-up'),
    kicker: z.string(),
    headline: z.string(),
    promise: z.string(),
    button: z.string(),
  }),
]);

export type Run = Readonly<z.infer<typeof run>>;

/** A part of a story's body, as it is stored. A sign-up block is a box at that very place. */
export type ArticleBlock = Readonly<z.infer<typeof articleBlock>>;

/** What stands before the words of a paragraph that is an item of a list. */
export const bullet = '• ';

/** The words of one block; a box has none that belong to the story. */
export function wordsOf(block: ArticleBlock): string {
  if (block.kind === 'sign-up') return '';
  return block.kind === 'picture' ? (block.caption ?? '') : block.text;
}

/** The words of a story without its sign-up boxes. */
export const textOf = (blocks: readonly ArticleBlock[]): string =>
  blocks
    .map(wordsOf)
    .filter((text) => text !== '')
    .join('\n\n');

export const countWords = (blocks: readonly ArticleBlock[]): number =>
  textOf(blocks).match(/\S+/g)?.length ?? 0;
