import { listStaff } from '../../../../src/staff/accounts.ts';
import { endStaff } from '../../../../src/staff/change-account.ts';
import { makeSetUpLink } from '../../../../src/staff/set-up-link.ts';
import { beginSession, findSession } from '../../../../src/staff/sessions.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const password = 'a lantern on the quay';
const cookieOf = (header: unknown): string => (Array.isArray(header) ? String(header[0]) : '');
const tokenIn = (cookie: string): string => /^doorstep=([^;]*)/.exec(cookie)?.[1] ?? '';

const readPages = [
  '/admin',
  '/admin/stories',
  '/admin/stories/import',
  '/admin/readers',
  '/admin/readers/somebody',
  '/admin/newsletters',
  '/admin/newsletters/new',
  '/admin/newsletters/morning-edition',
  '/admin/newsletters/morning-edition/look',
  '/admin/delivery',
  '/admin/editions',
  '/admin/editions/new',
  '/admin/editions/some-edition',
  '/admin/editions/some-edition/approval',
  '/admin/editions/some-edition/picture',
  '/admin/editions/some-edition/polls',
  '/admin/stories/some-story',
  '/admin/stories/new',
  '/admin/stories/drafts/some-draft',
  '/admin/stories/drafts/some-draft/history',
  '/admin/stories/drafts/some-draft/preview',
  '/admin/nothing-here',
  '/admin/settings',
  '/admin/settings/staff',
  '/admin/settings/keys',
  '/admin/settings/trail',
  '/admin/account',
  '/admin/account/app',
];

describe('the set-up link', () => {
  test('makes the owner, signs them in and opens once', async () => {
    const link = `/admin/set-up/${await makeSetUpLink(app.db)}`;
    const ana = app.visitor();
    const short = await ana
      .post(link)
      .type('form')
      .send({ name: 'Ana', address: 'ana@example.test', password: '1234' });
    expect(short.status).toBe(422);
    expect(short.text).toContain('value="ana@example.test"');
    expect(short.text).toContain('id="password-problem"');

    const made = await ana
      .post(link)
      .type('form')
      .send({ name: 'Ana', address: 'ana@example.test', password });
    expect([made.status, made.get('Location')]).toEqual([303, '/admin']);
    expect(cookieOf(made.get('Set-Cookie'))).toMatch(/^doorstep=.+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await ana.get('/admin')).status).toBe(200);

    const again = await app.visitor().get(link);
    expect(again.status).toBe(404);
    expect(again.text).toContain('This link has been used');
    const second = { name: 'Eve', address: 'eve@example.test', password };
    expect((await app.visitor().post(link).type('form').send(second)).status).toBe(404);
    expect((await listStaff(app.db)).map(({ name }) => name)).toEqual(['Ana']);
  });

  test('that nobody made opens nothing', async () => {
    const page = await app.visitor().get('/admin/set-up/nothing');
    expect(page.status).toBe(404);
    expect(page.text).toContain('does not open anything');
  });
});

describe('without a session', () => {
  test.each(readPages)('%s leads to the door and back', async (path) => {
    const response = await app.visitor().get(path);
    expect(response.status).toBe(303);
    expect(response.get('Location')).toBe(`/admin/sign-in?next=${encodeURIComponent(path)}`);
  });

  test('a post changes nothing', async () => {
    const before = await listStaff(app.db);
    const eve = { name: 'Eve', address: 'eve@example.test', role: 'owner', password };
    expect((await app.visitor().post('/admin/settings/staff').type('form').send(eve)).status).toBe(303);
    expect(await listStaff(app.db)).toEqual(before);
  });
});

describe('signing in', () => {
  test('gives a new session each time, and a wrong password and a wrong address read the same', async () => {
    const ana = app.visitor();
    const right = { address: 'ana@example.test', password };
    const first = await ana
      .post('/admin/sign-in')
      .type('form')
      .send({ ...right, next: '/admin/readers' });
    expect([first.status, first.get('Location')]).toEqual([303, '/admin/readers']);
    const second = await ana.post('/admin/sign-in').type('form').send(right);
    const tokens = [first, second].map((response) => tokenIn(cookieOf(response.get('Set-Cookie'))));
    expect(new Set(tokens).size).toBe(2);

    const wrong = { ...right, password: 'another password' };
    const badPassword = await ana.post('/admin/sign-in').type('form').send(wrong);
    const badAddress = await ana
      .post('/admin/sign-in')
      .type('form')
      .send({ ...wrong, address: 'eva@example.test' });
    expect(badPassword.status).toBe(422);
    expect(badAddress.text.replaceAll('eva@', 'ana@')).toBe(badPassword.text);
  });

  test('never leads away from the newsroom', async () => {
    const form = { address: 'ana@example.test', password, next: '//evil.example.test/admin' };
    const response = await app.visitor().post('/admin/sign-in').type('form').send(form);
    expect(response.get('Location')).toBe('/admin');
  });

  test('is slowed down by address, wherever the tries come from', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) {
      const form = { address: 'slow@example.test', password: 'x' };
      statuses.push((await app.visitor().post('/admin/sign-in').type('form').send(form)).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(422));
    expect(statuses[10]).toBe(429);
  });

  test('out ends the session for good', async () => {
    const ana = app.visitor();
    const form = { address: 'ana@example.test', password };
    const token = tokenIn(
      cookieOf((await ana.post('/admin/sign-in').type('form').send(form)).get('Set-Cookie')),
    );
    const session = await findSession(app.db, token);
    expect(session).not.toBeNull();
    expect((await ana.post('/admin/sign-out').type('form').send({})).status).toBe(403);
    expect(await findSession(app.db, token)).not.toBeNull();
    const out = await ana.post('/admin/sign-out').type('form').send({ csrf: session?.csrfToken });
    expect([out.status, out.get('Location')]).toEqual([303, '/admin/sign-in']);
    expect(await findSession(app.db, token)).toBeNull();
    // A browser that kept the cookie all the same stands before the door.
    const kept = await app.visitor().get('/admin').set('Cookie', `doorstep=${token}`);
    expect(kept.status).toBe(303);
  });
});

