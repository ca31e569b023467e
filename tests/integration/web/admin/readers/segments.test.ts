import { listSegments } from '../../../../../src/segments/segments.ts';
import { listActsOn } from '../../../../../src/staff/audit.ts';
import { useApp } from '../../../../support/use-app.ts';
import { type Editor, useEditors } from '../editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
const path = '/admin/readers/segments';

/** Makes a segment as somebody does whose browser runs no scripts: one button after the other. */
async function make(editor: Editor, name: string, tag: string) {
  const added = await editor.submit(`${path}/new`, 'draft', { act: 'rule:r', 'new-r': 'tag' });
  expect(added.status).toBe(200);
  const csrf = /name="csrf" value="([^"]+)"/.exec(added.text)?.[1] ?? '';
  const fields: ReadonlyArray<readonly [string, string]> = [
    ['csrf', csrf],
    ['match-r', 'all'],
    ['on-r-0', 'tag'],
    ['is-r-0', 'has'],
  ];
  return editor.send({ action: `${path}/draft`, fields }, { name, 'value-r-0': tag, act: 'save' });
}

test('a segment is made with plain forms, shows its count and readers, and narrows the table', async () => {
  await editors.addReader('organ@example.org');
  const ana = await editors.signedIn('editor');
  const { publicId } = (await ana.get('/admin/readers?q=organ%40')).text.match(
    /href="\/admin\/readers\/(?<publicId>[a-z2-7]{16})"/,
  )?.groups ?? { publicId: '' };
  await ana.submit(`/admin/readers/${publicId}`, 'notes', { tags: 'pipes' });

  const saved = await make(ana, ' Pipe  people ', 'pipes');
  expect(saved.status).toBe(303);
  const page = (await ana.get(saved.get('Location') ?? '')).text.replaceAll('\u00a0', ' ');
  expect(page).toContain('The segment is saved.');
  expect(page).toContain('1 reader at this moment');
  expect(page).toContain('organ@example.org');

  const [segment] = await listSegments(app.db);
  expect(segment).toMatchObject({ name: 'Pipe people', changedBy: 'Ana Reyes' });
  const table = (await ana.get(`/admin/readers?segment=${segment?.publicId}`)).text;
  expect(table.match(/<tbody>.*<\/tbody>/s)?.[0].match(/<tr/g)).toHaveLength(1);
  expect(await listActsOn(app.db, `segment ${segment?.publicId}`)).toHaveLength(1);
});

test('a name that is taken, or none, brings the rules back as they were', async () => {
  const ana = await editors.signedIn('editor');
  for (const [name, words] of [
    ['pipe PEOPLE', 'Another segment has this name'],
    ['  ', 'Please give a name'],
  ] as const) {
    const answer = await make(ana, name, 'flute');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('value="flute"');
  }
  expect(await listSegments(app.db)).toHaveLength(1);
});

test('rules are added, nested and taken out by buttons', async () => {
  const ana = await editors.signedIn('editor');
  const press = async (html: string, act: string, more: Record<string, string> = {}) => {
    const form = /<form[^>]*action="[^"]*draft".*?<\/form>/s.exec(html)?.[0] ?? '';
    const fields = [...form.matchAll(/<input[^>]* name="([^"]+)"[^>]*>/g)].map(
      ([tag, name = '']) => [name, /value="([^"]*)"/.exec(tag)?.[1] ?? ''] as const,
    );
    const selects = [...form.matchAll(/<select[^>]* name="([^"]+)".*?<\/select>/gs)].map(
      ([tag, name = '']) => [name, /value="([^"]*)" selected/.exec(tag)?.[1] ?? ''] as const,
    );
    return (await ana.send({ action: `${path}/draft`, fields: [...fields, ...selects] }, { ...more, act }))
      .text;
  };
  const empty = (await ana.get(`${path}/new`)).text;
  const grouped = await press(empty, 'group:r');
  const nested = await press(grouped, 'rule:r-0', { 'new-r-0': 'tier' });
  expect(nested).toContain('name="on-r-0-0" value="tier"');
  const two = await press(nested, 'rule:r', { 'new-r': 'mail ever' });
  expect(two).toContain('name="on-r-1" value="mail ever"');
  const one = await press(two, 'remove:r-0');
  expect(one).toContain('name="on-r-0" value="mail ever"');
  expect(one).not.toContain('value="tier" type');
  const counted = (await press(one, 'show')).replaceAll('\u00a0', ' ');
  expect(counted).toMatch(/\d readers at this moment/);
});

