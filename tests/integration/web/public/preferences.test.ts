import { sql } from 'kysely';
import { preferencesUrl } from '../../../../src/audience/reader-links.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { hiddenValue, mailsTo, subscriberIdOf, subscriptionsOf } from './sign-up-form.ts';

const app = useApp();

const linkOf = async (address: string): Promise<string> =>
  preferencesUrl(testKeys, '', await subscriberIdOf(app, address));

test('the page shows what its reader gets, masks the address, and looking changes nothing', async () => {
  const path = await linkOf('ben@example.test');
  const before = await subscriptionsOf(app, 'ben@example.test');
  for (let n = 0; n < 10; n += 1) await app.visitor().get(path);
  const page = await app.visitor().get(path);

  expect(page.text).toContain('b•••@example.test');
  expect(page.text).not.toContain('ben@example.test');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect(page.headers['cache-control']).toBe('no-store');
  expect(await subscriptionsOf(app, 'ben@example.test')).toEqual(before);
});

test('saving keeps what is ticked, in its rhythm, and leaves the rest', async () => {
  const path = await linkOf('dora@example.test');
  const saved = await app
    .visitor()
    .post(path)
    .type('form')
    .send({
      name: 'Dora D',
      newsletter: ['morning-edition', 'breaking'],
      'rhythm-morning-edition': 'daily',
      'rhythm-breaking': 'each_story',
    });

  expect(saved.status).toBe(303);
  const page = await app.visitor().get(saved.headers['location'] ?? '');
  expect(page.text).toContain('Saved.');
  expect(page.text).toContain('value="Dora D"');
  expect(page.text).toContain('with the Digital subscription');
  expect(await subscriptionsOf(app, 'dora@example.test')).toEqual([
    'morning-edition active daily',
    'weekend ended weekly',
    'breaking active each_story',
  ]);
  const { rows } = await sql<{ scope: string }>`
    select scope from suppression where address_key = 'dora@example.test' and lifted_at is null
  `.execute(app.db);
  expect(rows).toEqual([{ scope: expect.stringMatching(/^newsletter:\d+$/) }]);
});

test('a name with a link comes back with the reason, and nothing is saved', async () => {
  const path = await linkOf('ben@example.test');
  const before = await subscriptionsOf(app, 'ben@example.test');
  const response = await app.visitor().post(path).type('form').send({ name: 'see www.spam.test' });

  expect(response.status).toBe(422);
  expect(response.text).toContain('value="see www.spam.test"');
  expect(response.text).toContain('id="name-problem"');
  expect(await subscriptionsOf(app, 'ben@example.test')).toEqual(before);
});

test('a pause prints the day of return and can be ended', async () => {
  const path = await linkOf('emil@example.test');
  const visitor = app.visitor();
  const paused = await visitor.post(`${path}/pause`).type('form').send({ weeks: '4' });
  expect(await subscriptionsOf(app, 'emil@example.test')).toEqual(['morning-edition paused daily']);
  const page = await visitor.get(paused.headers['location'] ?? '');
  expect(page.text).toMatch(/Nothing is sent until <time datetime="[^"]+">\w+, \d+ \w+ \d{4}</);

  await visitor.post(`${path}/resume`);
  expect(await subscriptionsOf(app, 'emil@example.test')).toEqual(['morning-edition active daily']);
});

test('a pause of a length that is not offered changes nothing', async () => {
  const path = await linkOf('emil@example.test');

  expect((await app.visitor().post(`${path}/pause`).type('form').send({ weeks: '400' })).status).toBe(422);
  expect(await subscriptionsOf(app, 'emil@example.test')).toEqual(['morning-edition active daily']);
});

test('leaving everything can be undone', async () => {
  const path = await linkOf('ben@example.test');
  const visitor = app.visitor();
  const left = await visitor.post(`${path}/leave-all`);
  expect(left.text).toContain('You have left everything');
  expect(await subscriptionsOf(app, 'ben@example.test')).toEqual([
    'morning-edition ended daily',
    'breaking ended daily',
  ]);

  const undone = await visitor.post(`${path}/undo`);
  expect((await visitor.get(undone.headers['location'] ?? '')).text).toContain('Undone.');
  expect(await subscriptionsOf(app, 'ben@example.test')).toEqual([
    'morning-edition active daily',
    'breaking active daily',
  ]);
  const { rows } = await sql`
    select scope from suppression where address_key = 'ben@example.test' and lifted_at is null
  `.execute(app.db);
  expect(rows).toEqual([]);
});

