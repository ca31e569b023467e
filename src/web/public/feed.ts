import { type Router, Router as createRouter } from 'express';
import { type Article, listArticles } from '../../articles/articles.ts';
import { type Publication, readPublication } from '../../newsletters/publication.ts';
import type { WebSetting } from '../web-setting.ts';

const most = 30;
const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text inside an XML 1.0 document: what has a meaning is escaped, what the standard forbids (section 2.2) is left out. */
const xml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[<>&"']/g, (sign) => entities[sign] ?? sign);

function item({ slug, title, dek, byline, section, publishedAt }: Article, publicUrl: string): string {
  const url = xml(`${publicUrl}/articles/${slug}`);
  return [
    '<item>',
    `<title>${xml(title)}</title>`,
    `<link>${url}</link>`,
    `<guid isPermaLink="true">${url}</guid>`,
    `<pubDate>${publishedAt.toUTCString()}</pubDate>`,
    ...(dek === '' ? [] : [`<description>${xml(dek)}</description>`]),
    ...(byline === '' ? [] : [`<dc:creator>${xml(byline)}</dc:creator>`]),
    ...(section === null ? [] : [`<category>${xml(section.name)}</category>`]),
    '</item>',
  ].join('');
}

function feedOf(publication: Publication, articles: readonly Article[], publicUrl: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>${xml(publication.name)}</title>
<link>${xml(publicUrl)}/</link>
<description>${xml(publication.tagline)}</description>
<language>${xml(publication.language)}</language>
<atom:link href="${xml(publicUrl)}/feed.xml" rel="self" type="application/rss+xml"/>
${articles.map((article) => item(article, publicUrl)).join('\n')}
</channel></rss>
`;
}

/** `/feed.xml`: the newest stories as RSS 2.0. `/robots.txt`: search engines may read the paper, not people's own pages. */
export function createFeedRouter({ db, publicUrl }: WebSetting): Router {
  const router = createRouter();
  router.get('/feed.xml', async (_request, response) => {
    const [publication, { articles }] = await Promise.all([
      readPublication(db),
      listArticles(db, { limit: most }),
    ]);
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.type('application/rss+xml').send(feedOf(publication, articles, publicUrl));
  });

  router.get('/robots.txt', (_request, response) => {
    const closed = [
      '/admin',
      '/api',
      '/dev',
      '/signup',
      '/confirm',
      '/preferences',
      '/unsubscribe',
      '/c/',
      '/o/',
    ];
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response
      .type('text/plain')
      .send(['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), ''].join('\n'));
  });
  return router;
}
