import type { StoryFields } from '../../../../templates/pages/admin/stories/story-draft-fields.ts';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type StoryContent, storyContent } from '../../../articles/drafts/story-content.ts';
import type { Tier } from '../../../membership/tiers.ts';
import { textOf } from '../../form-body.ts';
import { formProblems } from '../form-problems.ts';

/** Browsers end lines with CR LF. */
const wordsOf = (body: unknown, name: string): string => textOf(body, name).replaceAll('\r\n', '\n');

const isTicked = (body: unknown, name: string): boolean => textOf(body, name) !== '';

function readPicture(body: unknown): StoryFields['picture'] {
  const mediaId = textOf(body, 'pictureId');
  if (mediaId === '' || isTicked(body, 'removePicture')) return null;
  return {
    mediaId,
    alt: wordsOf(body, 'pictureAlt'),
    isDecoration: isTicked(body, 'pictureIsDecoration'),
    caption: wordsOf(body, 'pictureCaption'),
    credit: wordsOf(body, 'pictureCredit'),
  };
}

/** What the sheet posted, as it was typed. */
export const readStoryFields = (body: unknown): StoryFields => ({
  title: wordsOf(body, 'title').replaceAll('\n', ' '),
  dek: wordsOf(body, 'dek'),
  byline: wordsOf(body, 'byline').replaceAll('\n', ' '),
  body: wordsOf(body, 'body'),
  section: textOf(body, 'section'),
  newsletter: textOf(body, 'newsletter'),
  access: textOf(body, 'access') || 'everyone',
  openParagraphs: textOf(body, 'openParagraphs').trim() || '3',
  isMetered: isTicked(body, 'isMetered'),
  slug: textOf(body, 'slug').trim(),
  picture: readPicture(body),
});

/** A kept story as its fields show it. */
export const fieldsOf = (content: StoryContent): StoryFields => ({
  ...content,
  access: content.access === 'tier' ? `tier:${content.leastTier ?? ''}` : content.access,
  openParagraphs: String(content.openParagraphs),
});

const fieldNames: Readonly<Record<string, string>> = {
  alt: 'pictureAlt',
  caption: 'pictureCaption',
  credit: 'pictureCredit',
};

export type ReadContent =
  | { readonly kind: 'content'; readonly content: StoryContent }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] };

/** What may be saved as a draft; a draft may lack a lot, but nothing in it is too long or no choice of ours. */
export function readContent(fields: StoryFields, tiers: readonly Tier[]): ReadContent {
  const tier = tiers.find(({ slug, rank }) => rank > 0 && fields.access === `tier:${slug}`);
  const form = storyContent.safeParse({
    ...fields,
    access: tier ? 'tier' : fields.access,
    leastTier: tier?.slug ?? null,
  });
  if (form.success) return { kind: 'content', content: form.data };
  const problems = formProblems(form.error).map(({ field, message }) => ({
    field: fieldNames[field] ?? field,
    message: field === 'access' ? 'Please choose who may read it whole' : message,
  }));
  return { kind: 'problems', problems };
}
