import { sql } from 'kysely';
import { revokeApiKey, createApiKey, listApiKeys } from '../../../src/staff/api-keys.ts';
import { endpoints } from '../../../src/web/api/endpoints/all.ts';
import { useApi } from '../../support/use-api.ts';

const api = useApi();

const pathOf = (path: string): string => path.replaceAll(/\{\w+\}/g, 'nobody');

describe('the door of the API', () => {
  test.each(endpoints)('$method $path wants a key', async ({ method, path }) => {
    const response = await api.visitor()[method](`/api/v1${pathOf(path)}`);
    expect(response.status).toBe(401);
    expect(response.type).toBe('application/problem+json');
    expect(response.headers['www-authenticate']).toContain('Bearer');
    expect(response.body).toMatchObject({ type: '/api/docs#problem-unauthorized', status: 401 });
  });

  test('each route is closed to a key that has every scope but its own', async () => {
    for (const { method, path, scope } of endpoints) {
      const scopes = new Set(endpoints.map((each) => each.scope));
      scopes.delete(scope);
      const caller = await api.caller([...scopes]);
      const response = await caller[method](pathOf(path));
      expect([method, path, response.status]).toEqual([method, path, 403]);
      expect(response.body.detail).toContain(scope);
    }
  });

  test('each route is open to a key that has its scope alone', async () => {
    for (const { method, path, scope } of endpoints) {
      const response = await (await api.caller([scope]))[method](pathOf(path));
      expect([200, 404, 409, 422]).toContain(response.status);
    }
  });

  test('a revoked key opens nothing', async () => {
    const { key } = await createApiKey(api.db, { name: 'Old', scopes: ['newsletters:read'] });
    const ask = () => api.visitor().get('/api/v1/newsletters').set('Authorization', `Bearer ${key}`);
    expect((await ask()).status).toBe(200);
    const old = (await listApiKeys(api.db)).find(({ name }) => name === 'Old');
    await revokeApiKey(api.db, old?.publicId ?? '');
    expect((await ask()).status).toBe(401);
  });

  test('answers tell what is left of the limit', async () => {
    const response = await (await api.caller()).get('/newsletters');
    expect(response.headers['ratelimit-policy']).toBe('"key";q=1200;w=60');
    expect(response.headers['ratelimit']).toMatch(/^"key";r=1199;t=\d+$/);
  });

  test('whoever tries keys is slowed down', async () => {
    const network = '198.51.100.7';
    const answers = await Promise.all(
      Array.from({ length: 32 }, () =>
        api
          .visitor(network)
          .get('/api/v1/newsletters')
          .set('Authorization', `Bearer dk_${'x'.repeat(43)}`),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(30);
    const slowed = answers.filter(({ status }) => status === 429);
    expect(slowed).toHaveLength(2);
    expect(slowed[0]?.headers['retry-after']).toMatch(/^\d+$/);
  });

  test('another method and another address are told apart', async () => {
    const caller = await api.caller();
    const method = await caller.patch('/tiers').send({});
    expect([method.status, method.headers['allow']]).toEqual([405, 'GET']);
    const address = await caller.get('/nothing');
    expect([address.status, address.body.type]).toEqual([404, '/api/docs#problem-not-found']);
    const unreadable = await caller.get('/articles/%zz');
    expect([unreadable.status, unreadable.body.type]).toEqual([404, '/api/docs#problem-not-found']);
  });
});

describe('input that cannot be used', () => {
  test.each([
    ['an unknown field in the query', '/subscribers?mail=ada@example.test', 'mail'],
    ['a field given twice', '/subscribers?email=a@example.test&email=b@example.test', 'email'],
    ['a field with brackets', '/subscribers?email[x]=a@example.test', 'email[x]'],
    ['no address', '/subscribers?email=ada', 'email'],
    ['a limit beyond all measure', '/subscribers?limit=100000', 'limit'],
    ['a cursor of somebody else', '/subscribers?cursor=abc', 'cursor'],
    [
      'a cursor with a text for a number',
      `/editions?cursor=${Buffer.from('["1; drop"]').toString('base64url')}`,
      'cursor',
    ],
    [
      'a cursor with a moment that is none',
      `/articles?cursor=${Buffer.from('["soon",1]').toString('base64url')}`,
      'cursor',
    ],
    ['a newsletter that is not there', '/subscribers?newsletter=nope', 'newsletter'],
    ['a NUL in a search', '/subscribers?search=%00', 'search'],
  ])('%s is named', async (_what, path, field) => {
    const response = await (await api.caller()).get(path);
    expect([response.status, response.type]).toEqual([422, 'application/problem+json']);
    expect(response.body.errors).toEqual([{ field, message: expect.any(String) }]);
  });

  test('half a surrogate pair in a body is named', async () => {
    const response = await (
      await api.caller()
    )
      .post('/editions')
      .set('Content-Type', 'application/json')
      .send('{"newsletter":"morning-edition","subject":"\\ud800"}');
    expect([response.status, response.body.errors?.[0]?.field]).toEqual([422, 'subject']);
  });

  test('an unknown field in a body is refused, also one that reaches for the prototype', async () => {
    const caller = await api.caller();
    const response = await caller
      .post('/editions')
      .set('Content-Type', 'application/json')
      .send('{"newsletter":"morning-edition","isAdmin":true,"__proto__":{"subject":"x"},"constructor":{}}');
    expect(response.status).toBe(422);
    expect(response.body.errors.map((error: { field: string }) => error.field)).toContain('isAdmin');
    expect(Reflect.get({}, 'subject')).toBeUndefined();
  });

  test('broken JSON and other kinds of bodies are told apart', async () => {
    const caller = await api.caller();
    const broken = await caller
      .post('/editions')
      .set('Content-Type', 'application/json')
      .send('{"newsletter":');
    expect([broken.status, broken.body.type]).toEqual([400, '/api/docs#problem-malformed-body']);
    const form = await caller.post('/editions').type('form').send({ newsletter: 'x' });
    expect([form.status, form.body.type]).toEqual([415, '/api/docs#problem-unsupported-media-type']);
  });

  test('a fault of ours tells a reference and nothing else', async () => {
    await sql`alter table newsletter rename to elsewhere`.execute(api.db);
    const response = await (await api.caller()).get('/newsletters');
    await sql`alter table elsewhere rename to newsletter`.execute(api.db);
    expect(response.status).toBe(500);
    expect(Object.keys(response.body).sort()).toEqual(['detail', 'reference', 'status', 'title', 'type']);
    expect(JSON.stringify(response.body)).not.toMatch(/select|relation|stack/i);
  });
});
