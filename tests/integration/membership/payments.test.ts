import { createServer, type Server } from 'node:http';
import { sql } from 'kysely';
import StripeClient from 'stripe';
import { beginReaderSession } from '../../../src/audience/account/reader-sessions.ts';
import { findTierRank } from '../../../src/membership/access.ts';
import { claimGift, findGift, makeGift } from '../../../src/membership/gifts.ts';
import {
  addGroup,
  endGroup,
  takeSeatByDomain,
  takeSeatByInvitation,
} from '../../../src/membership/groups.ts';
import { accessOfMembership } from '../../../src/membership/payments/access-of-membership.ts';
import { findStanding } from '../../../src/membership/payments/memberships.ts';
import { handlePaymentEvents } from '../../../src/membership/payments/payment-events.ts';
import { reconcileMemberships } from '../../../src/membership/payments/reconcile.ts';
import { payByStripe } from '../../../src/membership/payments/stripe.ts';
import { randomId } from '../../../src/platform/random-tokens.ts';
import { findTier } from '../../../src/membership/tiers.ts';
import { useApp } from '../../support/use-app.ts';
import { hiddenValue, linkTo, mailsTo, subscriberIdOf, subscriptionsOf } from '../web/public/sign-up-form.ts';

const webhookSecret = 'whsec_for_tests_only';

/** What the stub of Stripe says of subscriptions, and what it was asked to do. */
const stub = {
  subscriptions: new Map<string, object>(),
  sessions: new Map<string, object>(),
  asked: [] as string[],
  isDown: false,
};

const day = 86_400;
const inDays = (days: number): number => Math.floor(Date.now() / 1000) + days * day;

function subscription(id: string, subscriber: string, changes: Record<string, unknown> = {}): object {
  return {
    id,
    object: 'subscription',
    customer: 'cus_1',
    status: 'active',
    currency: 'gbp',
    cancel_at_period_end: false,
    cancel_at: null,
    trial_end: null,
    start_date: inDays(-1),
    ended_at: null,
    metadata: { subscriber, tier: 'digital', form: 'subscribe page', article: 'the-bell-under-the-stage' },
    items: {
      data: [
        {
          id: 'si_1',
          current_period_end: inDays(30),
          price: { unit_amount: 600, currency: 'gbp', recurring: { interval: 'month' } },
        },
      ],
    },
    ...changes,
  };
}

let server: Server | undefined;
let port = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stub');
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      stub.asked.push(`${request.method} ${pathname} ${decodeURIComponent(body)}`);
      const answer = (status: number, value: object): void => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
      };
      if (stub.isDown) return answer(500, { error: { message: 'down', type: 'api_error' } });
      if (pathname === '/v1/checkout/sessions')
        return answer(200, { id: 'cs_1', object: 'checkout.session', url: 'https://pay.example.test/cs_1' });
      if (pathname === '/v1/billing_portal/sessions')
        return answer(200, { url: 'https://pay.example.test/portal' });
      if (pathname === '/v1/subscriptions')
        return answer(200, { object: 'list', data: [...stub.subscriptions.values()], has_more: false });
      const id = pathname.split('/').at(-1) ?? '';
      const session = stub.sessions.get(id);
      if (session) return answer(200, session);
      const found = stub.subscriptions.get(id);
      if (!found) return answer(404, { error: { code: 'resource_missing', type: 'invalid_request_error' } });
      if (request.method === 'POST' && body.includes('cancel_at_period_end=true'))
        stub.subscriptions.set(id, { ...found, cancel_at_period_end: true });
      if (request.method === 'POST' && body.includes('cancel_at_period_end=false'))
        stub.subscriptions.set(id, { ...found, cancel_at_period_end: false });
      if (request.method === 'DELETE')
        stub.subscriptions.set(id, { ...found, status: 'canceled', ended_at: inDays(0) });
      return answer(200, stub.subscriptions.get(id) ?? {});
    });
  });
  await new Promise<void>((resolve) => {
    server?.listen(0, '127.0.0.1', resolve);
  });
  const address = server?.address();
  port = address !== null && typeof address === 'object' ? (address?.port ?? 0) : 0;
});
afterAll(() => server?.close());

