import { assembleHtml, assembleSubject, assembleText } from '../../../templates/email/assemble.ts';
import type { EditionBlock, EditionContent, StoryRef } from '../../../templates/email/edition-content.ts';
import { renderEdition } from '../../../templates/email/edition.ts';
import type { MailPicture } from '../../../templates/email/mail-picture.ts';

const picture: MailPicture = {
  src: 'https://lantern.example.org/media/ferry.jpg',
  alt: 'A small ferry leaves a stone quay at night.',
  width: 1200,
  height: 800,
};
const ferry: StoryRef = {
  kicker: 'Town Hall',
  headline: 'Last ferry stays, by a single vote',
  dek: 'After four hours and one lost hearing aid, the council found £38,000 to keep the 10.40 to the island.',
  byline: 'Nora Fenwick',
  url: 'https://lantern.example.org/articles/last-ferry?from=mail&day=1',
};
const seal: StoryRef = {
  kicker: 'Harbour & Market',
  headline: 'Seal closes the slipway',
  dek: 'Sixty boats are waiting.',
  byline: 'By Tobias Rusk',
  url: 'https://lantern.example.org/articles/a-seal-that-has-an-address-which-is-longer-than-a-line-of-text',
};
const told = {
  ...seal,
  paragraphs: [
    { kind: 'paragraph', text: 'It came on Tuesday.' },
    { kind: 'heading', text: 'What the pupils say' },
    { kind: 'quote', text: '“It is the Tax Inspector.”' },
  ],
} as const;

/** One of each kind, in each form; every block has a bit of its own. */
const everyKind: readonly EditionBlock[] = (
  [
    { kind: 'intro', paragraphs: ['A quiet weekend.', 'Unless you had a boat.'] },
    { kind: 'story-card', lead: true, story: { ...ferry, picture } },
    { kind: 'story-card', lead: false, story: seal },
    { kind: 'whole-story', part: 'first', story: told },
    {
      kind: 'call-to-action',
      headline: 'Know it first',
      text: 'One mail.',
      button: 'SIGN ME UP!',
      url: 'https://a.example.org/1',
    },
    { kind: 'whole-story', part: 'last', story: told },
    { kind: 'divider' },
    { kind: 'story-list', heading: 'Also', stories: [ferry, seal] },
    { kind: 'story-list', stories: [seal] },
    {
      kind: 'call-to-action',
      headline: 'More',
      text: '',
      button: 'See what',
      url: 'https://a.example.org/2',
    },
  ] satisfies readonly EditionBlock[]
).map((block, mask) => ({ ...block, mask }));

const edition = (blocks: readonly EditionBlock[]): EditionContent => ({
  publication: {
    name: 'The Lantern',
    town: 'Wrenhythe',
    url: 'https://lantern.example.org/',
    postalAddress: 'The Lantern\n3 Chandler’s Steps\nWrenhythe',
    accent: '#284e7d',
    language: 'en' as const,
  },
  newsletter: { name: 'Morning Edition', frequency: 'Weekdays at 6 am' },
  dateLine: 'Monday 23 November 2026',
  webUrl: 'https://lantern.example.org/archive/morning-edition/1',
  subject: 'Last ferry stays',
  preheader: 'And a seal has closed the slipway.',
  blocks,
});

const ada = {
  greeting: 'Good morning, Ada.',
  preferences_url: 'https://lantern.example.org/preferences/p?a=1&b=2',
  unsubscribe_url: 'https://lantern.example.org/unsubscribe/u',
};

const voidTags = new Set(['meta', 'link', 'img', 'br', '!doctype']);

