import { findArticle } from '../../../../src/articles/articles.ts';
import { findDraft } from '../../../../src/articles/drafts/drafts.ts';
import { publishDueDrafts } from '../../../../src/articles/drafts/publish-draft.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { findForm } from './editions/page-form.ts';
import { type Editor, useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const newPath = '/admin/stories/new';
const text = { dek: 'It was close.', body: 'The council **voted** late.\n\nNobody left.' };

/** Writes a story and saves it. @returns the last part of its address */
async function written(bea: Editor, fields: Readonly<Record<string, string>>): Promise<string> {
  const saved = await bea.submit(newPath, 'new', { ...text, ...fields, act: 'save' });
  expect(saved.status).toBe(303);
  return saved.get('Location')?.split('/').at(-1) ?? '';
}
const pathOf = (id: string) => `/admin/stories/drafts/${id}`;

describe('writing', () => {
  test('begins with an empty sheet that nothing is kept of, and is saved without scripts', async () => {
    const bea = await editors.signedIn('reporter');
    const sheet = await bea.get(newPath);
    expect(sheet.text).toContain('Nothing is kept yet');
    expect(sheet.text).toContain('value="Bea Ortiz"');
    const id = await written(bea, { title: 'The vote' });
    const page = await bea.get(pathOf(id));
    expect(page.text).toContain('A draft: nobody outside the newsroom sees it.');
    expect(page.text).toMatch(/Saved \d\d:\d\d/);
    expect((await app.visitor().get('/articles/the-vote')).status).toBe(404);
    expect((await bea.get('/admin/stories')).text).toContain(`href="${pathOf(id)}"`);
    expect((await listActsOn(app.db, `draft ${id}`)).map(({ actor, action }) => [actor, action])).toEqual([
      ['Bea Ortiz', 'began a story'],
    ]);
  });

  test('ends with a page for readers', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Quay closed' });
    const published = await bea.submit(pathOf(id), id, { act: 'publish' });
    expect(published.get('Location')).toBe('/admin/stories/quay-closed?done=published');
    const page = (await app.visitor().get('/articles/quay-closed')).text;
    expect(page).toContain('<p>The council <strong>voted</strong> late.</p>');
    expect((await app.visitor().get('/feed.xml')).text).toContain('Quay closed');
  });

  test.each([
    ['title', { title: 'x'.repeat(201) }],
    ['dek', { dek: 'x'.repeat(401) }],
    ['byline', { byline: 'x'.repeat(121) }],
    ['slug', { slug: 'Not An Address' }],
    ['openParagraphs', { openParagraphs: '0' }],
    ['access', { access: 'tier:nowhere' }],
  ])('is refused at its %s, and everything typed is kept', async (field, wrong) => {
    const bea = await editors.signedIn('reporter');
    const typed = { title: 'Refused', ...text, ...wrong };
    const refused = await bea.submit(newPath, 'new', { ...typed, act: 'publish' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="${field}-problem"`);
    expect(refused.text).toContain('Not saved: something needs mending');
    const { fields } = findForm(refused.text, 'new');
    expect(Object.fromEntries(fields)).toMatchObject({
      title: typed.title,
      body: typed.body,
      dek: typed.dek,
    });
    expect(await findArticle(app.db, 'refused')).toBeNull();
  });

  test('keeps the draft when it cannot be published yet', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'No text', body: '' });
    const refused = await bea.submit(pathOf(id), id, { dek: 'Mended.', act: 'publish' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="body-problem"');
    expect((await findDraft(app.db, { publicId: id }))?.content.dek).toBe('Mended.');
  });

  test('a draft nobody wrote is not found', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Found' });
    for (const path of [pathOf('nothing'), `${pathOf('nothing')}/history`, `${pathOf(id)}/history/99`]) {
      expect((await bea.get(path)).status).toBe(404);
    }
    expect((await bea.post(`${pathOf(id)}/history/99/restore`, {})).status).toBe(404);
    expect((await bea.post('/admin/stories/nothing/write', {})).status).toBe(404);
  });

  test('is not for an analyst, who does not see drafts either', async () => {
    const [bea, caro] = [await editors.signedIn('reporter'), await editors.signedIn('analyst')];
    const id = await written(bea, { title: 'Not for Caro' });
    for (const path of [newPath, pathOf(id), `${pathOf(id)}/history`, `${pathOf(id)}/preview`])
      expect((await caro.get(path)).status).toBe(403);
    const list = (await caro.get('/admin/stories?show=drafts')).text;
    expect(list).not.toContain('Not for Caro');
    expect(list).not.toContain('Write a story');
    const { fields } = findForm((await caro.get('/admin/stories')).text, 'sign-out');
    const forged = { action: pathOf(id), fields: [...fields, ['title', 'Forged'] as const] };
    expect((await caro.send(forged)).status).toBe(403);
    expect((await findDraft(app.db, { publicId: id }))?.content.title).toBe('Not for Caro');
  });
});

describe('two at one desk', () => {
  test('see both texts, and the second decides', async () => {
    const [ana, bea] = [await editors.signedIn('editor'), await editors.signedIn('reporter')];
    const id = await written(bea, { title: 'Two desks' });
    const sheet = await bea.formAt(pathOf(id), id);
    await ana.submit(pathOf(id), id, { body: 'Ana’s text.', act: 'save' });
    const late = await bea.send(sheet, { body: 'Bea’s text.', act: 'publish' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Somebody saved this story before you');
    expect(late.text).toContain('Theirs, saved');
    expect(late.text).toContain('Ana’s text.');
    expect((await findDraft(app.db, { publicId: id }))?.content.body).toBe('Ana’s text.');
    expect(await findArticle(app.db, 'two-desks')).toBeNull();

    const again = await bea.send(findForm(late.text, id), { act: 'save' });
    expect(again.status).toBe(303);
    expect((await findDraft(app.db, { publicId: id }))?.content.body).toBe('Bea’s text.');
    expect((await bea.get(`${pathOf(id)}/history`)).text.match(/class="ruled__link"/g)).toHaveLength(3);
  });

  test('a story that its facts changed asks before a draft takes its place', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Facts' });
    await bea.submit(pathOf(id), id, { act: 'publish' });
    const sheet = await bea.submit('/admin/stories/facts', 'write');
    expect(sheet.get('Location')).toBe(pathOf(id));
    await bea.submit(pathOf(id), id, { body: 'Written on.', act: 'save' });
    await bea.submit('/admin/stories/facts', 'facts', { title: 'Facts, changed' });

    const asked = await bea.submit(pathOf(id), id, { act: 'publish' });
    expect(asked.status).toBe(409);
    expect(asked.text).toContain('Facts, changed');
    expect((await findArticle(app.db, 'facts'))?.title).toBe('Facts, changed');
    const done = await bea.send(findForm(asked.text, id), { over: 'yes', act: 'publish' });
    expect(done.status).toBe(303);
    expect((await findArticle(app.db, 'facts'))?.title).toBe('Facts');
  });
});

describe('an autosave', () => {
  test('begins a draft, says what is true, and never publishes', async () => {
    const bea = await editors.signedIn('reporter');
    const first = await bea.formAt(newPath, 'new');
    const began = await bea.send(
      first,
      { title: 'By itself', body: 'Two words TK.', act: 'publish' },
      'application/json',
    );
    expect(began.status).toBe(200);
    expect(began.body).toMatchObject({
      version: 1,
      words: 3,
      marks: [{ before: 'Two words ', mark: 'TK', behind: '.' }],
    });
    expect(String(began.body.state)).toMatch(/^Saved \d\d:\d\d$/);
    const path = String(began.body.path);
    const sheet = await bea.formAt(path, path.split('/').at(-1) ?? '');
    const saved = await bea.send(sheet, { body: 'Three words now.' }, 'application/json');
    expect(saved.body).toMatchObject({ version: 2, marks: [] });
    const stale = await bea.send(sheet, { body: 'Too late.' }, 'application/json');
    expect([stale.status, stale.body]).toEqual([
      409,
      { problem: 'somebody else saved meanwhile; press Save to see both texts' },
    ]);
    const wrong = await bea.send(sheet, { title: 'x'.repeat(300) }, 'application/json');
    expect([wrong.status, wrong.body]).toEqual([422, { problem: 'Please use at most 200 characters' }]);
    expect(await findArticle(app.db, 'by-itself')).toBeNull();
  });
});

describe('open marks', () => {
  test('are shown, and keep a story back until somebody lets it go', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Open', body: 'It cost TK pounds.' });
    expect((await bea.get(pathOf(id))).text).toContain('One mark is still open');
    expect((await bea.get('/admin/stories?show=drafts')).text).toContain('1 TK');
    const asked = await bea.submit(pathOf(id), id, { act: 'publish' });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('It was saved, and not published');
    expect(await findArticle(app.db, 'open')).toBeNull();
    expect((await bea.submit(pathOf(id), id, { anyway: 'yes', act: 'publish' })).status).toBe(303);

    const edition = await bea.submit('/admin/stories/open', 'editions', { newsletter: 'morning-edition' });
    const sheet = (await bea.get(edition.get('Location') ?? '')).text;
    expect(sheet).toContain('“Open” has a mark that is still open (TK or TODO).');
  });
});

describe('a time', () => {
  test.each([
    ['publishOn', { publishOn: '2026-02-30', publishTime: '06:00' }],
    ['publishOn', { publishOn: 'tomorrow', publishTime: '06:00' }],
    ['publishTime', { publishOn: '2099-01-01', publishTime: '25:00' }],
    ['publishOn', { publishOn: '2001-01-01', publishTime: '06:00' }],
    ['publishOn', { publishOn: '2206-01-01', publishTime: '06:00' }],
  ])('is refused at its %s', async (field, wrong) => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Wrong time' });
    const refused = await bea.submit(pathOf(id), id, { ...wrong, act: 'schedule' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="${field}-problem"`);
    expect((await findDraft(app.db, { publicId: id }))?.publishAt).toBeNull();
  });

  test('keeps a story from everybody until it has come', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'At dawn' });
    const day = new Date(Date.now() + 2 * 86_400_000);
    const publishOn = day.toISOString().slice(0, 10);
    const set = await bea.submit(pathOf(id), id, { publishOn, publishTime: '06:00', act: 'schedule' });
    expect(set.get('Location')).toBe(`${pathOf(id)}?done=scheduled`);
    expect((await bea.get(pathOf(id))).text).toContain('Comes out by itself on');
    expect((await bea.get('/admin/stories?show=scheduled')).text).toContain('At dawn');
    for (const path of [
      '/',
      '/feed.xml',
      '/feed.atom',
      '/feed.json',
      '/articles/at-dawn',
      '/api/v1/articles',
    ])
      expect((await app.visitor().get(path)).text).not.toContain('At dawn');

    await bea.submit(pathOf(id), id, { act: 'unschedule' });
    expect((await findDraft(app.db, { publicId: id }))?.publishAt).toBeNull();
    await bea.submit(pathOf(id), id, { publishOn, publishTime: '06:00', act: 'schedule' });
    const later = new Date(Date.now() + 4 * 86_400_000);
    await publishDueDrafts(app.db, later, (error) => {
      throw error;
    });
    expect((await app.visitor().get('/articles/at-dawn')).status).toBe(200);
  });
});

