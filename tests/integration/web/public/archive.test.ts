import { sql } from 'kysely';
import { findArticle, listArticles, setArticleAccess } from '../../../../src/articles/articles.ts';
import { importArticle } from '../../../../src/articles/import-article.ts';
import { buildReleases } from '../../../../src/editions/build-release.ts';
import type { EditionBlock } from '../../../../src/editions/edition-block.ts';
import { createEdition, findEdition, saveEdition } from '../../../../src/editions/editions.ts';
import { releaseEdition } from '../../../../src/editions/release-edition.ts';
import { randomToken } from '../../../../src/platform/random-tokens.ts';
import { useApp } from '../../../support/use-app.ts';

const app = useApp();

const marker = 'Behind the wall stands this sentence.';

async function gatedStory(): Promise<string> {
  const outcome = await importArticle(app.db, {
    bytes: Buffer.from(`The open part.\n\nMore of it.\n\n${marker}`),
    title: 'The lamp oil affair',
  });
  if (outcome.kind !== 'imported') throw new Error('the story was refused');
  const access = { level: 'tier', leastTier: 'digital', openParagraphs: 1, isMetered: true } as const;
  await setArticleAccess(app.db, outcome.slug, access);
  return outcome.slug;
}

async function draft(subject: string, blocks: readonly EditionBlock[]): Promise<string> {
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: [],
    subject,
    createdBy: 'Ana Reyes',
  });
  if (created.kind !== 'created') throw new Error('the edition was refused');
  const edition = await findEdition(app.db, created.id);
  await saveEdition(
    app.db,
    created.id,
    {
      version: edition?.version ?? 1,
      subject,
      preheader: 'And the quay.',
      blocks,
    },
    { name: 'Ana Reyes', staffId: null },
  );
  return created.id;
}

async function send(publicId: string, undoSeconds = 0): Promise<void> {
  const outcome = await releaseEdition(app.db, app.setting, {
    publicId,
    releaseKey: randomToken(),
    releasedBy: 'Ana Reyes',
    undoSeconds,
  });
  if (outcome.kind !== 'released') throw new Error(`the release was ${outcome.kind}`);
  await buildReleases(app.db, app.setting.publicUrl);
}

const intro: EditionBlock = { kind: 'intro', text: 'Good morning from the quay.' };

test('an edition that went out is there for everybody, without anything of a reader or behind a wall', async () => {
  const gated = await gatedStory();
  const id = await draft('Oil & lamps', [
    intro,
    { kind: 'intro', text: 'Only for supporters.', leastTier: 'supporter' },
    { kind: 'intro', text: 'For a tier that is gone.', leastTier: 'platinum' },
    { kind: 'whole-story', article: gated },
    { kind: 'story-list', heading: 'More', articles: [gated] },
  ]);
  const path = `/archive/morning-edition/${id}`;
  expect((await app.visitor().get(path)).status).toBe(404);
  await send(id);
  const page = await app.visitor().get(path);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Good morning from the quay.');
  expect(page.text).toContain('The open part.');
  expect(page.text).toContain(`<a href="/articles/${gated}">Read on</a>`);
  for (const hidden of [
    marker,
    'Only for supporters',
    'For a tier that is gone',
    'Hello',
    '/unsubscribe/',
    '/preferences/',
    '/c/',
    '/o/',
  ])
    expect(page.text).not.toContain(hidden);
  expect(page.text).toContain('href="/preferences"');
  // A pass opens a metered story without using one up: it is for those who got the mail.
  expect(page.text).not.toContain((await findArticle(app.db, gated))?.linkPass);
  expect((await app.visitor().get('/archive/morning-edition')).text).toContain(`href="${path}"`);
  expect((await app.visitor().get('/newsletters')).text).toContain('href="/archive/morning-edition"');
  expect((await app.visitor().get(`/archive/weekend/${id}`)).status).toBe(404);
});

test('what can still be called back, or was stopped, is not shown', async () => {
  const waiting = await draft('In its undo window', [intro]);
  await send(waiting, 600);
  const stopped = await draft('Stopped', [intro]);
  await send(stopped);
  await sql`
    update mailing set state = 'stopped' from edition where mailing.id = edition.mailing_id and edition.public_id = ${stopped}
  `.execute(app.db);
  for (const id of [waiting, stopped])
    expect((await app.visitor().get(`/archive/morning-edition/${id}`)).status).toBe(404);
});

