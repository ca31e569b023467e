import { sql } from 'kysely';
import { type Article, editArticle, findArticle, listArticles } from '../../../src/articles/articles.ts';
import {
  type Feed,
  addFeed,
  feedBell,
  findFeed,
  listFeedItems,
  lookNow,
  makeNewBell,
  removeFeed,
  ringFeed,
} from '../../../src/articles/feeds/feeds.ts';
import { lookAtDueFeeds } from '../../../src/articles/feeds/look-at-feeds.ts';
import { importArticle } from '../../../src/articles/import-article.ts';
import { textOf } from '../../../src/articles/article-block.ts';
import { listActsOn } from '../../../src/staff/audit.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';
import { useFeedServer } from '../../support/use-feed-server.ts';

const database = useDatabase();
const server = useFeedServer();

const begin = Date.parse('2026-11-25T09:00:00Z');
let now = begin;
const at = () => new Date(now);
const pass = (minutes: number) => {
  now += minutes * 60_000;
};

const facts = {
  sectionId: null,
  newsletterId: null,
  access: 'everyone',
  leastTier: null,
  takesPictures: true,
  isOn: true,
} as const;

const errors: unknown[] = [];
const look = () =>
  lookAtDueFeeds(database.db, {
    fetch: server.fetch(),
    clock: at,
    random: () => 0.5,
    publicUrl: 'http://lantern.example.test',
    onError: (error) => errors.push(error),
  });

async function add(path: string, more: Partial<Parameters<typeof addFeed>[1]> = {}): Promise<Feed> {
  const feed = await addFeed(
    database.db,
    { ...facts, url: server.url(path), ...more },
    { actor: 'Ana Reyes', at: at() },
  );
  if (!feed) throw new Error('the feed was there');
  return feed;
}

const again = async ({ id }: Feed): Promise<Feed> => {
  const feed = await findFeed(database.db, { id });
  if (!feed) throw new Error('the feed is gone');
  return feed;
};

