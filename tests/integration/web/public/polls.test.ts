import { sql } from 'kysely';
import { buildReleases } from '../../../../src/editions/build-release.ts';
import { createSender } from '../../../../src/delivery/sender.ts';
import { createEdition, findEdition } from '../../../../src/editions/editions.ts';
import type { EditionBlock } from '../../../../src/editions/edition-block.ts';
import { listPollResults } from '../../../../src/editions/polls.ts';
import { releaseEdition } from '../../../../src/editions/release-edition.ts';
import { eraseReader } from '../../../../src/membership/erase-reader.ts';
import { randomId } from '../../../../src/platform/random-tokens.ts';
import { addReaders } from '../../../support/send-edition.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { useMailbox } from '../../../support/use-mailbox.ts';

const mailbox = useMailbox();
const app = useApp();

const poll = 'ferrypoll23';
const asked: EditionBlock = {
  kind: 'poll',
  poll,
  question: 'Should the last ferry leave later?',
  answers: ['Yes, at midnight', 'No', 'I swim'],
};

let editionId = '';

/** The path of an answer in the mail of a reader, as it was handed over. */
function pathIn(address: string, place: number): string {
  const mail = mailbox.mails.find(({ to }) => to === address);
  if (!mail) throw new Error(`no mail for ${address}`);
  const raw = mail.raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
  const url = new RegExp(`http://lantern\\.example\\.test(/polls/[\\w-]+/${poll}/${place})`).exec(raw)?.[1];
  if (url === undefined) throw new Error(`no answer ${place} in the mail`);
  return url;
}

const counted = async () => {
  const edition = await findEdition(app.db, editionId);
  const [result] = edition ? await listPollResults(app.db, edition) : [];
  return result?.answers.map(({ readers }) => readers);
};

beforeAll(async () => {
  await addReaders(app, 'ada@example.test', 'ben@example.test');
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: [],
    subject: 'Ferry question',
    createdBy: 'Ana Reyes',
  });
  if (created.kind !== 'created') throw new Error(created.message);
  editionId = created.id;
  const sponsor: EditionBlock = {
    kind: 'sponsor',
    label: '',
    name: 'Quay Books',
    text: 'New maps.',
    url: 'https://quay-books.example.org/maps',
  };
  const blocks = [{ kind: 'intro', text: 'Good morning.' }, asked, sponsor];
  await sql`update edition set blocks = ${JSON.stringify(blocks)}::jsonb where public_id = ${editionId}`.execute(
    app.db,
  );
  const released = await releaseEdition(
    app.db,
    { keys: testKeys, publicUrl: app.setting.publicUrl },
    { publicId: editionId, releaseKey: randomId(), releasedBy: 'Ana Reyes', undoSeconds: 0 },
  );
  if (released.kind !== 'released') throw new Error(JSON.stringify(released));
  await buildReleases(app.db, app.setting.publicUrl);
  const sender = createSender(app.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: app.url,
    hostName: 'sender.example.test',
    log: app.setting.log,
  });
  await sender.deliverDue('bulk');
  await sender.stop();
});

// The mailbox is emptied between tests: the links are read from the first mails.
let adas = '';
let bens = '';
beforeAll(() => {
  adas = pathIn('ada@example.test', 2);
  bens = pathIn('ben@example.test', 1);
});

test('looking counts nothing, however often; the answer of the link is chosen', async () => {
  for (let times = 0; times < 3; times += 1) {
    const page = await app.visitor().get(adas);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/<input[^>]*value="2"[^>]*checked/);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
  }
  expect(await counted()).toEqual([0, 0, 0]);
});

test('a question speaks the language of the reader whose link it is; the address may ask for another on offer', async () => {
  const { db } = app;
  await sql`update subscriber set language = 'es' where address = 'ben@example.test'`.execute(db);
  const page = await app.visitor().get(bens).set('Accept-Language', 'en');
  expect(page.headers['content-language']).toBe('es');
  expect(page.text).toContain('Contar mi respuesta');
  expect(page.text).toContain('<h1 lang="en">Should the last ferry leave later?</h1>');
  const refused = await app.visitor().post(bens.replace(/\/1$/, '')).type('form').send({ answer: '9' });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Elige una respuesta')]);
  expect((await app.visitor().get(`${bens}?lang=en`)).text).toContain('Count my answer');
  expect((await app.visitor().get(`${bens}?lang=xx`)).text).toContain('Contar mi respuesta');
  await sql`update subscriber set language = null where address = 'ben@example.test'`.execute(db);
});

test('the button counts once a reader, and may be pressed again for another answer', async () => {
  const form = adas.replace(/\/2$/, '');
  for (const answer of ['2', '2', '1']) {
    const posted = await app.visitor().post(form).type('form').send({ answer });
    expect([posted.status, posted.headers['location']]).toEqual([303, form]);
  }
  expect(await counted()).toEqual([1, 0, 0]);
  const result = (await app.visitor().get(form)).text;
  expect(result).toContain('1 reader answered');
  expect(result).toContain('your answer');
  expect((await app.visitor().get(adas)).text).toContain('So far you answered “Yes, at midnight”');
});

test('who has not answered sees the question, not what others said', async () => {
  const page = (await app.visitor().get(bens.replace(/\/1$/, ''))).text;
  expect(page).toContain('Count my answer');
  expect(page).not.toContain('answered');
});

test.each(['4', '0', '-1', 'x', ''])(
  'the answer “%s” is not offered, is refused and counts nothing',
  async (answer) => {
    const before = await counted();
    const posted = await app.visitor().post(bens.replace(/\/1$/, '')).type('form').send({ answer });
    expect(posted.status).toBe(422);
    expect(posted.text).toContain('Please choose an answer');
    expect(await counted()).toEqual(before);
  },
);

test.each([
  ['a forged token', () => `/polls/AQIDBAUGBwgJCgsMDQ4PEBESExQ/${poll}/1`],
  ['another poll', () => adas.replace(poll, 'otherpoll234')],
  ['a changed token', () => adas.replace('/polls/', '/polls/x')],
])('%s leads to the page of wrong links', async (_name, path) => {
  expect((await app.visitor().get(path())).status).toBe(404);
  const posted = await app.visitor().post(path().replace(/\/\d$/, '')).type('form').send({ answer: '1' });
  expect(posted.status).toBe(404);
});

test('a preview’s link explains itself', async () => {
  expect((await app.visitor().get(`/polls/sample/${poll}/1`)).text).toContain('This is a sample');
});

test('the sponsor stands under a label in both parts of the mail and in the archive, the poll too', async () => {
  const archived = (await app.visitor().get(`/archive/morning-edition/${editionId}`)).text;
  expect(archived).toContain('Advertisement');
  expect(archived).toContain('Quay Books');
  expect(archived).toContain('Should the last ferry leave later?');
  expect(archived).not.toContain('/polls/');
});

test('an erased reader’s answer goes, and the old link counts nothing any more', async () => {
  const form = bens.replace(/\/1$/, '');
  await app.visitor().post(form).type('form').send({ answer: '3' });
  expect(await counted()).toEqual([1, 0, 1]);
  const { rows } = await sql<{ id: number }>`
    select id from subscriber where address = 'ben@example.test'
  `.execute(app.db);
  expect((await eraseReader(app.db, testKeys, rows[0]?.id ?? 0)).kind).toBe('erased');
  expect(await counted()).toEqual([1, 0, 0]);
  await app.visitor().post(form).type('form').send({ answer: '3' });
  expect(await counted()).toEqual([1, 0, 0]);
});
