import { findProof } from '../../../../src/feedback/intake/sources.ts';
import { takeFeedback } from '../../../../src/feedback/intake/take-feedback.ts';
import { type SentMail, sendDigestTo, suppressionsOf } from '../../../support/feedback.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp({ hasInbox: false });
const editors = useEditors(app);
let count = 0;

async function comesBack(mail: SentMail, kind: 'bounce' | 'complaint' = 'bounce'): Promise<void> {
  count += 1;
  await takeFeedback(app.db, testKeys, {
    kind,
    source: 'report',
    sourceId: `event ${count}`,
    about: { envelopeTo: mail.bounceAddress },
    class: kind === 'bounce' ? 'address-dead' : null,
    status: kind === 'bounce' ? '5.1.1' : null,
    diagnostic: kind === 'bounce' ? '550 5.1.1 no <such> user' : 'abuse',
    happenedAt: new Date(),
    evidence: { kind: 'new', bytes: Buffer.from('From: MAILER-DAEMON\r\n\r\nno <such> user') },
  });
}

test('what came back stands in a list with its reason in words, by kind, and leads to its evidence', async () => {
  const owner = await editors.signedIn('owner');
  expect((await owner.get('/admin/delivery/feedback')).text).toContain('set up');
  await comesBack(await sendDigestTo(app.db, await editors.addReader('emil@example.test')));
  await comesBack(await sendDigestTo(app.db, 'cleo@example.test', { recipientId: 2 }), 'complaint');

  const all = (await owner.get('/admin/delivery/feedback')).text;
  for (const words of ['There is no such address', 'Kept back from now on', 'Complaint', 'emil@example.test'])
    expect(all).toContain(words);
  const complaints = (await owner.get('/admin/delivery/feedback?kind=complaint')).text;
  expect(complaints).toContain('cleo@example.test');
  expect(complaints).not.toContain('emil@example.test');
  expect((await owner.get('/admin/delivery/feedback?kind=nonsense&before=x')).status).toBe(200);

  const link = /\/admin\/delivery\/feedback\/(\d+)">There is no such address/.exec(all)?.[1];
  const event = (await owner.get(`/admin/delivery/feedback/${link}`)).text;
  expect(event).toContain('550 5.1.1 no &lt;such> user');
  expect(event).toContain('MAILER-DAEMON');
  expect((await owner.get('/admin/delivery/feedback/999999')).status).toBe(404);
  expect((await owner.get('/admin/delivery/feedback/x')).status).toBe(404);
});

test('an analyst sees what came back, but not the returned mail with the links of its reader', async () => {
  await comesBack(await sendDigestTo(app.db, 'dead@example.test', { recipientId: 3 }));
  const analyst = await editors.signedIn('analyst');
  const list = (await analyst.get('/admin/delivery/feedback')).text;
  const id = /\/admin\/delivery\/feedback\/(\d+)/.exec(list)?.[1];
  const event = await analyst.get(`/admin/delivery/feedback/${id}`);
  expect(event.status).toBe(200);
  expect(event.text).not.toContain('MAILER-DAEMON');
  expect((await analyst.get('/admin/delivery/sources')).status).toBe(403);
});

test('the list goes on page by page', async () => {
  const mail = await sendDigestTo(app.db, 'often@example.test', { recipientId: 4 });
  for (let at = 0; at < 60; at += 1) await comesBack(mail);
  const owner = await editors.signedIn('owner');
  const first = (await owner.get('/admin/delivery/feedback')).text;
  const next = /href="(\/admin\/delivery\/feedback\?before=\d+)"/.exec(first)?.[1] ?? '';
  expect(first.match(/often@example.test/g)?.length).toBe(50);
  const second = (await owner.get(next)).text;
  expect(second.match(/often@example.test/g)?.length).toBe(10);
  expect(second).toContain('Back to the top of the list');
});

test('an address without a reader is let go again on the delivery page, and the trail says who did it', async () => {
  await comesBack(await sendDigestTo(app.db, 'stranger@example.test', { recipientId: 5 }));
  expect(await suppressionsOf(app.db, 'stranger@example.test')).toHaveLength(1);
  const owner = await editors.signedIn('owner');
  const page = (await owner.get('/admin/delivery?search=stranger')).text;
  expect(page).toContain('Let mail go to stranger@example.test again');
  const suppression = /name="suppression" value="(\d+)"/.exec(page)?.[1] ?? '';
  await owner.post('/admin/delivery/lift', { suppression, address: 'somebody-else@example.test' });
  expect(await suppressionsOf(app.db, 'stranger@example.test')).toHaveLength(1);
  await owner.post('/admin/delivery/lift', { suppression, address: 'stranger@example.test' });
  expect(await suppressionsOf(app.db, 'stranger@example.test')).toEqual([]);
  expect((await owner.get('/admin/settings/trail')).text).toContain('lifted the suppression');
});

test('a reader whose address was dead is let go again on their own page', async () => {
  const address = await editors.addReader('back@example.test');
  await comesBack(await sendDigestTo(app.db, address, { recipientId: 6 }));
  const owner = await editors.signedIn('owner');
  const list = (await owner.get('/admin/delivery/feedback')).text;
  const reader = /href="(\/admin\/readers\/[a-z2-7]{16})">back@example.test/.exec(list)?.[1] ?? '';
  expect((await owner.get(reader)).text).toContain('550 5.1.1');
  await owner.submit(reader, 'lift');
  expect(await suppressionsOf(app.db, address)).toEqual([]);
});

test('an owner sets a provider up; the secret is kept, never shown, and stays when the field is left empty', async () => {
  const owner = await editors.signedIn('owner');
  const page = (await owner.get('/admin/delivery/sources/mailgun')).text;
  expect(page).toContain('http://lantern.example.test/webhooks/mailgun');
  const saved = await owner.submit('/admin/delivery/sources/mailgun', 'mailgun', {
    secret: 'canary-of-the-lantern',
  });
  expect(saved.status).toBe(303);
  const again = (await owner.get('/admin/delivery/sources/mailgun')).text;
  expect(again).toContain('One is kept, encrypted');
  expect(again).not.toContain('canary-of-the-lantern');
  await owner.submit('/admin/delivery/sources/mailgun', 'mailgun', { secret: '' });
  expect((await findProof(app.db, testKeys, 'mailgun'))?.secret).toBe('canary-of-the-lantern');

  await owner.submit('/admin/delivery/sources/mailgun', 'remove');
  expect(await findProof(app.db, testKeys, 'mailgun')).toBeNull();
  const trail = (await owner.get('/admin/settings/trail')).text;
  expect(trail).toContain('set up the webhook of Mailgun');
  expect(trail).toContain('removed the webhook of Mailgun');
  expect((await owner.get('/admin/delivery/sources/pigeon')).status).toBe(404);
});

test.each([
  ['mailgun', { secret: '' }, 'Please fill this in'],
  ['mailgun', { secret: 'short' }, 'at least 12 characters'],
  ['sendgrid', { secret: 'not a key' }, 'paste the public key'],
  ['postal', { secret: 'bm90IGEga2V5' }, 'paste the public key'],
  ['postmark', { username: 'with space', secret: 'long enough to do' }, 'without spaces and colons'],
  ['ses', { topics: 'https://evil.example.org/' }, 'one topic a line'],
  ['ses', { topics: '' }, 'one topic a line'],
] as const)('%s with %j is shown again and says why', async (provider, fields, words) => {
  const owner = await editors.signedIn('owner');
  const answer = await owner.submit(`/admin/delivery/sources/${provider}`, provider, fields);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(words);
});
