import { sql } from 'kysely';
import { addStaff } from '../../../../src/staff/accounts.ts';
import { beginSession } from '../../../../src/staff/sessions.ts';
import { runImports } from '../../../../src/transfer/run-import.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { hiddenValue } from '../public/sign-up-form.ts';

const app = useApp();
let count = 0;

async function signedIn(role: 'owner' | 'reporter' = 'owner') {
  count += 1;
  const added = await addStaff(app.db, {
    name: 'Ana Reyes',
    address: `importer-${count}@example.test`,
    role,
    password: 'a lantern on the quay',
  });
  if (added.kind !== 'added') throw new Error('the account was refused');
  const cookie = `doorstep=${await beginSession(app.db, added.staff.id)}`;
  return app.visitor().set('Cookie', cookie).set('Origin', app.setting.publicUrl);
}

type Visitor = Awaited<ReturnType<typeof signedIn>>;

async function upload(visitor: Visitor, file: string | Buffer, name = 'list.csv') {
  const page = await visitor.get('/admin/readers/import');
  return visitor
    .post('/admin/readers/import')
    .field('csrf', hiddenValue(page.text, 'csrf'))
    .attach('file', Buffer.from(file), name);
}

test('a list of another product comes in: read, checked, brought in, taken back', async () => {
  const visitor = await signedIn();
  const file =
    'email,active_subscription,expiry,plan,email_disabled,created_at\n' +
    'wizard-a@example.test,true,2030-01-01,yearly,false,2024-01-01\nwizard-b@example.test,false,,,false,2024-01-01\nnot an address,false,,,false,\n';
  const uploaded = await upload(visitor, file);
  expect(uploaded.status).toBe(303);
  const path = uploaded.headers['location'] ?? '';
  const page = await visitor.get(path);
  expect(page.text).toContain('This is an export of Substack');
  const csrf = hiddenValue(page.text, 'csrf');

  const choices = {
    csrf,
    newsletter: 'weekend',
    email: 'email',
    isPaid: 'active_subscription',
    tier: 'digital',
  };
  const wordless = await visitor.post(`${path}/check`).type('form').send(choices);
  expect(wordless.status).toBe(422);
  expect(wordless.text).toContain('Please say where these readers agreed');

  const words = 'Signed up at the old newsletter';
  const checking = await visitor
    .post(`${path}/check`)
    .type('form')
    .send({ ...choices, words });
  expect(checking.status).toBe(303);
  expect(app.rung).toContain('import');
  expect((await visitor.get(path)).headers['refresh']).toBe('2');
  await runImports(app.db, testKeys);
  const checked = await visitor.get(path);
  expect(checked.text).toContain('What would happen');
  expect(checked.text).toContain('Bring them in');
  const { rows: none } = await sql`select from subscriber where address_key like 'wizard-%'`.execute(app.db);
  expect(none).toHaveLength(0);
  const problems = await visitor.get(`${path}/problems.csv`);
  expect(problems.text).toContain('not an address,false,,,false,,This is no e-mail address');

  await visitor.post(`${path}/run`).type('form').send({ csrf });
  await visitor.post(`${path}/run`).type('form').send({ csrf });
  await runImports(app.db, testKeys);
  const done = await visitor.get(path);
  expect(done.text).toContain('What happened');
  const { rows } = await sql`select from subscriber where address_key like 'wizard-%'`.execute(app.db);
  expect(rows).toHaveLength(2);

  await visitor.post(`${path}/undo`).type('form').send({ csrf });
  expect((await visitor.get(`${path}?done=undone`)).text).toContain('It is taken back');
  const { rows: left } = await sql`select from subscriber where address_key like 'wizard-%'`.execute(app.db);
  expect(left).toHaveLength(0);
});

test.each([
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'photo.png', 'This is no text file'],
  ['an empty file', Buffer.alloc(0), 'empty.csv', 'The file is empty'],
])('%s is refused with its reason', async (_name, bytes, name, words) => {
  const answer = await upload(await signedIn(), bytes, name);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(words);
});

test('a form without a file, without the token, or from another site takes nothing in', async () => {
  const visitor = await signedIn();
  const page = await visitor.get('/admin/readers/import');
  const csrf = hiddenValue(page.text, 'csrf');
  const before = await sql`select from import`.execute(app.db);

  expect((await visitor.post('/admin/readers/import').field('csrf', csrf)).status).toBe(422);
  const noToken = await visitor
    .post('/admin/readers/import')
    .attach('file', Buffer.from('email\na@b.example\n'), 'a.csv');
  expect(noToken.status).toBe(422);
  const late = await visitor
    .post('/admin/readers/import')
    .attach('file', Buffer.from('email\na@b.example\n'), 'a.csv')
    .field('csrf', csrf);
  expect(late.status).toBe(422);
  const elsewhere = await visitor
    .post('/admin/readers/import')
    .set('Sec-Fetch-Site', 'cross-site')
    .field('csrf', csrf)
    .attach('file', Buffer.from('email\na@b.example\n'), 'a.csv');
  expect(elsewhere.status).toBe(403);
  expect(await sql`select from import`.execute(app.db)).toEqual(before);
});

test('a file goes to no other form, and who may not manage readers brings none in', async () => {
  const visitor = await signedIn();
  const answer = await visitor.post('/admin/settings').attach('file', Buffer.from('x'), 'x.csv');
  expect(answer.status).toBe(403);
  const reporter = await signedIn('reporter');
  expect((await reporter.get('/admin/readers/import')).status).toBe(403);
});
