import { sql } from 'kysely';
import pino from 'pino';
import { importArticle } from '../../../../src/articles/import-article.ts';
import { runDigests } from '../../../../src/editions/digests/run-digests.ts';
import { listSchedules } from '../../../../src/editions/digests/schedule.ts';
import { readWatchSetting } from '../../../../src/editions/watch/watch-setting.ts';
import { findNewsletter } from '../../../../src/newsletters/newsletter.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

let now = new Date('2027-01-06T12:00:00Z');
const app = useApp({ clock: () => now });
const editors = useEditors(app);
const path = '/admin/newsletters/morning-edition/digests';
const log = pino({ level: 'silent' });

const sweep = (at: string) => {
  now = new Date(at);
  return runDigests(app.db, app.setting, { now, log });
};

const story = (title: string, at: string) =>
  importArticle(app.db, {
    bytes: Buffer.from(`${title} is what people talk about.\n\nMore tomorrow.`),
    title,
    publishedAt: new Date(at),
  });

afterEach(async () => {
  await sql`truncate digest_plan, digest_schedule, digest_run, edition cascade`.execute(app.db);
});

describe('the rhythm of a newsletter', () => {
  test('is set in the words of the page, and recorded', async () => {
    const ana = await editors.signedIn('owner');
    const saved = await ana.submit(path, 'digests', {
      'daily-isOn': 'yes',
      'daily-minutes': '7:05',
      'daily-weekdays': ['1', '2', '3', '4', '5'],
      'daily-leastStories': '3',
      quietFrom: '22:00',
      quietUntil: '06:00',
      atReadersHour: 'yes',
    });
    expect(saved.get('Location')).toBe(`${path}?done=saved`);
    const newsletter = await findNewsletter(app.db, { slug: 'morning-edition' });
    const schedules = await listSchedules(app.db, { newsletterId: newsletter?.id ?? 0, onlyOn: true });
    expect(schedules).toMatchObject([
      {
        rhythm: 'daily',
        minutes: 425,
        weekdays: [1, 2, 3, 4, 5],
        timeZone: 'Europe/London',
        leastStories: 3,
        needsApproval: false,
      },
    ]);
    const [act] = await listActsOn(app.db, 'newsletter morning-edition');
    expect(act).toMatchObject({ action: 'changed the rhythm of a newsletter', details: { on: ['daily'] } });

    await sweep('2027-01-06T12:00:05Z');
    const page = (await ana.get(path)).text;
    expect(page).toContain('value="07:05"');
    expect(page).toMatch(/<input[^>]*name="atReadersHour"[^>]*checked/);
    expect(page).toContain('7 January 2027 at 07:05');
  });

  test('every field that is wrong is named at once, and what was typed is kept', async () => {
    const ana = await editors.signedIn('owner');
    const refused = await ana.submit(path, 'digests', {
      'daily-isOn': 'yes',
      'daily-minutes': '25:00',
      'daily-weekdays': [],
      'daily-timeZone': 'Middle/Earth',
      'daily-leastStories': '',
      'weekly-deadlineMinutes': '99999',
      quietFrom: '22:00',
      quietUntil: '',
      latenessMinutes: 'soon',
    });
    expect(refused.status).toBe(422);
    for (const field of [
      'daily-minutes',
      'daily-weekdays',
      'daily-timeZone',
      'daily-leastStories',
      'weekly-deadlineMinutes',
      'latenessMinutes',
    ])
      expect(refused.text).toContain(`id="${field}-problem"`);
    expect(refused.text).toContain('value="25:00"');
    expect(await listSchedules(app.db)).toEqual([]);
  });

  test('a departure in the quiet hours, and half a night, are refused', async () => {
    const ana = await editors.signedIn('owner');
    const typed = { 'daily-isOn': 'yes', 'daily-minutes': '05:59', quietFrom: '22:00', quietUntil: '06:00' };
    const refused = await ana.submit(path, 'digests', typed);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('This lies in the quiet hours');
    const half = await ana.submit(path, 'digests', { ...typed, quietUntil: '' });
    expect(half.text).toContain('Please give a beginning and another end');
    const fine = await ana.submit(path, 'digests', { ...typed, 'daily-minutes': '06:00' });
    expect(fine.status).toBe(303);
  });

  test('one newsletter can be the combined digest', async () => {
    const ana = await editors.signedIn('owner');
    await ana.submit(path, 'digests', { isCombined: 'yes' });
    const second = await ana.submit('/admin/newsletters/weekend/digests', 'digests', { isCombined: 'yes' });
    expect(second.status).toBe(422);
    expect(second.text).toContain('Another newsletter is the combined digest already');
  });

  test('is the owner’s', async () => {
    const bea = await editors.signedIn('reporter');
    expect((await bea.get(path)).status).toBe(403);
    expect((await bea.post(path, { 'daily-isOn': 'yes' })).status).toBe(403);
  });
});

