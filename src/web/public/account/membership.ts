import { type Response, type Router, Router as createRouter } from 'express';
import { BuyPage, CancelPage } from '../../../../templates/pages/reader/membership-pages.tsx';
import { MessagePage } from '../../../../templates/pages/reader/message-page.tsx';
import {
  type MembershipAct,
  buy,
  changeMembership,
  findOffer,
  findRetentionOffer,
  findStanding,
  listMembershipsOf,
} from '../../../membership/payments/memberships.ts';
import { readPaymentSetting } from '../../../membership/payments/payment-setting.ts';
import { findTier } from '../../../membership/tiers.ts';
import { randomId } from '../../../platform/random-tokens.ts';
import { textOf } from '../../form-body.ts';
import { dayMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { tierOffer } from '../choices.ts';
import { readSite } from '../reader-site.ts';
import type { SignUpLimits } from '../sign-up-limits.ts';
import { csrfField, findReader, readerOf, requireReader } from './account-door.ts';
import { sendSignIn } from './sign-in.ts';
import { visitOf } from '../visit.ts';
import { inTongue } from '../../../../templates/pages/reader/tongue.tsx';

const acts: Readonly<Record<string, MembershipAct>> = {
  end: 'cancel with the period',
  'end-now': 'cancel at once',
  stay: 'take the discount',
  resume: 'resume',
};

const doneOf: Readonly<Record<MembershipAct, string>> = {
  'cancel with the period': 'ends',
  'cancel at once': 'ended-now',
  'take the discount': 'stays',
  resume: 'resumed',
};

/** `/subscribe/:tier` and the acts of a subscription that is paid for. */
export function createMembershipRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, payments, publicUrl, log } = setting;
  const router = createRouter();
  const door = requireReader(setting);

  /** The provider did not answer: nothing of ours was changed. */
  async function sendTrouble(response: Response, error: unknown): Promise<void> {
    log.warn({ err: error }, 'the payment provider did not do as asked');
    const visit = await visitOf(setting, response);
    const { site } = await readSite(visit);
    const { membership } = visit.words;
    const page = MessagePage({
      site,
      title: membership.trouble,
      sentences: [membership.troubleText],
      link: { href: '/account', text: membership.toAccount },
    });
    sendPage(response, page, 502);
  }

  router.get('/subscribe/:tier', async (request, response, next) => {
    const tier = await findTier(db, request.params.tier);
    if (!tier || tier.rank === 0) return next();
    const reader = await findReader(setting, request);
    const visit = await visitOf(setting, response, { reader: reader?.subscriber.language ?? null });
    // Without payments here, a wish goes the way of a sign-up, and the newsroom writes.
    if (!payments.takesPayments)
      return response.redirect(303, inTongue(`/signup?tier=${encodeURIComponent(tier.slug)}`, visit));
    if (!reader) return sendSignIn(visit, response, { why: visit.words.door.buysFirst(tier.name) });
    const [{ site }, standing, { trialDays }, earlier] = await Promise.all([
      readSite(visit),
      findStanding(db, reader.subscriber.id),
      readPaymentSetting(db),
      listMembershipsOf(db, reader.subscriber.id),
    ]);
    const { name, description, benefits, prices } = tierOffer(tier, visit.words);
    const page = BuyPage({
      site,
      tier: name,
      description,
      benefits,
      address: reader.subscriber.address,
      offers: prices.filter(({ every }) => standing?.tier !== tier.slug || standing.every !== every),
      trialDays: earlier.length === 0 ? trialDays : 0,
      standing: standing?.tierName,
      post: {
        action: `/subscribe/${tier.slug}`,
        hidden: [
          { name: csrfField, value: reader.session.csrfToken },
          { name: 'once', value: randomId() },
          { name: 'article', value: textOf(request.query, 'article').slice(0, 200) },
        ],
      },
    });
    return sendPage(response, page);
  });

  router.post('/subscribe/:tier', door, async (request, response, next) => {
    await limits.countStep(request);
    const { subscriber } = readerOf(response);
    const tier = textOf(request.params, 'tier');
    const offer = await findOffer(db, tier, textOf(request.body, 'every'));
    if (!offer || !payments.takesPayments) return next();
    try {
      const outcome = await buy(db, payments, subscriber, {
        ...offer,
        // What earned the reader, up to the payment.
        form: subscriber.form ?? 'subscribe page',
        articleSlug: textOf(request.body, 'article') || subscriber.articleSlug,
        publicUrl,
        onceKey: `${subscriber.publicId}-${textOf(request.body, 'once').slice(0, 40)}-${offer.price.every}`,
      });
      switch (outcome.kind) {
        case 'pay':
          return response.redirect(303, outcome.url);
        case 'changed':
        case 'same':
          return response.redirect(303, '/account?done=changed');
        default:
          return outcome satisfies never;
      }
    } catch (error) {
      return sendTrouble(response, error);
    }
  });

  router.get('/account/end', async (request, response) => {
    const reader = await findReader(setting, request);
    const standing = reader && (await findStanding(db, reader.subscriber.id));
    if (!reader || !standing) return response.redirect(303, '/account');
    const visit = await visitOf(setting, response, { reader: reader.subscriber.language });
    const [{ site, zone }, retentionPercent] = await Promise.all([
      readSite(visit),
      findRetentionOffer(db, reader.subscriber.id),
    ]);
    const page = CancelPage({
      site,
      tier: standing.tierName,
      lastDay: standing.periodEndsAt ? dayMoment(standing.periodEndsAt, zone) : undefined,
      discount: retentionPercent > 0 ? retentionPercent : undefined,
      post: (act) => ({
        action: `/account/membership/${act}`,
        hidden: [{ name: csrfField, value: reader.session.csrfToken }],
      }),
    });
    return sendPage(response, page);
  });

  router.post('/account/membership/portal', door, async (_request, response) => {
    const standing = await findStanding(db, readerOf(response).subscriber.id);
    if (!standing?.customerRef) return response.redirect(303, '/account');
    try {
      return response.redirect(303, await payments.openPortal(standing.customerRef, `${publicUrl}/account`));
    } catch (error) {
      return sendTrouble(response, error);
    }
  });

  router.post('/account/membership/:act', door, async (request, response, next) => {
    const act = acts[textOf(request.params, 'act')];
    if (!act) return next();
    try {
      const isDone = await changeMembership(db, payments, readerOf(response).subscriber.id, act);
      return response.redirect(303, isDone ? `/account?done=${doneOf[act]}` : '/account');
    } catch (error) {
      return sendTrouble(response, error);
    }
  });
  return router;
}
