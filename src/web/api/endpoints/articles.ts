import { z } from 'zod';
import { articleBlock } from '../../../articles/article-block.ts';
import { type Article, findArticle, findTakenBack, listArticles } from '../../../articles/articles.ts';
import { bringInFile, bringInPage } from '../../../articles/from-elsewhere/bring-in.ts';
import { importArticle } from '../../../articles/import-article.ts';
import { findSection } from '../../../articles/sections.ts';
import { findNewsletter, listNewsletters, type Newsletter } from '../../../newsletters/newsletter.ts';
import { createGuardedFetch } from '../../../platform/fetch-guarded.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type ApiAnswer, type ApiCaller, endpoint } from '../endpoint.ts';
import { checkMomentCursor, listOf, listQuery } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { publishNow } from './drafts.ts';
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
    if (!article && (await findTakenBack(db, id))) throw new ApiProblem('gone');
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

const broughtIn = z.strictObject({
  draft: z.string().describe('Publish it with POST /drafts/{id}/publish'),
  slug: slug.nullable().describe('Once it is published'),
  url: z.string().describe('Its sheet, where somebody looks at it'),
  isNew: z.boolean(),
});

const importQuery = z.strictObject({
  title: z
    .string()
    .trim()
    .min(1, 'Please give a headline, or leave it out')
    .max(200, 'Please use at most 200 characters')
    .optional()
    .describe('Made from the first sentence, or what the page says, unless told'),
  section: slug.optional(),
  newsletter: slug.optional().describe('The newsletter its sign-up boxes ask for'),
});

const pageAt = z.strictObject({ url: z.string().max(2000, 'Please use at most 2000 characters') });

type ImportQuery = z.output<typeof importQuery>;

/**
 * A page becomes a draft to look at, through the same guard as on the page of the newsroom; a file with marks is out at once, as one of
 * plain text is, and stays a draft where something is missing in it.
 */
async function bringIn(
  caller: ApiCaller,
  { title, section, newsletter }: ImportQuery,
  source: Uint8Array | z.output<typeof pageAt>,
): Promise<ApiAnswer> {
  const { setting, actor, mediaType } = caller;
  const { db, publicUrl } = setting;
  if (section !== undefined && !(await findSection(db, section)))
    throw invalidInput('section', `There is no section ${section}.`);
  const facts = {
    ...(title !== undefined && { title }),
    ...(section !== undefined && { section }),
    ...(newsletter !== undefined && { newsletter }),
  };
  const fetch = setting.fetchOutside ?? createGuardedFetch();
  const form = mediaType === 'text/html' ? 'html' : 'markdown';
  const outcome =
    source instanceof Uint8Array
      ? await bringInFile(db, { form, bytes: source, title: title ?? '' }, { by: actor, facts })
      : await bringInPage(db, source.url, { fetch, publicUrl, by: actor, facts });
  if (outcome.kind === 'refused') throw invalidInput(outcome.field, outcome.message);
  const { draft, isNew } = outcome;
  const status = isNew ? 201 : 200;
  if (source instanceof Uint8Array) {
    const { publicId: id, version, articleSlug } = draft;
    const out =
      articleSlug === null
        ? await publishNow(caller, { id, version, withOpenMarks: false, over: false })
        : { slug: articleSlug, url: `${publicUrl}/articles/${articleSlug}` };
    return { status, body: { ...out, isNew } };
  }
  const body = {
    draft: draft.publicId,
    slug: draft.articleSlug,
    url: `${publicUrl}/admin/stories/drafts/${draft.publicId}`,
    isNew,
  };
  return { status, body };
}

export const importArticleEndpoint = endpoint({
  method: 'post',
  path: '/articles/import',
  scope: 'articles:write',
  summary: 'Import a story from a file, or from a page',
  description:
    'As text/plain the body is the file as it is: paragraphs separated by blank lines, 1 MB at most; it is out at once. A paragraph that asks for a sign-up becomes the box at that very place. As text/markdown or text/html it is out at once likewise. As JSON it names a page of the open web, which is fetched and becomes a draft to look at. The same twice is one story.',
  takesText: ['text/plain', 'text/markdown', 'text/html'],
  orJson: pageAt,
  query: importQuery,
  body: z.union([z.instanceof(Uint8Array), pageAt]),
  answers: {
    201: { description: 'A new story, or a new draft', schema: z.union([imported, broughtIn]) },
    200: { description: 'This very story was imported before', schema: z.union([imported, broughtIn]) },
  },
  async run({ query, body, ...caller }) {
    const { setting, actor } = caller;
    const { db, publicUrl } = setting;
    const newsletter = query.newsletter && (await findNewsletter(db, { slug: query.newsletter }));
    if (newsletter === null) throw invalidInput('newsletter', `There is no newsletter ${query.newsletter}`);
    if (!(body instanceof Uint8Array) || /markdown|html/.test(caller.mediaType))
      return bringIn(caller, query, body);
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
