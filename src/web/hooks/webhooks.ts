import express, { type Router, Router as createRouter } from 'express';
import { type ProviderName, providerNames } from '../../feedback/intake/feedback-event.ts';
import { fetchText } from '../../feedback/intake/fetch-text.ts';
import { type WebhookOutcome, takeWebhook } from '../../feedback/intake/take-webhook.ts';
import { clientNetwork } from '../client-network.ts';
import { textOf } from '../form-body.ts';
import type { WebSetting } from '../web-setting.ts';

const perMinute = 1200;

const statusOf: Readonly<Record<WebhookOutcome['kind'], number>> = {
  taken: 200,
  confirmed: 200,
  forged: 403,
  stale: 403,
  unreadable: 400,
  'not-set-up': 404,
};

const isProvider = (name: string): name is ProviderName => providerNames.some((each) => each === name);

/** `POST /webhooks/:provider`: what mail providers tell. Answered 200 only when all of it is committed. */
export function createWebhooksRouter(setting: WebSetting): Router {
  const { db, keys, clock, limits, log } = setting;
  const router = createRouter();
  const limit = limits.create('webhook', perMinute, 60);
  // Signatures are over the bytes as they came.
  const raw = express.raw({ type: () => true, limit: '5mb' });

  router.post('/webhooks/:provider', raw, async (request, response) => {
    const provider = textOf(request.params, 'provider');
    const answer = (status: number, words: string) =>
      response.status(status).type('text/plain').send(`${words}\n`);
    if (!isProvider(provider)) return answer(404, 'not set up');
    const counted = await limit(`${provider}:${clientNetwork(request)}`);
    if (counted.kind !== 'within') {
      const seconds = counted.kind === 'exceeded' ? counted.retryAfterSeconds : 60;
      return answer(counted.kind === 'exceeded' ? 429 : 503, `again in ${seconds} s`);
    }
    try {
      const outcome = await takeWebhook(
        db,
        keys,
        provider,
        {
          header: (name) => request.get(name),
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          now: clock(),
        },
        setting.fetchText ?? fetchText,
      );
      if (outcome.kind === 'forged') log.info({ provider }, 'a forged webhook was refused');
      return answer(statusOf[outcome.kind], outcome.kind);
    } catch (error) {
      // The provider sends it again.
      log.error({ err: error, provider }, 'a webhook could not be taken in');
      return answer(503, 'not now');
    }
  });
  return router;
}
