import { z } from 'zod';
import type { Article } from '../articles.ts';
import { writeMarkdown } from '../markdown/write-markdown.ts';

const picture = z.object({
  mediaId: z.string(),
  /** What it shows, in words; empty while nobody has decided, and where it only decorates. */
  alt: z.string().max(300, 'Please use at most 300 characters'),
  isDecoration: z.boolean(),
  caption: z.string().max(400, 'Please use at most 400 characters'),
  credit: z.string().max(120, 'Please use at most 120 characters'),
});

/** Real stories have a few thousand words; a page that holds half a million signs is still a page. */
const mostBody = 200_000;

/** All that is written about a story. What may be missing while it is written is empty. */
export const storyContent = z.object({
  title: z.string().trim().max(200, 'Please use at most 200 characters'),
  dek: z.string().trim().max(400, 'Please use at most 400 characters'),
  byline: z.string().trim().max(120, 'Please use at most 120 characters'),
  section: z.string(),
  /** The newsletter its sign-up boxes ask for. */
  newsletter: z.string(),
  access: z.enum(['everyone', 'registered', 'tier']),
  leastTier: z.string().nullable(),
  openParagraphs: z.coerce
    .number('Please give a number from 1 to 20')
    .int('Please give a number from 1 to 20')
    .min(1, 'Please give a number from 1 to 20')
    .max(20, 'Please give a number from 1 to 20'),
  isMetered: z.boolean(),
  /** Its part of the address; empty: made from the headline. */
  slug: z
    .string()
    .trim()
    .max(80, 'Please use at most 80 characters')
    .regex(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'Please use small letters, digits and single hyphens'),
  picture: picture.nullable(),
  /** Markdown. */
  body: z.string().max(mostBody, 'Please use at most 200,000 characters'),
});

export type StoryContent = Readonly<z.infer<typeof storyContent>>;

/** A sheet of paper. */
export const emptyContent: StoryContent = {
  title: '',
  dek: '',
  byline: '',
  section: '',
  newsletter: '',
  access: 'everyone',
  leastTier: null,
  openParagraphs: 3,
  isMetered: true,
  slug: '',
  picture: null,
  body: '',
};

/** A story that is out, as somebody goes on writing it. */
export function contentOf(article: Article, newsletterSlug: string): StoryContent {
  const { access, picture: shown } = article;
  return {
    title: article.title,
    dek: article.dek,
    byline: article.byline,
    section: article.section?.slug ?? '',
    newsletter: newsletterSlug,
    access: access.level,
    leastTier: access.leastTier,
    openParagraphs: access.openParagraphs,
    isMetered: access.isMetered,
    slug: article.slug,
    picture: shown && {
      mediaId: shown.mediaId,
      alt: shown.alt,
      isDecoration: false,
      caption: shown.caption ?? '',
      credit: shown.credit ?? '',
    },
    body: writeMarkdown(article.blocks),
  };
}