const keys = () => ({
  secretKey: 'sk_test_nothing',
  webhookSecret,
  apiBase: `http://127.0.0.1:${port}`,
});
/** Opened when the stub listens. */
const payments = new Proxy(payByStripe({ secretKey: 'sk_test_nothing', webhookSecret }), {
  get: (_target, name) => Reflect.get(payByStripe(keys()), name),
});
const app = useApp({ payments });

/** A signed-in reader; one nobody knew holds no tier. */
async function reader(address: string) {
  await sql`
    insert into subscriber (public_id, address, address_key, confirmed_at)
    values (${randomId()}, ${address}, ${address}, now()) on conflict do nothing
  `.execute(app.db);
  const id = await subscriberIdOf(app, address);
  const { rows } = await sql<{ publicId: string }>`
    select public_id as "publicId" from subscriber where id = ${id}
  `.execute(app.db);
  const token = await beginReaderSession(app.db, id, 'Firefox');
  const visitor = app.visitor().set('Cookie', `doorstep-reader=${token}`);
  return { id, publicId: rows[0]?.publicId ?? '', visitor };
}

let events = 0;

/** Sends an event as Stripe does; gives the status of the answer. */
async function tell(
  type: string,
  object: object,
  { id, secret = webhookSecret }: { id?: string; secret?: string } = {},
): Promise<number> {
  events += 1;
  const payload = JSON.stringify({
    id: id ?? `evt_${events}`,
    object: 'event',
    type,
    created: inDays(0),
    data: { object },
  });
  const signature = new StripeClient('sk_test_nothing').webhooks.generateTestHeaderString({
    payload,
    secret,
  });
  const answer = await app
    .visitor()
    .post('/stripe/webhook')
    .set('Content-Type', 'application/json')
    .set('Stripe-Signature', signature)
    .send(payload);
  return answer.status;
}

const rankOf = (id: number): Promise<number> => findTierRank(app.db, id);

test('a reader pays: to the till, back, and the tier is open when the event has come', async () => {
  const { id, publicId, visitor } = await reader('wilf.payer@example.test');
  const page = await visitor.get('/subscribe/digital');
  const post = { csrf: hiddenValue(page.text, 'csrf'), once: hiddenValue(page.text, 'once'), every: 'month' };
  const till = await visitor.post('/subscribe/digital').type('form').send(post);
  expect(till.headers['location']).toBe('https://pay.example.test/cs_1');
  expect(stub.asked.join('\n')).toContain(`subscription_data[metadata][subscriber]=${publicId}`);
  expect(await rankOf(id)).toBe(0);

  stub.subscriptions.set('sub_a', subscription('sub_a', publicId));
  expect(await tell('checkout.session.completed', { id: 'cs_1', subscription: 'sub_a' })).toBe(200);
  expect(app.rung).toContain('payments');
  expect(await handlePaymentEvents(app.db, payments, app.setting)).toBe(1);
  expect(await rankOf(id)).toBeGreaterThan(0);
  expect((await visitor.get('/account')).text).toContain('£6 a month, renewed on');
  const { rows } = await sql<{ article: string }>`
    select article_slug as article from membership where provider_ref = 'sub_a'
  `.execute(app.db);
  expect(rows).toEqual([{ article: 'the-bell-under-the-stage' }]);
});