const rss = (items: string, head = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>${head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
   xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
   <title>The Lamp</title><link>https://lamp.example.org/</link>${items}</channel></rss>`;

const item = (id: string, body: string, more = '') =>
  `<item><guid isPermaLink="false">${id}</guid><title>Story ${id}</title>
   <pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate><content:encoded><![CDATA[${body}]]></content:encoded>${more}</item>`;

const all = async (): Promise<readonly Article[]> =>
  (await listArticles(database.db, { limit: 100 })).articles;
const only = async (): Promise<Article> => {
  const [article, ...others] = await all();
  if (!article || others.length > 0) throw new Error(`${others.length + (article ? 1 : 0)} stories, not one`);
  return article;
};

afterEach(async () => {
  for (const table of ['feed_item', 'feed', 'article']) {
    await sql`delete from ${sql.table(table)}`.execute(database.db);
  }
  expect(errors).toEqual([]);
  now = begin;
});

describe('a story of an RSS feed', () => {
  test('comes in with its words, its byline, its date and what the feed says of all its stories', async () => {
    const body =
      '<p>The quay is <b>open</b> again.</p><h2>What it cost</h2><blockquote>Too much.</blockquote><ul><li>Piles</li></ul>';
    const more = '<dc:creator>Bea Ortiz</dc:creator><description>A year late, and dearer.</description>';
    server.serve('/rss', rss(item('1', body, more)));
    await add('/rss', { access: 'registered' });
    await look();
    expect(await only()).toMatchObject({
      slug: 'story-1',
      title: 'Story 1',
      dek: 'A year late, and dearer.',
      byline: 'Bea Ortiz',
      publishedAt: new Date('2026-11-24T08:00:00Z'),
      access: { level: 'registered' },
      blocks: [
        { kind: 'paragraph', text: 'The quay is open again.' },
        { kind: 'heading', text: 'What it cost' },
        { kind: 'quote', text: 'Too much.' },
        { kind: 'paragraph', text: '• Piles' },
      ],
    });
  });

  test('is one story however often the feed is read, and from whichever feed of the paper', async () => {
    const same =
      '<item><guid>https://lamp.example.org/?p=7</guid><title>Seven</title><description>The lamp is lit.</description></item>';
    server.serve('/one', rss(same));
    server.serve('/two', rss(same.replace('lit.', 'lit again.')));
    const first = await add('/one');
    await add('/two');
    await look();
    pass(20);
    await look();
    await removeFeed(database.db, first, 'Ana Reyes');
    await add('/one');
    await look();
    expect(await all()).toHaveLength(1);
  });

  test('is updated when the feed changes it, and stays an editor’s once an editor did', async () => {
    server.serve('/changing', rss(item('1', '<p>The frist text.</p>')));
    const feed = await add('/changing');
    await look();
    server.serve('/changing', rss(item('1', '<p>The first text.</p>')));
    pass(20);
    await look();
    const corrected = await only();
    expect(textOf(corrected.blocks)).toBe('The first text.');

    await editArticle(database.db, corrected.slug, {
      ...corrected,
      title: 'A better headline',
      sectionSlug: '',
    });
    server.serve('/changing', rss(item('1', '<p>A third text.</p>')));
    pass(20);
    await look();
    expect(await only()).toMatchObject({ title: 'A better headline', blocks: [{ text: 'The first text.' }] });
    expect((await listFeedItems(database.db, feed.id, 10)).map(({ outcome }) => outcome)).toEqual(['kept']);
  });

  test('that was pasted before is the pasted one', async () => {
    await importArticle(database.db, { bytes: Buffer.from('The lamp is lit.'), title: 'Story 1' });
    server.serve('/pasted', rss(item('1', '<p>The lamp is lit.</p>')));
    const feed = await add('/pasted');
    await look();
    expect(await all()).toHaveLength(1);
    expect(await listFeedItems(database.db, feed.id, 10)).toMatchObject([
      { outcome: 'known', slug: 'story-1' },
    ]);
  });

  test('that was taken away does not come back', async () => {
    server.serve('/away', rss(item('1', '<p>Wrong.</p>')));
    await add('/away');
    await look();
    await sql`delete from article`.execute(database.db);
    server.serve('/away', rss(item('1', '<p>Still wrong.</p>')));
    pass(20);
    await look();
    expect(await all()).toEqual([]);
  });

  test('with a date that is not here yet, or none, is of now', async () => {
    const dated = (id: string, date: string) =>
      `<item><guid>${id}</guid><title>${id}</title><pubDate>${date}</pubDate><description>Text of ${id}.</description></item>`;
    server.serve(
      '/dates',
      rss(dated('a', 'Wed, 25 Nov 2099 09:00:00 GMT') + dated('b', 'yesterday') + dated('c', '')),
    );
    await add('/dates');
    await look();
    expect((await all()).map(({ publishedAt }) => publishedAt)).toEqual([at(), at(), at()]);
  });

  test('without an id is known by its link, and without one by title and date', async () => {
    const items = (text: string) =>
      `<item><link>https://lamp.example.org/a</link><title>A</title><description>${text} A.</description></item>
       <item><title>B</title><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate><description>${text} B.</description></item>`;
    server.serve('/nameless', rss(items('First')));
    await add('/nameless');
    await look();
    server.serve('/nameless', rss(items('Second')));
    pass(20);
    await look();
    expect((await all()).map(({ blocks }) => textOf(blocks)).toSorted()).toEqual(['Second A.', 'Second B.']);
  });

  test('keeps nothing of hostile markup but its words', async () => {
    const body = `<script>alert(1)</script><style>p{}</style><p onclick="x()">One<img src=x onerror="alert(1)"></p>
      <svg><text>hidden</text><script>alert(2)</script></svg><iframe src="javascript:alert(3)">frame</iframe>
      <form><p>Password?</p><input></form><a href="javascript:alert(4)">Two</a><!--[if mso]>three<![endif]-->
      <p>&lt;script&gt;alert(5)&lt;/script&gt; \u202etxet\u0000</p><math><mtext></mtext></math><noscript><p>no</p></noscript>`;
    server.serve('/hostile', rss(item('1', body)));
    await add('/hostile');
    await look();
    expect((await only()).blocks.map((block) => ('text' in block ? block.text : ''))).toEqual([
      'One',
      'Two',
      '<script>alert(5)</script> txet',
    ]);
  });

  test('without any text is named to the editor, and the others come', async () => {
    server.serve(
      '/empty',
      rss(`<item><guid>1</guid><title>Only a headline</title></item>${item('2', '<p>Text.</p>')}`),
    );
    const feed = await add('/empty');
    await look();
    expect(await all()).toHaveLength(1);
    expect(await listFeedItems(database.db, feed.id, 10)).toContainEqual(
      expect.objectContaining({ title: 'Only a headline', outcome: 'refused', reason: 'It has no text.' }),
    );
  });

  test('brings its picture along, kept under an address of our own', async () => {
    const png = Buffer.alloc(64);
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(png);
    png.writeUInt32BE(640, 16);
    png.writeUInt32BE(480, 20);
    server.serve('/quay.png', png, { 'Content-Type': 'image/png' });
    server.serve('/page.png', '<svg onload="alert(1)"></svg>                     ', {
      'Content-Type': 'image/png',
    });
    const media = (id: string, path: string) =>
      item(id, '<p>Text.</p>', `<media:content url="${server.url(path)}" medium="image"/>`);
    server.serve(
      '/pictures',
      rss(
        media('1', '/quay.png') +
          media('2', '/page.png').replace('Text.', 'Other.') +
          item('3', '<p>Third <img src="http://10.0.0.1/secret.png"></p>'),
      ),
    );
    await add('/pictures');
    await look();
    const pictures = new Map((await all()).map(({ slug, picture }) => [slug, picture]));
    expect(pictures.get('story-1')).toMatchObject({ width: 640, height: 480 });
    expect(pictures.get('story-2')).toBeNull();
    expect(pictures.get('story-3')).toBeNull();
  });
});

describe('an item that would take for ever', () => {
  test.each([
    ['an author of a megabyte', item('1', '<p>Text.</p>', `<author>${'@'.repeat(1_000_000)}</author>`), 2],
    ['a well of tags', item('1', `${'<a>'.repeat(100_000)}${'</b>'.repeat(100_000)}Text.`), 1],
    [
      'a summary of a megabyte',
      item('1', '<p>Text.</p>', `<description>${' [...'.repeat(200_000)}</description>`),
      2,
    ],
  ])('%s does not', async (_what, hostile, stories) => {
    server.serve('/long', rss(hostile + item('2', '<p>Other text.</p>')));
    await add('/long');
    const started = performance.now();
    await look();
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await all()).toHaveLength(stories);
  });
});

test('an item that the database refuses keeps no other out, and its editor hears of it', async () => {
  await sql`alter table article add constraint no_story_two check (title <> 'Story 2')`.execute(database.db);
  server.serve('/refused', rss(item('3', '<p>3.</p>') + item('2', '<p>2.</p>') + item('1', '<p>1.</p>')));
  const feed = await add('/refused');
  await look();
  await sql`alter table article drop constraint no_story_two`.execute(database.db);
  expect((await all()).map(({ title }) => title).toSorted()).toEqual(['Story 1', 'Story 3']);
  expect(await again(feed)).toMatchObject({ failures: 1, problem: expect.stringContaining('on our side') });
  expect(errors.splice(0)).toHaveLength(1);
  pass(20);
  await look();
  expect(await all()).toHaveLength(3);
});

test('Atom is read with its XHTML, whatever its prefixes', async () => {
  server.serve(
    '/atom',
    `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Ghost</a:title>
     <a:entry><a:id>tag:lamp.example.org,2026:1</a:id><a:title type="text">Ships &lt;b&gt; tea</a:title>
       <a:link rel="self" href="https://lamp.example.org/self"/><a:author><a:name>Bea Ortiz</a:name></a:author>
       <a:updated>2026-11-24T08:00:00Z</a:updated>
       <a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ships &amp; <em>tea</em>.</p><p>More.</p></div></a:content>
     </a:entry></a:feed>`,
  );
  const feed = await add('/atom');
  await look();
  expect(await only()).toMatchObject({
    title: 'Ships <b> tea',
    byline: 'Bea Ortiz',
    publishedAt: new Date('2026-11-24T08:00:00Z'),
    blocks: [{ text: 'Ships & tea.' }, { text: 'More.' }],
  });
  expect((await again(feed)).title).toBe('Ghost');
});

test('JSON Feed is read, and an item of a wrong shape stops no other', async () => {
  const items = [
    7,
    null,
    {
      id: 1,
      title: 'One',
      content_html: '<p>Text &amp; more.</p>',
      authors: [{ name: 'Bea' }, { name: 'Ada' }],
    },
    { id: { a: 1 }, url: 'https://lamp.example.org/2', content_text: 'First.\n\nSecond.' },
  ];
  server.serve('/json', JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'J', items }), {
    'Content-Type': 'application/feed+json',
  });
  await add('/json');
  await look();
  expect((await all()).map(({ title, byline }) => `${title} by ${byline}`).toSorted()).toEqual([
    'First by ',
    'One by Bea, Ada',
  ]);
});

