import { type Response, type Router, Router as createRouter } from 'express';
import { type GiveDraft, GivePage } from '../../../templates/pages/reader/give-page.tsx';
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

function problemsOf(draft: GiveDraft): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const name = parseReaderName(draft.name);
  if (name.kind === 'bad-name') problems.push({ field: 'name', message: name.message });
  const badAddress = 'Please check the address: it should look like name@example.org';
  if (!parseAddress(draft.email)) problems.push({ field: 'email', message: badAddress });
  if (draft.recipient !== '' && !parseAddress(draft.recipient))
    problems.push({ field: 'recipient', message: badAddress });
  if (draft.message.length > mostMessage)
    problems.push({ field: 'message', message: `Please keep it to ${mostMessage} characters` });
  if (/:\/\/|www\./i.test(draft.message))
    problems.push({
      field: 'message',
      message: 'Please leave links out: mail programs would take it for spam',
    });
  return problems;
}

const notices: Readonly<Record<string, { text: string; kind: 'good' | 'warn' }>> = {
  paid: { text: 'Thank you. A mail about your gift comes in a minute.', kind: 'good' },
  'not-paid': { text: 'Nothing was paid and nothing has changed.', kind: 'warn' },
};

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
    const [{ site }, offers] = await Promise.all([readSite(setting), listOffers(db)]);
    const page = GivePage({
      site,
      offers: offers.map((offer) => ({
        value: valueOf(offer),
        text: `${offer.tier.name}, ${offer.months} months`,
        price: formatAmount(offer),
      })),
      draft: draft.offer === '' ? { ...draft, offer: offers[0] ? valueOf(offers[0]) : '' } : draft,
      notice: notices[done],
      problems,
      post: { action: '/give', hidden: [] },
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/give', (request, response) => show(response, fresh, [], textOf(request.query, 'done')));

  router.post('/give', async (request, response) => {
    const draft = readDraft(request.body);
    const offer = (await listOffers(db)).find((each) => valueOf(each) === draft.offer);
    const problems = [
      ...(offer ? [] : [{ field: 'offer', message: 'Please choose a gift' }]),
      ...problemsOf(draft),
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
      const { site } = await readSite(setting);
      const page = MessagePage({
        site,
        title: 'That did not go through',
        sentences: [
          'The service that takes our payments did not answer as it should. Nothing was charged; please try again in a few minutes.',
        ],
        link: { href: '/give', text: 'Back to the gift' },
      });
      return sendPage(response, page, 502);
    }
  });
  return router;
}
