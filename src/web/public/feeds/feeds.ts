import { type Response, type Router, Router as createRouter } from 'express';
import { type Article, listArticles } from '../../../articles/articles.ts';
import { findSection } from '../../../articles/sections.ts';
import { type SentEdition, listSentEditions } from '../../../editions/archive.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import type { WebSetting } from '../../web-setting.ts';
import { type FeedDocument, type FeedEntry, lastChange } from './feed-document.ts';
import { type FeedFormat, formats } from './feed-links.ts';
import { writeAtom, writeJson, writeRss } from './write-feed.ts';

const most = 30;

const writers: Readonly<Record<FeedFormat['ending'], (feed: FeedDocument) => string>> = {
  xml: writeRss,
  atom: writeAtom,
  json: writeJson,
};

/** The first text of the edition is enough for a list; whoever wants all of it opens the page. */
const entryOfEdition = (
  { publicId, subject, preheader, sentAt, updatedAt }: SentEdition,
  base: string,
): FeedEntry => ({
  url: `${base}/${publicId}`,
  title: subject,
  summary: preheader,
  author: '',
  section: '',
  published: sentAt,
  updated: updatedAt,
  picture: null,
});

const entryOfArticle = (article: Article, publicUrl: string): FeedEntry => ({
  url: `${publicUrl}/articles/${article.slug}`,
  title: article.title,
  summary: article.dek,
  author: article.byline,
  section: article.section?.name ?? '',
  published: article.publishedAt,
  updated: article.updatedAt,
  picture: article.picture && {
    url: `${publicUrl}/media/${article.picture.mediaId}`,
    alt: article.picture.alt,
  },
});

/** Answers with its tag and its last change; a reader that has both already gets 304 and no body. */
function sendFeed(response: Response, format: FeedFormat, feed: Omit<FeedDocument, 'updated'>): void {
  const updated = lastChange(feed.entries);
  response.setHeader('Cache-Control', 'public, max-age=300');
  response.setHeader('Last-Modified', updated.toUTCString());
  response.setHeader('Content-Type', `${format.type}; charset=utf-8`);
  response.send(writers[format.ending]({ ...feed, updated }));
}

/** Feeds of all stories, of a section's stories and of a newsletter's editions, as RSS, Atom and JSON Feed. */
export function createFeedRouter({ db, publicUrl }: WebSetting): Router {
  const router = createRouter();
  for (const format of formats) {
    router.get(`/feed.${format.ending}`, async (_request, response) => {
      const [publication, { articles }] = await Promise.all([
        readPublication(db),
        listArticles(db, { limit: most }),
      ]);
      sendFeed(response, format, {
        title: publication.name,
        description: publication.tagline,
        language: publication.language,
        home: `${publicUrl}/`,
        self: `${publicUrl}/feed.${format.ending}`,
        entries: articles.map((article) => entryOfArticle(article, publicUrl)),
      });
    });

    router.get(`/sections/:section/feed.${format.ending}`, async (request, response, next) => {
      const section = await findSection(db, request.params.section);
      if (!section) return next();
      const [publication, { articles }] = await Promise.all([
        readPublication(db),
        listArticles(db, { sectionSlug: section.slug, limit: most }),
      ]);
      return sendFeed(response, format, {
        title: `${publication.name}: ${section.name}`,
        description: publication.tagline,
        language: publication.language,
        home: `${publicUrl}/#section-${section.slug}`,
        self: `${publicUrl}/sections/${section.slug}/feed.${format.ending}`,
        entries: articles.map((article) => entryOfArticle(article, publicUrl)),
      });
    });

    router.get(`/archive/:newsletter/feed.${format.ending}`, async (request, response, next) => {
      const newsletter = await findNewsletter(db, { slug: request.params.newsletter });
      if (!newsletter) return next();
      const [publication, editions] = await Promise.all([
        readPublication(db),
        listSentEditions(db, newsletter.id, { limit: most }),
      ]);
      const home = `${publicUrl}/archive/${newsletter.slug}`;
      return sendFeed(response, format, {
        title: `${publication.name}: ${newsletter.name}`,
        description: newsletter.promise,
        language: publication.language,
        home,
        self: `${home}/feed.${format.ending}`,
        entries: editions.map((edition) => entryOfEdition(edition, home)),
      });
    });
  }
  return router;
}
