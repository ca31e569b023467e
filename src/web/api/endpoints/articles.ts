import { z } from 'zod';
import { articleBlock } from '../../../articles/article-block.ts';
import { type Article, findArticle, listArticles } from '../../../articles/articles.ts';
import { importArticle } from '../../../articles/import-article.ts';
import { findSection } from '../../../articles/sections.ts';
import { findNewsletter, listNewsletters, type Newsletter } from '../../../newsletters/newsletter.ts';
import { recordAct } from '../../../staff/audit.ts';
import { endpoint } from '../endpoint.ts';
import { checkMomentCursor, listOf, listQuery } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { iso, moment, slug } from './shapes.ts';

const articleLine = z.strictObject({
  slug,
  url: z.string(),
  title: z.string(),
  dek: z.string(),
  byline: z.string(),
  section: slug.nullable(),
  newsletter: slug.nullable().describe('The newsletter its sign-up boxes ask for'),
  wordCount: z.int(),
  publishedAt: moment,
  updatedAt: moment,
  access: z
    .strictObject({
      level: z.enum(['everyone', 'registered', 'tier']),
      leastTier: slug.nullable(),
      openParagraphs: z.int().describe('How many everybody sees'),
      isMetered: z.boolean().describe('Whether the free stories of a month count for it'),
    })
    .describe('Who may read it whole'),
});

const wholeArticle = articleLine.extend({
  picture: z
    .strictObject({
      url: z.string(),
      alt: z.string(),
      caption: z.string().nullable(),
      credit: z.string().nullable(),
      width: z.int(),
      height: z.int(),
    })
    .nullable(),
  blocks: z.array(articleBlock),
});

type Around = { readonly publicUrl: string; readonly newsletters: readonly Newsletter[] };

const toLine = (article: Article, { publicUrl, newsletters }: Around): z.input<typeof articleLine> => ({
  slug: article.slug,
  url: `${publicUrl}/articles/${article.slug}`,
  title: article.title,
  dek: article.dek,
  byline: article.byline,
  section: article.section?.slug ?? null,
  newsletter: newsletters.find(({ id }) => id === article.newsletterId)?.slug ?? null,
  wordCount: article.wordCount,
  publishedAt: iso(article.publishedAt),
  updatedAt: iso(article.updatedAt),
  access: article.access,
});

export const listArticlesEndpoint = endpoint({
  method: 'get',
  path: '/articles',
  scope: 'articles:read',
  summary: 'List stories',
  description: 'Newest first, without their text.',
  query: listQuery.extend({ section: slug.optional() }),
  answers: { 200: { description: 'A page of stories', schema: listOf(articleLine) } },
  async run({ setting: { db, publicUrl }, query }) {
    checkMomentCursor(query.cursor);
    if (query.section !== undefined && !(await findSection(db, query.section)))
      throw invalidInput('section', `There is no section ${query.section}`);
    const { articles, next } = await listArticles(db, {
      sectionSlug: query.section,
      after: query.cursor,
      limit: query.limit,
    });
    const newsletters = await listNewsletters(db);
    const data = articles.map((article) => toLine(article, { publicUrl, newsletters }));
    return { status: 200, body: { data, next } };
  },
});

export const findArticleEndpoint = endpoint({
  method: 'get',
  path: '/articles/{slug}',
  scope: 'articles:read',
  summary: 'Fetch a story',
  description:
    'With its whole text in blocks, whoever may read it: ask /access for a reader. A sign-up block is a box at that very place.',
  answers: { 200: { description: 'The story', schema: wholeArticle } },
  async run({ setting: { db, publicUrl }, id }) {
    const article = await findArticle(db, id);
    if (!article) throw new ApiProblem('not-found', { detail: 'There is no story with this slug.' });
    const newsletters = await listNewsletters(db);
    const { picture, blocks } = article;
    const shown = picture && {
      url: `${publicUrl}/media/${picture.mediaId}`,
      alt: picture.alt,
      caption: picture.caption,
      credit: picture.credit,
      width: picture.width,
      height: picture.height,
    };
    return { status: 200, body: { ...toLine(article, { publicUrl, newsletters }), picture: shown, blocks } };
  },
});

const imported = z.strictObject({ slug, url: z.string(), isNew: z.boolean() });

export const importArticleEndpoint = endpoint({
  method: 'post',
  path: '/articles/import',
  scope: 'articles:write',
  summary: 'Import a story from plain text',
  description:
    'The body is the file as it is: paragraphs separated by blank lines, 1 MB at most. A paragraph that asks for a sign-up becomes the box at that very place. The same text twice is one story.',
  takesText: true,
  query: z.strictObject({
    title: z
      .string()
      .trim()
      .min(1, 'Please give a headline, or leave it out')
      .max(200, 'Please use at most 200 characters')
      .optional()
      .describe('Made from the first sentence unless told'),
    section: slug.optional(),
    newsletter: slug.optional().describe('The newsletter its sign-up boxes ask for'),
  }),
  body: z.instanceof(Uint8Array),
  answers: {
    201: { description: 'A new story', schema: imported },
    200: { description: 'This very text was imported before', schema: imported },
  },
  async run({ setting: { db, publicUrl }, actor, query, body }) {
    const newsletter = query.newsletter && (await findNewsletter(db, { slug: query.newsletter }));
    if (newsletter === null) throw invalidInput('newsletter', `There is no newsletter ${query.newsletter}`);
    const outcome = await importArticle(db, {
      bytes: body,
      title: query.title,
      sectionSlug: query.section,
      newsletterId: newsletter ? newsletter.id : undefined,
    });
    if (outcome.kind === 'refused') throw invalidInput(outcome.field, outcome.message);
    const { isNew } = outcome;
    if (isNew) await recordAct(db, { actor, action: 'imported a story', object: `article ${outcome.slug}` });
    const url = `${publicUrl}/articles/${outcome.slug}`;
    return { status: isNew ? 201 : 200, body: { slug: outcome.slug, url, isNew } };
  },
});