describe('an address', () => {
  test('that a story has left leads on, with what stands behind it', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Moving', slug: 'before' });
    await bea.submit(pathOf(id), id, { act: 'publish' });
    const moved = await bea.submit(pathOf(id), id, { slug: 'behind', act: 'publish' });
    expect(moved.get('Location')).toBe('/admin/stories/behind?done=published');
    const answer = await app.visitor().get('/articles/before?n=pass');
    expect([answer.status, answer.get('Location')]).toEqual([301, '/articles/behind?n=pass']);
    expect((await app.visitor().get('/articles/behind')).status).toBe(200);
  });
});

describe('history', () => {
  test('shows what a save changed word by word, and goes back to it', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Ferry', body: 'The ferry left at six.' });
    await bea.submit(pathOf(id), id, { body: 'The ferry left at seven. <b>', act: 'save' });
    const page = (await bea.get(`${pathOf(id)}/history/2`)).text;
    expect(page).toContain('The ferry left at <del>six</del><ins>seven</ins>.<ins> &lt;b></ins>');
    const back = await bea.submit(`${pathOf(id)}/history/1`, 'restore');
    expect(back.get('Location')).toBe(`${pathOf(id)}?done=restored`);
    expect((await findDraft(app.db, { publicId: id }))?.content.body).toBe('The ferry left at six.');
    expect((await bea.get(`${pathOf(id)}/history`)).text.match(/class="ruled__link"/g)).toHaveLength(3);
  });
});

