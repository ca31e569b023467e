import { createHmac } from 'node:crypto';
import { findFeed, listFeeds } from '../../../../src/articles/feeds/feeds.ts';
import { lookAtDueFeeds } from '../../../../src/articles/feeds/look-at-feeds.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { useFeedServer } from '../../../support/use-feed-server.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
const server = useFeedServer();

const root = '/admin/stories/feeds';
const story = (id: string, text: string) =>
  `<item><guid>${id}</guid><title>${id}</title><description>${text}</description></item>`;
const rss = (items: string) => `<rss version="2.0"><channel><title>The Lamp</title>${items}</channel></rss>`;

const look = () =>
  lookAtDueFeeds(app.db, {
    fetch: server.fetch(),
    clock: app.setting.clock,
    random: () => 0.5,
    publicUrl: app.setting.publicUrl,
    onError: (error) => {
      throw error;
    },
  });

async function add(path: string): Promise<string> {
  const bea = await editors.signedIn('reporter');
  const added = await bea.submit(`${root}/new`, 'new', { url: server.url(path), section: 'town-hall' });
  return /feeds\/(\w+)\?done=added$/.exec(added.get('Location') ?? '')?.[1] ?? '';
}

test('a feed is added, and its page says what came', async () => {
  server.serve('/feed', rss(`${story('Quay open', '<b>At last.</b>')}<item><title>Bare</title></item>`));
  const id = await add('/feed');
  expect(app.rung).toEqual(['feeds']);
  const bea = await editors.signedIn('reporter');
  expect((await bea.get(`${root}/${id}?done=added`)).text).toContain('Not read yet');
  await look();
  const page = (await bea.get(`${root}/${id}`)).text;
  expect(page).toContain('<h1>The Lamp</h1>');
  expect(page).toMatch(/href="\/admin\/stories\/quay-open">Quay open<\/a>[\s\S]*?Came in/);
  expect(page).toContain('Left out. It has no text.');
  expect((await bea.get('/admin/stories?section=town-hall')).text).toContain('Quay open');
  expect((await listActsOn(app.db, `feed ${id}`)).map(({ actor, action }) => [actor, action])).toEqual([
    ['Bea Ortiz', 'added a feed'],
  ]);
});

test.each([
  ['url', { url: '' }],
  ['url', { url: 'javascript:alert(1)' }],
  ['url', { url: 'https://user:secret@example.org/feed' }],
  ['section', { section: 'nowhere' }],
  ['newsletter', { newsletter: 'nowhere' }],
  ['access', { access: 'tier:nowhere' }],
])('one is refused at its %s, and everything typed is kept', async (field, wrong) => {
  const bea = await editors.signedIn('reporter');
  const before = (await listFeeds(app.db)).length;
  const refused = await bea.submit(`${root}/new`, 'new', { url: 'https://example.org/refused', ...wrong });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(`id="${field}-problem"`);
  if (!('url' in wrong)) expect(refused.text).toContain('value="https://example.org/refused"');
  expect(await listFeeds(app.db)).toHaveLength(before);
});

test('an address is there once', async () => {
  await add('/once');
  const bea = await editors.signedIn('reporter');
  const refused = await bea.submit(`${root}/new`, 'new', { url: server.url('/once') });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('This feed is here already');
});

test('a broken one says so in plain words, there and on the page of today', async () => {
  server.serve('/broken', '<!doctype html><p>Moved');
  const id = await add('/broken');
  const bea = await editors.signedIn('reporter');
  for (let n = 0; n < 3; n += 1) {
    await look();
    await bea.submit(`${root}/${id}`, 'look');
  }
  const list = (await bea.get(root)).text;
  expect(list).toContain('The address answers with a web page, not with a feed.');
  expect(list).toContain('3 times in a row');
  expect((await bea.get('/admin')).text).toContain('No stories come from');
});

