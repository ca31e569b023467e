import { sql } from 'kysely';
import { listApiKeys } from '../../../../src/staff/api-keys.ts';
import { listActs, recordAct } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const hasRun = async (action: string): Promise<boolean> =>
  (await listActs(app.db, { limit: 200 })).some((act) => act.action === action);

describe('keys', () => {
  test('one without a name or without a scope is not made, and keeps its ticks', async () => {
    const ana = await editors.signedIn('owner');
    const path = '/admin/settings/keys';
    const nameless = await ana.submit(path, 'keys', { name: ' ', scopes: ['editions:read'] });
    expect(nameless.status).toBe(422);
    expect(nameless.text).toContain('id="name-problem"');
    expect(nameless.text).toMatch(/value="editions:read" checked/);
    const scopeless = await ana.submit(path, 'keys', { name: 'Archive', scopes: ['everything'] });
    expect(scopeless.status).toBe(422);
    expect(scopeless.text).toContain('id="scopes-problem"');
    expect(scopeless.text).toContain('value="Archive"');
    expect(await listApiKeys(app.db)).toEqual([]);
  });

  test('the page that shows a key is kept by nobody on the way', async () => {
    const ana = await editors.signedIn('owner');
    const made = await ana.submit('/admin/settings/keys', 'keys', {
      name: 'Archive',
      scopes: ['editions:read'],
    });
    expect(made.text).toMatch(/dk_[\w-]{43}/);
    expect(made.get('Cache-Control')).toBe('no-store');
  });
});

describe('the trail', () => {
  test('goes on page by page, newest first, and leads to what an act was done to', async () => {
    for (let n = 1; n <= 105; n += 1) {
      await recordAct(app.db, { actor: 'Ana Reyes', action: `act ${n}.`, object: 'article last-ferry' });
    }
    const ana = await editors.signedIn('owner');
    const path = '/admin/settings/trail';
    const first = (await ana.get(path)).text;
    expect(first).toContain('href="/admin/stories/last-ferry"');
    const shown = [...first.matchAll(/act (\d+)\./g)].map(([, n]) => Number(n));
    expect(shown).toEqual(Array.from({ length: 100 }, (_, index) => 105 - index));
    const next = /href="([^"]+)">Earlier acts/.exec(first)?.[1] ?? '';
    const second = (await ana.get(next)).text;
    expect(second).toContain('act 5.');
    expect(second).not.toContain('act 6.');
    // Records are read years later.
    expect(first).toMatch(/\d{4} at \d\d:\d\d (?:GMT|BST)/);
  });
});

describe('a narrowed trail', () => {
  const path = '/admin/settings/trail';

  test('shows one person, one kind and whole days of the newsroom, page by page and as a file', async () => {
    await sql`
      insert into audit_entry (actor, action, object, at) values
        ('Zoe Quist', 'wrote a thing.', 'article tide', '2025-06-10 22:30:00Z'),
        ('Zoe Quist', 'sent a thing.', 'edition abc', '2025-06-10 23:30:00Z'),
        ('Zoe Quist', '=HYPERLINK("x")', null, '2025-06-12 10:00:00Z')
    `.execute(app.db);
    const ana = await editors.signedIn('owner');
    const acts = async (query: string) =>
      [...(await ana.get(`${path}?${query}`)).text.matchAll(/(wrote|sent) a thing\./g)].map(
        ([, word]) => word,
      );
    expect(await acts('who=Zoe+Quist')).toEqual(['sent', 'wrote']);
    expect(await acts('who=Zoe+Quist&kind=article')).toEqual(['wrote']);
    // Half past eleven in UTC is the next day in Wrenhythe's summer.
    expect(await acts('who=Zoe+Quist&from=2025-06-11&to=2025-06-11')).toEqual(['sent']);
    expect(await acts('who=Zoe+Quist&to=2025-06-10')).toEqual(['wrote']);
    expect(await acts('who=Nobody')).toEqual([]);
    // A day that is none narrows nothing.
    expect(await acts('who=Zoe+Quist&from=2025-02-31')).toEqual(['sent', 'wrote']);
    const page = (await ana.get(`${path}?who=Zoe+Quist`)).text;
    expect(page).toContain('<option value="Zoe Quist" selected');
    expect(page).toContain('>Stories</option>');

    const file = await ana.get(`${path}/trail.csv?who=Zoe+Quist`);
    expect(file.get('Content-Type')).toContain('text/csv');
    expect(file.text.split('\r\n')).toEqual([
      'at,who,what,object,details',
      `2025-06-12T10:00:00.000Z,Zoe Quist,"'=HYPERLINK(""x"")",,{}`,
      '2025-06-10T23:30:00.000Z,Zoe Quist,sent a thing.,edition abc,{}',
      '2025-06-10T22:30:00.000Z,Zoe Quist,wrote a thing.,article tide,{}',
      '',
    ]);
    expect(await hasRun('downloaded the audit trail')).toBe(true);
  });

  test('is never changed: the database refuses it', async () => {
    await expect(sql`update audit_entry set actor = 'Eve'`.execute(app.db)).rejects.toThrow();
    await expect(sql`delete from audit_entry`.execute(app.db)).rejects.toThrow();
  });
});

test('how long single clicks are kept is a whole number of months, and stands in the trail', async () => {
  const ana = await editors.signedIn('owner');
  const path = '/admin/settings/clicks';
  for (const keepMonths of ['', '0', '61', '1.5', 'six']) {
    const refused = await ana.submit(path, 'clicks', { keepMonths });
    expect([keepMonths, refused.status]).toEqual([keepMonths, 422]);
    expect(refused.text).toContain('Please give a whole number from 1 to 60');
  }
  expect((await ana.submit(path, 'clicks', { keepMonths: '3' })).get('Location')).toBe(`${path}?done=saved`);
  expect((await ana.get(path)).text).toContain('value="3"');
  expect(await hasRun('keeps single clicks and opens for 3 months')).toBe(true);
  const bea = await editors.signedIn('editor');
  expect((await bea.get(path)).status).toBe(403);
});
