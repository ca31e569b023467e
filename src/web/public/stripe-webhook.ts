import express, { type Router, Router as createRouter } from 'express';
import { takePaymentEvent } from '../../membership/payments/payment-events.ts';
import type { WebSetting } from '../web-setting.ts';

/** `/stripe/webhook`: takes an event in and answers at once; a worker does what it asks for. */
export function createStripeWebhookRouter({ db, payments, ring }: WebSetting): Router {
  const router = createRouter();
  if (!payments.takesPayments) return router;
  // The signature is over the bytes as they came.
  const raw = express.raw({ type: () => true, limit: '1mb' });
  router.post('/stripe/webhook', raw, async (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.get('stripe-signature') ?? '';
    const outcome = await takePaymentEvent(db, payments, { body, signature });
    if (outcome.kind === 'forged') return response.status(400).type('text/plain').send('not signed\n');
    await ring('payments');
    return response.type('text/plain').send(`${outcome.kind}\n`);
  });
  return router;
}
