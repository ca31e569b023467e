import { type Router, Router as createRouter } from 'express';
import { SubscribePage } from '../../../templates/pages/reader/subscribe-page.tsx';
import { listTiers } from '../../membership/tiers.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { tierOffer } from './choices.ts';
import { readSite } from './reader-site.ts';
import { visitOf } from './visit.ts';

/** `/subscribe`: the tiers and what they cost. */
export function createSubscribeRouter(setting: WebSetting): Router {
  const router = createRouter();
  router.get('/subscribe', async (request, response) => {
    const visit = await visitOf(setting, response);
    const [{ site }, tiers] = await Promise.all([readSite(visit), listTiers(setting.db)]);
    const canonical = `${setting.publicUrl}/subscribe`;
    sendPage(
      response,
      SubscribePage({
        site,
        canonical,
        tiers: tiers.map((tier) => tierOffer(tier, visit.words)),
        article: textOf(request.query, 'article').slice(0, 200),
        takesPayments: setting.payments.takesPayments,
        isNotPaid: textOf(request.query, 'done') === 'not-paid',
      }),
    );
  });
  return router;
}
