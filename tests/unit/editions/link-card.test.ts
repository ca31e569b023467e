import { makeLinkCard, readPageWords } from '../../../src/editions/link-card.ts';
import type { FetchOutcome } from '../../../src/platform/fetch-guarded.ts';

const url = 'https://theatre.example.org/tickets?day=1';

const answering =
  (body: string, { status = 200, type = 'text/html; charset=utf-8' } = {}) =>
  (): Promise<FetchOutcome> =>
    Promise.resolve({
      kind: 'answered',
      status,
      header: (name) => (name === 'content-type' ? type : null),
      body: Buffer.from(body),
      url,
    });

test('a page becomes a call to action in its own words, which leads to the address that was given', async () => {
  const page = `<html><head><title>Tickets</title><meta property="og:title" content="The Seal &amp; the Ferry">
    <meta name="description" content="A play in
    two acts."><meta property="og:site_name" content="Quay Theatre"></head></html>`;
  expect(await makeLinkCard(answering(page), ` ${url} `)).toEqual({
    kind: 'card',
    block: {
      kind: 'call-to-action',
      headline: 'The Seal & the Ferry',
      text: 'A play in two acts.',
      button: 'Open it at Quay Theatre',
      newsletter: '',
      url,
    },
  });
});

test('a page that says nothing about itself gets the name of its site', async () => {
  expect(await makeLinkCard(answering('<p>Hello'), url)).toMatchObject({
    block: { headline: 'theatre.example.org', text: '', button: 'Open it at theatre.example.org' },
  });
});

test('markup in the words of a page stays words, and long ones are cut at a word', async () => {
  expect(readPageWords('<title>One &lt;script&gt; two</title><title>Other</title>').title).toBe(
    'One <script> two',
  );
  const card = await makeLinkCard(answering(`<title>${'seal '.repeat(200)}</title>`), url);
  expect(card.kind === 'card' && 'headline' in card.block && card.block.headline).toMatch(
    /^(?:seal )+seal…$/,
  );
});

test.each([
  ['no address', 'the theatre'],
  ['a script', 'javascript:alert(1)'],
  ['a file', 'file:///etc/passwd'],
])('%s is refused before anybody is asked', async (_name, text) => {
  const never = () => Promise.reject(new Error('somebody was asked'));
  expect((await makeLinkCard(never, text)).kind).toBe('refused');
});

test.each([
  ['a missing page', answering('', { status: 404 }), 'answered 404'],
  ['a picture', answering('x', { type: 'image/png' }), 'no web page'],
  [
    'an address inside',
    () => Promise.resolve({ kind: 'refused', message: 'The address leads into a private network.' } as const),
    'private network',
  ],
])('%s is told in words', async (_name, fetch, words) => {
  const outcome = await makeLinkCard(fetch, url);
  expect(outcome.kind === 'refused' && outcome.message).toContain(words);
});
