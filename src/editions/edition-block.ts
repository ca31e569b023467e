import { z } from 'zod';

const text = z.string().max(20_000);
const line = z.string().max(300);
const slug = z.string().max(200);
/** The tier a reader must hold to see the block; absent: everybody. */
const limits = { leastTier: slug.optional() };

export const editionBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('intro'), text, ...limits }),
  z.object({
    kind: z.literal('story-card'),
    article: slug,
    headline: line.optional(),
    dek: z.string().max(1000).optional(),
    ...limits,
  }),
  z.object({
    kind: z.literal('story-list'),
    heading: line.optional(),
    articles: z.array(slug).max(40),
    ...limits,
  }),
  z.object({ kind: z.literal('whole-story'), article: slug, ...limits }),
  z.object({
    kind: z.literal('call-to-action'),
    headline: line,
    text,
    button: line,
    /** The newsletter it asks for: readers who have it do not see the block. */
    newsletter: slug,
    ...limits,
  }),
  z.object({ kind: z.literal('divider'), ...limits }),
]);

/** A part of an edition as an editor composes it. */
export type EditionBlock = z.infer<typeof editionBlock>;

/** The stories a block shows, by slug. */
export function articlesOf(block: EditionBlock): readonly string[] {
  switch (block.kind) {
    case 'story-card':
    case 'whole-story':
      return block.article === '' ? [] : [block.article];
    case 'story-list':
      return block.articles;
    case 'intro':
    case 'call-to-action':
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
}