/** The tags that are open when the markup ends, or the first that closes out of order. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = ''] of html
    .replaceAll(/<style[^]*?<\/style>/g, '')
    .matchAll(/<(\/?)([!a-z][\w:]*)[^>]*>/g)) {
    if (voidTags.has(name) || name.startsWith('o:')) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}
const asMostClientsSeeIt = (html: string) => html.replaceAll(/<!--[^]*?-->/g, '');
const asOutlookSeesIt = (html: string) =>
  asMostClientsSeeIt(html.replaceAll(/<!--\[if [^!\]]*\]>|(?<!--)<!\[endif\]-->/g, ''));
const conditions = (html: string) =>
  (html.match(/<!--\[if|<!\[endif\]-->/g) ?? []).map((mark) => mark.startsWith('<!--'));

const linksOf = (html: string): string[] =>
  [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

test('every subset of blocks leaves tags and Outlook conditions balanced', async () => {
  const mail = await renderEdition(edition(everyKind));
  const whole = assembleHtml(mail, ada);
  expect(conditions(whole).length).toBeGreaterThan(100);
  expect(unbalanced(asMostClientsSeeIt('<div><p></div>'))).not.toEqual([]);

  for (let mask = 0n; mask < 1n << BigInt(everyKind.length); mask += 1n) {
    const html = assembleHtml(mail, ada, mask);
    const marks = conditions(html);
    const wrong = [
      ...unbalanced(asMostClientsSeeIt(html)),
      ...unbalanced(asOutlookSeesIt(html)),
      ...marks.filter((opens, index) => opens !== (index % 2 === 0)),
    ];
    if (wrong.length > 0 || marks.length % 2 === 1)
      expect({ mask, wrong, marks: marks.length }).toBeUndefined();
  }
});

test('a reader sees only the blocks of the mask, in both parts', async () => {
  const mail = await renderEdition(edition(everyKind));
  const onlyTheSeal = 0b100n;
  expect(assembleHtml(mail, ada, onlyTheSeal)).toContain('Seal closes the slipway');
  expect(assembleHtml(mail, ada, onlyTheSeal)).not.toContain('Last ferry stays, by');
  expect(assembleText(mail, ada, onlyTheSeal)).toContain('Seal closes the slipway');
  expect(assembleText(mail, ada, onlyTheSeal)).not.toContain('Last ferry stays, by');
});

test('the plain text part has every link of the HTML', async () => {
  const mail = await renderEdition(edition(everyKind));
  const links = linksOf(assembleHtml(mail, ada));
  const text = assembleText(mail, ada);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !text.split(/\s/).includes(link))).toEqual([]);
});

test('the plain text part reads like a newspaper', async () => {
  const mail = await renderEdition(
    edition([
      { kind: 'intro', paragraphs: ['A quiet weekend, unless you had a boat.'] },
      { kind: 'story-card', lead: true, story: { ...ferry, picture } },
      { kind: 'whole-story', part: 'first', story: told },
      {
        kind: 'call-to-action',
        headline: 'Know it first',
        text: 'One mail.',
        button: 'SIGN ME UP!',
        url: 'https://a.example.org/1',
      },
      {
        kind: 'whole-story',
        part: 'last',
        story: { ...told, paragraphs: [{ kind: 'paragraph', text: 'It left.' }] },
      },
      { kind: 'divider' },
      { kind: 'story-list', heading: 'Also in the Lantern', stories: [seal] },
    ]),
  );
  expect(assembleText(mail, ada)).toBe(`THE LANTERN
Morning Edition
Wrenhythe, Monday 23 November 2026

Good morning, Ada.

A quiet weekend, unless you had a boat.

----------------------------------------

TOWN HALL
Last ferry stays, by a single vote

After four hours and one lost hearing aid, the council found £38,000 to
keep the 10.40 to the island.

By Nora Fenwick
https://lantern.example.org/articles/last-ferry?from=mail&day=1

----------------------------------------

HARBOUR & MARKET
Seal closes the slipway

Sixty boats are waiting.

By Tobias Rusk
https://lantern.example.org/articles/a-seal-that-has-an-address-which-is-longer-than-a-line-of-text

It came on Tuesday.

WHAT THE PUPILS SAY

    “It is the Tax Inspector.”

----------------------------------------

Know it first

One mail.

SIGN ME UP!
https://a.example.org/1

----------------------------------------

It left.

* * *

ALSO IN THE LANTERN

HARBOUR & MARKET
Seal closes the slipway
Sixty boats are waiting.
https://lantern.example.org/articles/a-seal-that-has-an-address-which-is-longer-than-a-line-of-text

----------------------------------------

Morning Edition · Weekdays at 6 am
You get it because you signed up for it at The Lantern.

Read it in your browser:
https://lantern.example.org/archive/morning-edition/1

Change how often it comes:
https://lantern.example.org/preferences/p?a=1&b=2

Leave this newsletter:
https://lantern.example.org/unsubscribe/u

The Lantern, 3 Chandler’s Steps, Wrenhythe
https://lantern.example.org/
`);
});

test('what people write stays words', async () => {
  const hostile =
    '<script>alert(1)</script> {{unsubscribe_url}} {{@greeting}} $ink "onerror="x" <!--cut\r\nBcc: a@b\u0000';
  const story = { ...ferry, kicker: hostile, headline: hostile, dek: hostile, byline: hostile };
  const mail = await renderEdition({
    ...edition([
      { kind: 'intro', paragraphs: [hostile] },
      { kind: 'story-card', lead: true, story: { ...story, picture: { ...picture, alt: hostile } } },
    ]),
    subject: hostile,
    preheader: hostile,
  });
  const html = assembleHtml(mail, { ...ada, greeting: '<b>"Ada"' });
  const written =
    '&lt;script&gt;alert(1)&lt;/script&gt; {{unsubscribe_url}} {{@greeting}} $ink &quot;onerror=&quot;x&quot; &lt;!--cut Bcc: a@b';

  expect(html).toContain(`alt="${written}"`);
  expect(html).toContain(`<title>${written}</title>`);
  expect(html).toContain('&lt;b&gt;&quot;Ada&quot;');
  expect(html).not.toMatch(/<script|<b>"|\sonerror="|<!--cut/);
  expect(unbalanced(asMostClientsSeeIt(html))).toEqual([]);
  expect(mail.html.filter((piece) => 'slot' in piece)).toHaveLength(3);
  expect(assembleSubject(mail)).toBe(
    '<script>alert(1)</script> {{unsubscribe_url}} {{@greeting}} $ink "onerror="x" <!--cut Bcc: a@b',
  );
  expect(`${html}${assembleText(mail, ada)}`).not.toMatch(/[^\P{Cc}\n]/u);
});

test('a link that is not a whole web address is refused', async () => {
  for (const url of [
    '/articles/ferry',
    'javascript:alert(1)',
    'https://a.example.org/"onclick="x',
    'https://',
  ]) {
    await expect(
      renderEdition(edition([{ kind: 'story-card', lead: false, story: { ...seal, url } }])),
    ).rejects.toThrow('whole http(s) address');
  }
});

test('a digest of ten stories is small, fetches nothing but pictures, and describes them', async () => {
  const stories = Array.from(
    { length: 9 },
    () => ({ kind: 'story-card', lead: false, story: ferry }) as const,
  );
  const html = assembleHtml(
    await renderEdition(
      edition([{ kind: 'story-card', lead: true, story: { ...ferry, picture } }, ...stories]),
    ),
    ada,
  );

  expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  expect(html.match(/<img /g)).toHaveLength(1);
  expect(html).toMatch(
    /<img [^>]*alt="A small ferry leaves a stone quay at night\." width="552" height="368"/,
  );
  expect(html).not.toMatch(/<link|@import|url\(/);
  expect(html.match(/<table (?![^>]*role="presentation")/g)).toBeNull();
});

test('headings are in order: the newsletter, then the stories, then what is inside them', async () => {
  const html = assembleHtml(await renderEdition(edition(everyKind)), ada);
  const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  expect(levels).toEqual([1, 2, 2, 2, 3, 3, 3, 2, 3, 3, 2, 2]);
});

test('one call to action is a button, the next a link', async () => {
  const html = assembleHtml(await renderEdition(edition(everyKind)), ada);
  expect(html.match(/bgcolor="#284e7d"/g)).toHaveLength(1);
  expect(html).toMatch(/class="link" href="https:\/\/a\.example\.org\/2"/);
});

test('the colours change at night, in every client that asks', async () => {
  const html = assembleHtml(await renderEdition(edition([])), ada);
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
  expect(html).toContain('@media (prefers-color-scheme: dark)');
});

test('no line of the text part is longer than 72 characters but for addresses', async () => {
  const text = assembleText(await renderEdition(edition(everyKind)), ada);
  expect(text.split('\n').filter((line) => line.length > 72 && !line.startsWith('https://'))).toEqual([]);
  expect(text).not.toMatch(/&(amp|lt|gt|quot|nbsp|#\d+);|\r| $/m);
});
