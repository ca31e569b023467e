import { listActs } from '../../../../src/staff/audit.ts';
import { listEndpoints } from '../../../../src/webhooks/endpoints.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const path = '/admin/settings/webhooks';
const website = { name: 'Website', url: 'https://site.example.org/hook', kinds: ['reader.left'] };

test('a webhook is added and its secret shown once; the rest of its life is on its page', async () => {
  const ana = await editors.signedIn('owner');
  const added = await ana.submit(path, 'webhooks', website);
  expect(added.status).toBe(200);
  expect(added.get('Cache-Control')).toBe('no-store');
  const secret = /whsec_[A-Za-z0-9+/=]+/.exec(added.text)?.[0] ?? '';
  const [kept] = await listEndpoints(app.db);
  const own = `${path}/${kept?.publicId}`;
  expect((await ana.get(own)).text).not.toContain('whsec_');

  const fresh = await ana.submit(own, 'secret');
  expect(fresh.text).toContain('whsec_');
  expect(fresh.text).not.toContain(secret);
  expect(fresh.text).toContain('The one before is good until');
  expect((await ana.submit(own, 'test')).get('Location')).toBe(`${own}?done=test`);
  expect(app.rung).toContain('webhooks');
  const page = await ana.get(own);
  expect(page.text).toMatch(/msg_[0-9a-f]{32}/);
  expect((await ana.submit(own, 'replay')).get('Location')).toBe(`${own}?done=replay`);
  expect((await ana.submit(own, 'off')).get('Location')).toBe(`${own}?done=off`);
  expect((await ana.get(path)).text).toContain('<td>Off</td>');
  expect((await ana.submit(own, 'on')).get('Location')).toBe(`${own}?done=on`);
  expect((await ana.submit(own, 'remove')).get('Location')).toBe(`${path}?done=removed`);
  expect((await ana.get(own)).get('Location')).toBe(path);
  const acts = (await listActs(app.db, { limit: 20, kind: 'webhook' })).map(({ action }) => action);
  expect(acts.toReversed()).toEqual([
    'added the webhook Website',
    'made a new secret for a webhook',
    'sent a test to the webhook Website',
    'sent something again to the webhook Website',
    'turned the webhook Website off',
    'turned the webhook Website on',
    'removed the webhook Website',
  ]);
});

test('a bad form says everything that is wrong and keeps what was typed', async () => {
  const ana = await editors.signedIn('owner');
  const bad = await ana.submit(path, 'webhooks', {
    name: '',
    url: 'http://10.0.0.1/',
    kinds: ['everything'],
  });
  expect(bad.status).toBe(422);
  for (const field of ['name', 'url', 'kinds']) expect(bad.text).toContain(`id="${field}-problem"`);
  expect(bad.text).toContain('value="http://10.0.0.1/"');
  expect(await listEndpoints(app.db)).toEqual([]);
});
