import { sql } from 'kysely';
import { listSubscribers } from '../../../src/audience/subscribers.ts';
import { suppressAddress } from '../../../src/delivery/suppressions.ts';
import { listActsOn } from '../../../src/staff/audit.ts';
import { promised, useApi } from '../../support/use-api.ts';

const api = useApi();

describe('signing a reader up', () => {
  test('Alva is pending until she says yes, and the words she agreed to are kept', async () => {
    const caller = await api.caller();
    const response = await caller
      .post('/subscribers')
      .send({ email: 'Alva@example.test', newsletters: ['morning-edition'], words: 'Yes, every morning.' });
    promised('post', '/subscribers', response);
    expect(response.status).toBe(202);
    expect(api.rung).toContain('deliver-urgent');

    const found = await caller.get('/subscribers?email=alva@EXAMPLE.test');
    promised('get', '/subscribers', found);
    expect(found.body.data).toEqual([
      expect.objectContaining({
        email: 'Alva@example.test',
        confirmedAt: null,
        subscriptions: [expect.objectContaining({ newsletter: 'morning-edition', state: 'pending' })],
      }),
    ]);
  });

  test('the answer for somebody who is subscribed is the same', async () => {
    const caller = await api.caller();
    const { body } = await caller.get('/subscribers?state=active&limit=1');
    const { email } = body.data[0];
    const known = await caller.post('/subscribers').send({ email, newsletters: ['morning-edition'] });
    expect([known.status, known.body]).toEqual([202, { state: 'asked', email }]);
  });

  test.each([
    [{ email: 'ada', newsletters: ['morning-edition'] }, 'email'],
    [{ email: 'ada@example.test', newsletters: [] }, 'newsletters'],
    [{ email: 'ada@example.test', newsletters: ['nope'] }, 'newsletters'],
    [{ email: 'ada@example.test', newsletters: ['morning-edition'], rhythm: 'hourly' }, 'rhythm'],
    [{ email: 'ada@example.test', newsletters: ['morning-edition'], tier: 'nope' }, 'tier'],
    [{ email: 'ada@example.test', newsletters: ['morning-edition'], name: 'see www.example.test' }, 'name'],
  ])('%j is refused at its field', async (body, field) => {
    const response = await (await api.caller()).post('/subscribers').send(body);
    expect(response.status).toBe(422);
    expect(response.body.errors[0].field).toBe(field);
  });
});

test('fifty equal requests at once have one effect', async () => {
  const caller = await api.caller();
  const post = () =>
    caller.post('/subscribers', 'sign-up-1').send({
      email: 'once@example.test',
      newsletters: ['morning-edition'],
    });
  const answers = await Promise.all(Array.from({ length: 50 }, post));
  expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
  expect(answers.some(({ status }) => status === 202)).toBe(true);

  const { rows } = await sql<{ n: number }>`
    select count(*) as n from sign_up join subscriber on subscriber.id = subscriber_id
    where address = 'once@example.test'
  `.execute(api.db);
  expect(rows[0]?.n).toBe(1);

  const later = await post();
  expect([later.status, later.body]).toEqual([202, { state: 'asked', email: 'once@example.test' }]);
  const other = await caller
    .post('/subscribers', 'sign-up-1')
    .send({ email: 'x@example.test', newsletters: ['schools'] });
  expect([other.status, other.body.type]).toEqual([422, '/api/docs#problem-idempotency-mismatch']);
});

test('a refused request leaves its key free for the corrected one', async () => {
  const caller = await api.caller();
  const refused = await caller
    .post('/subscribers', 'again')
    .send({ email: 'x', newsletters: ['morning-edition'] });
  expect(refused.status).toBe(422);
  const corrected = await caller
    .post('/subscribers', 'again')
    .send({ email: 'x@example.test', newsletters: ['morning-edition'] });
  expect(corrected.status).toBe(202);
});