test('during a correction the text is the one that went out', async () => {
  const id = await draft('As it was sent', [intro]);
  await send(id);
  await sql`
    update edition set correcting_since = now(), subject = 'Half a thought',
      sent_text = jsonb_build_object('subject', subject, 'preheader', preheader, 'blocks', blocks)
    where public_id = ${id}
  `.execute(app.db);
  const page = (await app.visitor().get(`/archive/morning-edition/${id}`)).text;
  expect(page).toContain('As it was sent');
  expect(page).not.toContain('Half a thought');
});

test.each([
  '/archive/nothing',
  '/archive/nothing/feed.xml',
  '/sections/nothing/feed.json',
  '/archive/morning-edition/%00',
])('%s is not found', async (path) => {
  expect((await app.visitor().get(path)).status).toBe(404);
});

test('a cursor nobody made begins at the top', async () => {
  const first = await app.visitor().get('/archive/morning-edition?after=nonsense');
  expect(first.status).toBe(200);
  expect(first.text).toContain('As it was sent');
});

describe('a feed', () => {
  test.each([
    ['/feed.xml', 'application/rss+xml'],
    ['/feed.atom', 'application/atom+xml'],
    ['/feed.json', 'application/feed+json'],
    ['/sections/town-hall/feed.xml', 'application/rss+xml'],
    ['/sections/town-hall/feed.atom', 'application/atom+xml'],
    ['/sections/town-hall/feed.json', 'application/feed+json'],
    ['/archive/morning-edition/feed.xml', 'application/rss+xml'],
    ['/archive/morning-edition/feed.atom', 'application/atom+xml'],
    ['/archive/morning-edition/feed.json', 'application/feed+json'],
  ])('%s says what it is, and answers 304 to who has it', async (path, type) => {
    const first = await app.visitor().get(path).buffer(true);
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(first.text).not.toContain(marker);
    const tag = await app.visitor().get(path).set('If-None-Match', String(first.headers['etag']));
    const since = await app
      .visitor()
      .get(path)
      .set('If-Modified-Since', String(first.headers['last-modified']));
    expect([tag.status, since.status]).toEqual([304, 304]);
    const older = await app.visitor().get(path).set('If-Modified-Since', 'Thu, 01 Jan 1970 00:00:01 GMT');
    expect(older.status).toBe(200);
  });

  test('of a section has its stories alone', async () => {
    const { articles } = await listArticles(app.db, { sectionSlug: 'town-hall', limit: 30 });
    const { text } = await app.visitor().get('/sections/town-hall/feed.json').buffer(true);
    const feed = JSON.parse(text) as { items: Array<{ url: string }> };
    expect(feed.items.map(({ url }) => url)).toEqual(
      articles.map(({ slug }) => `${app.setting.publicUrl}/articles/${slug}`),
    );
  });

  test('of a newsletter has its editions', async () => {
    const { text } = await app.visitor().get('/archive/morning-edition/feed.atom').buffer(true);
    expect(text).toContain('<title>Oil &amp; lamps</title>');
    expect(text).not.toContain('In its undo window');
  });
});

describe('a page for those who list and share it', () => {
  test('names its feeds', async () => {
    expect((await app.visitor().get('/')).text).toContain(
      '<link rel="alternate" type="application/feed+json" href="/feed.json"',
    );
    const [article] = (await listArticles(app.db, { sectionSlug: 'town-hall', limit: 1 })).articles;
    expect((await app.visitor().get(`/articles/${article?.slug}`)).text).toContain(
      '/sections/town-hall/feed.atom',
    );
  });

  test('describes a story, and hostile words do not leave the block of data', async () => {
    const title = '</script><script>alert(1)</script> & "more"';
    const outcome = await importArticle(app.db, { bytes: Buffer.from('Text.'), title, byline: 'Bea Ortiz' });
    if (outcome.kind !== 'imported') throw new Error('the story was refused');
    const page = await app.visitor().get(`/articles/${outcome.slug}`);
    const data = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(page.text)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: title,
      author: { '@type': 'Person', name: 'Bea Ortiz' },
      isAccessibleForFree: true,
    });
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).toContain('<meta property="article:published_time"');
    expect(page.text).toContain('<meta name="twitter:card" content="summary"');
    // Data is not run, so the policy stays as closed as it was.
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  });

  test('says of a gated story that it is not free', async () => {
    const page = await app.visitor().get('/articles/the-lamp-oil-affair');
    expect(page.text).toContain('"isAccessibleForFree":false');
  });
});
