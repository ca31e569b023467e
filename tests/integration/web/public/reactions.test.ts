import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { saveNewsletter, findNewsletter } from '../../../../src/newsletters/newsletter.ts';
import { createEventBuffer } from '../../../../src/feedback/reactions/event-buffer.ts';
import { keepEventMonths, setKeepMonths } from '../../../../src/feedback/reactions/keep-months.ts';
import type { ReaderEvent } from '../../../../src/feedback/reactions/reaction.ts';
import { findSubscriberBy } from '../../../../src/audience/subscribers.ts';
import { eraseReader } from '../../../../src/membership/erase-reader.ts';
import { readReaderData } from '../../../../src/membership/reader-data.ts';
import { signToken } from '../../../../src/platform/signed-token.ts';
import { addReaders, sendEditionNow } from '../../../support/send-edition.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { useMailbox } from '../../../support/use-mailbox.ts';

const mailbox = useMailbox();
/** Readers read an hour after the mail has come. */
let minutes = 60;
const app = useApp({ clock: () => new Date(Date.now() + minutes * 60_000) });
const browser = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0';

type Sent = {
  readonly mailingId: number;
  readonly html: string;
  readonly text: string;
  readonly raw: string;
};

async function sendTo(address: string): Promise<Sent> {
  const [readerId] = await addReaders(app, address);
  if (readerId === undefined) throw new Error('no reader');
  mailbox.mails.length = 0;
  const { mailingId } = await sendEditionNow(app, mailbox);
  const raw = mailbox.mails.find(({ to }) => to === address)?.raw ?? '';
  const mail = await PostalMime.parse(raw);
  return { mailingId, raw, html: mail.html ?? '', text: mail.text ?? '' };
}

const clicksIn = (html: string): string[] =>
  [...html.matchAll(/href="http:\/\/lantern\.example\.test(\/c\/[^"]+)"/g)].map(([, path = '']) => path);
const seenIn = (html: string) => clicksIn(html).filter((path) => !path.endsWith('.0'));

const get = (path: string, program = browser) => app.visitor().get(path).set('User-Agent', program);

async function figures(mailingId: number): Promise<Record<string, number>> {
  await app.setting.reactions.flush();
  const { rows } = await sql<{ name: string; readers: number }>`
    select kind || ' ' || link || ' ' || case reason when '' then 'person' else reason end as name, readers
    from reaction_figure where mailing_id = ${mailingId} and readers <> 0
  `.execute(app.db);
  return Object.fromEntries(rows.map(({ name, readers }) => [name, readers]));
}

async function setTracking(change: { tracksClicks: boolean; tracksOpens: boolean }): Promise<void> {
  const newsletter = await findNewsletter(app.db, { slug: 'morning-edition' });
  if (!newsletter) throw new Error('no newsletter');
  const { id: _, ...form } = newsletter;
  await saveNewsletter(app.db, { ...form, rhythms: [...form.rhythms], ...change });
}

afterEach(async () => {
  minutes = 60;
  await setTracking({ tracksClicks: true, tracksOpens: false });
});