describe('automatic editions', () => {
  const setUp = async (fields: Readonly<Record<string, string>> = {}) => {
    now = new Date('2027-02-01T12:00:00Z');
    const ana = await editors.signedIn('owner');
    await ana.submit(path, 'digests', { 'daily-isOn': 'yes', 'daily-minutes': '06:30', ...fields });
    await sweep('2027-02-01T12:00:05Z');
    const { rows } = await sql<{ id: string }>`select public_id as id from digest_run`.execute(app.db);
    return { ana, run: `/admin/editions/runs/${rows[0]?.id ?? ''}` };
  };

  test('stand with their hour before it comes, and with their story after', async () => {
    const { ana, run } = await setUp();
    await story('The pier is closed', '2027-02-01T18:00:00Z');
    const before = (await ana.get('/admin/editions/runs')).text;
    expect(before).toContain(run);
    expect(before).toContain('2 February at 06:30');
    now = new Date('2027-02-01T19:00:00Z');
    expect((await ana.get(run)).text).toContain('The pier is closed');
    await sweep('2027-02-02T06:30:00Z');
    const after = (await ana.get('/admin/editions/runs')).text;
    expect(after).toContain('Sent');
    expect(after).toContain('The pier is closed');
  });

  test('the lead is pinned by its editor', async () => {
    const { ana, run } = await setUp();
    await story('The tide was high', '2027-02-01T17:00:00Z');
    await story('The bell is back', '2027-02-01T18:00:00Z');
    now = new Date('2027-02-01T19:00:00Z');
    const pinned = await ana.submit(run, 'lead', { lead: 'the-tide-was-high' });
    expect(pinned.get('Location')).toBe(`${run}?done=lead`);
    expect((await ana.get(run)).text).toContain('(pinned to the top)');
    await ana.submit(run, 'build');
    const { rows } = await sql<{ subject: string }>`select subject from edition`.execute(app.db);
    expect(rows).toEqual([{ subject: 'The tide was high' }]);
  });

  test('one that is held waits for its yes; a second click changes nothing', async () => {
    const { ana, run } = await setUp({ 'daily-needsApproval': 'yes', 'daily-leadMinutes': '60' });
    await story('The mayor resigns', '2027-02-01T18:00:00Z');
    await sweep('2027-02-02T05:30:00Z');
    expect((await ana.get(run)).text).toContain('Waits for approval');
    const form = await ana.formAt(run, 'approve');
    expect((await ana.send(form)).get('Location')).toBe(`${run}?done=approve`);
    expect((await ana.send(form)).get('Location')).toBe(`${run}?done=no-change`);
    expect(await sweep('2027-02-02T06:30:00Z')).toBe(1);
    const [act] = await listActsOn(app.db, `run ${run.split('/').at(-1) ?? ''}`);
    expect(act).toMatchObject({ actor: 'Ana Reyes', action: 'approved an automatic edition' });
  });

  test('at once wants a reason, and keeps it', async () => {
    const { ana, run } = await setUp();
    await story('The dyke is open', '2027-02-01T18:00:00Z');
    now = new Date('2027-02-01T19:00:00Z');
    const refused = await ana.submit(run, 'send-now', { reason: ' ' });
    expect(refused.status).toBe(422);
    expect((await ana.submit(run, 'send-now', { reason: 'Water in the lower town' })).status).toBe(303);
    expect(await sweep('2027-02-01T19:00:05Z')).toBe(1);
    const [act] = await listActsOn(app.db, `run ${run.split('/').at(-1) ?? ''}`);
    expect(act).toMatchObject({ details: { reason: 'Water in the lower town' } });
  });

  test('a reporter reads them and decides nothing', async () => {
    const { run } = await setUp();
    const bea = await editors.signedIn('reporter');
    const page = await bea.get(run);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('What you can do');
    expect((await bea.post(`${run}/skip`, {})).status).toBe(403);
    expect((await bea.get('/admin/editions/runs/nothing')).status).toBe(404);
  });
});

describe('where warnings go', () => {
  const settings = '/admin/settings/warnings';

  test('is set by its owner', async () => {
    const ana = await editors.signedIn('owner');
    const saved = await ana.submit(settings, 'warnings', {
      recipients: 'desk@example.test\nana@example.test',
      webhookUrl: 'https://chat.example.test/hook',
    });
    expect(saved.get('Location')).toBe(`${settings}?done=saved`);
    expect(await readWatchSetting(app.db)).toEqual({
      webhookUrl: 'https://chat.example.test/hook',
      recipients: ['desk@example.test', 'ana@example.test'],
      relayId: null,
    });
  });

  test('wrong addresses are named, and kept as they were typed', async () => {
    const ana = await editors.signedIn('owner');
    const refused = await ana.submit(settings, 'warnings', {
      recipients: 'desk@example.test, nobody',
      webhookUrl: 'http://chat.example.test/hook',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('“nobody” is no e-mail address');
    expect(refused.text).toContain('Please give an address that begins with https://');
    expect(refused.text).toContain('value="http://chat.example.test/hook"');
  });
});
