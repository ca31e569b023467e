import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { makeSponsorReport, openSponsorReport, sponsorToken } from '../../../src/reports/sponsor-report.ts';
import { signToken } from '../../../src/platform/signed-token.ts';
import { addReaders, sendEditionNow } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const mailbox = useMailbox();
const app = useApp({ clock: () => new Date(Date.now() + 3_600_000) });
const editors = useEditors(app);
const browser = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0';

async function follow(address: string, number: number, program = browser): Promise<void> {
  const raw = mailbox.mails.findLast(({ to }) => to === address)?.raw ?? '';
  const { html = '' } = await PostalMime.parse(raw);
  const paths = [...html.matchAll(/href="http:\/\/lantern\.example\.test(\/c\/[^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  const path = paths.find((each) => each.endsWith(`.${number}`)) ?? '';
  expect((await app.visitor().get(path).set('User-Agent', program)).status).toBe(302);
}

/** Lets a link of an edition be a sponsor's. */
const sellLink = (mailingId: number, number: number, url: string) =>
  sql`update mailing_link set url = ${url} where mailing_id = ${mailingId} and number = ${number}`.execute(
    app.db,
  );

const pathIn = (html: string): string =>
  /href="http:\/\/lantern\.example\.test(\/sponsor\/[^"]+)"/.exec(html)?.[1] ?? '';

test('a sponsor sees what their links did, until the newsroom closes the page', async () => {
  await addReaders(app, 'ada@example.test', 'ben@example.test');
  const { publicId, mailingId } = await sendEditionNow(app, mailbox);
  await sellLink(mailingId, 2, 'https://www.harbour-bakery.example.org/?utm=1');
  await follow('ada@example.test', 2);
  await follow('ada@example.test', 2);
  await follow('ben@example.test', 2);
  await follow('ben@example.test', 3);
  await follow('ben@example.test', 2, 'curl/8.5.0');
  await app.setting.reactions.flush();

  const editor = await editors.signedIn('editor');
  expect((await editor.get(`/admin/editions/${publicId}/report`)).text).toContain(
    `sponsors/new?edition=${publicId}`,
  );
  const form = await editor.formAt(`/admin/reports/sponsors/new?edition=${publicId}`, 'sponsors');
  const empty = await editor.send(form, { sponsor: 'Harbour Bakery', days: '30' });
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('at least one site or link');
  const nobody = await editor.send(form, { sponsor: ' ', hosts: 'harbour-bakery.example.org', days: '30' });
  expect([nobody.status, nobody.text.includes('Please say whom it is for')]).toEqual([422, true]);
  const forever = await editor.send(form, {
    sponsor: 'B',
    hosts: 'harbour-bakery.example.org',
    days: '9999',
  });
  expect(forever.status).toBe(422);
  const made = await editor.send(form, {
    sponsor: 'Harbour Bakery',
    hosts: 'harbour-bakery.example.org',
    days: '30',
  });
  expect(made.get('Location')).toBe('/admin/reports/sponsors');

  const path = pathIn((await editor.get('/admin/reports/sponsors')).text);
  const page = await app.visitor().get(path);
  expect(page.status).toBe(200);
  expect(page.get('Referrer-Policy')).toBe('no-referrer');
  expect(page.get('Set-Cookie')).toBeUndefined();
  expect(page.text).toContain('Harbour Bakery');
  expect(page.text).toContain('<meta name="robots" content="noindex');
  const figures = [...page.text.matchAll(/<dd>([^<]+)<\/dd>/g)].map(([, value]) => value);
  expect(figures[1]).toBe('2');
  expect(page.text).toContain('How it was counted');
  expect(page.text).not.toMatch(/ada@|ben@/);
  expect(page.text).not.toContain('/articles/');

  await editor.submit('/admin/reports/sponsors', 'end');
  const ended = await app.visitor().get(path);
  expect([ended.status, ended.text.includes('This report is closed')]).toEqual([410, true]);
  const { rows } = await sql<{ action: string }>`
    select action from audit_entry where action like '%sponsor%' order by id
  `.execute(app.db);
  expect(rows.map(({ action }) => action)).toEqual([
    'opened a report for a sponsor',
    'closed a report for a sponsor',
  ]);
});

test('several editions add up, hosts below a host count, and other hosts do not', async () => {
  const sent = [await sendEditionNow(app, mailbox), await sendEditionNow(app, mailbox)];
  const [first, second] = sent;
  await sellLink(first?.mailingId ?? 0, 2, 'https://shop.bakery.example.org/');
  await sellLink(second?.mailingId ?? 0, 2, 'https://bakery.example.org.evil.example.test/');
  await sellLink(second?.mailingId ?? 0, 3, 'https://bakery.example.org/');
  await follow('ada@example.test', 2);
  await follow('ada@example.test', 3);
  await app.setting.reactions.flush();
  const outcome = await makeSponsorReport(
    app.db,
    {
      sponsor: 'The bakery',
      editions: sent.map(({ publicId }) => publicId),
      hosts: ['bakery.example.org'],
      urls: [],
      days: 30,
    },
    'Ana Reyes',
  );
  expect(outcome.kind).toBe('made');
  const { rows } = await sql<{ id: number }>`select max(id) as id from sponsor_report`.execute(app.db);
  const token = sponsorToken(testKeys, { id: rows[0]?.id ?? 0 });
  const opened = await openSponsorReport(app.db, testKeys, token, new Date());
  expect(opened).toMatchObject({
    kind: 'open',
    report: {
      editions: [{ clicks: 0 }, { clicks: 1 }],
      links: [{ url: 'https://bakery.example.org/', clicks: 1 }, { clicks: 0 }],
    },
  });
  const later = new Date(Date.now() + 31 * 86_400_000);
  expect(await openSponsorReport(app.db, testKeys, token, later)).toEqual({ kind: 'over' });
});

test.each([
  ['nothing', 'nothing'],
  ['a token of another kind', signToken(testKeys, 'unsubscribe', [1])],
  ['a report that is not there', signToken(testKeys, 'sponsor report', [9999])],
  ['a changed token', signToken(testKeys, 'sponsor report', [1]).replace(/.$/, '_')],
])('%s opens nothing', async (_name, token) => {
  const page = await app.visitor().get(`/sponsor/${token}`);
  expect([page.status, page.text.includes('This link opens nothing')]).toEqual([404, true]);
});

test('a reporter and an analyst may look and make none; an edition that has not left has none', async () => {
  for (const role of ['reporter', 'analyst'] as const) {
    const person = await editors.signedIn(role);
    expect((await person.get('/admin/reports/sponsors')).status).toBe(200);
    expect((await person.get('/admin/reports/sponsors/new')).status).toBe(403);
  }
  const form = { sponsor: 'B', editions: ['nothing'], hosts: ['a.example'], urls: [], days: 30 };
  expect(await makeSponsorReport(app.db, form, 'Ana')).toEqual({ kind: 'not-sent', missing: 1 });
});
