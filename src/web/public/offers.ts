import { type Response, type Router, Router as createRouter } from 'express';
import { OffersPage } from '../../../templates/pages/reader/offers-page.tsx';
import { findOffersReader, wantOffers } from '../../audience/offers.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderLinkProblem } from './fresh-link.ts';
import { isOneClick, readSmallBody } from './one-click.ts';
import { readSite } from './reader-site.ts';
import { tokenPage } from './token-page.ts';
import { visitOf } from './visit.ts';

/** `/offers/:token`: no more offers, by a button or by the mail program (RFC 8058); newsletters stay. */
export function createOffersRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();
  router.use('/offers', tokenPage);
  const sendUnknown = async (response: Response): Promise<void> =>
    sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'unknown'), 404);

  router.get('/offers/:token', async (request, response) => {
    const { token } = request.params;
    const reader = await findOffersReader(db, keys, token);
    if (reader === null) return sendUnknown(response);
    const { site } = await readSite(await visitOf(setting, response, { reader: reader.language }));
    const { maskedAddress } = reader;
    const post = { action: `/offers/${token}`, hidden: [] };
    return sendPage(response, OffersPage({ site, maskedAddress, state: 'asked', post }));
  });

  router.post('/offers/:token', readSmallBody, async (request, response) => {
    const { token } = request.params;
    const isKnown = await wantOffers(db, keys, token, false);
    if (isOneClick(request.body)) return response.type('text/plain').send('You have been unsubscribed.\n');
    const reader = isKnown ? await findOffersReader(db, keys, token) : null;
    if (reader === null) return sendUnknown(response);
    const { site } = await readSite(await visitOf(setting, response, { reader: reader.language }));
    const { maskedAddress } = reader;
    const post = { action: `/offers/${token}/undo`, hidden: [] };
    return sendPage(response, OffersPage({ site, maskedAddress, state: 'left', post }));
  });

  router.post('/offers/:token/undo', async (request, response) => {
    const { token } = request.params;
    const isKnown = await wantOffers(db, keys, token, true);
    const reader = isKnown ? await findOffersReader(db, keys, token) : null;
    if (reader === null) return sendUnknown(response);
    const { site } = await readSite(await visitOf(setting, response, { reader: reader.language }));
    const { maskedAddress } = reader;
    const post = { action: `/offers/${token}`, hidden: [] };
    return sendPage(response, OffersPage({ site, maskedAddress, state: 'back', post }));
  });
  return router;
}
