import { endpoints } from '../../../src/web/api/endpoints/all.ts';
import { problemKinds } from '../../../src/web/api/problem.ts';
import { useApi } from '../../support/use-api.ts';

const api = useApi();

test('the document and the router name the same routes', async () => {
  const { body } = await api.visitor().get('/api/openapi.json').expect(200);
  const described = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.length).toBeGreaterThan(20);
  expect(described.sort()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).sort());

  // The router knows each of them: without a body or a record it answers, but never that there is no such address.
  const caller = await api.caller();
  for (const { method, path } of endpoints) {
    const response = await caller[method](path.replaceAll(/\{\w+\}/g, 'nobody'));
    expect(response.body.detail ?? '').not.toContain('Check the address');
    expect(response.status).not.toBe(405);
  }
});

test('the document is OpenAPI 3.1 with ids of their own and no loose end', async () => {
  const { body } = await api.visitor().get('/api/openapi.json').expect(200);
  expect(body.openapi).toMatch(/^3\.1\./);
  const operations = Object.values<Record<string, { operationId: string }>>(body.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(operations).size).toBe(operations.length);
  expect(operations).toContain('getEditionsIdReceipt');
  const refs = JSON.stringify(body).match(/"\$ref":"[^"]+"/g) ?? [];
  expect([...new Set(refs)]).toEqual(['"$ref":"#/components/responses/Problem"']);
});

test('the readable page shows every route and every problem', async () => {
  const { text } = await api.visitor().get('/api/docs').expect(200);
  for (const { path, scope } of endpoints) {
    expect(text).toContain(path);
    expect(text).toContain(scope);
  }
  for (const kind of Object.keys(problemKinds)) expect(text).toContain(`id="problem-${kind}"`);
  await api.visitor().get('/api/docs.css').expect(200).expect('Content-Type', /css/);
});
