import sharp from 'sharp';
import { findArticle } from '../../../../src/articles/articles.ts';
import { countDrafts, findDraft } from '../../../../src/articles/drafts/drafts.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { useFeedServer } from '../../../support/use-feed-server.ts';
import { useEditors } from './editions/use-editors.ts';

const server = useFeedServer();
const app = useApp({ fetchOutside: (url, request) => server.fetch()(url, request) });
const editors = useEditors(app);

const importPath = '/admin/stories/import';
const html = { 'Content-Type': 'text/html; charset=utf-8' };
const long =
  'The council met in the old hall and talked about the wall until the lamps went out, one after the other.';
const pageOf = (head: string, body: string) =>
  `<!doctype html><html><head><title>Wall mended – The Beacon</title>${head}</head><body><nav>Home News Sport</nav>
   <article><h1>Wall mended</h1>${body}</article><footer>All rights reserved</footer></body></html>`;
const body = `<p>${long}</p><p>${long} <a href="/about?x=1">They</a> said <strong>yes</strong>. <script>alert(1)</script></p>
  <blockquote><p>${long}</p></blockquote><p>${long}</p>`;

const fetchPage = async (path: string) => {
  const bea = await editors.signedIn('reporter');
  return bea.submit(importPath, 'page', { url: path.startsWith('/') ? server.url(path) : path });
};
const draftAt = async (location: string | undefined) => {
  const id = /drafts\/(\w+)\?done=/.exec(location ?? '')?.[1] ?? '';
  const draft = await findDraft(app.db, { publicId: id });
  if (!draft) throw new Error(`there is no draft at ${location}`);
  return draft;
};

test('a page becomes a draft: what it says about itself first, then its text', async () => {
  const data = JSON.stringify({
    '@graph': [
      { '@type': 'WebSite', name: 'The Beacon' },
      {
        '@type': 'NewsArticle',
        headline: 'Wall to be mended',
        description: 'After a long night.',
        author: [{ name: 'Ida Moor' }, { name: 'Sam Ely' }],
      },
    ],
  });
  server.serve(
    '/quay.jpg',
    await sharp({ create: { width: 900, height: 500, channels: 3, background: 'navy' } })
      .jpeg()
      .toBuffer(),
    {
      'Content-Type': 'image/jpeg',
    },
  );
  const head = `<script type="application/ld+json">${data}</script><meta property="og:image" content="/quay.jpg">
    <meta property="og:image:alt" content="The wall"><link rel="canonical" href="/wall">`;
  server.serve('/wall?utm_source=mail', pageOf(head, body), html);
  server.serve('/wall', pageOf(head, body), html);
  server.serve('/other-way', pageOf(head, body), html);

  const first = await fetchPage('/wall?utm_source=mail#top');
  const draft = await draftAt(first.get('Location'));
  expect(draft.content).toMatchObject({
    title: 'Wall to be mended',
    dek: 'After a long night.',
    byline: 'Ida Moor, Sam Ely',
    picture: { alt: 'The wall', isDecoration: false },
  });
  expect(draft.content.body).toContain(`[They](<${server.url('/about?x=1')}>) said **yes**.`);
  expect(draft.content.body).toContain(`> ${long}`);
  expect(draft.content.body).not.toMatch(/alert|Home News|rights reserved/);
  expect(draft.sourceUrl).toBe(server.url('/wall'));
  expect(await findArticle(app.db, 'wall-to-be-mended')).toBeNull();
  expect((await listActsOn(app.db, `draft ${draft.publicId}`)).map(({ action }) => action)).toEqual([
    'fetched a story from a page',
  ]);

  for (const path of ['/wall', '/other-way']) {
    const again = await fetchPage(path);
    expect(again.get('Location')).toBe(`/admin/stories/drafts/${draft.publicId}?done=known`);
  }
});

test('a page that claims the address of another house is known by its own', async () => {
  server.serve(
    '/claims',
    pageOf('<link rel="canonical" href="https://elsewhere.example/story">', body),
    html,
  );
  const draft = await draftAt((await fetchPage('/claims')).get('Location'));
  expect(draft.sourceUrl).toBe(server.url('/claims'));
  expect(draft.content).toMatchObject({ title: 'Wall mended – The Beacon', picture: null });
});

test.each([
  ['nothing', ''],
  ['a file on this machine', 'file:///etc/passwd'],
  ['a script', 'javascript:alert(1)'],
  ['this network', 'http://127.0.0.1/admin'],
  ['another port of this network', 'http://169.254.169.254/latest/meta-data'],
  ['a name with a password', 'https://user:secret@example.org/'],
  ['a page that is gone', '/gone'],
  ['a picture', '/picture'],
  ['a page without a story', '/bare'],
  ['a page that is too large', '/large'],
  ['one that leads into a private network', '/redirect'],
])('%s is refused at its field, and no draft is made', async (_what, url) => {
  server.serve('/picture', 'x', { 'Content-Type': 'image/png' });
  server.serve('/bare', '<html><body></body></html>', html);
  server.serve('/large', 'x'.repeat(3 * 1024 * 1024), html);
  server.answer('/redirect', (_request, response) => {
    response.writeHead(302, { Location: 'http://10.0.0.1/' }).end();
  });
  const before = await countDrafts(app.db);
  const refused = await fetchPage(url);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="url-problem"');
  expect(await countDrafts(app.db)).toEqual(before);
});

describe('pasted', () => {
  const paste = async (fields: Readonly<Record<string, string>>) => {
    const bea = await editors.signedIn('reporter');
    return bea.submit(importPath, 'import', { act: 'draft', ...fields });
  };

  test.each([
    [
      'html',
      '<h2>Now</h2><p onclick="x()">It is <b>lit</b>.</p><iframe src="https://evil.example"></iframe>',
      '## Now\n\nIt is **lit**.',
    ],
    ['markdown', '## Now\n\nIt is **lit** indeed.', '## Now\n\nIt is **lit** indeed.'],
    ['text', 'It is lit at\nlast.\n\n* Not a list.', 'It is lit at last.\n\n\\* Not a list.'],
  ])('%s becomes a draft, and the same again is the same draft', async (form, text, written) => {
    const first = await paste({ form, text, title: 'Lamp' });
    const draft = await draftAt(first.get('Location'));
    expect(draft.content).toMatchObject({ title: 'Lamp', body: written });
    expect((await paste({ form, text, title: 'Lamp' })).get('Location')).toBe(
      `/admin/stories/drafts/${draft.publicId}?done=known`,
    );
  });

  test.each([
    ['text', { form: 'html', text: '<script>alert(1)</script>' }],
    ['text', { form: 'markdown', text: '  ' }],
    ['text', { form: 'text', text: '\u0000\u0001\u0002\u0003' }],
    ['title', { form: 'text', text: 'Words.', title: 'x'.repeat(201) }],
    ['form', { form: 'html', text: '<p>Words</p>', act: 'publish' }],
  ])('what cannot be kept is refused at its %s, and stays in the fields', async (field, fields) => {
    const before = await countDrafts(app.db);
    const refused = await paste(fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="${field}-problem"`);
    expect(await countDrafts(app.db)).toEqual(before);
  });
});
