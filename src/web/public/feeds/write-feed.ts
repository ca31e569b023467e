import type { FeedDocument, FeedEntry } from './feed-document.ts';
import { element, xml } from './xml-text.ts';

const rssItem = ({ url, title, summary, author, section, published }: FeedEntry): string =>
  [
    '<item>',
    element('title', title),
    element('link', url),
    `<guid isPermaLink="true">${xml(url)}</guid>`,
    `<pubDate>${published.toUTCString()}</pubDate>`,
    element('description', summary),
    element('dc:creator', author),
    element('category', section),
    '</item>',
  ].join('');

/** RSS 2.0. */
export const writeRss = (feed: FeedDocument): string => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>${xml(feed.title)}</title>
<link>${xml(feed.home)}</link>
<description>${xml(feed.description)}</description>
<language>${xml(feed.language)}</language>
<lastBuildDate>${feed.updated.toUTCString()}</lastBuildDate>
<atom:link href="${xml(feed.self)}" rel="self" type="application/rss+xml"/>
${feed.entries.map(rssItem).join('\n')}
</channel></rss>
`;

const atomEntry = ({ url, title, summary, author, section, published, updated }: FeedEntry): string =>
  [
    '<entry>',
    element('id', url),
    `<title>${xml(title)}</title>`,
    `<link rel="alternate" type="text/html" href="${xml(url)}"/>`,
    element('published', published.toISOString()),
    element('updated', updated.toISOString()),
    author === '' ? '' : `<author>${element('name', author)}</author>`,
    section === '' ? '' : `<category term="${xml(section)}"/>`,
    element('summary', summary),
    '</entry>',
  ].join('');

/** Atom (RFC 4287). Its author is the paper where an entry names nobody. */
export const writeAtom = (feed: FeedDocument): string => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.language)}">
<id>${xml(feed.self)}</id>
<title>${xml(feed.title)}</title>
${element('subtitle', feed.description)}
<updated>${feed.updated.toISOString()}</updated>
<author>${element('name', feed.title)}</author>
<link rel="alternate" type="text/html" href="${xml(feed.home)}"/>
<link rel="self" type="application/atom+xml" href="${xml(feed.self)}"/>
${feed.entries.map(atomEntry).join('\n')}
</feed>
`;

/** JSON Feed 1.1. */
export const writeJson = (feed: FeedDocument): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.self,
    description: feed.description,
    language: feed.language,
    items: feed.entries.map(({ url, title, summary, author, section, published, updated, picture }) => ({
      id: url,
      url,
      title,
      content_text: summary || title,
      ...(summary === '' ? {} : { summary }),
      ...(author === '' ? {} : { authors: [{ name: author }] }),
      ...(section === '' ? {} : { tags: [section] }),
      ...(picture === null ? {} : { image: picture.url }),
      date_published: published.toISOString(),
      date_modified: updated.toISOString(),
    })),
  });
