import { findDraft } from '../../../src/articles/drafts/drafts.ts';
import { promised, useApi } from '../../support/use-api.ts';
import { useFeedServer } from '../../support/use-feed-server.ts';

const server = useFeedServer();
const api = useApi({ fetchOutside: (url, request) => server.fetch()(url, request) });

const story = `The mill wheel turns again

It turned on Friday for the first time in forty years.

SIGN UP
Be the first to know when it stops. Get our free newsletter.
SIGN ME UP!

The council will pay for the repair.
`;

const post = async (body: string | Buffer, query = '') =>
  (await api.caller()).post(`/articles/import${query}`).set('Content-Type', 'text/plain').send(body);

describe('importing a story', () => {
  test('the box stands where the text asks for it, and the same text is one story', async () => {
    const response = await post(
      story,
      '?title=The%20mill%20wheel&section=town-hall&newsletter=morning-edition',
    );
    promised('post', '/articles/import', response);
    expect([response.status, response.body]).toEqual([
      201,
      expect.objectContaining({ slug: 'the-mill-wheel' }),
    ]);

    const found = await (await api.caller()).get('/articles/the-mill-wheel');
    promised('get', '/articles/{slug}', found);
    expect(found.body).toMatchObject({
      title: 'The mill wheel',
      section: 'town-hall',
      newsletter: 'morning-edition',
    });
    const kinds = found.body.blocks.map(({ kind }: { kind: string }) => kind);
    expect(kinds.filter((kind: string) => kind === 'sign-up')).toHaveLength(1);
    expect(kinds[0]).not.toBe('sign-up');
    expect(kinds.at(-1)).toBe('paragraph');

    const again = await post(story, '?title=The%20mill%20wheel&section=town-hall&newsletter=morning-edition');
    expect([again.status, again.body]).toEqual([200, { ...response.body, isNew: false }]);
  });

  test.each([
    ['nothing at all', '', '', 422, 'text'],
    ['blanks', '  \n\n ', '', 422, 'text'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0xff, 0]), '', 422, 'text'],
    ['1.1 MB', 'word '.repeat(225_000), '', 422, 'text'],
    ['5 MB', 'word '.repeat(1_000_000), '', 413, 'text'],
    ['a section that is not there', story, '?section=nope', 422, 'section'],
    ['a newsletter that is not there', story, '?newsletter=nope', 422, 'newsletter'],
    ['an empty headline', story, '?title=', 422, 'title'],
  ])('%s is refused in words', async (_what, body, query, status, field) => {
    const response = await post(body, query);
    expect([response.status, response.type]).toEqual([status, 'application/problem+json']);
    expect(response.body.errors).toEqual([{ field, message: expect.stringMatching(/[a-z]/) }]);
  });

  test('another kind of file is refused', async () => {
    const response = await (
      await api.caller()
    )
      .post('/articles/import')
      .set('Content-Type', 'application/pdf')
      .send('%PDF');
    expect(response.status).toBe(415);
  });

  test.each([
    ['text/markdown', 'The wall was **mended** by lamplight.\n', 'by lamplight.'],
    [
      'text/html; charset=utf-8',
      '<p onclick="x()">The quay was <b>mended</b> at dusk.<script>x()</script></p>',
      'at dusk.',
    ],
  ])('%s is out at once, and once', async (type, text, body) => {
    const caller = await api.caller();
    const send = () => caller.post('/articles/import?title=Mended').set('Content-Type', type).send(text);
    const first = await send();
    promised('post', '/articles/import', first);
    expect([first.status, first.body]).toMatchObject([201, { isNew: true }]);
    const story = await caller.get(`/articles/${first.body.slug}`);
    expect(story.body.title).toBe('Mended');
    expect(JSON.stringify(story.body.blocks)).toContain(body);
    const again = await send();
    expect([again.status, again.body]).toEqual([200, { ...first.body, isNew: false }]);
  });
});

const pageWith = (headline: string) =>
  `<html><head><title>${headline}</title></head><body><article><p>${'The wall was mended by lamplight. '.repeat(8)}</p></article></body></html>`;

