import { readAttributes } from '../../../../../src/audience/attributes.ts';
import { findSubscriberBy } from '../../../../../src/audience/subscribers.ts';
import { listBulkActions } from '../../../../../src/segments/bulk.ts';
import { useApp } from '../../../../support/use-app.ts';
import { type Editor, useEditors } from '../editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
const path = '/admin/readers/bulk';

async function addReaders(domain: string, names: readonly string[]) {
  for (const name of names) await editors.addReader(`${name}@${domain}.example.org`);
}

async function readerOf(addressKey: string) {
  const reader = await findSubscriberBy(app.db, { addressKey });
  if (!reader) throw new Error(`${addressKey} is not there`);
  return reader;
}

const tagsOf = async (addressKey: string) =>
  (await readAttributes(app.db, (await readerOf(addressKey)).id)).tags;

/** The form of a page that is the answer to a post. */
function formOf(html: string, act: string) {
  const form = [...html.matchAll(/<form.*?<\/form>/gs)].find(([text]) =>
    text.includes(`action="${path}${act}"`),
  )?.[0];
  if (form === undefined) throw new Error(`no form for “${act}” in ${html.slice(0, 3000)}`);
  const fields = [...form.matchAll(/<input[^>]* type="hidden"[^>]*>/g)].map(
    ([tag]) => [/name="([^"]*)"/.exec(tag)?.[1] ?? '', /value="([^"]*)"/.exec(tag)?.[1] ?? ''] as const,
  );
  return { action: `${path}${act}`, fields };
}

const chooseAt = async (editor: Editor, table: string, ticked: readonly string[]) =>
  (await editor.send(await editor.formAt(table, 'bulk/choose'), { reader: ticked })).text;

const words = (html: string): string => html.replaceAll('\u00a0', ' ');

test('ticked readers are tagged by a button that says so, and it is undone', async () => {
  await addReaders('ticked', ['ada', 'ben', 'cleo']);
  const ana = await editors.signedIn('editor');
  const ticked = [
    (await readerOf('ada@ticked.example.org')).publicId,
    (await readerOf('ben@ticked.example.org')).publicId,
  ];
  const choose = await chooseAt(ana, '/admin/readers?q=ticked.example', ticked);
  expect(words(choose)).toContain('The 2 readers ticked');
  expect(words(choose)).toContain('All 3 readers that match');
  const review = await ana.send(formOf(choose, '/review'), {
    which: 'ticked',
    act: 'add tag',
    'act-tag': 'fair',
  });
  expect(words(review.text)).toContain('Add the tag “fair” to 2 readers');
  expect(await tagsOf('ada@ticked.example.org')).toEqual([]);

  const done = await ana.send(formOf(review.text, ''));
  expect(done.status).toBe(303);
  const page = done.get('Location') ?? '';
  expect(await tagsOf('ada@ticked.example.org')).toEqual(['fair']);
  expect(await tagsOf('cleo@ticked.example.org')).toEqual([]);
  expect(words((await ana.get(page)).text)).toContain('2 readers got the tag “fair”');

  await ana.submit(page, 'undo');
  expect(await tagsOf('ada@ticked.example.org')).toEqual([]);
  expect(words((await ana.get(path)).text)).toContain('By Ana Reyes for 2 readers');
});

test('all that match is a step of its own, and reaches them page after page', async () => {
  await addReaders(
    'all',
    Array.from({ length: 52 }, (_, n) => `r${n}`),
  );
  const ana = await editors.signedIn('editor');
  const choose = await chooseAt(ana, '/admin/readers?q=%40all.example', []);
  expect(choose).not.toContain('ticked</label>');
  const missing = await ana.send(formOf(choose, '/review'), { act: 'add tag', 'act-tag': 'all' });
  expect(missing.status).toBe(422);
  expect(missing.text).toContain('Please choose for whom');

  const review = await ana.send(formOf(choose, '/review'), {
    which: 'all',
    act: 'add tag',
    'act-tag': 'all',
  });
  expect(words(review.text)).toContain('to 52 readers');
  await ana.send(formOf(review.text, ''));
  expect(await tagsOf('r0@all.example.org')).toEqual(['all']);
  expect(await tagsOf('r51@all.example.org')).toEqual(['all']);
});

