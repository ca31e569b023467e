import { sql } from 'kysely';
import { listActs } from '../../../src/staff/audit.ts';
import { promised, useApi } from '../../support/use-api.ts';

const api = useApi();

const website = { name: 'Website', url: 'https://site.example.org/hook', events: ['reader.confirmed'] };

describe('webhooks', () => {
  test('are added, changed, tested, given a new secret and removed, each act in the trail', async () => {
    const caller = await api.caller(['webhooks:read', 'webhooks:write']);
    const added = await caller.post('/webhooks').send(website);
    expect(added.status).toBe(201);
    promised('post', '/webhooks', added);
    expect(added.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const path = `/webhooks/${added.body.id}`;

    const changed = await caller.patch(path).send({ events: ['reader.left'], isOn: false });
    promised('patch', '/webhooks/{id}', changed);
    expect(changed.body).toMatchObject({ name: 'Website', events: ['reader.left'], isOn: false });
    const fresh = await caller.post(`${path}/secret`);
    promised('post', '/webhooks/{id}/secret', fresh);
    expect(fresh.body.secret).not.toBe(added.body.secret);
    promised('post', '/webhooks/{id}/test', await caller.post(`${path}/test`));
    const log = await caller.get(`${path}/deliveries`);
    promised('get', '/webhooks/{id}/deliveries', log);
    expect(log.body.data).toMatchObject([{ kind: 'test', state: 'waiting', attempts: [] }]);
    const replayed = await caller.post(`${path}/replay`).send({ delivery: log.body.data[0].id });
    promised('post', '/webhooks/{id}/replay', replayed);
    const shown = await caller.get(path);
    promised('get', '/webhooks/{id}', shown);
    expect(JSON.stringify(shown.body)).not.toContain('whsec_');
    promised('post', '/webhooks/{id}/remove', await caller.post(`${path}/remove`));
    expect((await caller.get(path)).status).toBe(404);
    expect((await caller.get('/webhooks')).body.data).toEqual([]);
    const acts = (await listActs(api.db, { limit: 10 })).map(({ action }) => action);
    expect(acts).toEqual(
      expect.arrayContaining(['added the webhook Website', 'removed the webhook Website']),
    );
  });

  test('show their secret to the first alone: a repetition gets none, and none is kept', async () => {
    const caller = await api.caller();
    const first = await caller.post('/webhooks', 'once').send(website);
    const again = await caller.post('/webhooks', 'once').send(website);
    expect(again.status).toBe(201);
    promised('post', '/webhooks', again);
    expect([again.body.id, again.body.secret]).toEqual([first.body.id, null]);
    const { rows } = await sql<{ line: string }>`
      select idempotent_request::text as line from idempotent_request
    `.execute(api.db);
    expect(JSON.stringify(rows)).not.toContain('whsec_');
  });

  test.each([
    ['url', { url: 'http://127.0.0.1/hook' }],
    ['url', { url: 'http://[::1]/hook' }],
    ['url', { url: 'http://localhost/hook' }],
    ['url', { url: 'http://169.254.169.254/latest' }],
    ['url', { url: 'http://0x7f000001/hook' }],
    ['url', { url: 'https://site.example.org:8443/hook' }],
    ['url', { url: 'ftp://site.example.org' }],
    ['url', { url: 'https://name:word@site.example.org/' }],
    ['url', { url: 'nothing' }],
    ['name', { name: ' ' }],
    ['events', { events: [] }],
    ['events.0', { events: ['reader.everything'] }],
    ['secret', { secret: 'mine' }],
  ])('with a bad %s are refused: %j', async (field, change) => {
    const refused = await (await api.caller()).post('/webhooks').send({ ...website, ...change });
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].field).toBe(field);
  });

  test('of nobody are not there, and one’s delivery is not another’s', async () => {
    const caller = await api.caller();
    expect((await caller.post('/webhooks/nobody/test')).status).toBe(404);
    const one = (await caller.post('/webhooks').send(website)).body.id;
    const two = (await caller.post('/webhooks').send(website)).body.id;
    await caller.post(`/webhooks/${one}/test`);
    const [line] = (await caller.get(`/webhooks/${one}/deliveries`)).body.data;
    const stolen = await caller.post(`/webhooks/${two}/replay`).send({ delivery: line.id });
    expect(stolen.status).toBe(404);
  });
});
