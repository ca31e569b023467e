import { type Router, Router as createRouter } from 'express';
import { SubscribePage } from '../../../templates/pages/reader/subscribe-page.tsx';
import { listTiers } from '../../membership/tiers.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { tierOffer } from './choices.ts';
import { readSite } from './reader-site.ts';

/** `/subscribe`: the tiers and what they cost. */
export function createSubscribeRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.get('/subscribe', async (request, response) => {
    const [{ site }, tiers] = await Promise.all([readSite(setting), listTiers(setting.db)]);
    const canonical = `${setting.publicUrl}/subscribe`;
    sendPage(
      response,
      SubscribePage({
        site,
        canonical,
        tiers: tiers.map(tierOffer),
        article: textOf(request.query, 'article').slice(0, 200),
        takesPayments: setting.payments.takesPayments,
        isNotPaid: textOf(request.query, 'done') === 'not-paid',
      }),
    );
  });
  return router;
}
