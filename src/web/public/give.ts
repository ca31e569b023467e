import { type Response, type Router, Router as createRouter } from 'express';
import { type GiveDraft, GivePage, type GivePageProps } from '../../../templates/pages/reader/give-page.tsx';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { parseReaderName } from '../../audience/reader-name.ts';
import { parseAddress } from '../../delivery/address.ts';
import { formatAmount } from '../../membership/amount.ts';
import { type GiftOffer, giftOffersOf, orderGift } from '../../membership/gift-orders.ts';
import { listTiers } from '../../membership/tiers.ts';
import type { Db } from '../../platform/db.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readSite } from './reader-site.ts';
import type { SignUpLimits } from './sign-up-limits.ts';
import { visitOf } from './visit.ts';
import type { Words } from '../../../templates/words/languages.ts';

const mostMessage = 300;

const valueOf = ({ tier, months }: GiftOffer): string => `${tier.slug}-${months}`;

const listOffers = async (db: Db): Promise<readonly GiftOffer[]> =>
  (await listTiers(db)).filter(({ rank }) => rank > 0).flatMap(giftOffersOf);

const readDraft = (body: unknown): GiveDraft => ({
  offer: textOf(body, 'offer'),
  name: textOf(body, 'name').trim(),
  email: textOf(body, 'email').trim(),
  recipient: textOf(body, 'recipient').trim(),
  message: textOf(body, 'message').trim(),
});

const fresh: GiveDraft = { offer: '', name: '', email: '', recipient: '', message: '' };

function problemsOf(draft: GiveDraft, words: Words['problems']): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const name = parseReaderName(draft.name);
  if (name.kind === 'bad-name') problems.push({ field: 'name', message: words[name.why] });
  const { badAddress } = words;
  if (!parseAddress(draft.email)) problems.push({ field: 'email', message: badAddress });
  if (draft.recipient !== '' && !parseAddress(draft.recipient))
    problems.push({ field: 'recipient', message: badAddress });
  if (draft.message.length > mostMessage) problems.push({ field: 'message', message: words.longMessage });
  if (/:\/\/|www\./i.test(draft.message)) problems.push({ field: 'message', message: words.linkInMessage });
  return problems;
}

function noticeOf(done: string, { give, subscribe }: Words): GivePageProps['notice'] {
  if (done === 'paid') return { text: give.paid, kind: 'good' };
  return done === 'not-paid' ? { text: subscribe.notPaid, kind: 'warn' } : undefined;
}

/** `/give`: a subscription for somebody else, paid once by card. */
export function createGiveRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, payments, publicUrl, log } = setting;
  const router = createRouter();
  if (!payments.takesPayments) return router;

  async function show(
    response: Response,
    draft: GiveDraft,
    problems: readonly FieldProblem[] = [],
    done = '',
  ): Promise<void> {
    const visit = await visitOf(setting, response);
    const { words } = visit;
    const [{ site }, offers] = await Promise.all([readSite(visit), listOffers(db)]);
    const page = GivePage({
      site,
      offers: offers.map((offer) => ({
        value: valueOf(offer),
        text: words.give.offer(offer.tier.name, offer.months),
        price: formatAmount(offer, words),
      })),
      draft: draft.offer === '' ? { ...draft, offer: offers[0] ? valueOf(offers[0]) : '' } : draft,
      notice: noticeOf(done, words),
      problems,
      post: { action: '/give', hidden: [] },
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/give', (request, response) => show(response, fresh, [], textOf(request.query, 'done')));

  router.post('/give', async (request, response) => {
    const draft = readDraft(request.body);
    const visit = await visitOf(setting, response);
    const offer = (await listOffers(db)).find((each) => valueOf(each) === draft.offer);
    const problems = [
      ...(offer ? [] : [{ field: 'offer', message: visit.words.problems.noGift }]),
      ...problemsOf(draft, visit.words.problems),
    ];
    if (!offer || problems.length > 0) return show(response, draft, problems);
    await limits.countAsking(request, draft.email);
    const order = {
      giverName: draft.name || null,
      giverAddress: draft.email,
      recipientAddress: draft.recipient || null,
      message: draft.message || null,
    };
    try {
      return response.redirect(303, await orderGift(db, payments, publicUrl, { offer, order }));
    } catch (error) {
      log.warn({ err: error }, 'the payment provider did not do as asked');
      const { site } = await readSite(visit);
      const { membership, give } = visit.words;
      const page = MessagePage({
        site,
        title: membership.trouble,
        sentences: [give.troubleText],
        link: { href: '/give', text: give.back },
      });
      return sendPage(response, page, 502);
    }
  });
  return router;
}