test('a preview shows a draft as readers will see it, to the newsroom alone', async () => {
  const bea = await editors.signedIn('reporter');
  const id = await written(bea, { title: 'Shown early', access: 'registered', openParagraphs: '1' });
  const whole = await bea.get(`${pathOf(id)}/preview`);
  expect(whole.text).toContain('A preview: nobody outside the newsroom sees this page.');
  expect(whole.text).toContain('Nobody left.');
  expect((await bea.get(`${pathOf(id)}/preview?as=anybody`)).text).not.toContain('Nobody left.');
  expect((await app.visitor().get(`${pathOf(id)}/preview`)).status).toBe(303);
});

describe('taking a story back', () => {
  test('asks first, and then readers are told at its address, in their language', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Gate stuck' });
    await bea.submit(pathOf(id), id, { act: 'publish' });
    const path = '/admin/stories/gate-stuck/take-back';
    expect((await bea.get('/admin/stories/gate-stuck')).text).toContain(`href="${path}"`);
    const question = await bea.get(path);
    expect(question.text).toContain('Take this story back?');
    expect((await app.visitor().get('/articles/gate-stuck')).status).toBe(200);

    const done = await bea.submit(path, 'take-back', {});
    expect(done.get('Location')).toBe(`${pathOf(id)}?done=taken-back`);
    const gone = await app.visitor().get('/articles/gate-stuck');
    expect([gone.status, gone.text]).toEqual([
      410,
      expect.stringContaining('This story is not here any more'),
    ]);
    expect(gone.text).not.toContain('Gate stuck');
    expect((await app.visitor().get('/articles/gate-stuck?lang=es')).text).toContain(
      'La redacción la ha retirado',
    );
    for (const shown of ['/', '/feed.xml', '/feed.json'])
      expect((await app.visitor().get(shown)).text).not.toContain('Gate stuck');

    expect((await bea.get('/admin/stories?show=drafts')).text).toContain('Taken back: readers do not see it');
    expect((await bea.get('/admin/stories/gate-stuck')).text).toContain('Open its draft');
    const sheet = (await bea.get(pathOf(id))).text;
    expect(sheet).toContain('Publish it again');
    expect(sheet).not.toContain(`${pathOf(id)}/delete`);
    expect((await bea.get(`${pathOf(id)}/delete`)).get('Location')).toBe(`${pathOf(id)}?done=has-story`);
    await bea.submit(pathOf(id), id, { act: 'publish' });
    expect((await app.visitor().get('/articles/gate-stuck')).status).toBe(200);
  });

  test('a second click finds it done; a story that never was is none', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Sluice open' });
    await bea.submit(pathOf(id), id, { act: 'publish' });
    const path = '/admin/stories/sluice-open/take-back';
    const form = await bea.formAt(path, 'take-back');
    const press = () => bea.send(form);
    await press();
    expect((await press()).get('Location')).toBe(`${pathOf(id)}?done=taken-back-before`);
    expect((await bea.get('/admin/stories/no-such-story/take-back')).status).toBe(404);
  });
});

