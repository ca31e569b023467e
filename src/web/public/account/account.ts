import { type Response, type Router, Router as createRouter } from 'express';
import { NewAddressPage } from '../../../../templates/pages/reader/account-door-pages.tsx';
import { type AccountPayment, AccountPage } from '../../../../templates/pages/reader/account-page.tsx';
import { GiftPage } from '../../../../templates/pages/reader/gift-page.tsx';
import { MessagePage } from '../../../../templates/pages/reader/message-page.tsx';
import type { ReaderProblem, Words } from '../../../../templates/words/languages.ts';
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
import { readPublication } from '../../../newsletters/publication.ts';
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
import { type Visit, visitOf } from '../visit.ts';

/** What was just done, by the word in the address. */
function doneWords({ account }: Words, done: string | undefined): string | undefined {
  const sentences: Readonly<Record<string, string>> = account.done;
  return done !== undefined && Object.hasOwn(sentences, done) ? sentences[done] : undefined;
}

/** Devices are kept as `Firefox on Linux`. */
function deviceIn({ account }: Words, device: string): string {
  if (device === 'A browser') return account.device(null, null);
  const [browser = null, system = null] = device.split(' on ');
  return account.device(browser, system);
}

type Shown = {
  readonly done?: string | undefined;
  readonly newAddress?: string;
  readonly problem?: { readonly field: string; readonly why: ReaderProblem };
};

/** How a subscription that is paid for stands, in words. */
function paymentOf(standing: Membership, { zone, words }: Visit): AccountPayment {
  const { state, every, periodEndsAt, trialEndsAt, endsWithPeriod } = standing;
  const { account } = words;
  const day = periodEndsAt ? dayMoment(periodEndsAt, zone).text : account.periodEnd;
  const cost = words.priceEvery[every](formatAmount(standing, words));
  if (state === 'past due') return { words: account.paymentFailed(cost), isEnding: endsWithPeriod };
  if (endsWithPeriod) return { words: account.paidUntil(day), isEnding: true };
  if (state === 'trial' && trialEndsAt) {
    const until = dayMoment(trialEndsAt, zone).text;
    return { words: account.freeUntil(until, cost), isEnding: false };
  }
  return { words: account.renewedOn(cost, day), isEnding: false };
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
    const visit = await visitOf(setting, response, { reader: subscriber.language });
    const [{ site, zone }, tier, held, subscriptions, newsletters, sessions, standing] = await Promise.all([
      readSite(visit),
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
      tierEnds: endsAt && !standing ? dayMoment(new Date(endsAt.getTime() - 1), zone) : undefined,
      payment: standing ? paymentOf(standing, visit) : undefined,
      preferencesHref: preferencesUrl(keys, '', subscriber.id),
      newsletters: newsletters
        .filter(({ id }) => isCurrent(subscriptions.find((each) => each.newsletterId === id) ?? null))
        .map(({ name }) => name),
      sessions: sessions.map(({ publicId, device, seenAt }) => ({
        id: publicId,
        device: deviceIn(visit.words, device),
        seen: dayMoment(seenAt, zone),
        isThis: publicId === session.publicId,
      })),
      post: (act) => ({
        action: `/account/${act}`,
        hidden: [{ name: csrfField, value: session.csrfToken }],
      }),
      done: doneWords(visit.words, shown.done),
      newAddress: shown.newAddress,
      problems: shown.problem
        ? [{ field: shown.problem.field, message: visit.words.problems[shown.problem.why] }]
        : [],
    });
    sendPage(response, page, shown.problem ? 422 : 200);
  }

  type Message = { readonly title: string; readonly sentences: readonly string[] };

  async function sendMessage(
    response: Response,
    status: number,
    tell: (words: Words['account']) => Message,
    reader?: string | null,
  ): Promise<void> {
    const visit = await visitOf(setting, response, { reader });
    const { site } = await readSite(visit);
    const link = { href: '/', text: visit.words.frame.toFront };
    sendPage(response, MessagePage({ site, ...tell(visit.words.account), link }), status);
  }

  router.get('/account', async (request, response) => {
    const reader = await findReader(setting, request);
    if (!reader) return sendSignIn(await visitOf(setting, response, { reader: null }), response);
    return show(response, reader, { done: textOf(request.query, 'done') });
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
    const refuse = (why: ReaderProblem): Promise<void> =>
      show(response, reader, { newAddress: email, problem: { field: 'email', why } });
    switch (outcome.kind) {
      case 'asked':
        await ring('deliver-urgent');
        return response.redirect(303, '/account?done=asked');
      case 'bad-address':
        return refuse('badAddress');
      case 'same-address':
        return refuse('sameAddress');
      default:
        return outcome.kind satisfies never;
    }
  });

  router.post('/account/erase', door, async (request, response) => {
    const reader = readerOf(response);
    if (textOf(request.body, 'sure') !== 'yes') {
      return show(response, reader, { problem: { field: 'sure', why: 'notSure' } });
    }
    const outcome = await eraseReader(db, keys, reader.subscriber.id);
    if (outcome.kind === 'mail-on-its-way') {
      return show(response, reader, { problem: { field: 'sure', why: 'mailOnItsWay' } });
    }
    if (outcome.kind === 'pays') {
      return show(response, reader, { problem: { field: 'sure', why: 'stillPays' } });
    }
    readerCookie.clear(setting, response);
    const { language } = reader.subscriber;
    return sendMessage(
      response,
      200,
      ({ erased, erasedText }) => ({ title: erased, sentences: erasedText }),
      language,
    );
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
      return sendMessage(response, 429, ({ noGifts, noGiftsText }) => ({
        title: noGifts,
        sentences: [noGiftsText],
      }));
    }
    const url = `${setting.publicUrl}/articles/${article.slug}?gift=${gift.token}`;
    const { site } = await readSite(await visitOf(setting, response, { reader: subscriber.language }));
    return sendPage(response, GiftPage({ site, headline: article.title, url, left: gift.left }));
  });

  router.use('/account/address', tokenPage);

  const answerOver = (response: Response): Promise<void> =>
    sendMessage(response, 410, ({ linkOver, linkOverText }) => ({
      title: linkOver,
      sentences: [linkOverText],
    }));

  router.get('/account/address/:token', async (request, response) => {
    const found = await findAddressChange(db, request.params.token);
    if (!('maskedAddress' in found)) return answerOver(response);
    const { site } = await readSite(await visitOf(setting, response, { reader: found.language }));
    const post = { action: `/account/address/${request.params.token}`, hidden: [] };
    sendPage(response, NewAddressPage({ site, ...found, post }));
  });

  router.post('/account/address/:token', async (request, response) => {
    const outcome: NewAddressOutcome = await confirmNewAddress(db, setting, request.params.token);
    switch (outcome.kind) {
      case 'changed':
        await ring('deliver-urgent');
        return sendMessage(
          response,
          200,
          ({ changed, changedText }) => ({
            title: changed,
            sentences: [changedText(outcome.maskedAddress)],
          }),
          outcome.language,
        );
      case 'taken':
        return sendMessage(response, 409, ({ taken, takenText }) => ({
          title: taken,
          sentences: [takenText],
        }));
      case 'open':
      case 'over':
        return answerOver(response);
      default:
        return outcome satisfies never;
    }
  });

  return router;
}
