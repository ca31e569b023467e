import { sql } from 'kysely';
import { listActs } from '../../../src/staff/audit.ts';
import { findRelayAccess } from '../../../src/delivery/relays.ts';
import { testKeys } from '../../support/use-database.ts';
import { promised, useApi } from '../../support/use-api.ts';
import { runDigests } from '../../../src/editions/digests/run-digests.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const api = useApi();
const editors = useEditors(api);

const lastAct = async () => (await listActs(api.db, { limit: 1 }))[0];

describe('sign-up forms', () => {
  const added = { slug: 'town-fair', name: 'Town fair', newsletters: ['morning-edition'], tier: 'digital' };

  test('are added and changed as on their page; what is left out stays', async () => {
    const caller = await api.caller(['newsletters:read', 'forms:write']);
    const made = await caller.post('/forms').send(added);
    expect(made.status).toBe(201);
    promised('post', '/forms', made);
    expect(made.body).toMatchObject({ ...added, place: 'elsewhere', isOn: true, headline: '' });
    expect((await api.visitor().get('/forms/town-fair')).status).toBe(200);

    const changed = await caller.patch('/forms/town-fair').send({ headline: 'All of the fair', isOn: false });
    promised('patch', '/forms/{slug}', changed);
    expect(changed.body).toMatchObject({ ...added, headline: 'All of the fair', isOn: false });
    expect(await lastAct()).toMatchObject({
      actor: 'key Website',
      action: 'changed the sign-up form town-fair',
    });
    const shown = await caller.get('/forms/town-fair');
    promised('get', '/forms/{slug}', shown);
    expect(shown.body).toEqual(changed.body);
  });

  test('of the paper’s own pages stay on', async () => {
    const caller = await api.caller();
    const changed = await caller.patch('/forms/article').send({ isOn: false });
    expect(changed.body).toMatchObject({ place: 'story', isOn: true });
  });

  test.each([
    ['slug', { slug: 'Town Fair' }],
    ['slug', { slug: 'article' }],
    ['slug', { slug: 'new' }],
    ['name', { name: ' ' }],
    ['headline', { headline: 'x'.repeat(121) }],
    ['button', { button: 'two\nlines' }],
    ['newsletters', { newsletters: ['no-such-letter'] }],
    ['tier', { tier: 'no-such-tier' }],
    ['language', { language: 'tlh' }],
    ['place', { place: 'front' }],
  ])('with a bad %s are refused: %j', async (field, change) => {
    const refused = await (await api.caller()).post('/forms').send({ ...added, slug: 'another', ...change });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  test('need a key for them, and one that is there', async () => {
    const reader = await api.caller(['newsletters:read', 'relays:read']);
    expect((await reader.post('/forms').send(added)).status).toBe(403);
    expect((await reader.patch('/forms/article').send({})).status).toBe(403);
    expect((await (await api.caller()).patch('/forms/nobody').send({})).status).toBe(404);
  });
});

describe('mail servers', () => {
  const secret = 'kept between two servers';
  const added = { name: 'Second', host: 'mail.example.test', username: 'lantern', password: secret };

  test('are added, changed, tried and removed; a password goes in and never comes out', async () => {
    const caller = await api.caller(['relays:read', 'relays:write']);
    const made = await caller.post('/relays').send(added);
    expect(made.status).toBe(201);
    promised('post', '/relays', made);
    expect(made.body).toMatchObject({ name: 'Second', port: 587, tls: 'required', hasPassword: true });
    const path = `/relays/${made.body.id}`;

    const changed = await caller
      .patch(path)
      .send({ perHour: 900, warmUp: [50, 100], warmUpFrom: '2026-12-01' });
    promised('patch', '/relays/{id}', changed);
    expect(changed.body).toMatchObject({ perHour: 900, warmUp: [50, 100], hasPassword: true });
    expect(await findRelayAccess(api.db, testKeys, made.body.id)).toMatchObject({
      user: 'lantern',
      password: secret,
    });
    expect(JSON.stringify([made.body, changed.body, (await caller.get(path)).body])).not.toContain('lantern');
    expect(JSON.stringify(await lastAct())).not.toContain(secret);

    // Nobody listens there: it says so, and no mail leaves.
    await caller.patch(path).send({ host: '127.0.0.1', port: 9, tls: 'none', username: null });
    const tried = await caller.post(`${path}/test`);
    promised('post', '/relays/{id}/test', tried);
    expect(tried.body).toMatchObject({ works: false, words: expect.stringContaining('did not take') });
    expect((await caller.get(path)).body.hasPassword).toBe(false);
    promised('post', '/relays/{id}/remove', await caller.post(`${path}/remove`));
    expect((await caller.get(path)).status).toBe(404);
  });

  test('are added once for one Idempotency-Key, and their password stands in no row', async () => {
    const caller = await api.caller();
    const send = (password: string) =>
      caller.post('/relays', 'second').send({ ...added, name: 'Once', password });
    const [first, again] = [await send(secret), await send(secret)];
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await send('another')).status).toBe(422);
    const { rows } = await sql<{ line: string }>`
      select idempotent_request::text as line from idempotent_request
    `.execute(api.db);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test.each([
    ['port', { port: 0 }],
    ['host', { host: 'two words' }],
    ['tls', { tls: 'perhaps' }],
    ['tls', { tls: 'none' }],
    ['warmUp', { warmUp: [0] }],
    ['warmUpFrom', { warmUp: [50] }],
    ['name', { name: 'Taken' }],
    ['hasPassword', { hasPassword: true }],
  ])('with a bad %s are refused: %j', async (field, change) => {
    const caller = await api.caller();
    await caller.post('/relays').send({ ...added, name: 'Taken' });
    const refused = await caller.post('/relays').send({ ...added, name: `Another ${field}`, ...change });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  test('of nobody are not there', async () => {
    const caller = await api.caller();
    for (const id of ['0', 'nobody', '99999999999'])
      expect((await caller.patch(`/relays/${id}`).send({ isOn: false })).status).toBe(404);
  });
});

describe('newsletters', () => {
  const added = { slug: 'harbour', name: 'Harbour', promise: 'What comes in.', frequency: 'Fridays' };

  test('are added and changed as on their page', async () => {
    const caller = await api.caller(['newsletters:read', 'newsletters:write']);
    const made = await caller.post('/newsletters').send(added);
    expect(made.status).toBe(201);
    promised('post', '/newsletters', made);
    expect(made.body).toMatchObject({ ...added, undoSeconds: 60, isOpen: true, senderName: null });
    const changed = await caller.patch('/newsletters/harbour').send({ senderName: 'The harbour desk' });
    promised('patch', '/newsletters/{slug}', changed);
    expect(changed.body).toMatchObject({ ...added, senderName: 'The harbour desk' });
    expect(changed.body.atReadersHour).toBe(false);
    const atHours = await caller.patch('/newsletters/harbour').send({ atReadersHour: true });
    expect(atHours.body).toMatchObject({ senderName: 'The harbour desk', atReadersHour: true });
    expect((await caller.patch('/newsletters/nobody').send({})).status).toBe(404);
  });

  test.each([
    ['slug', { slug: 'morning-edition' }],
    ['slug', { slug: 'Not one' }],
    ['defaultRhythm', { rhythms: ['weekly'], defaultRhythm: 'daily' }],
    ['undoSeconds', { undoSeconds: 601 }],
    ['promise', { promise: '' }],
  ])('with a bad %s are refused: %j', async (field, change) => {
    const refused = await (
      await api.caller()
    )
      .post('/newsletters')
      .send({ ...added, slug: 'fair', ...change });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });
});

describe('automatic editions', () => {
  test('are built, led, skipped and sent at once, with the words of the key in the trail', async () => {
    const ana = await editors.signedIn('owner');
    const path = '/admin/newsletters/morning-edition/digests';
    await ana.submit(path, 'digests', { 'daily-isOn': 'yes', 'daily-minutes': '06:30' });
    await runDigests(api.db, api.setting, { now: new Date(), log: api.setting.log });
    const caller = await api.caller(['editions:read', 'editions:send']);
    const [run] = (await caller.get('/runs')).body.data;
    const act = (verb: string, body: object = {}) => caller.post(`/runs/${run.id}/${verb}`).send(body);

    expect((await act('send-now', { reason: ' ' })).body.errors[0].field).toBe('reason');
    expect((await act('lead', { article: 'no-such-story' })).body.errors[0].field).toBe('article');
    const led = await act('lead', { article: 'last-ferry-stays-by-a-single-vote' });
    promised('post', '/runs/{id}/lead', led);
    expect((await act('approve')).status).toBe(409);
    const skipped = await act('skip');
    promised('post', '/runs/{id}/skip', skipped);
    expect(skipped.body).toMatchObject({ state: 'skipped', note: 'Skipped by key Website.' });
    expect(await lastAct()).toMatchObject({
      action: 'skipped an automatic edition',
      object: `run ${run.id}`,
    });
    for (const verb of ['build', 'skip']) expect((await act(verb)).status).toBe(409);
    expect((await caller.post('/runs/nobody/skip')).status).toBe(404);
  });
});

describe('segments', () => {
  const rules = { match: 'all', rules: [{ on: 'domain', is: 'is', value: 'example.test' }] };

  test('with rules nobody understands are refused with the place at fault, and nothing is kept', async () => {
    const caller = await api.caller();
    const bad = await caller.post('/segments').send({ name: 'Odd', rules: { match: 'some', rules: [] } });
    expect(bad.status).toBe(422);
    expect((await caller.post('/segments').send({ name: '', rules })).status).toBe(422);
    expect((await caller.get('/segments')).body.data).toEqual([]);
    expect((await caller.patch('/segments/nobody').send({ name: 'x' })).status).toBe(404);
  });

  test('are made, counted and renamed', async () => {
    const caller = await api.caller();
    const made = await caller.post('/segments').send({ name: 'Everybody', rules });
    promised('post', '/segments', made);
    const path = `/segments/${made.body.id}`;
    const counted = await caller.get(path);
    promised('get', '/segments/{id}', counted);
    expect(counted.body.isMore).toBe(false);
    const renamed = await caller.patch(path).send({ name: 'All' });
    promised('patch', '/segments/{id}', renamed);
    expect(renamed.body.name).toBe('All');
    promised('post', '/segments/{id}/remove', await caller.post(`${path}/remove`));
    expect((await caller.get(path)).status).toBe(404);
  });
});

test('what the desk looks at is promised and holds no secret', async () => {
  const caller = await api.caller();
  for (const path of ['/runs', '/forms', '/relays', '/newsletters']) {
    const response = await caller.get(path);
    expect(response.status).toBe(200);
    promised('get', path, response);
  }
  expect((await caller.get('/runs?which=every')).status).toBe(422);
});