describe('a story from a page', () => {
  const fetchPage = async (url: unknown, query = '') =>
    (await api.caller()).post(`/articles/import${query}`).send({ url });

  test('it is a draft to look at, once, and nobody reads it before', async () => {
    server.serve('/lamps', pageWith('By lamplight'), { 'Content-Type': 'text/html' });
    const response = await fetchPage(server.url('/lamps'), '?section=town-hall&title=Mended%20at%20night');
    promised('post', '/articles/import', response);
    expect([response.status, response.body]).toMatchObject([201, { slug: null, isNew: true }]);
    const draft = await findDraft(api.db, { publicId: response.body.draft });
    expect(draft).toMatchObject({
      content: { title: 'Mended at night', section: 'town-hall' },
      updatedBy: 'key Website',
      articleId: null,
    });
    const again = await fetchPage(server.url('/lamps'));
    expect([again.status, again.body]).toMatchObject([200, { draft: response.body.draft, isNew: false }]);
  });

  test.each([
    ['no address', 'wall', '', 'url'],
    ['a number', 7, '', 'url'],
    ['this network', 'http://127.0.0.1/admin', '', 'url'],
    ['a file on this machine', 'file:///etc/passwd', '', 'url'],
    ['a page that is gone', 'https://127.0.0.1:1/gone', '', 'url'],
    ['a section that is not there', 'https://example.org/wall', '?section=nope', 'section'],
  ])('%s is refused in words', async (_what, url, query, field) => {
    const response = await fetchPage(url, query);
    expect([response.status, response.body.errors]).toEqual([
      422,
      [{ field, message: expect.stringMatching(/[a-z]/) }],
    ]);
  });
});

describe('drafts', () => {
  const pageDraft = async (headline: string): Promise<string> => {
    const path = `/${headline.replaceAll(' ', '-')}`;
    server.serve(path, pageWith(headline), { 'Content-Type': 'text/html' });
    const response = await (await api.caller()).post('/articles/import').send({ url: server.url(path) });
    return response.body.draft;
  };

  test('one is published, taken back and published again, each by the version that was read', async () => {
    const caller = await api.caller();
    const id = await pageDraft('The quay');
    const listed = await caller.get('/drafts');
    promised('get', '/drafts', listed);
    expect(listed.body.data).toContainEqual(expect.objectContaining({ id, state: 'draft' }));
    const publish = (version: number) => caller.post(`/drafts/${id}/publish`).send({ version });
    const published = await publish(1);
    promised('post', '/drafts/{id}/publish', published);
    expect(published.body.slug).toBe('the-quay');

    const taken = await caller.post('/articles/the-quay/take-back');
    promised('post', '/articles/{slug}/take-back', taken);
    expect(taken.body).toEqual({ slug: 'the-quay', draft: id });
    expect((await caller.get('/articles/the-quay')).status).toBe(410);
    expect((await caller.post('/articles/the-quay/take-back')).status).toBe(409);
    expect((await caller.post('/articles/nope/take-back')).status).toBe(404);
    expect((await publish(2)).status).toBe(409);
    const sheet = await caller.get(`/drafts/${id}`);
    promised('get', '/drafts/{id}', sheet);
    expect(sheet.body).toMatchObject({ slug: null, takenBackAt: expect.any(String) });
    expect((await publish(sheet.body.version)).status).toBe(200);
    expect((await caller.get('/articles/the-quay')).status).toBe(200);
    expect((await caller.delete(`/drafts/${id}?version=${sheet.body.version}`)).status).toBe(409);
  });

  test('one is deleted by the version that was read, once', async () => {
    const caller = await api.caller();
    const id = await pageDraft('A slip');
    expect((await caller.delete(`/drafts/${id}`)).body.errors).toEqual([
      { field: 'version', message: 'Please give the version that was read' },
    ]);
    expect((await caller.delete(`/drafts/${id}?version=7`)).status).toBe(409);
    const deleted = await caller.delete(`/drafts/${id}?version=1`);
    promised('delete', '/drafts/{id}', deleted);
    expect((await caller.delete(`/drafts/${id}?version=1`)).status).toBe(404);
  });
});

test('stories page by cursor, newest first', async () => {
  const caller = await api.caller();
  const first = await caller.get('/articles?limit=2');
  promised('get', '/articles', first);
  expect(first.body.data).toHaveLength(2);
  const second = await caller.get(`/articles?limit=2&cursor=${first.body.next}`);
  const moments = [...first.body.data, ...second.body.data].map(({ publishedAt }) => publishedAt);
  expect(moments).toHaveLength(4);
  expect(moments).toEqual(moments.toSorted((a: string, b: string) => b.localeCompare(a)));
});