describe('encodings', () => {
  const umlaut = (declared: string) =>
    `<?xml version="1.0"${declared}?><rss><channel><item><guid>u</guid><title>Müller</title><description>Grüße.</description></item></channel></rss>`;
  test.each([
    ['by declaration', Buffer.from(umlaut(' encoding="iso-8859-1"'), 'latin1'), 'text/xml'],
    ['by header', Buffer.from(umlaut(''), 'latin1'), 'text/xml; charset=windows-1252'],
    ['by mark', Buffer.from(`\ufeff${umlaut('')}`, 'utf16le'), 'text/xml'],
    ['by its first sign', Buffer.from(umlaut(' encoding="utf-16"'), 'utf16le'), 'text/xml'],
    ['with a header that lies', Buffer.from(umlaut(' encoding="utf-8"')), 'text/xml; charset=iso-8859-1'],
    ['with a declaration that lies', Buffer.from(umlaut(' encoding="utf-8"'), 'latin1'), 'text/xml'],
  ])('%s', async (_how, bytes, type) => {
    server.serve('/encoded', bytes, { 'Content-Type': type });
    await add('/encoded');
    await look();
    expect((await only()).title).toBe('Müller');
  });

  test('one that nobody knows is named', async () => {
    server.serve('/unknown', umlaut(' encoding="utf-99"'));
    const feed = await add('/unknown');
    await look();
    expect((await again(feed)).problem).toBe('The feed is written in “utf-99”, which cannot be read.');
  });
});