describe('deleting a draft', () => {
  test('asks first; who goes on typing keeps the words', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Never mind' });
    const open = await bea.formAt(pathOf(id), id);
    expect((await bea.get(pathOf(id))).text).toContain(`href="${pathOf(id)}/delete"`);
    const deleted = await bea.submit(`${pathOf(id)}/delete`, 'delete', {});
    expect(deleted.get('Location')).toBe('/admin/stories?done=deleted');
    expect((await bea.get('/admin/stories?done=deleted')).text).toContain('The draft is deleted.');
    expect((await bea.get(pathOf(id))).status).toBe(404);

    const orphan = await bea.send(open, { title: 'Still here', act: 'save' });
    expect([orphan.status, orphan.text]).toEqual([410, expect.stringContaining('value="Still here"')]);
    expect(orphan.text).toContain('Save to keep this text as a new one');
    expect(orphan.text).toContain('action="/admin/stories/new"');
  });

  test('what somebody wrote after the question is not deleted with it', async () => {
    const bea = await editors.signedIn('reporter');
    const id = await written(bea, { title: 'Busy' });
    const question = await bea.formAt(`${pathOf(id)}/delete`, 'delete');
    await bea.submit(pathOf(id), id, { dek: 'More.', act: 'save' });
    const refused = await bea.send(question);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Nothing was deleted')]);
    expect(await findDraft(app.db, { publicId: id })).not.toBeNull();
  });
});
