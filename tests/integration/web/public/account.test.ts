import { sql } from 'kysely';
import type { Agent } from 'supertest';
import { openErasedCheck } from '../../../../src/audience/account/erase-subscriber.ts';
import { useApp, type TestApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { hiddenValue, linkTo, mailsTo, signUpInStory, subscriptionsOf } from './sign-up-form.ts';

const app = useApp();

const codeIn = async (address: string): Promise<string> => {
  const mails = await mailsTo(app, address);
  const code = /^ {4}(\d{6})$/m.exec(mails.at(-1)?.mail.text ?? '')?.[1];
  if (code === undefined) throw new Error(`the newest mail to ${address} has no code`);
  return code;
};

/** Asks for a code; gives the path of the page where it is typed. */
async function ask(visitor: Agent, email: string): Promise<string> {
  const page = await visitor.get('/account');
  const answer = await visitor
    .post('/account/sign-in')
    .type('form')
    .send({ email, facts: hiddenValue(page.text, 'facts') });
  expect(answer.status).toBe(303);
  return answer.headers['location'] ?? '';
}

async function signIn(visitor: Agent, email: string): Promise<void> {
  const path = await ask(visitor, email);
  const answer = await visitor
    .post(path)
    .type('form')
    .send({ code: await codeIn(email) });
  expect(answer.status).toBe(303);
  expect(answer.headers['location']).toBe('/account');
}

async function actIn(visitor: Agent, act: string, fields: Record<string, string> = {}) {
  const page = await visitor.get('/account');
  return visitor
    .post(`/account/${act}`)
    .type('form')
    .send({ csrf: hiddenValue(page.text, 'csrf'), ...fields });
}

/** Every table that holds this text anywhere, in upper or lower case. */
async function tablesWith({ db }: TestApp, text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
  `.execute(db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.table(name)} line where strpos(lower(line::text), ${text.toLowerCase()}) > 0
    `.execute(db);
    if ((rows[0]?.n ?? 0) > 0) found.push(name);
  }
  return found.sort();
}

test('a code from the mail lets its reader in, in the browser that asked', async () => {
  const visitor = app.visitor();
  const path = await ask(visitor, 'emil@example.test');
  const code = await codeIn('emil@example.test');
  const elsewhere = await app.visitor().post(path).type('form').send({ code });
  expect(elsewhere.status).toBe(410);

  const answer = await visitor.post(path).type('form').send({ code });
  expect(answer.headers['location']).toBe('/account');
  const page = await visitor.get('/account');
  expect(page.text).toContain('emil@example.test');
  expect(page.text).toContain('Morning Edition');

  const again = await visitor.post(path).type('form').send({ code });
  expect(again.status).toBe(410);
});

test('the link signs in the browser that asked, by its button; looking at it signs nobody in', async () => {
  const visitor = app.visitor();
  await ask(visitor, 'emil@example.test');
  const link = await linkTo(app, 'emil@example.test', 'account/link');
  const scanner = app.visitor();
  for (let n = 0; n < 3; n += 1) await scanner.get(link);
  expect((await scanner.post(link)).status).toBe(403);
  expect((await scanner.get('/account')).text).toContain('Send me a code');

  expect((await visitor.get(link)).text).toContain('Sign me in');
  expect((await visitor.get('/account')).text).toContain('Send me a code');
  expect((await visitor.post(link)).headers['location']).toBe('/account');
  expect((await visitor.get('/account')).text).toContain('Where you are signed in');
  expect((await visitor.post(link)).status).toBe(410);
});

