import { sql } from 'kysely';
import { listArticles } from '../../../../../src/articles/articles.ts';
import { buildReleases } from '../../../../../src/editions/build-release.ts';
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
  expect(progress).toMatch(/It leaves on <b class="tabular">[^<]+<\/b>, in 8 h \d+ min/);
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

describe('an edition with a time of its own', () => {
  const later = { leaveOn: '2027-01-09', leaveTime: '07:30' };
  const countRows = async (id: string): Promise<number> => {
    const { rows } = await sql<{ rows: number }>`
      select count(*) as rows from delivery join edition on edition.mailing_id = delivery.mailing_id
      where public_id = ${id}
    `.execute(app.db);
    return rows[0]?.rows ?? 0;
  };
  const moveBy = (id: string, interval: string) =>
    sql`
      update mailing set release_at = now() + ${interval}::interval from edition
      where edition.mailing_id = mailing.id and public_id = ${id}
    `.execute(app.db);

  // What the tests before this one released.
  beforeAll(() => buildReleases(app.db, app.setting.publicUrl));

  test('waits for it, is frozen shortly before, and can be taken back until then', async () => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    expect((await ana.get(`${path}/send`)).text).toContain('By the clock of Europe/London');
    const scheduled = await ana.submit(`${path}/send`, 'schedule', later);
    expect(scheduled.get('Location')).toBe(`${path}/progress`);
    expect(await mailingOf(id)).toEqual({ priority: 4, seconds: 57 * 3600 });
    const progress = (await ana.get(`${path}/progress`)).text;
    expect(progress).toContain('Held until');
    expect(progress).toMatch(/, in 2 days/);
    expect(await listActsOn(app.db, `edition ${id}`)).toContainEqual(
      expect.objectContaining({
        action: 'gave an edition its time to leave',
        details: { leavesAt: '2027-01-09T07:30:00.000Z' },
      }),
    );

    expect(await buildReleases(app.db, app.setting.publicUrl)).toBe(0);
    expect(await countRows(id)).toBe(0);
    await moveBy(id, '9 minutes');
    expect(await buildReleases(app.db, app.setting.publicUrl)).toBe(1);
    expect(await countRows(id)).toBeGreaterThan(0);

    await ana.submit(`${path}/progress`, 'undo');
    expect((await findEdition(app.db, id))?.mailingId).toBeNull();
    expect(await countRows(id)).toBe(0);
  });

  test.each([
    ['is over', { leaveOn: '2027-01-06', leaveTime: '22:29' }, 'leaveOn'],
    ['is none', { leaveOn: '2027-02-30', leaveTime: '07:30' }, 'leaveOn'],
    ['has no hour', { leaveOn: '2027-01-09', leaveTime: '25:00' }, 'leaveTime'],
    ['is years away', { leaveOn: '2206-01-09', leaveTime: '07:30' }, 'leaveOn'],
  ])('is told where a time %s, and what was typed stays', async (_what, fields, field) => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    const refused = await ana.submit(`${path}/send`, 'schedule', fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="${field}-problem"`);
    expect(refused.text).toContain(`value="${fields.leaveTime}"`);
    expect((await findEdition(app.db, id))?.mailingId).toBeNull();
  });

  test('within quiet hours it waits for their end', async () => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    await ana.submit(`${path}/send`, 'schedule', { ...later, leaveTime: '05:00' });
    expect((await mailingOf(id))?.seconds).toBe(56.5 * 3600);
    await ana.submit(`${path}/progress`, 'undo');
  });

  test('of which nobody took care until long after it is a draft again, with the reason', async () => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    await ana.submit(`${path}/send`, 'schedule', later);
    await moveBy(id, '-3 hours');
    expect(await buildReleases(app.db, app.setting.publicUrl)).toBe(0);
    const edition = await findEdition(app.db, id);
    expect(edition?.mailingId).toBeNull();
    expect(await countRows(id)).toBe(0);
    const { rows } = await sql<{ reason: string }>`
      select taken_back as reason from edition where public_id = ${id}
    `.execute(app.db);
    expect(rows[0]?.reason).toContain('3 hours late');
  });
});