test('an altered link opens nothing and saves nothing', async () => {
  const path = await linkOf('ben@example.test');
  const altered = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
  const before = await subscriptionsOf(app, 'ben@example.test');

  for (const response of [
    await app.visitor().get(altered),
    await app.visitor().post(altered).type('form').send({ name: '' }),
    await app.visitor().post(`${altered}/leave-all`),
  ]) {
    expect(response.status).toBe(404);
    expect(response.text).toContain('Send me a fresh link');
    expect(response.text).not.toContain('example.test');
  }
  expect(await subscriptionsOf(app, 'ben@example.test')).toEqual(before);
});

test('a fresh link comes by mail, and the page says the same to a stranger', async () => {
  const ask = async (email: string) => {
    const visitor = app.visitor();
    const page = await visitor.get('/preferences');
    const asked = await visitor
      .post('/signup/fresh-link')
      .type('form')
      .send({ email, facts: hiddenValue(page.text, 'facts') });
    return [asked.status, asked.headers['location']];
  };

  expect(await ask('ben@example.test')).toEqual(await ask('stranger@example.test'));
  expect((await mailsTo(app, 'ben@example.test')).map(({ kind }) => kind)).toEqual(['preferences-link']);
  expect(await mailsTo(app, 'stranger@example.test')).toEqual([]);
});

test('a mail for a link is asked for by a person on our own page', async () => {
  const response = await app
    .visitor()
    .post('/signup/fresh-link')
    .type('form')
    .send({ email: 'dora@example.test' });

  expect(response.status).toBe(200);
  expect(response.text).toContain('value="dora@example.test"');
  expect(await mailsTo(app, 'dora@example.test')).toEqual([]);
});

test('sections to follow are asked for where a digest goes by them, and kept', async () => {
  const path = await linkOf('ben@example.test');
  expect((await app.visitor().get(path)).text).not.toContain('Sections you follow');
  await sql`
    insert into digest_plan (newsletter_id, by_followed_sections)
    select id, true from newsletter where slug = 'morning-edition'
  `.execute(app.db);
  expect((await app.visitor().get(path)).text).toContain('Sections you follow');
  const save = (fields: object) =>
    app
      .visitor()
      .post(path)
      .type('form')
      .send({ name: '', newsletter: 'morning-edition', ...fields });
  await save({ sections: 'asked', section: ['harbour', 'no-such-section'] });
  const followed = (page: string) =>
    [...page.matchAll(/id="section-([a-z-]+)"[^>]*checked/g)].map(([, slug]) => slug);
  expect(followed((await app.visitor().get(path)).text)).toEqual(['harbour']);
  // A page from before sections were asked for says nothing about them.
  await save({});
  expect(followed((await app.visitor().get(path)).text)).toEqual(['harbour']);
  await save({ sections: 'asked' });
  expect(followed((await app.visitor().get(path)).text)).toEqual([]);
});

test('a time zone is asked for where a newsletter goes by it, kept, and taken back', async () => {
  const path = await linkOf('ben@example.test');
  const save = (fields: Readonly<Record<string, string>>) =>
    app
      .visitor()
      .post(path)
      .type('form')
      .send({ name: 'Ben', newsletter: 'morning-edition', ...fields });
  const zoneOf = async () => {
    const { rows } = await sql<{ zone: string | null }>`
      select time_zone as zone from subscriber where address_key = 'ben@example.test'
    `.execute(app.db);
    return rows[0]?.zone;
  };
  expect((await app.visitor().get(path)).text).not.toContain('name="timeZone"');
  await sql`
    insert into digest_plan (newsletter_id, at_readers_hour) select id, true from newsletter where slug = 'morning-edition'
    on conflict (newsletter_id) do update set at_readers_hour = true
  `.execute(app.db);
  const page = (await app.visitor().get(path)).text;
  expect(page).toContain('Ours: Europe/London');
  expect((await app.visitor().get(`${path}?lang=es`)).text).toContain('Tu zona horaria');

  await save({ timeZone: 'America/New_York' });
  expect(await zoneOf()).toBe('America/New_York');
  expect((await app.visitor().get(path)).text).toMatch(/value="America\/New_York"[^>]*selected/);
  await save({ timeZone: 'Middle/Earth' });
  await save({});
  expect(await zoneOf()).toBe('America/New_York');
  await sql`update digest_plan set at_readers_hour = false`.execute(app.db);
  expect((await app.visitor().get(path)).text).toContain('name="timeZone"');
  await save({ timeZone: 'ours' });
  expect(await zoneOf()).toBeNull();
});
