import { z } from 'zod';
import { oneLine } from '../inline-words.ts';
import { type FeedItem, type FeedReading, mostItems } from './feed-item.ts';

const text = z.string().nullish().catch(null);
const author = z.object({ name: text }).catch({ name: null });

const feedShape = z.object({
  version: z.string().regex(/^https?:\/\/jsonfeed\.org\/version\/1/),
  title: text,
  items: z.array(z.unknown()),
});

const itemShape = z.object({
  id: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(null),
  url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  image: text,
  banner_image: text,
  date_published: text,
  date_modified: text,
  authors: z.array(author).nullish().catch(null),
  author: author.nullish().catch(null),
});

const given = (value: string | null | undefined): string | null =>
  value === null || value === undefined || value.trim() === '' ? null : value.trim();

const plain = (value: string | null | undefined) =>
  given(value) === null ? null : { kind: 'text' as const, value: value ?? '' };

function itemOf(raw: unknown): FeedItem[] {
  const shaped = itemShape.safeParse(raw);
  if (!shaped.success) return [];
  const item = shaped.data;
  const html = given(item.content_html);
  const picture = given(item.image) ?? given(item.banner_image);
  const names = (item.authors ?? (item.author ? [item.author] : [])).flatMap(({ name }) => given(name) ?? []);
  return [
    {
      id: given(item.id),
      link: given(item.url),
      title: plain(item.title),
      summary: plain(item.summary),
      content: html === null ? plain(item.content_text) : { kind: 'html', value: html },
      author: names.length === 0 ? null : names.join(', '),
      published: given(item.date_published) ?? given(item.date_modified),
      picture: picture === null ? null : { src: picture, alt: '' },
    },
  ];
}

/** Reads JSON Feed 1 and 1.1; an item of a wrong shape is left out, the others come. */
export function readJsonFeed(source: string): FeedReading {
  let raw: unknown;
  try {
    raw = JSON.parse(source);
  } catch {
    return { kind: 'refused', message: 'The feed is not valid JSON, or it breaks off in the middle.' };
  }
  const feed = feedShape.safeParse(raw);
  if (!feed.success) return { kind: 'refused', message: 'The address answers with JSON that is not a feed.' };
  return {
    kind: 'feed',
    title: oneLine(feed.data.title ?? '').slice(0, 200),
    items: feed.data.items.slice(0, mostItems).flatMap(itemOf),
  };
}
