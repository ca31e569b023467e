import express, { type Response, type Router, Router as createRouter } from 'express';
import {
  type LeavingReason,
  LeftAllPage,
  UndonePage,
  UnsubscribePage,
  UnsubscribedPage,
} from '../../../templates/pages/reader/unsubscribe-page.tsx';
import { isCurrent } from '../../audience/preferences.ts';
import { preferencesUrl } from '../../audience/reader-links.ts';
import { listSubscriptionsOf } from '../../audience/subscribers.ts';
import {
  type Unsubscription,
  findUnsubscription,
  giveLeavingReason,
  leaveEverythingFromMail,
  takeWeeklyInstead,
  undoUnsubscribe,
  unsubscribe,
} from '../../audience/unsubscribe.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { rhythmInWords } from './confirmed-page.ts';
import { renderLinkProblem } from './fresh-link.ts';
import { isOneClick, readSmallBody } from './one-click.ts';
import { readSite } from './reader-site.ts';
import { sendSample } from './sample-page.ts';
import { tokenPage } from './token-page.ts';
import { type Visit, visitOf } from './visit.ts';

const reasons: readonly LeavingReason[] = ['too often', 'not for me', 'never asked', 'elsewhere'];

const readReason = express.urlencoded({ extended: false, limit: '1kb' });

/**
 * `/unsubscribe/:token`: the link shows one button; the button, or the mail program by RFC 8058, acts. Nothing here is
 * limited and nothing asks for a cookie: leaving always works.
 */
export function createUnsubscribeRouter(setting: WebSetting): Router {
  const { db, keys, clock } = setting;
  const router = createRouter();
  const pathOf = (token: string, act = ''): string => `/unsubscribe/${token}${act}`;
  const postTo = (token: string, act = '') => ({ action: pathOf(token, act), hidden: [] });
  const preferencesOf = ({ subscriber }: Unsubscription): string => preferencesUrl(keys, '', subscriber.id);

  const sendUnknown = async (response: Response): Promise<void> =>
    sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'unknown'), 404);

  const visitOfReader = (response: Response, { subscriber }: Unsubscription): Promise<Visit> =>
    visitOf(setting, response, { reader: subscriber.language });

  async function showLeft(
    response: Response,
    token: string,
    found: Unsubscription,
    hasGivenReason = false,
  ): Promise<void> {
    const [{ site }, subscriptions] = await Promise.all([
      visitOfReader(response, found).then(readSite),
      listSubscriptionsOf(db, found.subscriber.id),
    ]);
    const hasOthers = subscriptions.some(
      (subscription) => subscription.newsletterId !== found.newsletter.id && isCurrent(subscription),
    );
    sendPage(
      response,
      UnsubscribedPage({
        site,
        newsletter: found.newsletter.name,
        maskedAddress: found.maskedAddress,
        undo: postTo(token, '/undo'),
        weekly: found.mayTakeWeekly ? postTo(token, '/weekly') : undefined,
        reasons: hasGivenReason ? undefined : { post: postTo(token, '/reason'), choices: reasons },
        hasGivenReason,
        leaveAll: hasOthers ? postTo(token, '/leave-all') : undefined,
      }),
    );
  }

  async function showStaying(response: Response, found: Unsubscription): Promise<void> {
    const visit = await visitOfReader(response, found);
    const { site } = await readSite(visit);
    const { newsletter, subscription, maskedAddress } = found;
    const rhythm = rhythmInWords(newsletter, subscription?.rhythm ?? newsletter.defaultRhythm, visit.words);
    sendPage(
      response,
      UndonePage({
        site,
        maskedAddress,
        newsletters: [{ name: newsletter.name, rhythm }],
        preferencesHref: preferencesOf(found),
      }),
    );
  }

  router.use('/unsubscribe', tokenPage);
  router.get('/unsubscribe/sample', (_request, response) => sendSample(setting, response, 'unsubscribe'));

  router.get('/unsubscribe/:token', async (request, response) => {
    const { token } = request.params;
    const found = await findUnsubscription(db, keys, token);
    if (!found) return sendUnknown(response);
    if (found.subscription?.state === 'ended') return showLeft(response, token, found);
    const { site } = await readSite(await visitOfReader(response, found));
    const { newsletter, maskedAddress } = found;
    const post = postTo(token);
    sendPage(
      response,
      UnsubscribePage({
        site,
        newsletter: newsletter.name,
        maskedAddress,
        post,
        preferencesHref: preferencesOf(found),
      }),
    );
  });

  router.post('/unsubscribe/:token', readSmallBody, async (request, response) => {
    const { token } = request.params;
    const found = await unsubscribe(db, keys, token);
    // The same for a link that is used, foreign or broken: a mail program learns nothing (RFC 8058, section 6).
    if (isOneClick(request.body)) return response.type('text/plain').send('You have been unsubscribed.\n');
    if (token === 'sample') return sendSample(setting, response, 'unsubscribe');
    if (!found) return sendUnknown(response);
    return showLeft(response, token, found);
  });

  router.post('/unsubscribe/:token/undo', async (request, response) => {
    const { token } = request.params;
    const isUndone = await undoUnsubscribe(db, keys, token, clock());
    const found = await findUnsubscription(db, keys, token);
    if (!found) return sendUnknown(response);
    if (isUndone || isCurrent(found.subscription)) return showStaying(response, found);
    return response.redirect(303, `/signup?newsletter=${encodeURIComponent(found.newsletter.slug)}`);
  });

  router.post('/unsubscribe/:token/weekly', async (request, response) => {
    const { token } = request.params;
    const isTaken = await takeWeeklyInstead(db, keys, token, clock());
    const found = await findUnsubscription(db, keys, token);
    if (!found) return sendUnknown(response);
    if (isTaken) return showStaying(response, found);
    return response.redirect(303, `/signup?newsletter=${encodeURIComponent(found.newsletter.slug)}`);
  });

  router.post('/unsubscribe/:token/reason', readReason, async (request, response) => {
    const { token } = request.params;
    const found = await findUnsubscription(db, keys, token);
    if (!found) return sendUnknown(response);
    const reason = reasons.find((each) => each === textOf(request.body, 'reason'));
    if (reason) await giveLeavingReason(db, keys, token, reason);
    return showLeft(response, token, found, reason !== undefined);
  });

  router.post('/unsubscribe/:token/leave-all', async (request, response) => {
    const { token } = request.params;
    const found = await findUnsubscription(db, keys, token);
    const maskedAddress = await leaveEverythingFromMail(db, keys, token);
    if (!found || maskedAddress === null) return sendUnknown(response);
    const { site } = await readSite(await visitOfReader(response, found));
    const undo = { action: `${preferencesOf(found)}/undo`, hidden: [] };
    sendPage(response, LeftAllPage({ site, maskedAddress, undo }));
  });

  return router;
}
