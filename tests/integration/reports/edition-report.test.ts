import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { suppressAddress } from '../../../src/delivery/suppressions.ts';
import { retryMailing } from '../../../src/delivery/steer-mailing.ts';
import { readTotals } from '../../../src/delivery/mailing-totals.ts';
import { createEdition } from '../../../src/editions/editions.ts';
import { readEditionReport } from '../../../src/reports/edition-report.ts';
import { addReaders, sendEditionNow } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const mailbox = useMailbox();
const app = useApp({ clock: () => new Date(Date.now() + 3_600_000) });
const editors = useEditors(app);
const browser = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0';

async function linksTo(address: string): Promise<readonly string[]> {
  const raw = mailbox.mails.findLast(({ to }) => to === address)?.raw ?? '';
  const { html = '' } = await PostalMime.parse(raw);
  return [...html.matchAll(/href="http:\/\/lantern\.example\.test(\/c\/[^"]+)"/g)].map(
    ([, path = '']) => path,
  );
}

async function follow(address: string, number: number, program = browser): Promise<void> {
  const path = (await linksTo(address)).find((each) => each.endsWith(`.${number}`)) ?? '';
  expect((await app.visitor().get(path).set('User-Agent', program)).status).toBe(302);
}

test('a report adds up: people, machines with their rule, bounces with the server’s words, who left, and its past', async () => {
  await addReaders(
    app,
    'ada@example.test',
    'ben@example.test',
    'dora@gmail.com',
    'emil@example.test',
    'fay@example.test',
  );
  const first = await sendEditionNow(app, mailbox);
  mailbox.script = {
    onRecipient: (address) =>
      address === 'emil@example.test'
        ? { code: 550, text: '5.1.1 <emil@example.test> no such user' }
        : undefined,
  };
  const { publicId, mailingId } = await sendEditionNow(app, mailbox);
  await follow('ada@example.test', 2);
  await follow('ada@example.test', 3);
  await follow('ben@example.test', 2);
  await follow('dora@gmail.com', 2, 'curl/8.5.0');
  await app.setting.reactions.flush();
  const { rows } = await sql<{ id: number }>`
    select newsletter_id as id from edition where public_id = ${publicId}
  `.execute(app.db);
  await suppressAddress(app.db, {
    addressKey: 'ben@example.test',
    scope: `newsletter:${rows[0]?.id ?? 0}`,
    reason: 'left',
  });
  await suppressAddress(app.db, { addressKey: 'fay@example.test', scope: 'bulk', reason: 'complaint' });

  const report = await readEditionReport(app.db, publicId);
  const audience = report?.audience ?? 0;
  expect(audience).toBeGreaterThanOrEqual(5);
  expect(report?.figures).toMatchObject({
    delivered: audience - 1,
    bounced: 1,
    clicks: 2,
    opens: 0,
    unsubscribes: 1,
    complaints: 1,
  });
  expect(report?.clicks.excluded).toEqual([{ reason: 'scanner program', readers: 1 }]);
  expect(report?.links.find(({ number }) => number === 2)).toMatchObject({
    people: 2,
    excluded: [{ reason: 'scanner program', readers: 1 }],
  });
  expect(report?.bounces).toMatchObject([
    { provider: 'example.test', replyClass: 'address-dead', readers: 1, code: 550 },
  ]);
  expect(report?.bounces[0]?.text).toContain('<…@example.test> no such user');
  expect(report?.history).toMatchObject([
    { publicId: first.publicId, delivered: audience, clicks: 0, unsubscribes: 0 },
  ]);
  expect(report?.hours.reduce((sum, { readers }) => sum + readers, 0)).toBe(2);

  const editor = await editors.signedIn('analyst');
  const page = await editor.get(`/admin/editions/${publicId}/report`);
  expect(page.status).toBe(200);
  expect(page.text).toContain('A program, not a browser');
  expect(page.text).toContain('<svg');
  expect(page.text).toContain('The same as a table');
  expect(page.text).toContain('no such user');
  expect(page.text.indexOf('People who clicked')).toBeLessThan(page.text.indexOf('Opens, an estimate'));
  expect(page.text).toContain(`src="/admin/editions/${publicId}/click-map.html"`);
  const map = await editor.get(`/admin/editions/${publicId}/click-map.html`);
  expect(map.get('Content-Security-Policy')).toContain("default-src 'none'");
  expect(map.text).toMatch(
    /href="http:\/\/lantern\.example\.test\/articles\/[^"]+"[^>]*><span[^>]*>2<\/span>/,
  );
  expect(map.text).not.toMatch(/\/c\/|example\.test\/unsubscribe|\.0"/);
  expect(map.text).toContain('Hello,');
  const csv = await editor.get(`/admin/editions/${publicId}/report.csv`);
  expect(csv.get('Content-Type')).toContain('text/csv');
  expect(csv.text).toContain('edition,clicks,people,2\r\n');
  expect(csv.text).toContain('edition,clicks,scanner program,1\r\n');
  expect((await editor.get('/admin/editions')).text).toContain(`/admin/editions/${publicId}/report`);

  // Figures are their rows, at every commit.
  const { rows: differing } = await sql`
    select kind, link, reason from (
      select kind, link, coalesce(reason, '') as reason, count(*) as readers from reaction
      where mailing_id = ${mailingId} and link > 0 group by 1, 2, 3
    ) counted
    full join (select kind, link, reason, readers from reaction_figure
      where mailing_id = ${mailingId} and link > 0 and readers <> 0) kept using (kind, link, reason)
    where counted.readers is distinct from kept.readers
  `.execute(app.db);
  expect(differing).toEqual([]);
});

test('a total is kept once a mailing is over, and forgotten when it goes on', async () => {
  const { mailingId } = await sendEditionNow(app, mailbox);
  const kept = async () => {
    const { rows } = await sql`select from mailing_total where mailing_id = ${mailingId}`.execute(app.db);
    return rows.length;
  };
  expect((await readTotals(app.db, [mailingId])).get(mailingId)?.waiting).toBe(0);
  expect(await kept()).toBe(1);
  await sql`
    update delivery set state = 'expired', reply_class = 'expired' where id =
      (select min(id) from delivery where mailing_id = ${mailingId})
  `.execute(app.db);
  expect(await app.db.transaction().execute((tx) => retryMailing(tx, mailingId))).toBe(1);
  expect(await kept()).toBe(0);
  expect((await readTotals(app.db, [mailingId])).get(mailingId)?.waiting).toBe(1);
});

test('a draft has no report, an unknown edition no page, and a stranger sees neither', async () => {
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: [],
    createdBy: 'Ana Reyes',
  });
  if (created.kind !== 'created') throw new Error(created.message);
  const editor = await editors.signedIn('reporter');
  const draft = await editor.get(`/admin/editions/${created.id}/report`);
  expect([draft.status, draft.get('Location')]).toEqual([303, `/admin/editions/${created.id}`]);
  expect((await editor.get(`/admin/editions/${created.id}/report.csv`)).status).toBe(404);
  expect((await editor.get(`/admin/editions/${created.id}/click-map.html`)).status).toBe(404);
  expect((await editor.get('/admin/editions/nothing/report')).status).toBe(404);
  expect((await app.visitor().get(`/admin/editions/${created.id}/report`)).status).not.toBe(200);
});
