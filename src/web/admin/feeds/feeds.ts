import { type Response, type Router, Router as createRouter } from 'express';
import { type FeedDraft, FeedPage } from '../../../../templates/pages/admin/feeds/feed-page.tsx';
import { FeedsPage } from '../../../../templates/pages/admin/feeds/feeds-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import {
  type Feed,
  addFeed,
  feedBell,
  feedName,
  findFeed,
  listFeedItems,
  listFeeds,
  lookNow,
  makeNewBell,
  removeFeed,
  saveFeed,
} from '../../../articles/feeds/feeds.ts';
import { listSections } from '../../../articles/sections.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { bySlug } from '../choice-options.ts';
import { may, sessionOf } from '../staff-door.ts';
import { draftOf, emptyDraft, readDraft, readFacts } from './feed-draft.ts';
import { feedState, itemWords } from './feed-words.ts';

const shownItems = 10;
const path = '/admin/stories/feeds';

const notices: Readonly<Record<string, string>> = {
  added: 'Added: its stories come in within a minute.',
  saved: 'Saved: it counts for stories that come in from now on.',
  asked: 'It is looked at now; load the page again in a moment.',
  bell: 'It has a new secret; the old one rings no more.',
  removed: 'Removed. Its stories stay.',
};

const taken = 'This feed is here already';

/** `/admin/stories/feeds`: where stories come from by themselves. */
export function createFeedsRouter(setting: WebSetting): Router {
  const { db, keys, clock, ring, publicUrl } = setting;
  const router = createRouter();
  const request = (response: Response) => ({ actor: sessionOf(response).staff.name, at: clock() });
  const mayWrite = (response: Response) => mayRole(sessionOf(response).staff.role, 'write stories');

  router.get('/', may('read'), async (asked, response) => {
    const [site, publication, feeds] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listFeeds(db),
    ]);
    const rows = feeds.map((feed) => ({
      id: feed.publicId,
      name: feedName(feed),
      url: feed.url,
      state: feedState(feed, publication),
    }));
    const notice = notices[textOf(asked.query, 'done')];
    sendPage(response, FeedsPage({ site, rows, mayWrite: mayWrite(response), notice }));
  });

  type Shown = { draft?: FeedDraft; problems?: readonly FieldProblem[]; notice?: string | undefined };

  const readItems = async (feed: Feed) => {
    const [publication, items] = await Promise.all([
      readPublication(db),
      listFeedItems(db, feed.id, shownItems),
    ]);
    return {
      id: feed.publicId,
      name: feedName(feed),
      isOn: feed.state === 'on',
      state: feedState(feed, publication),
      bell: {
        address: `${publicUrl}/hooks/stories`,
        signedAddress: `${publicUrl}/hooks/stories/signed/${feed.publicId}`,
        secret: feedBell(keys, feed),
      },
      items: items.map((item) => ({
        title: item.title,
        slug: item.slug,
        words: itemWords(item),
        at: clockMoment(item.takenAt, publication),
      })),
    };
  };

  const sendFeed = async (response: Response, feed: Feed | null, shown: Shown): Promise<void> => {
    const [site, sections, newsletters, tiers] = await Promise.all([
      readAdminSite(setting, response),
      listSections(db),
      listNewsletters(db),
      listTiers(db),
    ]);
    const { problems = [], notice } = shown;
    const page = FeedPage({
      site,
      feed: feed && (await readItems(feed)),
      draft: shown.draft ?? (feed ? draftOf(feed, { sections, newsletters }) : emptyDraft),
      sections: bySlug(sections),
      newsletters: bySlug(newsletters),
      tiers: tiers
        .filter(({ rank }) => rank > 0)
        .map((tier) => ({ value: `tier:${tier.slug}`, text: `Readers of ${tier.name}, and above` })),
      mayWrite: mayWrite(response),
      notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/new', may('write stories'), (_request, response) => sendFeed(response, null, {}));

  router.post('/new', may('write stories'), async (posted, response) => {
    const draft = readDraft(posted.body);
    const read = await readFacts(db, draft);
    if (read.kind === 'refused') return sendFeed(response, null, { draft, problems: read.problems });
    const feed = await addFeed(db, read.facts, request(response));
    if (!feed) return sendFeed(response, null, { draft, problems: [{ field: 'url', message: taken }] });
    await ring('feeds');
    return response.redirect(303, `${path}/${feed.publicId}?done=added`);
  });

  router.get('/:id', may('read'), async (asked, response, next) => {
    const feed = await findFeed(db, { publicId: textOf(asked.params, 'id') });
    if (!feed) return next();
    return sendFeed(response, feed, { notice: notices[textOf(asked.query, 'done')] });
  });

  router.post('/:id', may('write stories'), async (posted, response, next) => {
    const feed = await findFeed(db, { publicId: textOf(posted.params, 'id') });
    if (!feed) return next();
    const draft = readDraft(posted.body);
    const read = await readFacts(db, draft);
    if (read.kind === 'refused') return sendFeed(response, feed, { draft, problems: read.problems });
    if (!(await saveFeed(db, feed, read.facts, request(response))))
      return sendFeed(response, feed, { draft, problems: [{ field: 'url', message: taken }] });
    await ring('feeds');
    return response.redirect(303, `${path}/${feed.publicId}?done=saved`);
  });

  /** One button of a feed's page. */
  const act = (
    name: string,
    done: string,
    acted: (feed: Feed, response: Response) => Promise<unknown>,
  ): void => {
    router.post(`/:id/${name}`, may('write stories'), async (posted, response, next) => {
      const feed = await findFeed(db, { publicId: textOf(posted.params, 'id') });
      if (!feed) return next();
      await acted(feed, response);
      return response.redirect(303, `${path}${done === 'removed' ? '' : `/${feed.publicId}`}?done=${done}`);
    });
  };
  act('look', 'asked', async (feed, response) => {
    if (await lookNow(db, feed, request(response))) await ring('feeds');
  });
  act('bell', 'bell', (feed, response) => makeNewBell(db, feed, request(response).actor));
  act('remove', 'removed', (feed, response) => removeFeed(db, feed, request(response).actor));
  return router;
}