test('when the number has changed since it was shown, nothing is done and the new one is shown', async () => {
  await addReaders('drift', ['ada']);
  const ana = await editors.signedIn('editor');
  const choose = await chooseAt(ana, '/admin/readers?q=%40drift.example', []);
  const review = await ana.send(formOf(choose, '/review'), { which: 'all', act: 'add tag', 'act-tag': 'x' });
  await addReaders('drift', ['ben']);
  const answer = await ana.send(formOf(review.text, ''));
  expect(answer.status).toBe(409);
  expect(words(answer.text)).toContain('Add the tag “x” to 2 readers');
  expect(await tagsOf('ada@drift.example.org')).toEqual([]);
});

describe('bad input', () => {
  test.each<[string, Record<string, string>, string]>([
    ['no act', {}, 'Please choose what to do'],
    ['an act nobody knows', { act: 'erase' }, 'Please choose what to do'],
    ['no tag', { act: 'add tag', 'act-tag': ' ' }, 'Please give a tag'],
    ['a tag with a comma', { act: 'remove tag', 'act-tag': 'a,b' }, 'Please give a tag'],
    ['a foreign newsletter', { act: 'unsubscribe', 'act-newsletter': 'of' }, 'Please choose a newsletter'],
    ['no proof of consent', { act: 'subscribe', 'act-newsletter': 'morning-edition' }, 'how they agreed'],
    ['the free tier', { act: 'give tier', 'act-tier': 'free' }, 'Please choose a subscription'],
    [
      'a day that has gone',
      { act: 'give tier', 'act-tier': 'digital', until: '2020-01-01' },
      'still to come',
    ],
    ['a day that is none', { act: 'give tier', 'act-tier': 'digital', until: '2027-02-31' }, 'still to come'],
  ])('%s is told, and the form comes back filled', async (_what, fields, message) => {
    const ana = await editors.signedIn('editor');
    const choose = await chooseAt(ana, '/admin/readers?q=%40all.example', []);
    const form = formOf(choose, '/review');
    for (const action of [form.action, path]) {
      const answer = await ana.send({ ...form, action }, { which: 'all', expected: '52', ...fields });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(message);
    }
  });

  test.each<[string, Record<string, string>]>([
    ['a segment that is gone', { segment: 'aaaaaaaaaaaaaaaa' }],
    ['a newsletter that is gone', { newsletter: 'evening' }],
    ['a state nobody knows', { state: 'asleep' }],
  ])('%s never widens “all that match” to everybody', async (_what, filter) => {
    const ana = await editors.signedIn('editor');
    const choose = await chooseAt(ana, '/admin/readers', []);
    const answer = await ana.send(
      { ...formOf(choose, '/review'), action: path },
      { which: 'all', act: 'add tag', 'act-tag': 'everybody', expected: '9999', ...filter },
    );
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Please choose for whom');
    expect((await listBulkActions(app.db, 1))[0]?.act).not.toMatchObject({ tag: 'everybody' });
  });

  test('ids of nobody pick nobody', async () => {
    const ana = await editors.signedIn('editor');
    const choose = await chooseAt(ana, '/admin/readers', ['nobody', "' or true"]);
    const answer = await ana.send(formOf(choose, '/review'), {
      which: 'ticked',
      act: 'add tag',
      'act-tag': 'x',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Nobody is left of them');
  });
});

test('an analyst and a form without our token change nothing', async () => {
  const before = await listBulkActions(app.db, 100);
  const caro = await editors.signedIn('analyst');
  expect((await caro.get(path)).status).toBe(403);
  const { fields } = await caro.formAt('/admin/readers', 'sign-out');
  const order = { which: 'all', act: 'add tag', 'act-tag': 'x', expected: '1', q: 'ada@drift.example.org' };
  for (const act of ['', '/choose', '/review', `/${before[0]?.publicId}/undo`])
    expect((await caro.send({ action: `${path}${act}`, fields }, order)).status).toBe(403);
  const ana = await editors.signedIn('editor');
  expect((await ana.send({ action: path, fields: [] }, order)).status).toBe(403);
  expect(await listBulkActions(app.db, 100)).toEqual(before);
  expect((await ana.get(`${path}/nobody`)).status).toBe(404);
});