test('a click leads to the story, is counted once however often it comes, and sets nothing', async () => {
  const { mailingId, html, text } = await sendTo('ada@example.test');
  const [, story = ''] = seenIn(html);
  expect(story).toMatch(/^\/c\/[\w-]{20,60}\.2$/);
  expect(text).toContain(story);

  for (let times = 0; times < 3; times += 1) {
    const response = await get(`${story}?url=https://evil.example.test/&to=//evil.example.test`);
    expect(response.status).toBe(302);
    expect(response.get('Location')).toMatch(/^http:\/\/lantern\.example\.test\/articles\//);
    expect(response.get('Cache-Control')).toBe('no-store');
    expect(response.get('Set-Cookie')).toBeUndefined();
  }
  expect(await figures(mailingId)).toEqual({ 'click 2 person': 1, 'click -1 person': 1 });
  const { rows } = await sql<{ network: string; events: number }>`
    select network, count(*) as events from reader_event where mailing_id = ${mailingId} group by network
  `.execute(app.db);
  expect(rows.every(({ network }) => network.endsWith('.0/24'))).toBe(true);
  expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(3);
});

test('links to leave and to choose are the reader’s own, and nothing personal stands in any link', async () => {
  const { html, raw } = await sendTo('ben@example.test');
  expect(html).toMatch(/href="http:\/\/lantern\.example\.test\/unsubscribe\/[\w-]+"/);
  expect(html).toMatch(/href="http:\/\/lantern\.example\.test\/preferences\/[\w-]+"/);
  expect(raw).toMatch(/^List-Unsubscribe: <http:\/\/lantern\.example\.test\/unsubscribe\//m);
  expect(html).not.toContain('ben@example');
  expect(html).not.toContain('/o/');
});

test('forged, cut, foreign and made-up links lead nowhere', async () => {
  const { mailingId, html } = await sendTo('cleo@example.test');
  const [path = ''] = seenIn(html);
  const token = path.slice(3).split('.')[0] ?? '';
  const flipped = `${token.slice(0, 8)}${token[8] === 'A' ? 'B' : 'A'}${token.slice(9)}`;
  const unsubscribe = /\/unsubscribe\/([\w-]+)/.exec(html)?.[1] ?? '';
  const wrong = [
    `${flipped}.1`,
    `${token.slice(0, -1)}.1`,
    `${unsubscribe}.1`,
    `${token}.999`,
    `${token}.01`,
    `${token}.-1`,
    token,
    `${signToken(testKeys, 'click', [999_999, 1])}.1`,
    `${signToken(testKeys, 'open', [mailingId, 1])}.1`,
    `${signToken(testKeys, 'click', [mailingId, 1, 2])}.1`,
    'https:%2F%2Fevil.example.test.1',
    '%00.1',
  ];
  for (const each of wrong) {
    const response = await get(`/c/${each}`);
    expect([each, response.status, response.get('Location')]).toEqual([each, 404, undefined]);
    expect(response.text).toContain('This link leads nowhere');
  }
  expect(await figures(mailingId)).toEqual({});
});

test('a token of one mailing with the number of another’s delivery counts for neither', async () => {
  const first = await sendTo('dora@example.test');
  const second = await sendTo('emil@example.test');
  const { rows } = await sql<{ id: number }>`
    select id from delivery where mailing_id = ${first.mailingId} limit 1
  `.execute(app.db);
  const mixed = signToken(testKeys, 'click', [second.mailingId, rows[0]?.id ?? 0]);
  expect((await get(`/c/${mixed}.1`)).status).toBe(302);
  expect(await figures(first.mailingId)).toEqual({});
  expect(await figures(second.mailingId)).toEqual({});
});

test('machines are told apart with the reason: HEAD, OPTIONS, a library, too fast, the hidden link', async () => {
  const { mailingId, html } = await sendTo('fay@example.test');
  const [first = '', second = '', third = ''] = seenIn(html);
  const head = await app.visitor().head(first).set('User-Agent', browser);
  expect([head.status, (await app.visitor().options(second)).status]).toEqual([302, 204]);
  expect((await app.visitor().post(second)).status).toBe(405);
  await get(third, 'curl/8.5.0');
  expect(await figures(mailingId)).toEqual({
    'click -1 no page asked': 1,
    'click 1 no page asked': 1,
    'click 2 no page asked': 1,
    'click 3 scanner program': 1,
  });

  await get(second);
  expect(await figures(mailingId)).toMatchObject({ 'click -1 person': 1, 'click 2 person': 1 });
  const hidden = clicksIn(html).find((path) => path.endsWith('.0')) ?? '';
  expect((await get(hidden)).get('Location')).toBe('http://lantern.example.test');
  expect(await figures(mailingId)).toMatchObject({ 'click -1 hidden link': 1, 'click 2 hidden link': 1 });

  minutes = 600;
  await get(second);
  expect(await figures(mailingId)).toMatchObject({ 'click -1 person': 1, 'click 2 person': 1 });
});

test('a click in the second after the hand-over is a scanner’s', async () => {
  const { mailingId, html } = await sendTo('gus@example.test');
  minutes = 0;
  await get(seenIn(html)[0] ?? '');
  expect(await figures(mailingId)).toMatchObject({ 'click -1 too fast': 1 });
});

test('opens are off unless the newsletter wants them; Apple’s are shown apart', async () => {
  await setTracking({ tracksClicks: false, tracksOpens: true });
  const { mailingId, html, text } = await sendTo('hal@example.test');
  expect(clicksIn(html)).toEqual([]);
  expect(text).toContain('http://lantern.example.test/articles/');
  const picture = /src="http:\/\/lantern\.example\.test(\/o\/[\w-]+\.gif)"/.exec(html)?.[1] ?? '';

  const answer = await get(picture, 'Mozilla/5.0');
  expect([answer.status, answer.get('Content-Type')]).toEqual([200, 'image/gif']);
  expect(await figures(mailingId)).toEqual({ 'open -1 privacy proxy': 1 });
  await get(picture);
  expect(await figures(mailingId)).toEqual({ 'open -1 person': 1 });
  expect((await get('/o/forged.gif')).get('Content-Type')).toBe('image/gif');
});

test('ten thousand clicks at once are all written, and a process that ends leaves none behind', async () => {
  const { mailingId } = await sendTo('ida@example.test');
  const { rows } = await sql<{ id: number }>`
    select id from delivery where mailing_id = ${mailingId} order by id desc limit 1
  `.execute(app.db);
  const event = (index: number): ReaderEvent => ({
    at: new Date(Date.now() + 3_600_000 + index * 1000),
    kind: 'click',
    mailingId,
    deliveryId: rows[0]?.id ?? 0,
    link: 1 + (index % 3),
    reason: null,
    network: '198.51.100.0/24',
    program: browser,
  });
  const buffers = [1, 2].map(() => createEventBuffer(app.db, app.setting.log));
  for (let index = 0; index < 10_000; index += 1) buffers[index % 2]?.add(event(index));
  await Promise.all(buffers.map((buffer) => buffer.close()));
  const { rows: counted } = await sql<{ events: number }>`
    select count(*) as events from reader_event where mailing_id = ${mailingId}
  `.execute(app.db);
  expect(counted[0]?.events).toBe(10_000);
  expect(await figures(mailingId)).toMatchObject({ 'click -1 person': 1 });
});

test('an erased reader leaves no request behind', async () => {
  const { mailingId, html } = await sendTo('jo@example.test');
  await get(seenIn(html)[0] ?? '');
  await app.setting.reactions.flush();
  const { rows } = await sql<{ id: number }>`
    select recipient_id as id from delivery where mailing_id = ${mailingId} and address = 'jo@example.test'
  `.execute(app.db);
  expect(await eraseReader(app.db, testKeys, rows[0]?.id ?? 0)).toEqual({ kind: 'erased' });
  const { rows: left } = await sql`select from reader_event where mailing_id = ${mailingId}`.execute(app.db);
  expect(left).toEqual([]);
});

test('a reader’s own copy of their data names each click, where it led and what was kept of it', async () => {
  const { html } = await sendTo('hana@example.test');
  const [, story = ''] = seenIn(html);
  await get(story);
  await app.setting.reactions.flush();
  const hana = await findSubscriberBy(app.db, { addressKey: 'hana@example.test' });
  if (!hana) throw new Error('no reader');
  const { clicksAndOpens } = await readReaderData(app.db, hana);
  expect(clicksAndOpens).toMatchObject([
    { kind: 'click', url: expect.stringContaining('/articles/'), program: browser, machineBecause: null },
  ]);

  // Requests go by month; what stays of them stays in the copy.
  await sql`delete from reader_event`.execute(app.db);
  const later = await readReaderData(app.db, hana);
  expect(later['clicksAndOpens']).toMatchObject([
    { kind: 'click', url: expect.stringContaining('/articles/'), network: null, program: null },
  ]);
});

test('months are made ahead and go as a whole when they are older than the newsroom keeps', async () => {
  const months = async () => {
    const { rows } = await sql<{ name: string }>`
      select right(child.relname, 7) as name from pg_inherits join pg_class child on child.oid = inhrelid
      where inhparent = 'reader_event'::regclass order by 1
    `.execute(app.db);
    return rows.map(({ name }) => name);
  };
  const now = new Date();
  const later = new Date(Date.UTC(now.getUTCFullYear() + 1, now.getUTCMonth(), 15));
  const before = await months();
  expect(before).toHaveLength(3);
  await keepEventMonths(app.db, now);
  expect(await months()).toEqual(before);
  expect(await setKeepMonths(app.db, 61)).toBe(false);
  expect(await setKeepMonths(app.db, 1)).toBe(true);
  await Promise.all([keepEventMonths(app.db, later), keepEventMonths(app.db, later)]);
  expect(await months()).toHaveLength(3);
  expect(await months()).not.toContain(before[0]);
});
