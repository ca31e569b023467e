import { findSubscriberBy } from '../../../../src/audience/subscribers.ts';
import { suppressAddress } from '../../../../src/delivery/suppressions.ts';
import { addSender, endSender, noteBrake } from '../../../../src/delivery/sql/window.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp({ hasInbox: false, relay: { host: '127.0.0.1', port: 9, tls: 'none' } });
const editors = useEditors(app);

const open = async (query = ''): Promise<string> =>
  (await (await editors.signedIn('analyst')).get(`/admin/delivery${query}`)).text;

test('the mail server is named by host and port, and one that takes no connection is told of', async () => {
  const page = await open();
  expect(page).toContain('<b>127.0.0.1, port 9</b>');
  expect(page).toContain('It took no connection a moment ago');
});

test('living senders stand with what holds them up; those that ended or whose brake is over do not', async () => {
  expect(await open()).toContain('No process is sending');
  const braked = await addSender(app.db, 'press-1', 101);
  const rested = await addSender(app.db, 'press-2', 102);
  const ended = await addSender(app.db, 'press-3', 103);
  await noteBrake(app.db, braked, {
    words: 'the mail server asks for patience',
    until: new Date(Date.now() + 60_000),
  });
  await noteBrake(app.db, rested, { words: 'an old brake', until: new Date(Date.now() - 1000) });
  await endSender(app.db, ended);
  const page = await open();
  expect(page).toContain('press-1');
  expect(page).toContain('It waits: the mail server asks for patience');
  expect(page).toContain('press-2');
  expect(page).not.toContain('an old brake');
  expect(page).not.toContain('press-3');
  expect(page).not.toContain('No process is sending');
});

test('suppressions are found by a part of the address, each with its reason and the way to its reader', async () => {
  const emil = await findSubscriberBy(app.db, { addressKey: 'emil@example.test' });
  await suppressAddress(app.db, {
    addressKey: 'emil@example.test',
    scope: 'everything',
    reason: 'no such mailbox',
  });
  await suppressAddress(app.db, { addressKey: 'stranger@example.org', scope: 'bulk', reason: 'complained' });
  const all = await open();
  expect(all).toContain('stranger@example.org');
  expect(all).toContain('emil@example.test');
  const page = await open('?search=EMIL%40');
  expect(page).toContain(`href="/admin/readers/${emil?.publicId}"`);
  expect(page).toContain('<td>All mail</td><td>no such mailbox</td>');
  expect(page).not.toContain('stranger@example.org');
  expect(await open('?search=_mil')).toContain('No address kept back matches');
});