test('what a table is narrowed to becomes the rules of a new segment', async () => {
  const ana = await editors.signedIn('editor');
  const page = (await ana.get(`${path}/new?q=organ&state=active&tier=free`)).text;
  expect(page).toContain('name="on-r-0" value="address or name"');
  expect(page).toContain('name="on-r-1" value="newsletter"');
  expect(page).toContain('name="on-r-2" value="tier"');
});

describe('bad input', () => {
  const fieldsOf = async (editor: Editor) => (await editor.formAt(`${path}/new`, 'draft')).fields;

  test.each<[string, Record<string, string>, string]>([
    ['no rule', {}, 'Please add at least one rule'],
    [
      'an unknown kind',
      { 'on-r-0': 'password_hash', 'is-r-0': 'is' },
      'Nothing is known of this kind of rule',
    ],
    ['an unknown field', { 'on-r-0': 'field:nope', 'is-r-0': 'is', 'value-r-0': '1' }, 'not there any more'],
    ['a foreign mailing', { 'on-r-0': 'mailing', 'is-r-0': 'got', 'value-r-0': '999999' }, 'was never sent'],
    [
      'a wrong number',
      { 'on-r-0': 'days since', 'is-r-0': 'at most', 'value-r-0': '1 or 1' },
      'number of days',
    ],
    ['a wrong match', { 'match-r': 'or true', 'on-r-0': 'mail ever', 'is-r-0': 'got' }, 'A group says'],
  ])('%s is told and nothing is kept', async (_what, rules, words) => {
    const ana = await editors.signedIn('editor');
    const before = (await listSegments(app.db)).length;
    const fields = await fieldsOf(ana);
    const answer = await ana.send(
      { action: `${path}/draft`, fields },
      { name: 'Bad', act: 'save', ...rules },
    );
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(await listSegments(app.db)).toHaveLength(before);
  });

  test('groups without end are cut and complained about', async () => {
    const ana = await editors.signedIn('editor');
    const deep = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [`match-r${'-0'.repeat(n)}`, 'all'] as const),
    );
    const answer = await ana.send(
      { action: `${path}/draft`, fields: await fieldsOf(ana) },
      { name: 'Deep', act: 'save', ...deep },
    );
    expect(answer.status).toBe(422);
  });

  test('a place that is not there changes nothing', async () => {
    const ana = await editors.signedIn('editor');
    const fields = await fieldsOf(ana);
    for (const act of ['remove:r-9', 'rule:r-9-9', 'group:', 'x', 'remove:r'])
      expect((await ana.send({ action: `${path}/draft`, fields }, { act })).status).toBe(200);
  });

  test('a segment that is not there is not found, in the address it narrows nothing', async () => {
    const ana = await editors.signedIn('editor');
    expect((await ana.get(`${path}/nobody`)).status).toBe(404);
    expect((await ana.send({ action: `${path}/nobody/delete`, fields: await fieldsOf(ana) })).status).toBe(
      404,
    );
    expect((await ana.get('/admin/readers?segment=nobody')).status).toBe(200);
  });
});

test('an analyst looks and changes nothing; a post without our token is refused', async () => {
  const [segment] = await listSegments(app.db);
  const caro = await editors.signedIn('analyst');
  const page = `${path}/${segment?.publicId}`;
  expect((await caro.get(page)).text).not.toContain('Save this segment');
  expect((await caro.get(`${path}/new`)).status).toBe(403);
  const { fields } = await caro.formAt(page, 'sign-out');
  for (const act of ['draft', 'delete'])
    expect((await caro.send({ action: `${page}/${act}`, fields }, { act: 'save' })).status).toBe(403);
  const ana = await editors.signedIn('editor');
  expect((await ana.send({ action: `${page}/delete`, fields: [] })).status).toBe(403);
  expect((await listSegments(app.db)).length).toBeGreaterThan(0);
});

test('a deleted segment leaves its readers alone', async () => {
  const [segment] = await listSegments(app.db);
  const ana = await editors.signedIn('editor');
  await ana.submit(`${path}/${segment?.publicId}`, 'delete');
  expect(await listSegments(app.db)).toHaveLength(0);
  expect((await ana.get('/admin/readers?tag=pipes')).text).toContain('organ@example.org');
});
