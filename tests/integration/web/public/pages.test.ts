import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { useApp } from '../../../support/use-app.ts';

const app = useApp();

const story = '/articles/last-ferry-stays-by-a-single-vote';

test.each([
  ['/', 'Last ferry stays, by a single vote'],
  [story, 'SIGN ME UP!'],
  ['/newsletters', 'The Weekend Lantern'],
  ['/subscribe', '£60'],
  ['/signup', 'delivered'],
  ['/preferences', 'Send me a fresh link'],
  ['/unsubscribe/sample', 'This is a sample'],
  ['/preferences/sample', 'This is a sample'],
])('%s opens without a cookie and shows “%s”', async (path, words) => {
  const response = await app.visitor().get(path);

  expect(response.status).toBe(200);
  expect(response.text).toContain(words);
  expect(response.headers['set-cookie']).toBeUndefined();
});

test('the box stands in the story where the story put it, once', async () => {
  const { text } = await app.visitor().get(story);

  const before = text.indexOf('some water in the middle');
  const box = text.indexOf('data-sign-up');
  const after = text.indexOf('The money will come from three places');
  expect(before).toBeGreaterThan(0);
  expect(box).toBeGreaterThan(before);
  expect(after).toBeGreaterThan(box);
  expect(text.indexOf('data-sign-up', box + 1)).toBe(-1);
});

test('a story without a box of its own has one at its end', async () => {
  const { text } = await app.visitor().get('/articles/seal-closes-the-slipway-for-a-third-day');
  expect(text.split('data-sign-up')).toHaveLength(2);

  await sql`update article set blocks = '[{"kind":"paragraph","text":"All there is."}]' where slug like 'seal-%'`.execute(
    app.db,
  );
  const without = (await app.visitor().get('/articles/seal-closes-the-slipway-for-a-third-day')).text;
  expect(without.indexOf('data-sign-up')).toBeGreaterThan(without.indexOf('All there is.'));
});

test('no page weighs more than 15 KB with what it needs', async () => {
  const { buildSync } = await import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: ['reader.css', 'reader.ts'].map(
      (file) => `${__dirname}/../../../../templates/assets/${file}`,
    ),
    bundle: true,
    minify: true,
    write: false,
    outdir: 'out',
  });
  const assets = outputFiles.reduce((sum, file) => sum + gzipSync(file.contents).length, 0);
  expect(outputFiles).toHaveLength(2);
  for (const path of ['/', story, '/newsletters', '/subscribe', '/signup']) {
    const { text } = await app.visitor().get(path);
    expect(gzipSync(text).length + assets).toBeLessThanOrEqual(15 * 1024);
  }
});

describe('what somebody wrote', () => {
  const hostile = `</title><script>alert("x")</script>&amp; 'quoted'\u000b]]>`;

  beforeAll(async () => {
    await sql`
      insert into article (slug, title, dek, byline, blocks, word_count, published_at)
      values ('hostile', ${hostile}, ${hostile}, ${hostile},
        ${JSON.stringify([
          { kind: 'paragraph', text: hostile },
          { kind: 'sign-up', kicker: hostile, headline: hostile, promise: hostile, button: hostile },
        ])}::jsonb, 3, now())
    `.execute(app.db);
  });

  test.each(['/', '/articles/hostile'])('is text on %s, never markup', async (path) => {
    const { text } = await app.visitor().get(path);

    expect(text).toContain('&lt;script>alert(');
    expect(text).not.toContain('<script>alert');
  });

  test('leaves the feed well-formed', async () => {
    const response = await app.visitor().get('/feed.xml').buffer(true);

    expect(response.headers['content-type']).toContain('application/rss+xml');
    expect(response.text).toContain(
      '<title>&lt;/title&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;amp; &apos;quoted&apos;]]&gt;</title>',
    );
    expect(response.text).not.toContain('\u000b');
    expect(response.text.split('<item>').length).toBeGreaterThan(10);
    expect(response.text).toContain(`<guid isPermaLink="true">http://lantern.example.test${story}</guid>`);
  });

  test('does not come out of the form it was typed into', async () => {
    const { text } = await app
      .visitor()
      .get('/signup')
      .query({ email: '"><script>alert(1)</script>', newsletter: hostile, article: hostile });

    expect(text).not.toContain('<script>alert');
  });
});

test('search engines are kept out of people’s own pages', async () => {
  const { text } = await app.visitor().get('/robots.txt');

  expect(text).toContain('Disallow: /preferences');
  expect(text).not.toContain('Disallow: /articles');
});
