import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../src/platform/package-root.ts';
import { apiScopes, createApiKey } from '../../../src/staff/api-keys.ts';
import { createApp } from '../../../src/web/app.ts';
import { endpoints } from '../../../src/web/api/endpoints/all.ts';
import { problemKinds } from '../../../src/web/api/problem.ts';
import { writeTypedClient } from '../../support/typed-client.ts';
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

/** A newsroom's own program, as it might be written against the client. */
const program = `
import { createClient } from './client.ts';

export async function tour(at: string, key: string): Promise<readonly (string | number | boolean)[]> {
  const client = createClient(at, key);
  const { data: newsletters } = await client.getNewsletters({});
  const newsletter: string = newsletters[0].slug;
  const asked = await client.postSubscribers({ body: { email: 'Ada@example.test', newsletters: [newsletter], rhythm: 'weekly' } });
  const { data: readers, next } = await client.getSubscribers({ limit: 1 });
  const story = await client.postArticlesImport({ body: 'The lamp is lit again\\n\\nAt dusk somebody climbed the ladder.' });
  const edition = await client.postEditions({ body: { newsletter, articles: [story.slug ?? ''] } });
  const changed = await client.patchEditionsId({ id: edition.id, body: { version: edition.version, subject: 'One lamp' } });
  const preview = await client.postEditionsIdPreview({ id: edition.id, body: { name: 'Ada' } });
  return [asked.state, readers.length, next !== null, story.isNew, changed.subject, preview.html.includes('lamp')];
}

export function wrong(client: ReturnType<typeof createClient>): void {
  // @ts-expect-error an address is wanted
  void client.postSubscribers({ body: { newsletters: [] } });
  // @ts-expect-error there is no such rhythm
  void client.postSubscribers({ body: { email: 'ada@example.test', newsletters: [], rhythm: 'hourly' } });
  // @ts-expect-error it is about one edition
  void client.getEditionsIdReceipt({});
  // @ts-expect-error an answer has no such field
  void client.getTiers({}).then(({ data }) => data[0].colour);
}
`;

const compilerOptions = {
  strict: true,
  noEmit: true,
  target: 'es2023',
  module: 'nodenext',
  lib: ['es2023', 'dom'],
  types: [],
  allowImportingTsExtensions: true,
};

describe('a client that is generated from the document', () => {
  let folder = '';
  let server: Server;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'doorstep-client-'));
    server = createServer(createApp(api.setting));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await rm(folder, { recursive: true });
  });

  test('is typed, refuses what is wrong before it runs, and does what its types say', async () => {
    const { body } = await api.visitor().get('/api/openapi.json').expect(200);
    const files = { 'client.ts': writeTypedClient(body), 'program.ts': program };
    const settings = JSON.stringify({ compilerOptions, files: Object.keys(files) });
    for (const [name, text] of Object.entries({
      ...files,
      'tsconfig.json': settings,
      'package.json': '{"type":"module"}',
    }))
      await writeFile(path.join(folder, name), text);
    // Prints what is wrong and fails; also where a line that ought to be wrong is not.
    const tsc = path.join(packageRoot, 'node_modules/.bin/tsc');
    const { stdout } = await promisify(execFile)(tsc, ['-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');

    const { key } = await createApiKey(api.db, { name: 'A program', scopes: apiScopes });
    const { port } = server.address() as AddressInfo;
    const { tour } = await import(path.join(folder, 'program.ts'));
    const seen = await tour(`http://127.0.0.1:${port}/api/v1`, key);
    expect(seen).toEqual(['asked', 1, true, true, 'One lamp', true]);
  });
});