describe('a form', () => {
  test('without its token, or from another site, changes nothing', async () => {
    const owner = await editors.signedIn('owner');
    const form = await owner.formAt('/admin/newsletters/new', 'new');
    const facts = { slug: 'forged', name: 'Forged', promise: 'None', frequency: 'Never' };
    const bare = await owner.send(
      { ...form, fields: form.fields.filter(([name]) => name !== 'csrf') },
      facts,
    );
    expect(bare.status).toBe(403);
    expect(bare.text).toContain('Nothing was changed');
    const wrong = await owner.send(form, { ...facts, csrf: 'another' });
    expect(wrong.status).toBe(403);
    expect((await owner.get('/admin/newsletters/forged')).status).toBe(404);

    expect((await owner.send(form, facts)).get('Location')).toBe('/admin/newsletters/forged?done=added');
  });
});

describe('a form with the right token', () => {
  const elsewhere: ReadonlyArray<Readonly<Record<string, string>>> = [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example.test' },
    { Origin: 'null' },
  ];

  async function postMia(headers: Readonly<Record<string, string>>) {
    const owner = (await listStaff(app.db)).find(({ role }) => role === 'owner');
    const token = await beginSession(app.db, owner?.id ?? 0);
    const session = await findSession(app.db, token);
    const mia = { name: 'Mia', address: 'mia@example.test', role: 'analyst', password };
    return app
      .visitor()
      .post('/admin/settings/staff')
      .set({ ...headers, Cookie: `doorstep=${token}` })
      .type('form')
      .send({ ...mia, csrf: session?.csrfToken });
  }

  test.each(elsewhere)('that comes with %j changes nothing', async (headers) => {
    const before = await listStaff(app.db);
    expect((await postMia(headers)).status).toBe(403);
    expect(await listStaff(app.db)).toEqual(before);
  });

  test('that comes from the page itself is heard', async () => {
    const own = { 'Sec-Fetch-Site': 'same-origin', Origin: app.setting.publicUrl };
    expect((await postMia(own)).get('Location')).toBe('/admin/settings/staff?done=invited');
  });
});

describe('roles', () => {
  test('only the owner opens the settings', async () => {
    for (const role of ['editor', 'reporter', 'analyst'] as const) {
      const person = await editors.signedIn(role);
      const page = await person.get('/admin/settings/staff');
      expect(page.status).toBe(403);
      expect(page.text).toContain('This is not yours to do');
      expect((await person.get('/admin')).text).not.toContain('href="/admin/settings"');
    }
    expect((await (await editors.signedIn('owner')).get('/admin/settings/staff')).status).toBe(200);
  });

  test('a reporter who posts to the settings adds nobody', async () => {
    const reporter = await editors.signedIn('reporter');
    const before = await listStaff(app.db);
    const eve = { name: 'Eve', address: 'eve@example.test', role: 'owner', password };
    expect((await reporter.post('/admin/settings/staff', eve)).status).toBe(403);
    expect(await listStaff(app.db)).toEqual(before);
  });

  test('an analyst reads and writes nothing', async () => {
    const analyst = await editors.signedIn('analyst');
    expect((await analyst.get('/admin/stories')).status).toBe(200);
    expect((await analyst.get('/admin/stories/import')).status).toBe(403);
    expect((await analyst.get('/admin/newsletters/morning-edition')).status).toBe(403);
    const story = (await analyst.get('/admin/stories')).text;
    const path = /href="(\/admin\/stories\/(?!import)[^"?]+)"/.exec(story)?.[1] ?? '';
    expect((await analyst.get(path)).text).not.toContain('Save the facts');
  });

  test('an account that ends takes its sessions along; the last owner’s does not end', async () => {
    const editor = await editors.signedIn('editor');
    expect((await editor.get('/admin')).status).toBe(200);
    const staff = await listStaff(app.db);
    const publicId = staff.at(-1)?.publicId ?? '';
    const actor = { name: 'Ana' };
    expect((await endStaff(app.db, { publicId, actor })).kind).toBe('changed');
    expect((await editor.get('/admin')).status).toBe(303);
    const owners = staff.filter(({ role }) => role === 'owner');
    const outcomes: string[] = [];
    for (const { publicId: owner } of owners)
      outcomes.push((await endStaff(app.db, { publicId: owner, actor })).kind);
    expect(outcomes).toEqual([...owners.slice(1).map(() => 'changed'), 'last-owner']);
  });
});
