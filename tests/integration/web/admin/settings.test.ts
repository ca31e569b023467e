import { listStaff } from '../../../../src/staff/accounts.ts';
import { listApiKeys } from '../../../../src/staff/api-keys.ts';
import { listActs, recordAct } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const staffPath = '/admin/settings/staff';
const password = 'a lantern on the quay';
const hasRun = async (action: string): Promise<boolean> =>
  (await listActs(app.db, { limit: 200 })).some((act) => act.action === action);

describe('staff', () => {
  test('an account that the owner makes opens the door with its role, and stands in the trail by id', async () => {
    const ana = await editors.signedIn('owner');
    const dana = { name: 'Dana Okafor', address: 'dana@example.test', role: 'reporter', password };
    const made = await ana.submit(staffPath, 'staff', dana);
    expect([made.status, made.get('Location')]).toEqual([303, `${staffPath}?done=added`]);
    const [act] = await listActs(app.db, { limit: 1 });
    const added = (await listStaff(app.db)).find(({ address }) => address === dana.address);
    expect(act).toMatchObject({
      action: 'made an account with the role reporter',
      object: `staff ${added?.publicId}`,
    });
    expect(JSON.stringify(act)).not.toContain(dana.address);

    const browser = app.visitor();
    const signedIn = await browser.post('/admin/sign-in').type('form').send(dana);
    expect([signedIn.status, signedIn.get('Location')]).toEqual([303, '/admin']);
    expect((await browser.get('/admin')).text).toContain('Dana Okafor<span class="soft"> · reporter');
  });

  test('a bad form says everything that is wrong at once and keeps what was typed, but never the password', async () => {
    const ana = await editors.signedIn('owner');
    const before = await listStaff(app.db);
    const eve = { name: 'Eve', address: 'nobody', role: 'publisher', password: 'kurz!' };
    const refused = await ana.submit(staffPath, 'staff', eve);
    expect(refused.status).toBe(422);
    for (const field of ['address', 'role', 'password']) {
      expect(refused.text).toContain(`href="#${field}"`);
      expect(refused.text).toContain(`id="${field}-problem"`);
    }
    expect(refused.text).toContain('value="Eve"');
    expect(refused.text).toContain('value="nobody"');
    expect(refused.text).not.toContain('kurz!');
    expect(await listStaff(app.db)).toEqual(before);
  });

  test('an address has one account, and a refused one leaves no line in the trail', async () => {
    const ana = await editors.signedIn('owner');
    const twin = { name: 'Another Dana', address: 'Dana@example.test', role: 'analyst', password };
    const refused = await ana.submit(staffPath, 'staff', twin);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('has an account already');
    expect(await hasRun('made an account with the role analyst')).toBe(false);
  });

  test('ending an account closes the door behind it', async () => {
    const ana = await editors.signedIn('owner');
    const browser = app.visitor();
    await browser.post('/admin/sign-in').type('form').send({ address: 'dana@example.test', password });
    expect((await browser.get('/admin')).status).toBe(200);
    await ana.submit(staffPath, 'end');
    expect((await browser.get('/admin')).status).toBe(303);
    expect(await hasRun('ended the account of Dana Okafor')).toBe(true);
    const again = await browser
      .post('/admin/sign-in')
      .type('form')
      .send({ address: 'dana@example.test', password });
    expect(again.status).toBe(422);
  });
});

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
