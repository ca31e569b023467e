import { type Request, type Response, type Router, Router as createRouter } from 'express';
import type { VNode } from 'preact';
import type { ArticleBlock as ShownBlock } from '../../../templates/pages/reader/article-body.tsx';
import { ArticlePage, type StoryWall } from '../../../templates/pages/reader/article-page.tsx';
import { GonePage } from '../../../templates/pages/reader/message-page.tsx';
import { type Article, findArticle, findTakenBack, listArticles } from '../../articles/articles.ts';
import { cutStory } from '../../articles/open-part.ts';
import { readFormAt } from '../../audience/forms/newsroom-forms.ts';
import type { Newsletter } from '../../newsletters/newsletter.ts';
import { clockMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { storyFeedLinks } from './feeds/feed-links.ts';
import { type ArticleOpening, openArticle } from './open-article.ts';
import { articleFacts } from './page-facts.ts';
import { readSite } from './reader-site.ts';
import { type BoxPlace, type RefusedBox, readOffer, signUpBox } from './sign-up-box.ts';
import { shownBlock } from './shown-block.ts';
import { pictureOf, teaserOf } from './teasers.ts';
import { type Visit, visitOf } from './visit.ts';

const moreStories = 3;

/** The newsletter a story's boxes ask for: its own while that takes sign-ups, else the paper's first. */
const newsletterFor = (article: Article, open: readonly Newsletter[]): Newsletter | undefined =>
  open.find(({ id }) => id === article.newsletterId) ?? open[0];

/** The blocks a reader sees, with their boxes where the story put them; a story without one has its box at the end. */
function shownBlocks(visit: Visit, article: Article, place: BoxPlace, isWhole: boolean): ShownBlock[] {
  const seen = isWhole ? article.blocks : cutStory(article).open;
  const blocks = seen.map((block, index): ShownBlock => {
    if (block.kind !== 'sign-up') return shownBlock(block);
    return { kind: 'sign-up', box: signUpBox(visit, place, { ...block, id: `sign-up-${index}` }) };
  });
  const hasBox = blocks.some((block) => block.kind === 'sign-up');
  return hasBox || !isWhole ? blocks : [...blocks, { kind: 'sign-up', box: signUpBox(visit, place) }];
}

/** What somebody brought who opens a story. Without it they are anybody, without a pass. */
export type ArticleVisit = {
  readonly access: ArticleOpening;
  readonly refused?: RefusedBox | undefined;
};

export async function renderArticle(
  visit: Visit,
  article: Article,
  { access, refused }: ArticleVisit,
): Promise<VNode> {
  const { db, publicUrl } = visit;
  const [{ site, publication, zone }, form, { articles }] = await Promise.all([
    readSite(visit),
    readFormAt(db, 'story'),
    listArticles(db, { sectionSlug: article.section?.slug, limit: moreStories + 1 }),
  ]);
  const offer = await readOffer(visit, form);
  const place = {
    form,
    offer,
    newsletter: newsletterFor(article, offer.open),
    articleSlug: article.slug,
    refused,
  };
  const { picture } = article;
  return ArticlePage({
    site,
    canonical: `${publicUrl}/articles/${article.slug}`,
    shareSrc: picture ? `${publicUrl}${pictureOf(picture).src}` : undefined,
    feeds: storyFeedLinks(publication.name, article.section),
    facts: articleFacts(article, publication, publicUrl),
    section: article.section ?? undefined,
    headline: article.title,
    dek: article.dek,
    byline: article.byline,
    published: clockMoment(article.publishedAt, zone),
    picture: picture
      ? {
          picture: pictureOf(picture),
          caption: picture.caption ?? undefined,
          credit: picture.credit ?? undefined,
        }
      : undefined,
    blocks: shownBlocks(visit, article, place, access.decision.mayRead),
    notice: access.notice,
    wall: access.decision.mayRead ? undefined : wallOf(access, place, visit),
    gift: access.gift,
    more: articles
      .filter(({ id }) => id !== article.id)
      .slice(0, moreStories)
      .map((other) => teaserOf(other, zone)),
  });
}

/** What stands where the rest of a story would. A reader who only has to sign up finds the box right there. */
function wallOf(
  { decision, leastTierName, isSignedIn, usedUp }: ArticleOpening,
  place: BoxPlace,
  visit: Visit,
): StoryWall {
  const wants = decision.mayRead ? 'tier' : decision.wants;
  return {
    wants,
    tier: leastTierName,
    isSignedIn,
    usedUp,
    box: wants === 'registered' ? signUpBox(visit, place) : undefined,
    subscribeHref: `/subscribe?article=${place.articleSlug ?? ''}`,
  };
}

/** Where a story is now; what stands behind its address, such as the pass of a newsletter's link, comes along. */
const movedTo = ({ originalUrl }: Request, { slug }: Article): string => {
  const at = originalUrl.indexOf('?');
  return `/articles/${slug}${at === -1 ? '' : originalUrl.slice(at)}`;
};

/** A story that readers had: its address says that it is gone, and search engines let go of it. */
async function sendTakenBack(
  setting: WebSetting,
  slug: string,
  response: Response,
  next: () => void,
): Promise<void> {
  if (!(await findTakenBack(setting.db, slug))) return next();
  const { site } = await readSite(await visitOf(setting, response));
  sendPage(response, GonePage({ site }), 410);
}

/** `/articles/:slug`: one story, as far as its reader may see it. */
export function createArticleRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.get('/articles/:slug', async (request, response, next) => {
    const article = await findArticle(setting.db, request.params.slug);
    if (!article) return sendTakenBack(setting, request.params.slug, response, next);
    if (article.slug !== request.params.slug) return response.redirect(301, movedTo(request, article));
    const visit = await visitOf(setting, response);
    const access = await openArticle(visit, request, response, article);
    sendPage(response, await renderArticle(visit, article, { access }));
  });
  return router;
}
