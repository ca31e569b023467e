import type { StoryFields } from '../../../../templates/pages/admin/stories/story-draft-fields.ts';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type StoryContent, storyContent } from '../../../articles/drafts/story-content.ts';
import type { Tier } from '../../../membership/tiers.ts';
import { momentOf, wallDayAt, wallMinutesAt } from '../../../platform/wall-time.ts';
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

export type TimeFields = { readonly on: string; readonly time: string };

export const readTimeFields = (body: unknown): TimeFields => ({
  on: textOf(body, 'publishOn').trim(),
  time: textOf(body, 'publishTime').trim(),
});

const pad = (n: number): string => String(n).padStart(2, '0');

/** A moment as the two fields show it by the newsroom's clock. */
export function timeFieldsOf(at: Date, timeZone: string): TimeFields {
  const { year, month, day } = wallDayAt(at, timeZone);
  const minutes = wallMinutesAt(at, timeZone);
  return {
    on: `${year}-${pad(month)}-${pad(day)}`,
    time: `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`,
  };
}

export type ReadTime =
  | { readonly kind: 'at'; readonly at: Date }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] };

/** So far ahead nobody plans; a typed 2206 is a slip. */
const mostDaysAhead = 400;

function readDay(text: string): { year: number; month: number; day: number } | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const at = new Date(`${text}T00:00:00Z`);
  const isDay = year !== '' && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  return isDay ? { year: Number(year), month: Number(month), day: Number(day) } : null;
}

/** The moment two fields name by the newsroom's clock; it has to be one that is still to come. */
export function readPublishTime({ on, time }: TimeFields, timeZone: string, now: Date): ReadTime {
  const day = readDay(on);
  const [, hour = '', minute = ''] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  const problems: FieldProblem[] = [];
  if (!day) problems.push({ field: 'publishOn', message: 'Please give a day such as 2026-12-24' });
  if (hour === '') problems.push({ field: 'publishTime', message: 'Please give a time such as 06:30' });
  if (!day || hour === '') return { kind: 'problems', problems };
  const at = momentOf(day, Number(hour) * 60 + Number(minute), timeZone);
  if (at <= now) {
    const message = 'This moment is over: press “Publish now”, or choose one that is still to come';
    return { kind: 'problems', problems: [{ field: 'publishOn', message }] };
  }
  if (at.getTime() > now.getTime() + mostDaysAhead * 86_400_000) {
    const message = 'This is more than a year away: please check the day';
    return { kind: 'problems', problems: [{ field: 'publishOn', message }] };
  }
  return { kind: 'at', at };
}
