import { listRelays } from '../../../../src/delivery/relays.ts';
import { listDomainPaces } from '../../../../src/delivery/pacing.ts';
import { useApp } from '../../../support/use-app.ts';
import { useMailbox } from '../../../support/use-mailbox.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp({ hasInbox: false, relay: { host: '127.0.0.1', port: 9, tls: 'none' } });
const editors = useEditors(app);
const mailbox = useMailbox();

const form = (more: Record<string, string> = {}) => ({
  name: 'Own Postfix',
  host: '127.0.0.1',
  port: String(mailbox.relay.port),
  tls: 'none',
  username: '',
  password: '',
  rank: '1',
  weight: '1',
  connections: '4',
  mailsPerConnection: '50',
  perHour: '',
  warmUp: '',
  warmUpFrom: '',
  isOn: 'yes',
  ...more,
});

test('an owner adds a mail server, tries it, limits it and takes it away; each act stands in the trail', async () => {
  const owner = await editors.signedIn('owner');
  const added = await owner.post(
    '/admin/delivery/servers/new',
    form({ username: 'paper', password: 'canary-55' }),
  );
  expect(added.status).toBe(303);
  const [relay] = await listRelays(app.db);
  expect(relay).toMatchObject({ name: 'Own Postfix', connections: 4, hasPassword: true, perHour: null });

  const page = (await owner.get(`/admin/delivery/servers/${relay?.id}`)).text;
  expect(page).toContain('One is kept, encrypted');
  expect(page).not.toContain('canary-55');
  expect((await owner.get('/admin/delivery')).text).toContain('Own Postfix');

  await owner.post(
    `/admin/delivery/servers/${relay?.id}`,
    form({ perHour: '400', warmUp: '50, 100', warmUpFrom: '2026-11-25' }),
  );
  expect((await listRelays(app.db))[0]).toMatchObject({
    perHour: 400,
    warmUp: [50, 100],
    hasPassword: false,
  });
  const tried = await owner.post(`/admin/delivery/servers/${relay?.id}/test`, {});
  expect(tried.text).toContain('It took the connection and let us in');

  await owner.post(`/admin/delivery/servers/${relay?.id}/remove`, {});
  expect(await listRelays(app.db)).toEqual([]);
  const trail = (await owner.get('/admin/settings/trail')).text;
  for (const act of ['added', 'changed', 'removed'])
    expect(trail).toContain(`${act} the mail server Own Postfix`);
});

test.each([
  [{ host: 'not a host' }, 'Please write a host name'],
  [{ port: '99999' }, 'between 1 and 65535'],
  [{ warmUp: '50 many' }, 'one whole number for each day'],
  [{ warmUp: '50 100' }, 'first day of the warm-up'],
  [{ host: 'mail.example.org', username: 'paper', tls: 'none' }, 'over a secured connection only'],
  [{ name: '' }, 'Please give it a name'],
])('a form with %j is shown again and says why', async (wrong, words) => {
  const owner = await editors.signedIn('owner');
  const answer = await owner.post('/admin/delivery/servers/new', form(wrong));
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(words);
  expect(await listRelays(app.db)).toEqual([]);
});

test('a server that is not there is told in words', async () => {
  const owner = await editors.signedIn('owner');
  await owner.post('/admin/delivery/servers/new', form({ port: '9', name: 'Nobody' }));
  const [relay] = await listRelays(app.db);
  const tried = await owner.post(`/admin/delivery/servers/${relay?.id}/test`, {});
  expect(tried.text).toContain('It did not take the connection');
  await owner.post(`/admin/delivery/servers/${relay?.id}/remove`, {});
});

test('the pace of a provider is set by any of its domains and taken off again', async () => {
  const owner = await editors.signedIn('owner');
  await owner.post('/admin/delivery/pace', { provider: 'Googlemail.com', perHour: '500' });
  expect(await listDomainPaces(app.db)).toMatchObject([{ key: 'gmail', perHour: 500 }]);
  expect((await owner.get('/admin/delivery')).text).toMatch(/at most 500\smails an hour/);
  await owner.post('/admin/delivery/pace', { provider: 'gmail', perHour: '' });
  expect(await listDomainPaces(app.db)).toEqual([]);
  const wrong = await owner.post('/admin/delivery/pace', { provider: '<b>', perHour: '5' });
  expect(wrong.headers['location']).toContain('pace=wrong');
});

test('an editor sees the servers and changes none', async () => {
  const editor = await editors.signedIn('editor');
  expect((await editor.get('/admin/delivery')).text).not.toContain('Add a mail server');
  expect((await editor.get('/admin/delivery/servers/new')).status).toBe(403);
  expect((await editor.post('/admin/delivery/pace', { provider: 'gmail', perHour: '1' })).status).toBe(403);
});
