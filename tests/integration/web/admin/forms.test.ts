import { sql } from 'kysely';
import { findForm } from '../../../../src/audience/forms/newsroom-forms.ts';
import { readSignUpSetting } from '../../../../src/audience/guard/sign-up-setting.ts';
import { listActs } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { signUpInStory } from '../public/sign-up-form.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
const path = '/admin/settings/forms';

const library = {
  name: 'Library',
  slug: 'library',
  standsOn: 'the library’s site',
  headline: 'The town, on Saturday',
  newsletters: ['weekend'],
};

test('a form that is added has a page, a line in the trail, and code to paste', async () => {
  const ana = await editors.signedIn('owner');
  const added = await ana.submit(`${path}/new`, 'new', library);
  expect([added.status, added.get('Location')]).toEqual([303, `${path}/library?done=added`]);
  const form = await findForm(app.db, 'library');
  expect(form).toMatchObject({ place: 'elsewhere', newsletters: ['weekend'], isEnabled: true, button: '' });
  const [act] = await listActs(app.db, { limit: 1 });
  expect(act).toMatchObject({ actor: 'Ana Reyes', object: `form ${form?.publicId}` });

  const { text } = await ana.get(`${path}/library`);
  expect(text).toContain('Waiting for the first sign-up');
  expect(text).toContain(
    '&lt;form method=&quot;post&quot; action=&quot;http://lantern.example.test/signup&quot; data-doorstep>',
  );
  expect(text).toContain('embed.js?form=library&quot;');
  expect(text).toContain('&lt;iframe src=&quot;http://lantern.example.test/embed/library&quot;');
  expect((await app.visitor().get('/forms/library')).text).toContain('The town, on Saturday');
});

test('a bad form says everything that is wrong and keeps what was typed', async () => {
  const ana = await editors.signedIn('owner');
  const refused = await ana.submit(`${path}/new`, 'new', { ...library, name: '', slug: 'Not a slug' });
  expect(refused.status).toBe(422);
  for (const field of ['name', 'slug']) expect(refused.text).toContain(`id="${field}-problem"`);
  expect(refused.text).toContain('value="The town, on Saturday"');
  for (const slug of ['library', 'article', 'new']) {
    const twin = await ana.submit(`${path}/new`, 'new', { ...library, slug });
    expect([twin.status, twin.text.includes('Another form has this address part')]).toEqual([422, true]);
  }
});

test('changes count at once; the form of stories cannot be closed, another can', async () => {
  const ana = await editors.signedIn('owner');
  const saved = await ana.submit(`${path}/library`, 'library', { button: 'Yes please', isEnabled: [] });
  expect(saved.get('Location')).toBe(`${path}/library?done=saved`);
  expect(await findForm(app.db, 'library')).toMatchObject({ button: 'Yes please', isEnabled: false });
  await ana.submit(`${path}/article`, 'article', { button: 'Count me in', isEnabled: [] });
  expect(await findForm(app.db, 'article')).toMatchObject({ button: 'Count me in', isEnabled: true });
});

test('each form stands with what it earned in thirty days', async () => {
  const ana = await editors.signedIn('owner');
  await signUpInStory(app.visitor(), { email: 'sid@example.test' });
  await app
    .visitor()
    .post('/signup')
    .type('form')
    .send({ email: 'tia@example.test', form: 'nobody’s <form>' });
  const { text } = await ana.get(path);
  const row = /<tr>(?:(?!<\/tr>).)*href="\/admin\/settings\/forms\/article".*?<\/tr>/s.exec(text)?.[0] ?? '';
  expect(row.match(/<td class="figure">(\d+)</g)?.map((cell) => cell.replace(/\D/g, ''))).toEqual(['1', '0']);
  expect((await ana.get(`${path}/article`)).text).toContain('First sign-up:');
});

test('only the owner gets there', async () => {
  const bea = await editors.signedIn('editor');
  for (const page of [path, `${path}/article`, '/admin/settings/sign-up'])
    expect((await bea.get(page)).status).toBe(403);
});

describe('the rules of sign-ups', () => {
  test('are saved and stand in the trail; what is wrong is said at its field', async () => {
    const ana = await editors.signedIn('owner');
    const rules = '/admin/settings/sign-up';
    const saved = await ana.submit(rules, 'sign-up', {
      disposable: 'refuse',
      proofOfWork: 'yes',
      sites: 'news.example.org\nhttps://sport.example.org/page',
      ownDomains: 'brief.example',
    });
    expect(saved.get('Location')).toBe(`${rules}?done=saved`);
    expect(await readSignUpSetting(app.db)).toMatchObject({
      disposable: 'refuse',
      proofOfWork: true,
      sites: ['https://news.example.org', 'https://sport.example.org'],
      ownDomains: ['brief.example'],
    });
    expect((await listActs(app.db, { limit: 1 }))[0]?.action).toBe('changed how sign-ups are guarded');

    const refused = await ana.submit(rules, 'sign-up', { sites: '*', workBits: '99' });
    expect(refused.status).toBe(422);
    for (const field of ['sites', 'workBits']) expect(refused.text).toContain(`id="${field}-problem"`);
    expect((await readSignUpSetting(app.db)).sites).toHaveLength(2);
  });

  test('an alarm stands on the first page of the desk and beside the rules', async () => {
    const ana = await editors.signedIn('owner');
    expect((await ana.get('/admin')).text).not.toContain('A flood of sign-ups');
    await sql`
      insert into signup_alarm (ends_at, asked, usual) values (now() + interval '20 minutes', 412, 3)
    `.execute(app.db);
    for (const page of ['/admin', '/admin/settings/sign-up'])
      expect((await ana.get(page)).text).toContain('up to 412 confirmations');
    expect((await ana.get('/admin')).text).toContain('A flood of sign-ups');
  });
});
