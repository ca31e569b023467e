import { type Router, Router as createRouter } from 'express';
import { z } from 'zod';
import { endHold, limitProvider } from '../../delivery/pacing.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import type { WebSetting } from '../web-setting.ts';
import { may, sessionOf } from './staff-door.ts';

const paceForm = z.object({
  provider: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9.-]{0,250}$/),
  perHour: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1).max(100_000_000)]),
});

/** How much a receiving provider gets in an hour, and the end of a hold. */
export function createPaceRouter({ db }: WebSetting): Router {
  const router = createRouter();
  router.use(may('settings'));

  router.post('/', async (request, response) => {
    const form = paceForm.safeParse({
      provider: textOf(request.body, 'provider'),
      perHour: textOf(request.body, 'perHour').trim(),
    });
    if (!form.success) return response.redirect(303, '/admin/delivery?pace=wrong#pace');
    const { perHour } = form.data;
    await db.transaction().execute(async (tx) => {
      const provider = await limitProvider(tx, form.data.provider, perHour);
      await recordAct(tx, {
        actor: sessionOf(response).staff.name,
        action:
          perHour === null
            ? `took the limit off ${provider}`
            : `limited ${provider} to ${perHour} mails an hour`,
      });
    });
    return response.redirect(303, '/admin/delivery?pace=saved#pace');
  });

  router.post('/release', async (request, response) => {
    const provider = textOf(request.body, 'provider');
    await db.transaction().execute(async (tx) => {
      if (await endHold(tx, provider))
        await recordAct(tx, {
          actor: sessionOf(response).staff.name,
          action: `ended the hold on ${provider}`,
        });
    });
    response.redirect(303, '/admin/delivery?pace=released#pace');
  });
  return router;
}
