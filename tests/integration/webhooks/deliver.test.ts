import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { setAddress } from '../../../src/audience/sql/subscribers.ts';
import { parseAddress } from '../../../src/delivery/address.ts';
import { deliverWebhooks } from '../../../src/webhooks/deliver-webhooks.ts';
import {
  type EndpointDraft,
  addEndpoint,
  findEndpoint,
  rotateSecret,
  turnEndpoint,
} from '../../../src/webhooks/endpoints.ts';
import { isEventKind } from '../../../src/webhooks/event-kinds.ts';
import { findSentEditions } from '../../../src/webhooks/find-sent-editions.ts';
import { listDeliveries, replayDelivery } from '../../../src/webhooks/log.ts';
import { listActs } from '../../../src/staff/audit.ts';
import { addStaff } from '../../../src/staff/accounts.ts';
import { grantEntitlement } from '../../../src/membership/entitlements.ts';
import { eraseReader } from '../../../src/membership/erase-reader.ts';
import { eventShapes } from '../../../src/webhooks/event-shapes.ts';
import { addReaders, sendEditionNow } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { mailsTo } from '../web/public/sign-up-form.ts';

type Heard = { readonly headers: IncomingHttpHeaders; readonly body: string };

const app = useApp();
const mailbox = useMailbox();
const heard: Heard[] = [];
let status = 204;
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(status, status === 302 ? { Location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address !== null && typeof address === 'object') ({ port } = address);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
afterEach(async () => {
  heard.length = 0;
  status = 204;
  await sql`update webhook_endpoint set is_on = false, deleted_at = now()`.execute(app.db);
});

async function endpoint(draft: Partial<EndpointDraft> = {}) {
  const url = `http://127.0.0.1:${port}/hook`;
  const added = await addEndpoint(app.db, app.setting.keys, {
    name: 'Website',
    url,
    kinds: ['reader.confirmed', 'reader.left', 'reader.address_changed', 'reader.erased', 'story.published'],
    withAddress: false,
    ...draft,
  });
  const found = await findEndpoint(app.db, added.publicId);
  if (!found) throw new Error('the endpoint is not there');
  return { ...found, secret: added.secret };
}

const mail = {
  publicUrl: 'http://lantern.example.test',
  publication: {
    name: 'The Lantern',
    town: 'Wrenhythe',
    url: 'http://lantern.example.test',
    postalAddress: '3 Chandler’s Steps',
    accent: '#284e7d',
    language: 'en' as const,
  },
  sender: { name: 'The Lantern', address: 'news@lantern.example.test' },
};
const deliver = () =>
  deliverWebhooks(app.db, {
    keys: app.setting.keys,
    mail: { ...mail, keys: app.setting.keys },
    random: () => 0.5,
    mayReach: () => true,
  });
const dueNow = () => sql`update webhook_delivery set due_at = now() where state = 'waiting'`.execute(app.db);

let readers = 0;
/** A reader with a subscription in this state to the morning edition. */
async function addReader(state: string): Promise<{ id: number; publicId: string; address: string }> {
  readers += 1;
  const address = `reader-${readers}@example.test`;
  const { rows } = await sql<{ id: number; publicId: string }>`
    with added as (
      insert into subscriber (public_id, address, address_key, name)
      values (${`reader${readers}`}, ${address}, ${address}, 'Ada Marsh') returning id, public_id
    ), subscribed as (
      insert into subscription (subscriber_id, newsletter_id, state, rhythm)
      select added.id, newsletter.id, ${state}, 'daily' from added, newsletter where slug = 'morning-edition'
    )
    select id, public_id as "publicId" from added
  `.execute(app.db);
  const [row] = rows;
  if (!row) throw new Error('no reader was added');
  return { ...row, address };
}
const setState = (id: number, state: string) =>
  sql`update subscription set state = ${state} where subscriber_id = ${id}`.execute(app.db);

test('a confirmation is told, signed so that the official library believes it, without an address', async () => {
  const { secret, id } = await endpoint();
  const ada = await addReader('pending');
  await setState(ada.id, 'active');
  expect(await deliver()).toEqual({ more: false, hasMail: false });
  expect(heard).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: '' }] = heard;
  const read = new Webhook(secret).verify(body, {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  });
  expect(read).toMatchObject({
    type: 'reader.confirmed',
    data: { reader: ada.publicId, newsletter: 'morning-edition', rhythm: 'daily' },
  });
  expect(() => eventShapes['reader.confirmed'].parse(JSON.parse(body).data)).not.toThrow();
  expect(body).not.toContain(ada.address);
  expect(body).not.toContain('Ada Marsh');
  const [line] = await listDeliveries(app.db, id, { before: undefined, limit: 10 });
  expect(line).toMatchObject({ state: 'taken', attempts: [{ isTaken: true, words: 'It answered 204' }] });
});

