import { type Router, Router as createRouter } from 'express';
import { OffersPage } from '../../../templates/pages/reader/offers-page.tsx';
import { findOffersReader, wantOffers } from '../../audience/offers.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderLinkProblem } from './fresh-link.ts';
import { isOneClick, readSmallBody } from './one-click.ts';
import { readSite } from './reader-site.ts';
import { tokenPage } from './token-page.ts';

/** `/offers/:token`: no more offers, by a button or by the mail program (RFC 8058); newsletters stay. */
export function createOffersRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();
  router.use('/offers', tokenPage);

  router.get('/offers/:token', async (request, response) => {
    const { token } = request.params;
    const maskedAddress = await findOffersReader(db, keys, token);
    if (maskedAddress === null) return sendPage(response, await renderLinkProblem(setting, 'unknown'), 404);
    const { site } = await readSite(setting);
    const post = { action: `/offers/${token}`, hidden: [] };
    return sendPage(response, OffersPage({ site, maskedAddress, state: 'asked', post }));
  });

  router.post('/offers/:token', readSmallBody, async (request, response) => {
    const { token } = request.params;
    const isKnown = await wantOffers(db, keys, token, false);
    if (isOneClick(request.body)) return response.type('text/plain').send('You have been unsubscribed.\n');
    const maskedAddress = isKnown ? await findOffersReader(db, keys, token) : null;
    if (maskedAddress === null) return sendPage(response, await renderLinkProblem(setting, 'unknown'), 404);
    const { site } = await readSite(setting);
    const post = { action: `/offers/${token}/undo`, hidden: [] };
    return sendPage(response, OffersPage({ site, maskedAddress, state: 'left', post }));
  });

  router.post('/offers/:token/undo', async (request, response) => {
    const { token } = request.params;
    const isKnown = await wantOffers(db, keys, token, true);
    const maskedAddress = isKnown ? await findOffersReader(db, keys, token) : null;
    if (maskedAddress === null) return sendPage(response, await renderLinkProblem(setting, 'unknown'), 404);
    const { site } = await readSite(setting);
    const post = { action: `/offers/${token}`, hidden: [] };
    return sendPage(response, OffersPage({ site, maskedAddress, state: 'back', post }));
  });
  return router;
}
