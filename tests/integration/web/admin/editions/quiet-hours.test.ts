import { sql } from 'kysely';
import { listArticles } from '../../../../../src/articles/articles.ts';
import { findEdition } from '../../../../../src/editions/editions.ts';
import { listActsOn } from '../../../../../src/staff/audit.ts';
import { useApp } from '../../../../support/use-app.ts';
import { type Editor, useEditors } from './use-editors.ts';

/** Half past ten at night in Wrenhythe, in winter. */
const night = new Date('2027-01-06T22:30:00Z');
let now = night;
const app = useApp({ clock: () => now });
const editors = useEditors(app);

beforeAll(async () => {
  await editors.withoutUndo();
  await sql`
    insert into digest_plan (newsletter_id, quiet_from, quiet_until)
    select id, 22 * 60, 7 * 60 from newsletter where slug = 'morning-edition'
  `.execute(app.db);
  await sql`update publication set time_zone = 'Europe/London'`.execute(app.db);
});
beforeEach(() => {
  now = night;
});

async function draft(ana: Editor): Promise<{ id: string; path: string }> {
  const { articles } = await listArticles(app.db, { limit: 1 });
  const response = await ana.post('/admin/editions', {
    newsletter: 'morning-edition',
    article: articles.map(({ slug }) => slug),
  });
  const path = response.get('Location') ?? '';
  return { path, id: path.split('/').at(-1) ?? '' };
}

const mailingOf = async (id: string) => {
  const { rows } = await sql<{ priority: number; seconds: number }>`
    select priority, extract(epoch from release_at - mailing.created_at)::integer as seconds
    from mailing join edition on edition.mailing_id = mailing.id where public_id = ${id}
  `.execute(app.db);
  return rows[0];
};

test('an edition made by hand waits for the end of the quiet hours, and says so before the click', async () => {
  const ana = await editors.signedIn('editor');
  const { id, path } = await draft(ana);
  const page = (await ana.get(`${path}/send`)).text;
  expect(page).toMatch(/Send to [\d,]+\u00a0readers? at 07:00/);
  await ana.submit(`${path}/send`, 'release');
  expect(await mailingOf(id)).toEqual({ priority: 4, seconds: 8.5 * 3600 });
  const progress = (await ana.get(`${path}/progress`)).text;
  expect(progress).toContain('waits for the end of the quiet hours');
  expect((await ana.get('/admin/editions')).text).toMatch(/Held for 8 h \d+ min/);

  await ana.submit(`${path}/progress`, 'undo');
  expect((await findEdition(app.db, id))?.mailingId).toBeNull();
});

test('breaking news leaves at once, before digests, with its reason in the trail', async () => {
  const ana = await editors.signedIn('editor');
  const { id, path } = await draft(ana);
  const refused = await ana.submit(`${path}/send`, 'release', { act: 'urgent', reason: '  ' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="reason-problem"');
  expect((await findEdition(app.db, id))?.mailingId).toBeNull();

  await ana.submit(`${path}/send`, 'release', { act: 'urgent', reason: 'The dyke is open' });
  expect(await mailingOf(id)).toEqual({ priority: 3, seconds: 0 });
  expect(await listActsOn(app.db, `edition ${id}`)).toContainEqual(
    expect.objectContaining({
      action: 'released an edition as breaking news',
      details: { reason: 'The dyke is open' },
    }),
  );
});

test('by day it leaves as ever, and a reason that was typed and not used counts for nothing', async () => {
  now = new Date('2027-01-07T07:00:00Z');
  const ana = await editors.signedIn('editor');
  const { id, path } = await draft(ana);
  expect((await ana.get(`${path}/send`)).text).toMatch(/Send to [\d,]+\u00a0readers? now/);
  await ana.submit(`${path}/send`, 'release', { reason: 'Typed, then thought better of' });
  expect(await mailingOf(id)).toEqual({ priority: 4, seconds: 0 });
});
