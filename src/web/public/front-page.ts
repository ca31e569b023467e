import { type Router, Router as createRouter } from 'express';
import type { VNode } from 'preact';
import { FrontPage, type RiverSection } from '../../../templates/pages/reader/front-page.tsx';
import { type Article, listArticles } from '../../articles/articles.ts';
import { listSections } from '../../articles/sections.ts';
import { readFormAt } from '../../audience/forms/newsroom-forms.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { storyFeedLinks } from './feeds/feed-links.ts';
import { readSite } from './reader-site.ts';
import { type RefusedBox, readOffer, signUpBox } from './sign-up-box.ts';
import { teaserOf } from './teasers.ts';
import { type Visit, visitOf } from './visit.ts';

const most = { stories: 60, seconds: 2, inSection: 5 };
const without = 'more';

/** The stories below the fold, section by section in the paper's order. */
function riverOf(
  articles: readonly Article[],
  sections: ReadonlyArray<{ readonly slug: string; readonly name: string }>,
  { zone, words }: Visit,
): RiverSection[] {
  return [...sections, { slug: without, name: words.front.more }]
    .map(({ slug, name }) => ({
      section: { slug, name },
      stories: articles
        .filter((article) => (article.section?.slug ?? without) === slug)
        .slice(0, most.inSection)
        .map((article) => teaserOf(article, zone)),
    }))
    .filter(({ stories }) => stories.length > 0);
}

export async function renderFrontPage(visit: Visit, refused?: RefusedBox): Promise<VNode> {
  const { db, publicUrl } = visit;
  const [{ site, publication, zone }, { articles }, sections, form] = await Promise.all([
    readSite(visit),
    listArticles(db, { limit: most.stories }),
    listSections(db),
    readFormAt(db, 'front'),
  ]);
  const offer = await readOffer(visit, form);
  const [lead, ...others] = articles;
  const seconds = others.slice(0, most.seconds).map((article) => teaserOf(article, zone));
  return FrontPage({
    site,
    canonical: `${publicUrl}/`,
    feeds: storyFeedLinks(publication.name),
    lead: lead && teaserOf(lead, zone),
    seconds,
    river: riverOf(others.slice(most.seconds), sections, visit),
    signUp: offer.open.length === 0 ? null : signUpBox(visit, { form, offer, refused }),
  });
}

/** `/`: what the paper has today. */
export function createFrontPageRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.get('/', async (_request, response) => {
    sendPage(response, await renderFrontPage(await visitOf(setting, response)));
  });
  return router;
}
