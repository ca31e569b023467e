import { z } from 'zod';

const text = z.string().max(20_000);
const line = z.string().max(300);
const slug = z.string().max(200);
const address = z.string().max(2000);
const pixels = z.int().min(1).max(20_000);
/** One of the pictures we keep. */
const picture = z.object({
  mediaId: z.string().regex(/^[a-z0-9]{1,40}$/),
  alt: line,
  width: pixels,
  height: pixels,
});

/** A poll asks for one of two to five answers. */
const mostAnswers = 5;
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
    /** The newsletter it asks for: readers who have it do not see the block. Empty: it leads to `url`. */
    newsletter: slug,
    url: address.optional(),
    ...limits,
  }),
  z.object({ kind: z.literal('divider'), ...limits }),
  z.object({
    kind: z.literal('sponsor'),
    /** Says that it is paid for. A block without one says so in our own words. */
    label: line,
    name: line,
    text: z.string().max(1000),
    url: address,
    picture: picture.optional(),
    ...limits,
  }),
  z.object({
    kind: z.literal('poll'),
    /** Names it in the links of mails, for ever. */
    poll: z.string().regex(/^[a-z0-9]{8,40}$/),
    question: line,
    answers: z.array(line).max(mostAnswers, `Please give at most ${mostAnswers} answers.`),
    ...limits,
  }),
]);

/** A part of an edition as an editor composes it. */
export type EditionBlock = z.infer<typeof editionBlock>;

/** The label that a sponsor's block begins with. */
export const plainLabel = 'Advertisement';

/** A sponsor's label as the newsroom wrote it; undefined where readers get ours in their language: a block never lacks one. */
export function ownLabel(label: string): string | undefined {
  const written = label.trim();
  return written === '' || written === plainLabel ? undefined : written;
}

/** Whether a text is a whole web address, as a link in a mail needs it. */
export const isWebAddress = (text: string): boolean =>
  /^https?:\/\/[^\s"<>]+$/i.test(text) && URL.canParse(text);

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
    case 'sponsor':
    case 'poll':
      return [];
    default:
      return block satisfies never;
  }
}
