import { findArticle, listArticles } from '../../../../src/articles/articles.ts';
import { importArticle } from '../../../../src/articles/import-article.ts';
import { findEdition } from '../../../../src/editions/editions.ts';
import { encodeCursor } from '../../../../src/platform/cursor.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { findForm } from './editions/page-form.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const importPath = '/admin/stories/import';
const slugsIn = (html: string): readonly string[] =>
  [...html.matchAll(/class="ruled__link" href="\/admin\/stories\/([^"]+)"/g)].map(([, slug = '']) => slug);

describe('the list', () => {
  test('goes on where the page before ended, with the same search', async () => {
    for (let n = 1; n <= 53; n += 1) {
      await importArticle(app.db, {
        bytes: Buffer.from(`Tide table number ${n} is out.`),
        title: `Tide table ${n}`,
        publishedAt: new Date('2026-01-05T06:00:00Z'),
      });
    }
    const bea = await editors.signedIn('reporter');
    const first = (await bea.get('/admin/stories?search=tide+table')).text;
    const next =
      /href="(\/admin\/stories\?[^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await bea.get(next)).text;
    expect(slugsIn(first)).toHaveLength(50);
    expect(slugsIn(second)).toHaveLength(3);
    expect(new Set([...slugsIn(first), ...slugsIn(second)]).size).toBe(53);
    expect(second).toContain('value="tide table"');
  });

  test('narrows to a section that stands in the address', async () => {
    const { articles } = await listArticles(app.db, { sectionSlug: 'town-hall', limit: 50 });
    expect(articles.length).toBeGreaterThan(0);
    const page = (await (await editors.signedIn('analyst')).get('/admin/stories?section=town-hall')).text;
    expect(slugsIn(page)).toEqual(articles.map(({ slug }) => slug));
    expect(page).toMatch(/<option value="town-hall" selected/);
  });

  test('finds nothing for a character that no headline can have', async () => {
    const page = await (await editors.signedIn('reporter')).get('/admin/stories?search=%00');
    expect(page.status).toBe(200);
    expect(page.text).toContain('No story matches');
  });

  test.each([
    ['a cursor nobody made', `after=${encodeCursor(['yesterday', 1])}`],
    ['a number that is none', `after=${encodeCursor(['2026-01-05T06:00:00.000Z', 1.5])}`],
  ])('begins at the top for %s', async (_what, query) => {
    const page = await (await editors.signedIn('reporter')).get(`/admin/stories?${query}`);
    expect(page.status).toBe(200);
    expect(slugsIn(page.text)).toHaveLength(50);
  });
});

describe('a story that comes in', () => {
  test.each([
    ['title', { title: 'x'.repeat(201) }],
    ['dek', { dek: 'x'.repeat(401) }],
    ['byline', { byline: 'x'.repeat(121) }],
    ['section', { section: 'nowhere' }],
    ['newsletter', { newsletter: 'nowhere' }],
    ['text', { text: 'SIGN ME UP!' }],
  ])('is refused at its %s, and everything typed is kept', async (field, wrong) => {
    const bea = await editors.signedIn('reporter');
    const typed = {
      text: 'The lamp is lit.',
      title: 'The lamp',
      dek: 'At last.',
      byline: 'Bea Ortiz',
      ...wrong,
    };
    const refused = await bea.submit(importPath, 'import', typed);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="${field}-problem"`);
    const { fields } = findForm(refused.text, 'import');
    const { text, title, dek, byline } = typed;
    expect(Object.fromEntries(fields)).toMatchObject({ text, title, dek, byline });
    expect(await findArticle(app.db, 'the-lamp')).toBeNull();
  });

  test('with the headline “Import” has a page of its own', async () => {
    const bea = await editors.signedIn('reporter');
    const answer = await bea.submit(importPath, 'import', { text: 'Ships bring tea.', title: 'Import' });
    expect(answer.get('Location')).toBe('/admin/stories/import-2?done=imported');
    expect((await bea.get('/admin/stories/import-2')).text).toContain('href="/articles/import-2"');
    expect((await listActsOn(app.db, 'article import-2')).map(({ action }) => action)).toEqual([
      'imported a story',
    ]);
  });
});

describe('one story', () => {
  test('begins an edition that carries it', async () => {
    const bea = await editors.signedIn('reporter');
    const slug = (await listArticles(app.db, { limit: 1 })).articles[0]?.slug ?? '';
    const begun = await bea.submit(`/admin/stories/${slug}`, 'editions', { newsletter: 'morning-edition' });
    expect(begun.status).toBe(303);
    const id = begun.get('Location')?.split('/').at(-1) ?? '';
    expect((await findEdition(app.db, id))?.blocks).toMatchObject([{ article: slug }]);
  });

  test('is looked at, not changed, by an analyst', async () => {
    const slug = (await listArticles(app.db, { limit: 1 })).articles[0]?.slug ?? '';
    const path = `/admin/stories/${slug}`;
    const before = await findArticle(app.db, slug);
    const [caro, bea] = [await editors.signedIn('analyst'), await editors.signedIn('reporter')];
    const page = (await caro.get(path)).text;
    expect(page).toContain(before?.title);
    expect(page).not.toContain('Save the facts');
    expect(page).not.toContain('Compose an edition');
    expect((await caro.get(importPath)).status).toBe(403);
    const own = findForm(page, 'sign-out').fields;
    const { fields } = await bea.formAt(path, slug);
    const forged = [...own, ...fields.filter(([name]) => name !== 'csrf')];
    expect((await caro.send({ action: path, fields: forged }, { title: 'Forged' })).status).toBe(403);
    expect(await findArticle(app.db, slug)).toEqual(before);
  });

  test('that nobody wrote is not found', async () => {
    const bea = await editors.signedIn('reporter');
    expect((await bea.get('/admin/stories/nothing')).status).toBe(404);
    expect((await bea.get('/admin/stories/%00')).status).toBe(404);
  });
});
