import { sql } from 'kysely';
import { unsubscribeUrl } from '../../../../src/audience/reader-links.ts';
import { findNewsletter } from '../../../../src/newsletters/newsletter.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { subscriberIdOf, subscriptionsOf } from './sign-up-form.ts';

const app = useApp();

async function linkOf(address: string, slug = 'morning-edition'): Promise<string> {
  const newsletter = await findNewsletter(app.db, { slug });
  if (!newsletter) throw new Error(`there is no newsletter ${slug}`);
  return unsubscribeUrl(testKeys, '', newsletter.id, await subscriberIdOf(app, address));
}

const oneClick = 'List-Unsubscribe=One-Click';
const multipart = [
  '--edge',
  'Content-Disposition: form-data; name="List-Unsubscribe"',
  '',
  'One-Click',
  '--edge--',
  '',
].join('\r\n');

test('looking at the link changes nothing, however often', async () => {
  const path = await linkOf('emil@example.test');
  for (let n = 0; n < 10; n += 1) {
    const page = await app.visitor().get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Leave Morning Edition?');
    expect(page.text.match(/<button\b/g)).toHaveLength(1);
  }
  await app.visitor().head(path);
  await app.visitor().options(path);

  expect(await subscriptionsOf(app, 'emil@example.test')).toEqual(['morning-edition active daily']);
});

test.each([
  ['urlencoded', 'application/x-www-form-urlencoded', oneClick, 'wilf.tansley@example.org'],
  ['multipart', 'multipart/form-data; boundary=edge', multipart, 'sunil.marsh@example.org'],
  [
    'with more than 1 KB',
    'application/x-www-form-urlencoded',
    oneClick + '&x='.padEnd(5000, 'x'),
    'tam.rook@example.org',
  ],
  ['of a strange charset', 'text/plain; charset=klingon', oneClick, 'nell@netherfold-farm.example.org'],
])('a one-click post %s acts at once and answers shortly', async (_name, type, body, address) => {
  const { rows } = await sql<{ slug: string }>`
    select newsletter.slug from subscription join newsletter on newsletter.id = newsletter_id
    join subscriber on subscriber.id = subscriber_id where address_key = ${address} order by position limit 1
  `.execute(app.db);
  const path = await linkOf(address, rows[0]?.slug);
  const response = await app.visitor().post(path).set('Content-Type', type).send(body);

  expect(response.status).toBe(200);
  expect(response.headers['content-type']).toContain('text/plain');
  expect(response.text.length).toBeLessThan(100);
  expect(response.headers['location']).toBeUndefined();
  expect(response.headers['set-cookie']).toBeUndefined();
  expect((await subscriptionsOf(app, address))[0]).toMatch(/ ended /);
});

test('a mail program learns nothing from a used, a foreign or a broken link', async () => {
  const path = await linkOf('mabel.trant@example.org');
  const preferences = path.replace('/unsubscribe/', '/unsubscribe/A');
  const answers = [];
  for (const each of [path, path, preferences, '/unsubscribe/nothing', '/unsubscribe/sample']) {
    const { status, text, headers } = await app.visitor().post(each).type('form').send(oneClick);
    answers.push([status, text, headers['content-type']]);
  }

  expect(answers[0]?.[0]).toBe(200);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await subscriptionsOf(app, 'mabel.trant@example.org')).toEqual(['morning-edition ended weekly']);
});

test('leaving is never refused for being asked often', async () => {
  const visitor = app.visitor();
  const path = await linkOf('ambrose.fitch@example.org');
  const statuses = new Set<number>();
  for (let n = 0; n < 80; n += 1) statuses.add((await visitor.post(path).type('form').send(oneClick)).status);

  expect([...statuses]).toEqual([200]);
});

test('the button leaves, shows the way back, and the way back keeps it coming', async () => {
  const path = await linkOf('ben@example.test');
  const visitor = app.visitor();
  const left = await visitor.post(path).type('form').send('');
  expect(left.status).toBe(200);
  expect(left.text).toContain('You have left Morning Edition');
  expect(left.text).toContain('b•••@example.test');
  expect(left.text).toContain('Leave all newsletters');
  expect(await subscriptionsOf(app, 'ben@example.test')).toEqual([
    'morning-edition ended daily',
    'breaking active daily',
  ]);
  expect((await visitor.get(path)).text).toContain('You have left Morning Edition');

  const undone = await visitor.post(`${path}/undo`);
  expect(undone.text).toContain('You are still with us');
  expect(await subscriptionsOf(app, 'ben@example.test')).toEqual([
    'morning-edition active daily',
    'breaking active daily',
  ]);
  const { rows } = await sql`
    select scope from suppression where address_key = 'ben@example.test' and lifted_at is null
  `.execute(app.db);
  expect(rows).toEqual([]);
});

test('weekly instead is one press after leaving', async () => {
  const path = await linkOf('emil@example.test');
  const visitor = app.visitor();
  expect((await visitor.post(path).type('form').send('')).text).toContain('Have it weekly instead');

  const weekly = await visitor.post(`${path}/weekly`);
  expect(weekly.text).toContain('Weekly');
  expect(await subscriptionsOf(app, 'emil@example.test')).toEqual(['morning-edition active weekly']);
});

test('a newsletter that only comes weekly does not offer it', async () => {
  const path = await linkOf('dora@example.test', 'weekend');
  const left = await app.visitor().post(path).type('form').send('');

  expect(left.text).toContain('You have left The Weekend Lantern');
  expect(left.text).not.toContain('weekly instead');
});

test('a reason is kept when it is one of ours', async () => {
  const path = await linkOf('holloway.dean@example.org');
  const visitor = app.visitor();
  await visitor.post(path).type('form').send('');
  await visitor.post(`${path}/reason`).type('form').send({ reason: '<script>alert(1)</script>' });
  const given = await visitor.post(`${path}/reason`).type('form').send({ reason: 'too often' });

  expect(given.text).toContain('Thank you.');
  const { rows } = await sql<{ because: string }>`
    select leaving_reason as because from subscription where subscriber_id = ${await subscriberIdOf(app, 'holloway.dean@example.org')}
  `.execute(app.db);
  expect(rows).toEqual([{ because: 'too often' }]);
});

test('everything can be left from the same page, and undone', async () => {
  const path = await linkOf('sunniva@dace-fish.example.org');
  const visitor = app.visitor();
  const left = await visitor.post(`${path}/leave-all`);
  expect(left.text).toContain('You have left everything');
  expect((await subscriptionsOf(app, 'sunniva@dace-fish.example.org')).join()).not.toContain('active');

  const undo = /<form method="post" action="([^"]+\/undo)"/.exec(left.text)?.[1] ?? '';
  expect((await visitor.post(undo)).status).toBe(303);
  expect(await subscriptionsOf(app, 'sunniva@dace-fish.example.org')).toEqual([
    'morning-edition active each_story',
    'breaking active each_story',
  ]);
});

test('an unsubscribe link of one newsletter touches no other and opens no preferences by itself', async () => {
  const path = await linkOf('mteale@buses.example.org');
  await app.visitor().post(path).type('form').send(oneClick);

  expect(await subscriptionsOf(app, 'mteale@buses.example.org')).toEqual([
    'morning-edition ended daily',
    'breaking active daily',
  ]);
  const crossed = await app.visitor().get(path.replace('/unsubscribe/', '/preferences/'));
  expect(crossed.status).toBe(404);
});
