import { type Response, type Router, Router as createRouter } from 'express';
import { z } from 'zod';
import {
  SubscriptionsPage,
  type SubscriptionsPageProps,
  type TermsDraft,
} from '../../../../templates/pages/admin/subscriptions-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import {
  type PaymentSetting,
  readPaymentSetting,
  savePaymentSetting,
} from '../../../membership/payments/payment-setting.ts';
import { findReconciliation } from '../../../membership/payments/reconcile.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { formProblems } from '../form-problems.ts';
import { sessionOf } from '../staff-door.ts';
import { pricesInWords } from './price-lines.ts';
import { createTiersRouter } from './tiers.ts';

const upTo = (what: string, most: number) => {
  const message = `${what}: please give a whole number from 0 to ${most}`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, message)
    .transform(Number)
    .refine((number) => number <= most, message);
};

const termsForm = z.object({
  trialDays: upTo('Trial', 90),
  graceDays: upTo('Grace', 60),
  retentionPercent: upTo('Offer', 100),
  hasAutomaticTax: z.boolean(),
});

const readDraft = (body: unknown): TermsDraft => ({
  trialDays: textOf(body, 'trialDays'),
  graceDays: textOf(body, 'graceDays'),
  retentionPercent: textOf(body, 'retentionPercent'),
  hasAutomaticTax: textOf(body, 'hasAutomaticTax') !== '',
});

const draftOf = (terms: PaymentSetting): TermsDraft => ({
  trialDays: String(terms.trialDays),
  graceDays: String(terms.graceDays),
  retentionPercent: String(terms.retentionPercent),
  hasAutomaticTax: terms.hasAutomaticTax,
});

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: it counts for every subscription that begins from now on.',
  tier: 'Saved: the subscription card shows it so from now on.',
};

/** What a subscription costs, on which terms, and how the payments stand. */
export function createSubscriptionsRouter(setting: WebSetting): Router {
  const { db, payments } = setting;
  const router = createRouter();

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  const send = async (
    response: Response,
    draft: TermsDraft,
    { problems = [], notice }: Shown,
  ): Promise<void> => {
    const [site, tiers, publication, last] = await Promise.all([
      readAdminSite(setting, response),
      listTiers(db),
      readPublication(db),
      findReconciliation(db, payments.name),
    ]);
    const props: SubscriptionsPageProps = {
      site,
      tiers: tiers.map(({ prices, ...tier }) => ({ ...tier, prices: pricesInWords(prices) })),
      takesPayments: payments.takesPayments,
      comparison: last && { at: recordMoment(last.at, publication), differences: last.differences },
      draft,
      notice,
      problems,
    };
    sendPage(response, SubscriptionsPage(props), problems.length > 0 ? 422 : 200);
  };

  router.get('/', async (request, response) => {
    const notice = notices[textOf(request.query, 'done')];
    await send(response, draftOf(await readPaymentSetting(db)), { notice });
  });

  router.post('/', async (request, response) => {
    const draft = readDraft(request.body);
    const form = termsForm.safeParse(draft);
    if (!form.success) return send(response, draft, { problems: formProblems(form.error) });
    await db.transaction().execute(async (tx) => {
      await savePaymentSetting(tx, form.data);
      const actor = sessionOf(response).staff.name;
      await recordAct(tx, { actor, action: 'changed the terms of subscriptions', details: form.data });
    });
    return response.redirect(303, '/admin/settings/subscriptions?done=saved');
  });

  router.use('/tiers', createTiersRouter(setting));
  return router;
}
