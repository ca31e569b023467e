import { Parser } from 'htmlparser2';
import { textOfHtml } from '../html-blocks.ts';
import { oneLine } from '../inline-words.ts';

/** What a page says about itself. */
export type PageFacts = {
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  /** As it stands there, perhaps relative. */
  readonly canonical: string | null;
  readonly picture: { readonly src: string; readonly alt: string } | null;
};

/** The head of a page and its data for search engines end somewhere. */
const mostData = 300_000;

type Found = {
  readonly meta: Map<string, string>;
  canonical: string | null;
  title: string;
  readonly data: string[];
};

/** Reads the tags that say something about the page. Nothing is run, and nothing is fetched. */
function readTags(html: string): Found {
  const found: Found = { meta: new Map(), canonical: null, title: '', data: [] };
  let inside: 'title' | 'data' | null = null;
  let text = '';
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'meta') {
          const key = (attributes['property'] ?? attributes['name'] ?? '').toLowerCase();
          const value = attributes['content'] ?? '';
          if (key !== '' && value !== '' && !found.meta.has(key)) found.meta.set(key, value);
        }
        if (name === 'link' && /(?:^|\s)canonical(?:\s|$)/i.test(attributes['rel'] ?? ''))
          found.canonical ??= attributes['href'] ?? null;
        if (name === 'title' && found.title === '') inside = 'title';
        if (name === 'script' && attributes['type']?.toLowerCase() === 'application/ld+json') inside = 'data';
        text = '';
      },
      ontext(part) {
        if (inside !== null && text.length < mostData) text += part;
      },
      onclosetag() {
        if (inside === 'title') found.title = text;
        if (inside === 'data') found.data.push(text);
        inside = null;
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(html);
  return found;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The description of the story among the data of a page (schema.org), wherever it stands. */
function storyIn(data: readonly string[]): Readonly<Record<string, unknown>> {
  for (const text of data) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      continue;
    }
    const things = listOf(value).flatMap((each) => (isRecord(each) ? listOf(each['@graph'] ?? each) : []));
    const story = things.find(
      (each) =>
        isRecord(each) && listOf(each['@type']).some((type) => /Article$|BlogPosting$/.test(String(type))),
    );
    if (isRecord(story)) return story;
  }
  return {};
}

const wordsOf = (value: unknown): string =>
  typeof value === 'string' ? oneLine(textOfHtml(value.slice(0, 2000))) : '';

const nameOf = (value: unknown): string =>
  listOf(value)
    .map((each) => wordsOf(isRecord(each) ? each['name'] : each))
    .filter((name) => name !== '' && !/^https?:/.test(name))
    .join(', ');

const addressOf = (value: unknown): string | null => {
  const [first] = listOf(value);
  if (typeof first === 'string') return first;
  return isRecord(first) && typeof first['url'] === 'string' ? first['url'] : null;
};

/** `Last ferry stays – The Lantern` is the headline and the paper. */
const withoutPaper = (title: string, paper: string): string => {
  const end = new RegExp(`\\s*[|–—·:-]\\s*${paper.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`, 'i');
  return paper === '' ? title : title.replace(end, '');
};

/** Headline, summary, names and picture of a page by what it says about itself: its data first, then what it tells those who share it. */
export function readPageFacts(html: string): PageFacts {
  const { meta, canonical, title, data } = readTags(html);
  const story = storyIn(data);
  const said = (...keys: readonly string[]): string =>
    keys.map((key) => wordsOf(meta.get(key))).find((words) => words !== '') ?? '';
  const src = meta.get('og:image') ?? meta.get('twitter:image') ?? addressOf(story['image']);
  return {
    title:
      wordsOf(story['headline']) ||
      said('og:title', 'twitter:title') ||
      withoutPaper(wordsOf(title), said('og:site_name')),
    dek: wordsOf(story['description']) || said('og:description', 'description', 'twitter:description'),
    byline: nameOf(story['author']) || nameOf([said('author', 'parsely-author', 'sailthru.author')]),
    canonical: canonical ?? meta.get('og:url') ?? null,
    picture: src ? { src, alt: said('og:image:alt', 'twitter:image:alt') } : null,
  };
}
