import { saveRelay } from '../../../../src/delivery/relays.ts';
import { findPublication } from '../../../../src/newsletters/publication.ts';
import { adminPages } from '../../../pictures/pages.ts';
import { testKeys } from '../../../support/use-database.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp({ hasSampleNewsroom: false });
const editors = useEditors(app);

test('before there is a title readers are told that the paper is being set up', async () => {
  for (const at of ['/', '/signup', '/no-such-page']) {
    const { status, text } = await app.visitor().get(at);
    expect([at, status]).toEqual([at, 503]);
    expect(text).toContain('This paper is being set up');
  }
});

test('an install without a title leads its owner to give it one, and then opens', async () => {
  const ana = await editors.signedIn('owner');
  for (const path of ['/admin', '/admin/editions', '/admin/stories', '/admin/settings/keys']) {
    const closed = await ana.get(path);
    expect([closed.status, closed.get('Location')]).toEqual([303, '/admin/settings']);
  }
  const facts = {
    name: 'The Ferry Post',
    town: 'Wick',
    tagline: 'Twice a day, like the boat',
    timeZone: 'Europe/London',
    postalAddress: '1 The Quay, Wick',
    senderName: 'The Ferry Post',
    senderAddress: 'post@example.org',
  };
  const refused = await ana.submit('/admin/settings', 'settings', { ...facts, senderAddress: 'nobody' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="The Ferry Post"');
  expect(await findPublication(app.db)).toBeNull();

  expect((await ana.submit('/admin/settings', 'settings', facts)).status).toBe(303);
  expect(await findPublication(app.db)).toMatchObject({ name: 'The Ferry Post', replyTo: null });
  const today = (await ana.get('/admin')).text;
  expect(today).toContain('Before the first edition leaves');
  for (const path of ['stories', 'readers', 'newsletters', 'delivery']) {
    expect((await ana.get(`/admin/${path}`)).status).toBe(200);
  }
});

/** A page that says how to go on has a link or a form in its own part, not only in the frame. */
const hasWayOn = (html: string): boolean =>
  /<(?:a|button)\s/.test(/<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '');

test('every page of an empty newsroom stands, and says how to go on', async () => {
  const ana = await editors.signedIn('owner');
  const wrong: string[] = [];
  // Those that belong to one newsletter, tier, story or provider are not there yet.
  const ofOne = /morning-edition|tiers\/digital|last-ferry|account\/sign-on/;
  const pages = adminPages.map(([, at]) => at).filter((at) => !ofOne.test(at));
  expect(pages.length).toBeGreaterThan(30);
  for (const at of pages) {
    const { status, text } = await ana.get(at);
    if (status !== 200 || !hasWayOn(text)) wrong.push(`${at}: ${status}`);
  }
  expect(wrong).toEqual([]);
  expect((await ana.get('/admin/editions/new')).text).toContain('and there is none yet');
  expect((await ana.get('/admin/editions/runs')).text).toContain('There is no newsletter yet');
  expect((await ana.get('/admin/settings/gifts-and-groups')).text).toContain('There is no tier yet');
});

test('readers of an empty paper are told so, and asked for nothing in vain', async () => {
  for (const at of ['/signup', '/newsletters', '/forms/article']) {
    const { status, text } = await app.visitor().get(at);
    expect(status).toBe(200);
    expect(text).toContain('No newsletter takes new readers at the moment');
    expect(text).not.toContain('name="email"');
  }
  const front = (await app.visitor().get('/')).text;
  expect(front).toContain('The first story is being written. Please look in again');
  expect(front).not.toContain('name="email"');
  expect((await app.visitor().get('/subscribe')).text).toContain('There is no subscription yet');
});

test('the checklist asks for a mail server, and for the proof only once there is one', async () => {
  const ana = await editors.signedIn('owner');
  const before = (await ana.get('/admin')).text;
  expect(before).toContain('Let mail leave');
  expect(before).not.toContain('Prove that your mail is yours');
  await saveRelay(app.db, testKeys, null, {
    name: 'Post',
    host: 'mail.example.org',
    port: 587,
    tls: 'none',
    username: null,
    rank: 1,
    weight: 1,
    connections: 1,
    mailsPerConnection: 10,
    perHour: null,
    warmUp: [],
    warmUpFrom: null,
    isOn: true,
  });
  const after = (await ana.get('/admin')).text;
  expect(after).toContain('Prove that your mail is yours');
  expect(after).toContain('2 of 7');
});

test('an address of the newsroom without a page leads back to the newsroom', async () => {
  const ana = await editors.signedIn('owner');
  const { status, text } = await ana.get('/admin/readers/nobody-at-all');
  expect(status).toBe(404);
  expect(text).toContain('Nothing was changed');
  expect(text).toContain('<a href="/admin">To the newsroom</a>');
});
