import { type Response, type Router, Router as createRouter } from 'express';
import { NewAddressPage } from '../../../../templates/pages/reader/account-door-pages.tsx';
import { type AccountPayment, AccountPage } from '../../../../templates/pages/reader/account-page.tsx';
import { GiftPage } from '../../../../templates/pages/reader/gift-page.tsx';
import { MessagePage } from '../../../../templates/pages/reader/message-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { findArticle } from '../../../articles/articles.ts';
import {
  type NewAddressOutcome,
  askForNewAddress,
  confirmNewAddress,
  findAddressChange,
} from '../../../audience/account/change-address.ts';
import {
  type SignedInReader,
  endSessions,
  listSessionsOf,
} from '../../../audience/account/reader-sessions.ts';
import { isCurrent } from '../../../audience/preferences.ts';
import { preferencesUrl } from '../../../audience/reader-links.ts';
import { listSubscriptionsOf } from '../../../audience/subscribers.ts';
import { listQuestionsOf } from '../../../editions/rest/rest-rule.ts';
import { decideAccess, holderOf } from '../../../membership/access.ts';
import { makeGiftLink, monthOf } from '../../../membership/access-passes.ts';
import { formatAmount } from '../../../membership/amount.ts';
import { listEntitlements, readTierName } from '../../../membership/entitlements.ts';
import { eraseReader } from '../../../membership/erase-reader.ts';
import { readReaderData } from '../../../membership/reader-data.ts';
import { type Membership, findStanding } from '../../../membership/payments/memberships.ts';
import { listTiers } from '../../../membership/tiers.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { textOf } from '../../form-body.ts';
import { dayMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import { readerCookie } from '../../session-cookie.ts';
import type { WebSetting } from '../../web-setting.ts';
import { needOf } from '../open-article.ts';
import { readSite } from '../reader-site.ts';
import type { SignUpLimits } from '../sign-up-limits.ts';
import { tokenPage } from '../token-page.ts';
import { csrfField, findReader, readerOf, requireReader } from './account-door.ts';
import { sendSignIn } from './sign-in.ts';

const doneWords: Readonly<Record<string, string>> = {
  asked: 'Now look in the inbox of the new address. The change begins with the button in our mail there.',
  ended: 'That session has ended.',
  paid: 'Thank you. The payment is on its way to us; your subscription is open in a moment.',
  changed: 'Your subscription is changed.',
  ends: 'It ends with the period that is paid for. Until then nothing changes.',
  'ended-now': 'It has ended. Your newsletters stay as they are.',
  stays: 'Good that you stay. The next payment is lower.',
  resumed: 'It goes on as before.',
  gift: 'It is yours. Enjoy it.',
  seat: 'The seat is yours.',
  'not-ours': 'That came from a page that was open for very long. Nothing was changed; please try again.',
};

type Shown = {
  readonly done?: string | undefined;
  readonly newAddress?: string;
  readonly problems?: readonly FieldProblem[];
};

/** How a subscription that is paid for stands, in words. */
function paymentOf(standing: Membership, publication: Publication): AccountPayment {
  const { state, every, periodEndsAt, trialEndsAt, endsWithPeriod } = standing;
  const day = periodEndsAt ? dayMoment(periodEndsAt, publication).text : 'the end of the period';
  const cost = `${formatAmount(standing)} a ${every}`;
  if (state === 'past due')
    return { words: `${cost}. The last payment failed: please look at your card.`, isEnding: endsWithPeriod };
  if (endsWithPeriod) return { words: `Paid until ${day}, and not renewed.`, isEnding: true };
  if (state === 'trial' && trialEndsAt) {
    const until = dayMoment(trialEndsAt, publication).text;
    return { words: `Free until ${until}, then ${cost}.`, isEnding: false };
  }
  return { words: `${cost}, renewed on ${day}.`, isEnding: false };
}

/** `/account`: a reader's own page, behind a sign-in, and its acts. */
export function createAccountRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, keys, ring, clock } = setting;
  const router = createRouter();
  const door = requireReader(setting);

  async function show(
    response: Response,
    { session, subscriber }: SignedInReader,
    shown: Shown,
  ): Promise<void> {
    const [{ site, publication }, tier, held, subscriptions, newsletters, sessions, standing] =
      await Promise.all([
        readSite(setting),
        readTierName(db, subscriber.id),
        listEntitlements(db, [subscriber.id]),
        listSubscriptionsOf(db, subscriber.id),
        listNewsletters(db),
        listSessionsOf(db, subscriber.id),
        findStanding(db, subscriber.id),
      ]);
    const endsAt = held.get(subscriber.id)?.[0]?.endsAt;
    const page = AccountPage({
      site,
      address: subscriber.address,
      tier,
      // It ends with a midnight: the last day is the one before.
      tierEnds: endsAt && !standing ? dayMoment(new Date(endsAt.getTime() - 1), publication) : undefined,
      payment: standing ? paymentOf(standing, publication) : undefined,
      preferencesHref: preferencesUrl(keys, '', subscriber.id),
      newsletters: newsletters
        .filter(({ id }) => isCurrent(subscriptions.find((each) => each.newsletterId === id) ?? null))
        .map(({ name }) => name),
      sessions: sessions.map(({ publicId, device, seenAt }) => ({
        id: publicId,
        device,
        seen: dayMoment(seenAt, publication),
        isThis: publicId === session.publicId,
      })),
      post: (act) => ({
        action: `/account/${act}`,
        hidden: [{ name: csrfField, value: session.csrfToken }],
      }),
      done: shown.done,
      newAddress: shown.newAddress,
      problems: shown.problems ?? [],
    });
    sendPage(response, page, shown.problems ? 422 : 200);
  }

  async function sendMessage(
    response: Response,
    title: string,
    sentences: readonly string[],
    status = 200,
  ): Promise<void> {
    const { site } = await readSite(setting);
    const link = { href: '/', text: 'To the front page' };
    sendPage(response, MessagePage({ site, title, sentences, link }), status);
  }

  router.get('/account', async (request, response) => {
    const reader = await findReader(setting, request);
    if (!reader) return sendSignIn(setting, response);
    return show(response, reader, { done: doneWords[textOf(request.query, 'done')] });
  });

  router.post('/account/sessions/end-all', door, async (_request, response) => {
    await endSessions(db, readerOf(response).subscriber.id, null);
    readerCookie.clear(setting, response);
    response.redirect(303, '/account');
  });

  router.post('/account/sessions/:id/end', door, async (request, response) => {
    const { session, subscriber } = readerOf(response);
    const id = textOf(request.params, 'id');
    await endSessions(db, subscriber.id, id);
    if (id === session.publicId) {
      readerCookie.clear(setting, response);
      return response.redirect(303, '/account');
    }
    return response.redirect(303, '/account?done=ended');
  });

  router.post('/account/download', door, async (_request, response) => {
    const { subscriber } = readerOf(response);
    const [data, questions] = await Promise.all([
      readReaderData(db, subscriber),
      listQuestionsOf(db, subscriber.id),
    ]);
    const askedWhetherToStay = questions.map(({ state, editions, silentSince, askedAt, settledAt }) => ({
      state,
      editions,
      silentSince,
      askedAt,
      settledAt,
    }));
    response.setHeader('Content-Disposition', 'attachment; filename="my-data.json"');
    response.setHeader('Cache-Control', 'no-store');
    response.type('json').send(`${JSON.stringify({ ...data, askedWhetherToStay }, null, 2)}\n`);
  });

  router.post('/account/address', door, async (request, response) => {
    const reader = readerOf(response);
    const email = textOf(request.body, 'email').trim();
    await limits.countAsking(request, email);
    const outcome = await askForNewAddress(db, setting, reader.subscriber, email);
    const refuse = (message: string): Promise<void> =>
      show(response, reader, { newAddress: email, problems: [{ field: 'email', message }] });
    switch (outcome.kind) {
      case 'asked':
        await ring('deliver-urgent');
        return response.redirect(303, '/account?done=asked');
      case 'bad-address':
        return refuse('Please check the address: it should look like name@example.org');
      case 'same-address':
        return refuse('That is the address our mail comes to already');
      default:
        return outcome.kind satisfies never;
    }
  });

  router.post('/account/erase', door, async (request, response) => {
    const reader = readerOf(response);
    if (textOf(request.body, 'sure') !== 'yes') {
      const message = 'Please tick the box: this cannot be taken back';
      return show(response, reader, { problems: [{ field: 'sure', message }] });
    }
    const outcome = await eraseReader(db, keys, reader.subscriber.id);
    if (outcome.kind === 'mail-on-its-way') {
      const message = 'A mail to you is leaving at this very moment. Please press it again in a minute';
      return show(response, reader, { problems: [{ field: 'sure', message }] });
    }
    if (outcome.kind === 'pays') {
      const message =
        'Please end your paid subscription first, so that you are not charged when you are gone';
      return show(response, reader, { problems: [{ field: 'sure', message }] });
    }
    readerCookie.clear(setting, response);
    return sendMessage(response, 'You are erased', [
      'Everything with your name or address on it is gone. A mail that had left before may still arrive.',
      'Should you want to come back one day, sign up as if for the first time. We would be glad.',
    ]);
  });

  router.post('/account/gift/:slug', door, async (request, response, next) => {
    const { subscriber } = readerOf(response);
    const article = await findArticle(db, textOf(request.params, 'slug'));
    if (!article) return next();
    const [holder, tiers, publication] = await Promise.all([
      holderOf(db, subscriber.id),
      listTiers(db),
      readPublication(db),
    ]);
    const month = monthOf(clock(), publication.timeZone);
    const mayGive = decideAccess(holder, needOf(article, tiers)).mayRead;
    const gift = mayGive
      ? await makeGiftLink(db, { subscriberId: subscriber.id, articleId: article.id, month })
      : null;
    if (!gift) {
      const words = 'The links you can give away this month are given. The next month brings new ones.';
      return sendMessage(response, 'No more gifts this month', [words], 429);
    }
    const url = `${setting.publicUrl}/articles/${article.slug}?gift=${gift.token}`;
    const { site } = await readSite(setting);
    return sendPage(response, GiftPage({ site, headline: article.title, url, left: gift.left }));
  });

  router.use('/account/address', tokenPage);

  const answerOver = (response: Response): Promise<void> =>
    sendMessage(
      response,
      'This link has done its work',
      ['It was used before, or is more than an hour old. You can ask for another one in your account.'],
      410,
    );

  router.get('/account/address/:token', async (request, response) => {
    const found = await findAddressChange(db, request.params.token);
    if (!('maskedAddress' in found)) return answerOver(response);
    const { site } = await readSite(setting);
    const post = { action: `/account/address/${request.params.token}`, hidden: [] };
    sendPage(response, NewAddressPage({ site, ...found, post }));
  });

  router.post('/account/address/:token', async (request, response) => {
    const outcome: NewAddressOutcome = await confirmNewAddress(db, setting, request.params.token);
    switch (outcome.kind) {
      case 'changed':
        await ring('deliver-urgent');
        return sendMessage(response, 'Your address is changed', [
          `From now on our mail comes to ${outcome.maskedAddress}. The old address has been told.`,
        ]);
      case 'taken':
        return sendMessage(
          response,
          'This address has a subscription of its own',
          ['Both cannot share it. Leave one of them, or write to the newsroom, and then try again.'],
          409,
        );
      case 'open':
      case 'over':
        return answerOver(response);
      default:
        return outcome satisfies never;
    }
  });

  return router;
}
