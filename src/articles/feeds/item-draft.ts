import type { FeedItem, FeedText } from './feed-item.ts';

type Attributes = Readonly<Record<string, string>>;

/** An item while its elements come in. */
export type ItemDraft = { -readonly [Key in keyof FeedItem]: FeedItem[Key] } & {
  updated: string | null;
  /** A smaller one, for want of a picture. */
  thumbnail: string | null;
};

export const emptyDraft = (): ItemDraft => ({
  id: null,
  link: null,
  title: null,
  summary: null,
  content: null,
  author: null,
  published: null,
  picture: null,
  updated: null,
  thumbnail: null,
});

const isPicture = ({ type = '', medium = '', url = '' }: Attributes): boolean =>
  type.startsWith('image/') ||
  medium === 'image' ||
  (type === '' && /\.(?:jpe?g|png|webp|gif)(?:\?|$)/i.test(url));

/** What an element says by its attributes. */
export function takeAttributes(draft: ItemDraft, name: string, attributes: Attributes): void {
  const { href = '', rel = 'alternate', url = '' } = attributes;
  if (name === 'link' && href !== '') {
    if (rel === 'alternate') draft.link ??= href;
    if (rel === 'enclosure' && isPicture({ ...attributes, url: href }))
      draft.picture ??= { src: href, alt: '' };
  }
  if ((name === 'media:content' || name === 'enclosure') && url !== '' && isPicture(attributes))
    draft.picture ??= { src: url, alt: '' };
  if (name === 'media:thumbnail' && url !== '') draft.thumbnail ??= url;
  if (name === 'item') draft.id ??= attributes['rdf:about'] ?? null;
}

const textOf = (type: string, value: string): FeedText => ({
  // RSS escapes markup without saying so; Atom says what it is, and says nothing for plain text.
  kind: type === 'html' || type === 'xhtml' || type === 'text/html' || type === 'rss' ? 'html' : 'text',
  value,
});

const given = (value: string): string | null => (value.trim() === '' ? null : value.trim());

/** What an element says by its text. The first of a kind counts, the full text before its summary. */
export function takeText(
  draft: ItemDraft,
  { name, parent, type }: { readonly name: string; readonly parent: string; readonly type: string },
  value: string,
): void {
  if (given(value) === null) return;
  if (parent === 'author' && name === 'name') draft.author ??= value.trim();
  if (parent !== 'item' && parent !== 'entry') return;
  switch (name) {
    case 'guid':
    case 'id':
      draft.id = given(value);
      break;
    case 'link':
      draft.link = given(value);
      break;
    case 'title':
      draft.title ??= textOf(type, value);
      break;
    case 'description':
    case 'summary':
      draft.summary ??= textOf(type, value);
      break;
    case 'content:encoded':
    case 'content':
      draft.content ??= textOf(name === 'content:encoded' ? 'html' : type, value);
      break;
    case 'dc:creator':
    case 'author':
      draft.author ??= given(value);
      break;
    case 'pubdate':
    case 'published':
    case 'dc:date':
      draft.published ??= given(value);
      break;
    case 'updated':
      draft.updated ??= given(value);
      break;
    default:
  }
}

/** The item as it stands when its element closes. */
export const finishDraft = ({ updated, thumbnail, ...item }: ItemDraft): FeedItem => ({
  ...item,
  published: item.published ?? updated,
  picture: item.picture ?? (thumbnail === null ? null : { src: thumbnail, alt: '' }),
});
