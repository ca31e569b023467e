import { z } from 'zod';

export const articleBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), text: z.string() }),
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('quote'), text: z.string(), by: z.string().optional() }),
  z.object({
    kind: z.literal('sign-up'),
    kicker: z.string(),
    headline: z.string(),
    promise: z.string(),
    button: z.string(),
  }),
]);

/** A part of a story's body, as it is stored. A sign-up block is a box at that very place. */
export type ArticleBlock = Readonly<z.infer<typeof articleBlock>>;

/** The words of a story without its sign-up boxes. */
export const textOf = (blocks: readonly ArticleBlock[]): string =>
  blocks.flatMap((block) => (block.kind === 'sign-up' ? [] : [block.text])).join('\n\n');

export const countWords = (blocks: readonly ArticleBlock[]): number =>
  textOf(blocks).match(/\S+/g)?.length ?? 0;