test('it is switched off, looked at, given a new bell and removed, each with a line in the trail', async () => {
  server.serve('/acts', rss(story('Kept story', 'It stays.')));
  const id = await add('/acts');
  await look();
  const bea = await editors.signedIn('reporter');
  expect((await bea.submit(`${root}/${id}`, 'look')).status).toBe(303);
  expect(await look()).toBeGreaterThan(0);
  await bea.submit(`${root}/${id}`, 'bell');
  const form = await bea.formAt(`${root}/${id}`, id);
  await bea.send({ ...form, fields: form.fields.filter(([name]) => name !== 'isOn') });
  expect((await findFeed(app.db, { publicId: id }))?.state).toBe('off');
  await bea.submit(`${root}/${id}`, 'remove');
  expect(await findFeed(app.db, { publicId: id })).toBeNull();
  expect((await bea.get('/admin/stories/kept-story')).status).toBe(200);
  expect((await listActsOn(app.db, `feed ${id}`)).map(({ action }) => action)).toEqual([
    'removed a feed',
    'changed a feed',
    'gave a feed a new bell',
    'asked for a look at a feed',
    'added a feed',
  ]);
});

test('an analyst looks and changes nothing', async () => {
  const id = await add('/analyst');
  const caro = await editors.signedIn('analyst');
  const page = (await caro.get(`${root}/${id}`)).text;
  expect(page).not.toContain('Remove this feed');
  expect(page).not.toContain('/hooks/stories/');
  expect((await caro.get(`${root}/new`)).status).toBe(403);
});

describe('the bell of a site', () => {
  const bellOf = async (id: string): Promise<string> => {
    const page = (await (await editors.signedIn('reporter')).get(`${root}/${id}`)).text;
    return /<code>[^<]*lantern\.example\.test(\/hooks\/stories\/[\w-]+)<\/code>/.exec(page)?.[1] ?? '';
  };

  test('makes the feed due at once, whatever is posted', async () => {
    server.serve('/rung', rss(''));
    const id = await add('/rung');
    await look();
    const bell = await bellOf(id);
    const before = await findFeed(app.db, { publicId: id });
    const answer = await app
      .visitor()
      .post(bell)
      .send({ post: { current: { title: 'x'.repeat(200_000) } } });
    expect(answer.status).toBe(202);
    expect(app.rung.at(-1)).toBe('feeds');
    const after = await findFeed(app.db, { publicId: id });
    expect(after?.nextAt.getTime()).toBeLessThan(before?.nextAt.getTime() ?? 0);
  });

  test('rings with its secret in a header, or as the key of Ghost’s signature', async () => {
    const id = await add('/header');
    await look();
    const secret = (await bellOf(id)).split('/').at(-1) ?? '';
    const hook = '/hooks/stories';
    const visitor = app.visitor();
    expect(
      (await visitor.post(hook).set('X-Doorstep-Secret', secret).type('form').send({ a: 1 })).status,
    ).toBe(202);
    expect((await visitor.post(hook).set('Authorization', `Bearer ${secret}`).send({})).status).toBe(202);
    expect((await visitor.post(hook).set('X-Doorstep-Secret', `${secret}x`)).status).toBe(404);
    expect((await visitor.post(hook)).status).toBe(404);

    const body = JSON.stringify({ post: { current: { title: 'Out', status: 'published' }, previous: {} } });
    const signed = async (time: number | null, key: string, text = body) => {
      const mac = createHmac('sha256', key)
        .update(`${text}${time ?? ''}`)
        .digest('hex');
      return visitor
        .post(`${hook}/signed/${id}`)
        .set('X-Ghost-Signature', `sha256=${mac}${time === null ? '' : `, t=${time}`}`)
        .type('json')
        .send(body);
    };
    const now = Date.now();
    expect((await signed(now, secret)).status).toBe(202);
    expect((await signed(null, secret)).status).toBe(202);
    expect((await signed(now, 'another secret')).status).toBe(404);
    expect((await signed(now, secret, '{}')).status).toBe(404);
    expect((await signed(now - 600_000, secret)).status).toBe(404);
    expect((await signed(Number.NaN, secret)).status).toBe(404);
    expect((await visitor.post(`${hook}/signed/${id}`).send(body)).status).toBe(404);
    expect((await visitor.post(`${hook}/signed/nothing`).set('X-Ghost-Signature', 'sha256=ab')).status).toBe(
      404,
    );
  });

  test('with a made-up secret is nowhere, and a GET rings nothing', async () => {
    const id = await add('/unrung');
    expect((await app.visitor().post('/hooks/stories/made-up')).status).toBe(404);
    expect((await app.visitor().get(await bellOf(id))).status).toBe(404);
    expect(app.rung).toEqual(['feeds']);
  });
});