test('pages by cursor hold every reader once', async () => {
  const caller = await api.caller();
  const all = await listSubscribers(api.db, { limit: 1000 });
  expect(all.length).toBeGreaterThan(5);
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const response = await caller.get(`/subscribers?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
    promised('get', '/subscribers', response);
    seen.push(...response.body.data.map((line: { id: string }) => line.id));
    if (response.body.next === null) break;
    cursor = response.body.next;
  }
  expect(seen).toEqual(all.map(({ publicId }) => publicId));
});

describe('what a reader holds', () => {
  test('Dorit is given a tier until a day', async () => {
    const caller = await api.caller();
    const { body: tiers } = await caller.get('/tiers');
    promised('get', '/tiers', { status: 200, body: tiers });
    const tier = tiers.data.at(-1).slug;
    await caller.post('/subscribers').send({ email: 'dorit@example.test', newsletters: ['morning-edition'] });
    const { body } = await caller.get('/subscribers?email=dorit@example.test');
    const path = `/subscribers/${body.data[0].id}/entitlements`;

    const granted = await caller.post(path).send({ tier, reason: 'gift', endsAt: '2096-01-31T12:00:00Z' });
    promised('post', '/subscribers/{id}/entitlements', granted);
    const held = await caller.get(path);
    expect(held.body.data).toEqual([
      expect.objectContaining({
        tier,
        reason: 'gift',
        endsAt: '2096-01-31T12:00:00.000Z',
        grantedBy: 'key Website',
      }),
    ]);
    expect(await listActsOn(api.db, `subscriber ${body.data[0].id}`)).toEqual([
      expect.objectContaining({ actor: 'key Website', action: `gave the tier ${tier}` }),
    ]);

    const [{ id: entitlement }] = held.body.data;
    const ended = await caller.post(`${path}/end`).send({ entitlement });
    promised('post', '/subscribers/{id}/entitlements/end', ended);
    expect((await caller.get(path)).body.data).toEqual([]);
    expect((await caller.post(`${path}/end`).send({ entitlement })).status).toBe(404);

    const late = await caller.post(path).send({ tier, endsAt: '2001-01-31T12:00:00Z' });
    expect([late.status, late.body.errors[0].field]).toEqual([422, 'endsAt']);
  });

  test('nobody has nothing', async () => {
    const caller = await api.caller();
    expect((await caller.get('/subscribers/nobody')).status).toBe(404);
    expect((await caller.get('/subscribers/nobody/entitlements')).status).toBe(404);
  });
});

test('a suppression says why Emil is not mailed', async () => {
  const caller = await api.caller();
  await suppressAddress(api.db, {
    addressKey: 'emil@example.test',
    scope: 'everything',
    reason: 'dead address',
  });
  const response = await caller.get('/suppressions?email=Emil@example.test');
  promised('get', '/suppressions', response);
  expect(response.body.data).toEqual([
    expect.objectContaining({ scope: 'everything', newsletter: null, reason: 'dead address' }),
  ]);
  expect((await caller.get('/suppressions')).body.errors[0].field).toBe('email');
});

describe('the clock a reader lives by', () => {
  test('is said, recorded, and taken back', async () => {
    const caller = await api.caller();
    const { body } = await caller.get('/subscribers?state=active&limit=1');
    const { id } = body.data[0];
    const change = (timeZone: unknown) => caller.patch(`/subscribers/${id}`).send({ timeZone });
    const changed = await change('pacific/kiritimati');
    promised('patch', '/subscribers/{id}', changed);
    expect([changed.status, changed.body.timeZone]).toEqual([200, 'Pacific/Kiritimati']);
    expect((await listActsOn(api.db, `subscriber ${id}`))[0]?.action).toBe('changed the zone of a reader');
    for (const wrong of ['Middle/Earth', '', 7])
      expect((await change(wrong)).body.errors).toEqual([expect.objectContaining({ field: 'timeZone' })]);
    expect((await change(null)).body.timeZone).toBeNull();
    expect((await caller.patch('/subscribers/nobody').send({ timeZone: 'UTC' })).status).toBe(404);
  });
});

describe('acts on one reader', () => {
  const findReader = async (email: string) => {
    const caller = await api.caller();
    await caller.post('/subscribers').send({ email, newsletters: ['morning-edition'] });
    const { body } = await caller.get(`/subscribers?email=${email}`);
    return { caller, id: String(body.data[0].id) };
  };

  test('a suppression is lifted at the word of a key, and only where it stands', async () => {
    const { caller, id } = await findReader('edna@example.test');
    const addressKey = 'edna@example.test';
    await suppressAddress(api.db, { addressKey, scope: 'everything', reason: 'dead address' });
    const [{ id: suppression }] = (await caller.get(`/suppressions?email=${addressKey}`)).body.data;
    const other = await findReader('fritz@example.test');
    expect((await caller.post(`/subscribers/${other.id}/lift`).send({ suppression })).status).toBe(404);
    const lifted = await caller.post(`/subscribers/${id}/lift`).send({ suppression });
    promised('post', '/subscribers/{id}/lift', lifted);
    expect((await caller.get(`/suppressions?email=${addressKey}`)).body.data).toEqual([]);
  });

  test('an erasure wants the address beside the id and a scope of its own', async () => {
    const { caller, id } = await findReader('gerd@example.test');
    const path = `/subscribers/${id}/erase`;
    const writer = await api.caller(['subscribers:write']);
    expect((await writer.post(path).send({ email: 'gerd@example.test' })).status).toBe(403);
    const wrong = await caller.post(path).send({ email: 'fritz@example.test' });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'email']);
    const erased = await caller.post(path).send({ email: 'Gerd@example.test' });
    promised('post', '/subscribers/{id}/erase', erased);
    expect((await caller.get(`/subscribers/${id}`)).status).toBe(404);
    expect(await listActsOn(api.db, `subscriber ${id}`)).toMatchObject([{ action: 'erased a reader' }]);
  });
});