test('an address nobody has gets the same pages, five tries included, and no mail', async () => {
  const answers = [];
  for (const email of ['emil@example.test', 'nobody.here@example.test']) {
    const visitor = app.visitor();
    const path = await ask(visitor, email);
    const statuses = [];
    const words = [];
    for (let n = 0; n < 6; n += 1) {
      const wrong = await visitor.post(path).type('form').send({ code: '000000' });
      statuses.push(wrong.status);
      words.push(/you have [^.]* left|can no longer be used/.exec(wrong.text)?.[0]);
    }
    answers.push([statuses, words, path.length - email.length > 0]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.[1]).toEqual([
    'you have 4 tries left',
    'you have 3 tries left',
    'you have 2 tries left',
    'you have one try left',
    'can no longer be used',
    'can no longer be used',
  ]);
  expect(await mailsTo(app, 'nobody.here@example.test')).toHaveLength(0);
});

test('a reader sees their sessions and ends one of them', async () => {
  const laptop = app.visitor().set('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) Gecko Firefox/140.0');
  const phone = app.visitor().set('User-Agent', 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/605.1');
  await signIn(laptop, 'wilf.tansley@example.org');
  await signIn(phone, 'wilf.tansley@example.org');
  const page = await laptop.get('/account');
  expect(page.text).toContain('Firefox on Linux');
  const other = /Safari on iPhone[\s\S]*?\/account\/sessions\/([a-z2-7]+)\/end/.exec(page.text)?.[1];

  await actIn(laptop, `sessions/${other}/end`);
  expect((await phone.get('/account')).text).toContain('Send me a code');
  expect((await laptop.get('/account')).text).toContain('Firefox on Linux');
});

test('a post without the token of the session, or from another site, changes nothing', async () => {
  const visitor = app.visitor();
  await signIn(visitor, 'sunil.marsh@example.org');
  const bare = await visitor.post('/account/erase').type('form').send({ sure: 'yes' });
  expect(bare.headers['location']).toBe('/account?done=not-ours');
  const page = await visitor.get('/account');
  const crossSite = await visitor
    .post('/account/erase')
    .set('Sec-Fetch-Site', 'cross-site')
    .type('form')
    .send({ sure: 'yes', csrf: hiddenValue(page.text, 'csrf') });
  expect(crossSite.headers['location']).toBe('/account?done=not-ours');
  expect((await visitor.get('/account')).text).toContain('sunil.marsh@example.org');
});

test('a new address takes over with its own yes; the old one is told and everybody is signed out', async () => {
  const visitor = app.visitor();
  await signIn(visitor, 'tam.rook@example.org');
  const before = await subscriptionsOf(app, 'tam.rook@example.org');
  await actIn(visitor, 'address', { email: 'Tam@Elsewhere.example.org' });
  const link = await linkTo(app, 'tam@elsewhere.example.org', 'account/address');
  await app.visitor().get(link);
  expect(await subscriptionsOf(app, 'tam.rook@example.org')).toEqual(before);

  const done = await app.visitor().post(link);
  expect(done.text).toContain('Your address is changed');
  expect(await subscriptionsOf(app, 'tam@elsewhere.example.org')).toEqual(before);
  expect((await mailsTo(app, 'tam.rook@example.org')).at(-1)?.kind).toBe('account-notice');
  expect((await visitor.get('/account')).text).toContain('Send me a code');
  expect((await app.visitor().post(link)).status).toBe(410);
});

test('an address that belongs to somebody else is found out by the link alone', async () => {
  const visitor = app.visitor();
  await signIn(visitor, 'mabel.trant@example.org');
  const answer = await actIn(visitor, 'address', { email: 'emil@example.test' });
  expect(answer.headers['location']).toBe('/account?done=asked');
  const link = await linkTo(app, 'emil@example.test', 'account/address');
  expect((await app.visitor().post(link)).status).toBe(409);
});

test.each([
  ['no address', 'nowhere', 'Please check the address'],
  ['the one in use', 'Mabel.Trant@example.org', 'comes to already'],
])('a new address that is %s is refused beside its field', async (_name, email, words) => {
  const visitor = app.visitor();
  await signIn(visitor, 'mabel.trant@example.org');
  const answer = await actIn(visitor, 'address', { email });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(words);
});

test('the download holds every table that speaks of a reader', async () => {
  const visitor = app.visitor();
  await signIn(visitor, 'emil@example.test');
  const answer = await actIn(visitor, 'download');
  expect(answer.headers['content-disposition']).toContain('my-data.json');
  const data: Record<string, unknown> = JSON.parse(answer.text);
  expect(data['subscriber']).toMatchObject({ address: 'emil@example.test' });
  expect(data['notedByTheNewsroom']).toEqual({ tags: [], fields: {} });
  expect(data['signedInOn']).not.toHaveLength(0);
  expect(data['mails']).not.toHaveLength(0);

  // A table that is added later has to be put into the download, or here with a reason.
  const { rows } = await sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('subscriber_id', 'recipient_id') order by 1
  `.execute(app.db);
  expect(rows.map(({ name }) => name)).toEqual([
    'address_change',
    // What an undo needs, for seven days: what was done stands among the consents, tiers and tags.
    'bulk_action_reader',
    'consent',
    'delivery',
    'entitlement',
    'followed_section',
    'gift_link',
    'membership',
    'metered_read',
    'poll_answer',
    'reader_session',
    // How many newsletters they have and since when: stands among the subscriptions.
    'reader_standing',
    'rest_question',
    'sign_in',
    'sign_up',
    'subscription',
    'tier_request',
  ]);
});

test('an erasure leaves the person in no table, keeps the counts, and no import brings them back', async () => {
  const address = 'greta.erasable@example.test';
  const visitor = app.visitor();
  await signUpInStory(visitor, { email: address, name: 'Greta Erasable' });
  await visitor.post(await linkTo(app, address, 'confirm'));
  await signIn(visitor, address);
  const { rows: before } = await sql<{ n: number }>`select count(*) as n from delivery`.execute(app.db);
  expect(await tablesWith(app, address)).toContain('delivery');

  const unsure = await actIn(visitor, 'erase');
  expect(unsure.status).toBe(422);
  const done = await actIn(visitor, 'erase', { sure: 'yes' });
  expect(done.text).toContain('You are erased');

  expect(await tablesWith(app, address)).toEqual([]);
  expect(await tablesWith(app, 'Greta')).toEqual([]);
  const { rows: after } = await sql<{ n: number }>`select count(*) as n from delivery`.execute(app.db);
  expect(after).toEqual(before);
  const isErased = await openErasedCheck(app.db, testKeys);
  expect([address, 'emil@example.test'].map(isErased)).toEqual([true, false]);
  expect((await visitor.get('/account')).text).toContain('Send me a code');

  await signUpInStory(visitor, { email: address });
  await visitor.post(await linkTo(app, address, 'confirm'));
  expect((await openErasedCheck(app.db, testKeys))(address)).toBe(false);
  expect(await subscriptionsOf(app, address)).toEqual(['morning-edition active daily']);
});