const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>`;

describe('a broken feed keeps what it had and says why', () => {
  test.each<[string, string | Buffer, string]>([
    ['a billion laughs', rss(item('9', 'x').replace('Story 9', '&lol2;'), laughs), 'document type'],
    [
      'an entity from a file',
      rss(item('9', 'x'), '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      'document type',
    ],
    ['a web page', '<!doctype html><html><body>Moved</body></html>', 'web page'],
    [
      'an XHTML page',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
      'web page',
    ],
    ['half of it', rss(item('9', '<p>Nine.</p>') + item('10', 'x')).slice(0, -200), 'breaks off'],
    ['a well of tags', `<rss>${'<a>'.repeat(100_000)}`, 'nested too deeply'],
    ['half a JSON', '{"version": "https://jsonfeed.org/version/1.1", "items": [', 'not valid JSON'],
    ['deep JSON', `{"version": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'JSON that is not a feed'],
    ['nothing', '', 'nothing'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'not a feed'],
    ['50 MB', Buffer.alloc(50 * 1024 * 1024, ' '), 'larger than 10 MB'],
  ])('%s', async (_what, body, words) => {
    server.serve('/breaking', rss(item('1', '<p>Text.</p>')));
    const feed = await add('/breaking');
    await look();
    const before = await only();
    server.serve('/breaking', body);
    pass(20);
    await look();
    expect(await only()).toEqual(before);
    const after = await again(feed);
    expect(after.problem).toContain(words);
    expect(after).toMatchObject({ failures: 1, lastGoodAt: new Date(begin), state: 'on', title: 'The Lamp' });
  });

  test('an entity without a meaning stays as it is written', async () => {
    server.serve(
      '/entity',
      rss(
        '<item><guid>1</guid><title>A&nbsp;B &unknown; &#8217;</title><description>Text.</description></item>',
      ),
    );
    await add('/entity');
    await look();
    expect((await only()).title).toBe('A B &unknown; ’');
  });

  test('an address in a private network', async () => {
    const feed = await add('/', { url: 'http://10.0.0.1/feed' });
    await look();
    expect((await again(feed)).problem).toBe('The address leads into a private network.');
  });

  test('a redirect to one', async () => {
    server.answer('/inwards', (_request, response) =>
      response.writeHead(301, { location: 'http://169.254.169.254/' }).end(),
    );
    const feed = await add('/inwards');
    await look();
    expect((await again(feed)).problem).toBe('The address leads into a private network.');
  });
});