test('forged, repeated and reordered events: the truth of now stays', async () => {
  const { id, publicId } = await reader('jo.payer@example.test');
  const live = subscription('sub_b', publicId);
  stub.subscriptions.set('sub_b', live);
  expect(await tell('customer.subscription.created', live, { secret: 'whsec_of_somebody_else' })).toBe(400);
  await handlePaymentEvents(app.db, payments, app.setting);
  expect(await rankOf(id)).toBe(0);

  for (let n = 0; n < 5; n += 1)
    expect(await tell('customer.subscription.created', live, { id: 'evt_same' })).toBe(200);
  expect(await handlePaymentEvents(app.db, payments, app.setting)).toBe(1);
  expect(await rankOf(id)).toBeGreaterThan(0);

  // The end arrives first, the older news of a renewal afterwards.
  const ended = subscription('sub_b', publicId, { status: 'canceled', ended_at: inDays(0) });
  stub.subscriptions.set('sub_b', ended);
  await tell('customer.subscription.deleted', ended);
  await tell('customer.subscription.updated', live);
  await tell('invoice.paid', { id: 'in_1', parent: { subscription_details: { subscription: 'sub_b' } } });
  await handlePaymentEvents(app.db, payments, app.setting);
  expect(await rankOf(id)).toBe(0);
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from entitlement where subscriber_id = ${id} and reason = 'payment'
  `.execute(app.db);
  expect(rows).toEqual([{ n: 1 }]);
});

test('an event that cannot be done yet is tried again, and none is lost', async () => {
  const { id, publicId } = await reader('ambrose.payer@example.test');
  const live = subscription('sub_c', publicId);
  stub.subscriptions.set('sub_c', live);
  stub.isDown = true;
  await tell('customer.subscription.created', live);
  expect(await handlePaymentEvents(app.db, payments, app.setting)).toBe(0);
  stub.isDown = false;
  expect(await handlePaymentEvents(app.db, payments, app.setting)).toBe(1);
  expect(await rankOf(id)).toBeGreaterThan(0);
});

test('ending, keeping after all, ending today; newsletters are not touched', async () => {
  const { id, publicId, visitor } = await reader('lionel.sprake@example.org');
  const newsletters = await subscriptionsOf(app, 'lionel.sprake@example.org');
  stub.subscriptions.set('sub_d', subscription('sub_d', publicId));
  await tell('customer.subscription.created', { id: 'sub_d' });
  await handlePaymentEvents(app.db, payments, app.setting);
  const csrf = hiddenValue((await visitor.get('/account/end')).text, 'csrf');
  const act = (name: string) => visitor.post(`/account/membership/${name}`).type('form').send({ csrf });

  await act('end');
  expect(await findStanding(app.db, id)).toMatchObject({ endsWithPeriod: true });
  expect((await visitor.get('/account')).text).toContain('and not renewed');
  await act('resume');
  expect(await findStanding(app.db, id)).toMatchObject({ endsWithPeriod: false });
  expect(await rankOf(id)).toBeGreaterThan(0);
  expect((await act('portal')).headers['location']).toBe('https://pay.example.test/portal');
  const kept = await visitor.post('/account/erase').type('form').send({ csrf, sure: 'yes' });
  expect(kept.text).toContain('end your paid subscription first');

  await act('end-now');
  expect(await rankOf(id)).toBe(0);
  expect(await subscriptionsOf(app, 'lionel.sprake@example.org')).toEqual(newsletters);
  expect(newsletters.length).toBeGreaterThan(0);
});

test('the provider is down: nothing is changed, and the page says so', async () => {
  const { visitor } = await reader('mteale.payer@example.test');
  const page = await visitor.get('/subscribe/digital');
  stub.isDown = true;
  const answer = await visitor
    .post('/subscribe/digital')
    .type('form')
    .send({ csrf: hiddenValue(page.text, 'csrf'), once: 'x', every: 'year' });
  stub.isDown = false;
  expect(answer.status).toBe(502);
  expect(answer.text).toContain('Nothing was charged or changed');
});

test('the nightly comparison finds and mends what no event told', async () => {
  const { id, publicId } = await reader('rosalind.payer@example.test');
  stub.subscriptions.set('sub_missed', subscription('sub_missed', publicId));
  stub.subscriptions.set('sub_strange', subscription('sub_strange', 'nobody-of-ours'));
  const differences = await reconcileMemberships(app.db, payments);
  expect(differences.map(({ ref, what }) => `${ref}: ${what}`)).toEqual([
    'sub_missed: they have it, and we do not; mended',
    'sub_strange: they have it, and we do not; it names no reader of ours',
  ]);
  expect(await rankOf(id)).toBeGreaterThan(0);
  stub.subscriptions.delete('sub_strange');
  expect(await reconcileMemberships(app.db, payments)).toEqual([]);
});

test('a refund is recorded once, with the larger sum', async () => {
  const charge = { id: 'ch_1', customer: 'cus_1', currency: 'gbp', amount_refunded: 300 };
  await tell('charge.refunded', charge);
  await tell('charge.refunded', { ...charge, amount_refunded: 600 });
  await tell('charge.refunded', charge);
  const { rows } = await sql<{ amount: number }>`select amount_minor as amount from refund`.execute(app.db);
  expect(rows).toEqual([{ amount: 600 }]);
});

const moment = new Date('2026-12-01T00:00:00Z');
const days = (count: number): Date => new Date(moment.getTime() + count * day * 1000);
const standing = { periodEndsAt: moment, trialEndsAt: null, pastDueSince: null, endsWithPeriod: false };

test.each([
  ['active', { ...standing, state: 'active' as const }, { kind: 'open', until: days(2) }],
  [
    'active, ending',
    { ...standing, state: 'active' as const, endsWithPeriod: true },
    { kind: 'open', until: moment },
  ],
  [
    'trial',
    { ...standing, state: 'trial' as const, trialEndsAt: days(-5) },
    { kind: 'open', until: days(-3) },
  ],
  [
    'past due',
    { ...standing, state: 'past due' as const, pastDueSince: moment },
    { kind: 'open', until: days(7) },
  ],
  ['unpaid', { ...standing, state: 'unpaid' as const }, { kind: 'closed' }],
  ['ended', { ...standing, state: 'ended' as const }, { kind: 'closed' }],
])('what a membership opens: %s', (_name, membership, access) => {
  expect(accessOfMembership(membership, 7)).toEqual(access);
});

test('a gift is unwrapped once, by the first who claims it', async () => {
  const tier = await findTier(app.db, 'supporter');
  const { token } = await makeGift(app.db, {
    tierId: tier?.id ?? 0,
    months: 3,
    giverName: 'Aunt Edda',
    recipientAddress: 'cleo.claims@example.test',
    message: 'For the dark mornings.',
    madeBy: 'Ana Reyes',
  });
  const { id, visitor } = await reader('cleo.claims@example.test');
  const page = await visitor.get(`/gift/${token}`);
  expect(page.text).toContain('Aunt Edda gives you Supporter for 3 months');
  expect((await findGift(app.db, token))?.state).toBe('open');
  const csrf = hiddenValue(page.text, 'csrf');
  const answers = await Promise.all(
    [1, 2].map(() => visitor.post(`/gift/${token}`).type('form').send({ csrf })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410]);
  expect(await rankOf(id)).toBe(tier?.rank);
  expect(await claimGift(app.db, token, id)).toBe(false);
  expect((await app.visitor().get(`/gift/${token}`)).status).toBe(410);
});

test('a group has so many seats, by invitation and by mail domain, and its end closes them', async () => {
  const tier = await findTier(app.db, 'digital');
  const group = {
    name: 'Wrenhythe School',
    tierId: tier?.id ?? 0,
    seats: 2,
    mailDomain: 'school.example.test',
    endsAt: null,
    createdBy: 'Ana Reyes',
  };
  const token = await addGroup(app.db, group);
  expect(await addGroup(app.db, group)).toBeNull();
  const first = await reader('emil@example.test');
  const second = await reader('dora@example.test');
  const third = await reader('ben@example.test');
  expect(await takeSeatByInvitation(app.db, token ?? '', first.id)).toEqual({ kind: 'seated' });
  expect(await takeSeatByInvitation(app.db, token ?? '', first.id)).toEqual({ kind: 'seated-before' });
  expect(await takeSeatByDomain(app.db, 'x@elsewhere.example.test', second.id)).toEqual({ kind: 'unknown' });
  const seats = await Promise.all(
    [second, third].map(({ id }) =>
      app.db.transaction().execute((tx) => takeSeatByDomain(tx, 'x@school.example.test', id)),
    ),
  );
  expect(seats.map(({ kind }) => kind).sort()).toEqual(['full', 'seated']);
  const { rows } = await sql<{ publicId: string }>`select public_id as "publicId" from member_group`.execute(
    app.db,
  );
  expect(await endGroup(app.db, rows[0]?.publicId ?? '')).toBe(true);
  expect(await rankOf(first.id)).toBe(0);
});

describe('a gift bought by card', () => {
  const wish = {
    offer: 'supporter-3',
    name: 'Aunt Edda',
    email: 'edda@example.test',
    recipient: 'gifted@example.test',
    message: 'For the dark mornings.',
  };
  const give = (fields: Record<string, string>) => app.visitor().post('/give').type('form').send(fields);
  const orderId = () => /metadata\[order\]=([a-z0-9]+)/.exec(stub.asked.at(-1) ?? '')?.[1] ?? '';
  const session = (status: string, order: string) => ({
    id: 'cs_gift',
    object: 'checkout.session',
    mode: 'payment',
    subscription: null,
    payment_status: status,
    metadata: { order },
  });

  test('is made once, when it is paid, and mailed to both', async () => {
    const answer = await give(wish);
    expect(answer.get('Location')).toBe('https://pay.example.test/cs_1');
    expect(stub.asked.at(-1)).toContain('[unit_amount]=3600');
    const order = orderId();
    stub.sessions.set('cs_gift', session('unpaid', order));
    await tell('checkout.session.completed', session('unpaid', order));
    await handlePaymentEvents(app.db, payments, app.setting);
    expect(await mailsTo(app, 'gifted@example.test')).toEqual([]);

    stub.sessions.set('cs_gift', session('paid', order));
    for (let times = 0; times < 2; times += 1) {
      await tell('checkout.session.async_payment_succeeded', session('paid', order));
      await handlePaymentEvents(app.db, payments, app.setting);
    }
    const [gift, ...more] = await mailsTo(app, 'gifted@example.test');
    expect(more).toEqual([]);
    expect(gift?.mail.subject).toBe('Aunt Edda has a gift for you');
    const [receipt] = await mailsTo(app, 'edda@example.test');
    expect(receipt?.mail.text).toContain('£36.00');
    expect(receipt?.mail.text).not.toContain('/gift/');
    const path = await linkTo(app, 'gifted@example.test', 'gift');
    expect((await app.visitor().get(path)).text).toContain('Supporter for 3 months');
  });

  test('without a recipient goes to the giver as a link', async () => {
    await give({ ...wish, email: 'by.hand@example.test', recipient: '' });
    const order = orderId();
    stub.sessions.set('cs_gift', session('paid', order));
    await tell('checkout.session.completed', session('paid', order));
    await handlePaymentEvents(app.db, payments, app.setting);
    expect(await linkTo(app, 'by.hand@example.test', 'gift')).toContain('/gift/');
  });

  test('that names nothing, nobody or a link is refused before anything is paid', async () => {
    const before = stub.asked.length;
    const refused = await give({
      offer: 'free-3',
      name: 'see www.win.example',
      email: 'nobody',
      recipient: 'nowhere',
      message: 'https://win.example',
    });
    expect(refused.status).toBe(422);
    for (const field of ['offer', 'name', 'email', 'recipient', 'message'])
      expect(refused.text).toContain(`id="${field}-problem"`);
    expect(stub.asked.length).toBe(before);
  });

  test('says so when the provider is down', async () => {
    stub.isDown = true;
    const answer = await give(wish);
    stub.isDown = false;
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('Nothing was charged');
  }, 30_000);
});
