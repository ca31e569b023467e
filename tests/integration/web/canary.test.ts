import { TOTP } from 'otpauth';
import pino from 'pino';
import { sql } from 'kysely';
import { saveRelay } from '../../../src/delivery/relays.ts';
import { createApiKey, apiScopes } from '../../../src/staff/api-keys.ts';
import { addEndpoint, rotateSecret } from '../../../src/webhooks/endpoints.ts';
import { createAdminRouter } from '../../../src/web/admin/router.ts';
import { endpoints } from '../../../src/web/api/endpoints/all.ts';
import { listRoutes } from '../../support/list-routes.ts';
import { useApp } from '../../support/use-app.ts';
import { type Editor, editorsPassword, useEditors } from './admin/editions/use-editors.ts';
import { mailsTo } from './public/sign-up-form.ts';

const logged: string[] = [];
const app = useApp({ log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }) });
const editors = useEditors(app);

const newPassword = 'canary over the old coal pit';
const relayPassword = 'canary-relay-password-5531';

/** Everything that is secret, made as people make it. @returns each by a name to be told by */
async function makeSecrets(ana: Editor): Promise<Readonly<Record<string, string>>> {
  const page = await ana.get('/admin/account/app');
  const secret = (/id="app-secret">([^<]+)</.exec(page.text)?.[1] ?? '').replaceAll(' ', '');
  const sealed = /name="sealed" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const code = new TOTP({ secret }).generate();
  const form = await ana.formAt('/admin/account/app', 'app');
  const set = await ana.send(form, { sealed, code, current: editorsPassword });
  const recovery = /class="secret">([a-z2-7-]{19})</.exec(set.text)?.[1] ?? '';

  const { key } = await createApiKey(app.db, { name: 'Canary', scopes: apiScopes });
  const hook = await addEndpoint(app.db, app.setting.keys, {
    name: 'Canary',
    url: 'https://canary.example.org/',
    kinds: ['story.published'],
    withAddress: false,
  });
  const rotated = (await rotateSecret(app.db, app.setting.keys, hook.publicId)) ?? '';
  await saveRelay(app.db, app.setting.keys, null, {
    name: 'Canary',
    host: 'smtp.example.org',
    port: 587,
    tls: 'required',
    username: 'lantern',
    password: relayPassword,
    rank: 1,
    weight: 1,
    connections: 1,
    mailsPerConnection: 100,
    perHour: null,
    warmUp: [],
    warmUpFrom: null,
    isOn: false,
  });
  const fay = { name: 'Fay', address: 'fay@example.test', role: 'editor' };
  await ana.submit('/admin/settings/staff', 'staff', fay);
  await app.visitor().post('/admin/password').type('form').send({ address: ana.address });
  const tokenTo = async (address: string, kind: string): Promise<string> => {
    const texts = (await mailsTo(app, address)).map(({ mail }) => mail.text ?? '');
    return (
      texts.map((text) => new RegExp(`/admin/${kind}/([\\w-]+)`).exec(text)?.[1]).findLast(Boolean) ?? ''
    );
  };
  return {
    secret,
    recovery,
    key,
    hook: hook.secret,
    rotated,
    relayPassword,
    password: editorsPassword,
    newPassword,
    invitation: await tokenTo(fay.address, 'invitation'),
    link: await tokenTo(ana.address, 'password'),
  };
}

const foundIn = (text: string, secrets: Readonly<Record<string, string>>): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

test('no secret shows on a page, in the API, in a log or in a row', async () => {
  const ana = await editors.signedIn('owner');
  const secrets = await makeSecrets(ana);
  // A test that looks for nothing would find nothing.
  for (const [name, secret] of Object.entries(secrets))
    expect([name, secret.length > 9]).toEqual([name, true]);

  const routes = listRoutes(() => createAdminRouter(app.setting)).filter(({ method }) => method === 'GET');
  expect(routes.length).toBeGreaterThan(60);
  const found: Record<string, string[]> = {};
  const look = (where: string, text: string) => {
    const names = foundIn(text, secrets);
    if (names.length > 0) found[where] = names;
  };
  for (const { path } of routes) {
    const at = `/admin${path.replaceAll(/:\w+/g, 'nobody')}`;
    look(at, (await ana.get(at)).text ?? '');
  }
  const caller = app.visitor();
  for (const { method, path } of endpoints) {
    const at = `/api/v1${path.replaceAll(/\{\w+\}/g, 'nobody')}`;
    const answer = await caller[method](at).set('Authorization', `Bearer ${secrets['key']}`);
    look(`${method} ${at}`, `${answer.text} ${JSON.stringify(answer.headers)}`);
  }
  // What goes wrong is logged: here with secrets in every place of a request.
  await app.visitor().post(`/admin/invitation/${secrets['invitation']}`).type('form').send({ password: 'x' });
  await app
    .visitor()
    .post('/admin/sign-in')
    .type('form')
    .send({ address: ana.address, password: newPassword });
  await app
    .visitor()
    .post('/api/v1/articles/import')
    .set('Authorization', `Bearer ${secrets['key']}`)
    .send('{"');
  await app.visitor().get(`/admin/password/${secrets['link']}`);
  look('the log', logged.join('\n'));
  expect(found).toEqual({});

  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
  `.execute(app.db);
  expect(tables.length).toBeGreaterThan(50);
  for (const { name } of tables) {
    const { rows } = await sql<{ line: string }>`
      select line::text as line from ${sql.table(name)} line limit 5000
    `.execute(app.db);
    look(`table ${name}`, rows.map(({ line }) => line).join('\n'));
  }
  expect(found).toEqual({});
}, 240_000);