describe('when it is looked at', () => {
  test('the next time it asks whether anything is new', async () => {
    server.serve('/marked', rss(item('1', '<p>Text.</p>')), {
      ETag: '"a1"',
      'Last-Modified': 'Tue, 24 Nov 2026 08:00:00 GMT',
    });
    const feed = await add('/marked');
    await look();
    server.answer('/marked', (_request, response) => response.writeHead(304).end());
    pass(20);
    await look();
    expect(server.asked.at(-1)?.headers).toMatchObject({
      'if-none-match': '"a1"',
      'if-modified-since': 'Tue, 24 Nov 2026 08:00:00 GMT',
    });
    expect(await again(feed)).toMatchObject({ problem: '', failures: 0, lastGoodAt: at(), etag: '"a1"' });
  });

  test('failures double the wait, and a good look ends it', async () => {
    const feed = await add('/failing');
    const waits: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      await look();
      const { nextAt } = await again(feed);
      waits.push((nextAt.getTime() - now) / 60_000);
      now = nextAt.getTime();
    }
    // The jitter of these tests takes a quarter off.
    expect(waits).toEqual([3.75, 7.5, 15, 30]);
    server.serve('/failing', rss(''));
    await look();
    expect(await again(feed)).toMatchObject({ failures: 0, problem: '' });
  });

  test.each([
    [503, '7200', 120],
    [429, 'Wed, 25 Nov 2026 12:00:00 GMT', 180],
    [429, 'soon', 3.75],
    [503, '99999999', 1440],
  ])('%s with Retry-After %s is waited for', async (status, retryAfter, minutes) => {
    server.answer('/busy', (_request, response) =>
      response.writeHead(status, { 'Retry-After': retryAfter }).end(),
    );
    const feed = await add('/busy');
    await look();
    expect(((await again(feed)).nextAt.getTime() - now) / 60_000).toBe(minutes);
  });

  test('410 switches it off, with a note and a line in the trail', async () => {
    server.answer('/over', (_request, response) => response.writeHead(410).end());
    const feed = await add('/over');
    await look();
    expect(await again(feed)).toMatchObject({
      state: 'gone',
      problem: expect.stringContaining('switched off'),
    });
    expect((await listActsOn(database.db, `feed ${feed.publicId}`)).map(({ action }) => action)).toEqual([
      'said that it is over',
      'added a feed',
    ]);
    pass(10_000);
    expect(await look()).toBe(0);
  });

  test('a slow one holds up no other, and two workers do not look twice', async () => {
    let answerSlow = () => {};
    server.answer('/slow', (_request, response) => {
      answerSlow = () => response.writeHead(200).end(rss(''));
    });
    server.serve('/quick', rss(item('1', '<p>Text.</p>')));
    await add('/slow');
    const quick = await add('/quick');
    const looking = [look(), look()];
    while ((await again(quick)).lastGoodAt === null) await new Promise((resolve) => setTimeout(resolve, 10));
    answerSlow();
    const [one = 0, other = 0] = await Promise.all(looking);
    expect(one + other).toBe(2);
    expect(server.asked).toHaveLength(2);
  });
});

describe('a bell', () => {
  test('makes its feed due at once, and an old one does not', async () => {
    server.serve('/rung', rss(''));
    const feed = await add('/rung');
    await look();
    pass(1);
    expect(await look()).toBe(0);
    const secret = feedBell(testKeys, feed);
    expect(await ringFeed(database.db, testKeys, secret, at())).toBe(true);
    expect(await look()).toBe(1);
    await makeNewBell(database.db, feed, 'Ana Reyes');
    expect(await ringFeed(database.db, testKeys, secret, at())).toBe(false);
    expect(await ringFeed(database.db, testKeys, 'made-up', at())).toBe(false);
  });

  test('that never stops makes one look in ten seconds', async () => {
    server.serve('/ringing', rss(''));
    const feed = await add('/ringing');
    await look();
    now += 1000;
    await ringFeed(database.db, testKeys, feedBell(testKeys, feed), at());
    expect(await look()).toBe(0);
    now += 9000;
    expect(await look()).toBe(1);
  });

  test('during a look makes another one', async () => {
    const feed = await add('/meanwhile');
    server.answer('/meanwhile', (_request, response) => {
      if (server.asked.length > 1) return void response.end(rss(''));
      now += 1000;
      void lookNow(database.db, feed, { actor: 'Ana Reyes', at: at() }).then(() => response.end(rss('')));
    });
    await look();
    expect(server.asked).toHaveLength(2);
  });
});

test('a headline “Feeds” has a page of its own', async () => {
  server.serve('/named', rss(item('1', '<p>Text.</p>').replace('Story 1', 'Feeds')));
  await add('/named');
  await look();
  expect(await findArticle(database.db, 'feeds-2')).not.toBeNull();
});
