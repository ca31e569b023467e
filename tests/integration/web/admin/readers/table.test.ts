import { sql } from 'kysely';
import { findSubscriberBy } from '../../../../../src/audience/subscribers.ts';
import { suppressAddress } from '../../../../../src/delivery/suppressions.ts';
import { useApp } from '../../../../support/use-app.ts';
import { useEditors } from '../editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const addressesIn = (html: string): readonly string[] =>
  [...html.matchAll(/<a class="ruled__link[^"]*" href="[^"]+">([^<]+)</g)].map(([, address = '']) => address);

const headsIn = (html: string): readonly string[] =>
  [...html.matchAll(/<th scope="col">([^<]+)<\/th>/g)].map(([, head = '']) => head);

const countIn = (html: string): string =>
  /<p id="readers-count"[^>]*>(.*?)<\/p>/s
    .exec(html)?.[1]
    ?.replace(/<[^>]*>/g, '')
    .replaceAll('\u00a0', ' ')
    .trim() ?? '';

async function findReader(addressKey: string) {
  const reader = await findSubscriberBy(app.db, { addressKey });
  if (!reader) throw new Error(`${addressKey} is not in the sample newsroom`);
  return reader;
}

beforeAll(async () => {
  for (const name of ['oboe', 'viola', 'tuba']) await editors.addReader(`${name}@brass.example.test`);
  await sql`update subscriber set tags = '{band}' where address_key like 'tuba@%'`.execute(app.db);
});

describe('what the table is narrowed to', () => {
  test('a part of an address finds it, and the count says how many match', async () => {
    const caro = await editors.signedIn('analyst');
    const page = (await caro.get('/admin/readers?q=BRASS.example')).text;
    expect(addressesIn(page)).toEqual([
      'tuba@brass.example.test',
      'viola@brass.example.test',
      'oboe@brass.example.test',
    ]);
    expect(countIn(page)).toBe('3 readers match. Show all');
  });

  test('a per cent sign and an underscore mean themselves', async () => {
    const caro = await editors.signedIn('analyst');
    expect(addressesIn((await caro.get('/admin/readers?q=%25')).text)).toEqual([]);
    expect(addressesIn((await caro.get('/admin/readers?q=t_ba')).text)).toEqual([]);
  });

  test('a tag, a subscription and a state each narrow it', async () => {
    const caro = await editors.signedIn('analyst');
    expect(addressesIn((await caro.get('/admin/readers?tag=band')).text)).toEqual([
      'tuba@brass.example.test',
    ]);
    expect(addressesIn((await caro.get('/admin/readers?tier=digital')).text)).toContain('dora@example.test');
    expect(addressesIn((await caro.get('/admin/readers?state=ended')).text)).toContain('cleo@example.test');
    expect(addressesIn((await caro.get('/admin/readers?tag=band&q=oboe')).text)).toEqual([]);
  });

  test('the readers whom a suppression keeps from a newsletter are found by the link of the send page', async () => {
    const { addressKey } = await findReader('viola@brass.example.test');
    await suppressAddress(app.db, { addressKey, scope: 'bulk', reason: 'complaint' });
    const caro = await editors.signedIn('analyst');
    const page = (await caro.get('/admin/readers?newsletter=morning-edition&state=suppressed&q=brass')).text;
    expect(addressesIn(page)).toEqual(['viola@brass.example.test']);
  });

  test('somebody who was erased is nobody', async () => {
    await editors.addReader('gone@brass.example.test');
    await sql`update subscriber set erased_at = now() where address_key = 'gone@brass.example.test'`.execute(
      app.db,
    );
    const caro = await editors.signedIn('analyst');
    expect(addressesIn((await caro.get('/admin/readers?q=gone%40brass')).text)).toEqual([]);
  });

  test('nobody who matches is said in words, with the way back', async () => {
    const caro = await editors.signedIn('analyst');
    const page = (await caro.get('/admin/readers?q=bassoon')).text;
    expect(page).toContain('Nobody matches.');
    expect(page).toContain('<a href="/admin/readers">Show all</a>');
  });

  test.each(["' or 1=1 --", '\u0000', '(){}', '\\', '%5C%'.repeat(60), '<script>alert(1)</script>'])(
    'hostile text “%s” is looked for and shown as text',
    async (text) => {
      const caro = await editors.signedIn('analyst');
      const page = await caro.get(
        `/admin/readers?q=${encodeURIComponent(text)}&tag=${encodeURIComponent(text)}`,
      );
      expect(page.status).toBe(200);
      expect(addressesIn(page.text)).toEqual([]);
      expect(page.text).not.toContain('<script>alert');
    },
  );
});

describe('columns', () => {
  test('are chosen in the address, keep their order, and stay on the next page', async () => {
    for (let n = 1; n <= 51; n += 1) await editors.addReader(`fiddle-${n}@example.org`);
    const caro = await editors.signedIn('analyst');
    const page = (await caro.get('/admin/readers?q=fiddle&cols=tags&cols=tier')).text;
    expect(headsIn(page)).toEqual(['Reader', 'Subscription', 'Tags']);
    expect(page).toMatch(/href="\/admin\/readers\?q=fiddle&amp;cols=tier%2Ctags&amp;after=\d+"/);
    expect(headsIn((await caro.get('/admin/readers?cols=tier%2Ctags')).text)).toEqual([
      'Reader',
      'Subscription',
      'Tags',
    ]);
  });

  test('that nobody knows leave the usual ones', async () => {
    const caro = await editors.signedIn('analyst');
    const page = (await caro.get('/admin/readers?cols=password_hash,field-x')).text;
    expect(headsIn(page)).toEqual(['Reader', 'Name', 'Newsletters', 'Since']);
  });
});

describe('the download', () => {
  test('follows the filter and holds no formula', async () => {
    await editors.addReader('=cmd@sums.example.test');
    const ana = await editors.signedIn('editor');
    const answer = await ana.get('/admin/readers/readers.csv?q=sums.example');
    expect(answer.get('Content-Type')).toContain('text/csv');
    const lines = answer.text.trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(",'=cmd@sums.example.test,");
  });

  test('is not for an analyst', async () => {
    const caro = await editors.signedIn('analyst');
    expect((await caro.get('/admin/readers/readers.csv')).status).toBe(403);
    expect((await caro.get('/admin/readers')).text).not.toContain('readers.csv');
  });
});