test('what is rolled back is not told, nor what nobody asked for, nor anything to one that is off', async () => {
  const left = await endpoint({ kinds: ['reader.left'] });
  const off = await endpoint();
  await turnEndpoint(app.db, off.publicId, false);
  const ben = await addReader('pending');
  await setState(ben.id, 'active');
  await app.db
    .transaction()
    .execute(async (tx) => {
      await sql`update subscription set state = 'ended' where subscriber_id = ${ben.id}`.execute(tx);
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  await deliver();
  expect(heard).toEqual([]);
  await setState(ben.id, 'ended');
  await deliver();
  expect(heard.map(({ body }) => JSON.parse(body).type)).toEqual(['reader.left']);
  expect(await listDeliveries(app.db, left.id, { before: undefined, limit: 10 })).toHaveLength(1);
  expect(await listDeliveries(app.db, off.id, { before: undefined, limit: 10 })).toEqual([]);
});

test('a failure comes again under the same id, by the schedule, until it is taken', async () => {
  const { id } = await endpoint();
  const cleo = await addReader('pending');
  await setState(cleo.id, 'active');
  for (const failure of [500, 302]) {
    status = failure;
    await deliver();
    // Not due yet.
    await deliver();
    await dueNow();
  }
  status = 200;
  await deliver();
  await deliver();
  expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(heard).toHaveLength(3);
  const [line] = await listDeliveries(app.db, id, { before: undefined, limit: 10 });
  expect(line?.attempts.map(({ words }) => words)).toEqual([
    'It answered 500',
    'It answered 302',
    'It answered 200',
  ]);
});

test('two workers hand one message over once, and a worker that dies leaves it to the next', async () => {
  await endpoint();
  const dora = await addReader('pending');
  await setState(dora.id, 'active');
  await Promise.all([deliver(), deliver(), deliver()]);
  expect(heard).toHaveLength(1);

  // Claimed by a process that is gone: the claim ends by itself.
  const emil = await addReader('pending');
  await setState(emil.id, 'active');
  await sql`update webhook_delivery set tries = 1, due_at = now() - interval '1 second' where state = 'waiting'`.execute(
    app.db,
  );
  await deliver();
  expect(heard).toHaveLength(2);
});

test('after ten attempts it is given up, and a hand can send it again', async () => {
  const { id } = await endpoint();
  const finn = await addReader('pending');
  await setState(finn.id, 'active');
  status = 503;
  for (let n = 0; n < 12; n += 1) {
    await deliver();
    await dueNow();
  }
  expect(heard).toHaveLength(10);
  const [line] = await listDeliveries(app.db, id, { before: undefined, limit: 10 });
  expect(line?.state).toBe('given-up');
  status = 200;
  expect(await replayDelivery(app.db, id + 1, line?.id ?? 0)).toBe(false);
  expect(await replayDelivery(app.db, id, line?.id ?? 0)).toBe(true);
  await deliver();
  expect(heard.at(-1)?.headers['webhook-id']).toBe(line?.eventId);
  expect((await listDeliveries(app.db, id, { before: undefined, limit: 1 }))[0]?.state).toBe('taken');
});

test('an endpoint that fails for days is turned off, and the owners get a mail; turned on, it gets what waited', async () => {
  const owner = {
    name: 'Ana',
    address: 'ana@example.test',
    role: 'owner',
    password: 'a lantern on the quay',
  } as const;
  await addStaff(app.db, owner);
  const { id, publicId } = await endpoint();
  const gus = await addReader('pending');
  await setState(gus.id, 'active');
  status = 500;
  await deliver();
  expect((await findEndpoint(app.db, publicId))?.failingSince).not.toBeNull();
  await sql`update webhook_endpoint set failing_since = now() - interval '6 days' where id = ${id}`.execute(
    app.db,
  );
  await dueNow();
  expect((await deliver()).hasMail).toBe(true);
  expect(await findEndpoint(app.db, publicId)).toMatchObject({ isOn: false });
  expect((await mailsTo(app, owner.address))[0]?.mail.subject).toContain(
    'The webhook Website was turned off',
  );
  expect((await listActs(app.db, { limit: 1 }))[0]?.action).toBe('turned the webhook Website off');
  await dueNow();
  const before = heard.length;
  await deliver();
  expect(heard).toHaveLength(before);

  status = 200;
  await turnEndpoint(app.db, publicId, true);
  await deliver();
  expect(heard).toHaveLength(before + 1);
});

test('one that says it is gone is turned off at once', async () => {
  const { publicId } = await endpoint();
  const hana = await addReader('pending');
  await setState(hana.id, 'active');
  status = 410;
  await deliver();
  expect(await findEndpoint(app.db, publicId)).toMatchObject({
    isOn: false,
    offBecause: 'It answered 410: it is gone for good',
  });
});

test('with a new secret each message is signed with both for a day', async () => {
  const { secret, publicId } = await endpoint();
  const fresh = (await rotateSecret(app.db, app.setting.keys, publicId)) ?? '';
  const ivo = await addReader('pending');
  await setState(ivo.id, 'active');
  await deliver();
  const [{ headers, body } = { headers: {}, body: '' }] = heard;
  const signed = {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  };
  for (const each of [secret, fresh]) expect(() => new Webhook(each).verify(body, signed)).not.toThrow();
  const { rows } = await sql<{ line: string }>`
    select webhook_endpoint::text as line from webhook_endpoint
  `.execute(app.db);
  expect(JSON.stringify(rows)).not.toContain(fresh.slice(6));

  await sql`update webhook_endpoint set old_secret_until = now() where public_id = ${publicId}`.execute(
    app.db,
  );
  await setState(ivo.id, 'ended');
  await deliver();
  expect(String(heard[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
});

test('an address goes out only where it was allowed, and stands in no row; an erasure leaves none', async () => {
  const { id } = await endpoint({ withAddress: true });
  const jon = await addReader('pending');
  await setState(jon.id, 'active');
  await deliver();
  expect(JSON.parse(heard[0]?.body ?? '{}').data).toMatchObject({ email: jon.address, name: 'Ada Marsh' });
  const moved = parseAddress('jon.moved@example.test');
  if (!moved) throw new Error('no address');
  await setAddress(app.db, jon.id, moved);
  await deliver();
  expect(JSON.parse(heard[1]?.body ?? '{}')).toMatchObject({
    type: 'reader.address_changed',
    data: { reader: jon.publicId, email: 'jon.moved@example.test' },
  });
  expect(await eraseReader(app.db, app.setting.keys, jon.id)).toEqual({ kind: 'erased' });
  const [first] = (await listDeliveries(app.db, id, { before: undefined, limit: 10 })).toReversed();
  await replayDelivery(app.db, id, first?.id ?? 0);
  await deliver();
  const after = heard.slice(2).map(({ body }) => JSON.parse(body));
  for (const { type, data } of after)
    if (isEventKind(type)) expect(() => eventShapes[type].parse(data)).not.toThrow();
  expect(after.map(({ type }) => String(type)).sort()).toEqual([
    'reader.confirmed',
    'reader.erased',
    'reader.left',
  ]);
  expect(JSON.stringify(after)).not.toContain('example.test');
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from webhook_event where strpos(webhook_event::text, 'example.test') > 0
  `.execute(app.db);
  expect(rows).toEqual([{ n: 0 }]);
});

test('a private network is not reached, whatever an endpoint says', async () => {
  const { id } = await endpoint({ url: `http://127.0.0.1:${port}/hook` });
  const kai = await addReader('pending');
  await setState(kai.id, 'active');
  await deliverWebhooks(app.db, { keys: app.setting.keys, mail: null, random: () => 0.5 });
  expect(heard).toEqual([]);
  const [line] = await listDeliveries(app.db, id, { before: undefined, limit: 1 });
  expect(line?.attempts[0]?.words).toBe('The address leads into a private network.');
});

test('an edition that has left is told once, whoever looks, and none before it', async () => {
  await endpoint({ kinds: ['edition.sent'] });
  expect(await findSentEditions(app.db)).toBe(0);
  await addReaders(app, 'nell@example.test');
  const { publicId } = await sendEditionNow(app, mailbox);
  expect(mailbox.mails.length).toBeGreaterThan(0);
  const looks = await Promise.all([findSentEditions(app.db), findSentEditions(app.db)]);
  expect(looks.toSorted((a, b) => a - b)).toEqual([0, 1]);
  await deliver();
  const [{ body } = { body: '{}' }] = heard;
  const { type, data } = JSON.parse(body);
  expect([type, data.edition]).toEqual(['edition.sent', publicId]);
  expect(() => eventShapes['edition.sent'].parse(data)).not.toThrow();
});

test('a tier that is granted and ended, and a story that comes in, are told', async () => {
  await endpoint({ kinds: ['reader.tier_changed', 'story.published'] });
  const lea = await addReader('active');
  const { rows } = await sql<{ id: number }>`select id from tier where rank > 0 limit 1`.execute(app.db);
  await app.db.transaction().execute(async (tx) => {
    const grant = {
      subscriberId: lea.id,
      tierId: rows[0]?.id ?? 0,
      reason: 'comp',
      note: 'A friend',
    } as const;
    await grantEntitlement(tx, { ...grant, endsAt: null, grantedBy: 'Ana' });
  });
  await sql`update entitlement set ended_at = now() where subscriber_id = ${lea.id}`.execute(app.db);
  await sql`
    insert into article (slug, title, blocks, word_count) values ('low-tide', 'Low tide', '[]', 2)
  `.execute(app.db);
  await deliver();
  const told = heard.map(({ body }) => JSON.parse(body));
  expect(
    told.map(({ type, data }) => `${type} ${data.change ?? data.story}`).toSorted((a, b) => (a < b ? -1 : 1)),
  ).toEqual(['reader.tier_changed ended', 'reader.tier_changed granted', 'story.published low-tide']);
  expect(JSON.stringify(told)).not.toContain('A friend');
  for (const { type, data } of told)
    if (isEventKind(type)) expect(() => eventShapes[type].parse(data)).not.toThrow();
});
