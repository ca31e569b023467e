import { sql } from 'kysely';
import { readAttributes } from '../../../../../src/audience/attributes.ts';
import { findSubscriberBy } from '../../../../../src/audience/subscribers.ts';
import { listActsOn } from '../../../../../src/staff/audit.ts';
import { useApp } from '../../../../support/use-app.ts';
import { useEditors } from '../editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
const path = '/admin/readers/fields';

async function findBen() {
  const ben = await findSubscriberBy(app.db, { addressKey: 'ben@example.test' });
  if (!ben) throw new Error('Ben is not in the sample newsroom');
  return { ...ben, path: `/admin/readers/${ben.publicId}` };
}

async function addFields() {
  const ana = await editors.signedIn('editor');
  for (const [name, kind] of [
    ['Street', 'text'],
    ['Children', 'number'],
    ['Member since', 'date'],
    ['Likes calls', 'yes or no'],
  ])
    await ana.submit(path, 'fields', { name: name ?? '', kind: kind ?? '' });
  return ana;
}

beforeAll(async () => {
  await addFields();
});

test('a field is added once, and the trail says so', async () => {
  const ana = await editors.signedIn('editor');
  const again = await ana.submit(path, 'fields', { name: ' street ', kind: 'number' });
  expect(again.status).toBe(422);
  expect(again.text).toContain('There is a field with this name');
  expect(again.text).toContain('value=" street "');
  expect((await listActsOn(app.db, 'field street')).map(({ action }) => action)).toEqual(['added a field']);
});

test.each([
  ['', 'text', 'Please give a name'],
  ['!!!', 'text', 'Please give a name'],
  ['x'.repeat(61), 'text', 'Please give a name'],
  ['Pet', 'jsonb', 'Please choose a kind'],
])('a field called “%s” of the kind “%s” is refused in words', async (name, kind, words) => {
  const ana = await editors.signedIn('editor');
  const answer = await ana.submit(path, 'fields', { name, kind });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(words);
});

test('values are checked by the kind of their field, and come back as they were typed', async () => {
  const ben = await findBen();
  const ana = await editors.signedIn('editor');
  const wrong = await ana.submit(ben.path, 'notes', {
    tags: 'choir',
    'field-street': 'Quay 4',
    'field-children': 'two',
    'field-member-since': '2027-02-30',
    'field-likes-calls': 'perhaps',
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Please give a number, such as 12 or 3.5');
  expect(wrong.text).toContain('Please give a day that exists');
  expect(wrong.text).toContain('Please choose yes or no');
  expect(wrong.text).toContain('value="two"');
  expect(await readAttributes(app.db, ben.id)).toEqual({ tags: [], fields: {} });
});

test('tags and values are saved as they are kept, shown, searched and taken out again', async () => {
  const ben = await findBen();
  const ana = await editors.signedIn('editor');
  const saved = await ana.submit(ben.path, 'notes', {
    tags: ' choir , quay  people, choir',
    'field-street': 'Quay 4',
    'field-children': '02,50',
    'field-member-since': '2026-05-01',
    'field-likes-calls': 'yes',
  });
  expect(saved.status).toBe(303);
  expect(await readAttributes(app.db, ben.id)).toEqual({
    tags: ['choir', 'quay people'],
    fields: { street: 'Quay 4', children: '2.5', 'member-since': '2026-05-01', 'likes-calls': 'yes' },
  });
  const table = (await ana.get('/admin/readers?tag=quay%20people&cols=field-street')).text;
  expect(table).toContain('<td>Quay 4</td>');
  expect((await listActsOn(app.db, `subscriber ${ben.publicId}`))[0]?.action).toBe('changed tags or fields');

  await ana.submit(ben.path, 'notes', { tags: '', 'field-street': '' });
  const left = await readAttributes(app.db, ben.id);
  expect(left.tags).toEqual([]);
  expect(Object.keys(left.fields).sort()).toEqual(['children', 'likes-calls', 'member-since']);
});

test('a tag that would be too long, and too many of them, are refused', async () => {
  const ben = await findBen();
  const ana = await editors.signedIn('editor');
  const many = Array.from({ length: 51 }, (_, n) => `tag ${n}`).join(',');
  for (const tags of ['x'.repeat(61), many]) {
    const answer = await ana.submit(ben.path, 'notes', { tags });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Please use at most 50 tags');
  }
});

test('a field is renamed and keeps its values; removed, it takes them along', async () => {
  const ben = await findBen();
  const ana = await editors.signedIn('editor');
  await ana.submit(ben.path, 'notes', { 'field-street': 'Quay 4' });
  await ana.submit(path, 'street/rename', { 'name-street': 'Address' });
  expect((await ana.get(ben.path)).text).toContain('>Address</label>');
  expect((await ana.get(path)).text.replaceAll('\u00a0', ' ')).toContain('Known of 1 reader<');

  await ana.submit(path, 'street/remove');
  expect((await readAttributes(app.db, ben.id)).fields['street']).toBeUndefined();
  expect((await ana.get(path)).text).not.toContain('Address</b>');
});

test('a field that a segment asks for is not removed', async () => {
  const rules = { match: 'all', rules: [{ on: 'field', field: 'children', is: 'is given', value: '' }] };
  await sql`
    insert into segment (public_id, name, rules, created_by, changed_by)
    values ('abcdabcdabcdabcd', 'Families', ${JSON.stringify(rules)}::jsonb, 'Ana', 'Ana')
  `.execute(app.db);
  const ana = await editors.signedIn('editor');
  const answer = await ana.submit(path, 'children/remove');
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('The segment “Families” asks for it');
});

test('an analyst sees fields and values, and changes none; nor does a form that is not ours', async () => {
  const ben = await findBen();
  const caro = await editors.signedIn('analyst');
  expect((await caro.get(path)).text).not.toContain('Add this field');
  expect((await caro.get(ben.path)).text).not.toContain('Save tags and fields');
  const { fields } = await caro.formAt(path, 'sign-out');
  expect((await caro.send({ action: path, fields }, { name: 'Pet', kind: 'text' })).status).toBe(403);
  expect((await caro.send({ action: `${ben.path}/notes`, fields }, { tags: 'x' })).status).toBe(403);

  const ana = await editors.signedIn('editor');
  const form = await ana.formAt(ben.path, 'notes');
  const stolen = { ...form, fields: form.fields.filter(([name]) => name !== 'csrf') };
  expect((await ana.send(stolen, { tags: 'x' })).status).toBe(403);
  expect((await readAttributes(app.db, ben.id)).tags).toEqual([]);
});

test('what is not there is not found', async () => {
  const ana = await editors.signedIn('editor');
  const { fields } = await ana.formAt(path, 'fields');
  for (const act of ['no-such/rename', 'no-such/remove'])
    expect((await ana.send({ action: `${path}/${act}`, fields }, { 'name-no-such': 'X' })).status).toBe(404);
  expect((await ana.send({ action: '/admin/readers/nobody/notes', fields })).status).toBe(404);
});
