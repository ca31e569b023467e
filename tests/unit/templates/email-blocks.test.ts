import { assembleHtml, assembleText } from '../../../templates/email/assemble.ts';
import type { EditionBlock, EditionContent } from '../../../templates/email/edition-content.ts';
import { renderEdition } from '../../../templates/email/edition.ts';

const edition = (blocks: readonly EditionBlock[]): EditionContent => ({
  publication: {
    language: 'en',
    name: 'The Lantern',
    town: 'Wrenhythe',
    url: 'https://lantern.example.org/',
    postalAddress: '3 Chandler’s Steps, Wrenhythe',
    accent: '#284e7d',
  },
  newsletter: { name: 'Morning Edition', frequency: 'Weekdays at 6 am' },
  dateLine: 'Monday 23 November 2026',
  webUrl: 'https://lantern.example.org/archive/morning-edition/1',
  subject: 'Last ferry stays',
  preheader: '',
  blocks,
});

const slots = {
  greeting: 'Hello Ada,',
  preferences_url: 'https://lantern.example.org/preferences/p',
  unsubscribe_url: 'https://lantern.example.org/unsubscribe/u',
  poll_url: 'https://lantern.example.org/polls/token',
};

async function partsOf(...blocks: EditionBlock[]) {
  const mail = await renderEdition(edition(blocks));
  return { html: assembleHtml(mail, slots), text: assembleText(mail, slots) };
}

test('a sponsor stands under its label, with a link that says it is paid for', async () => {
  const { html, text } = await partsOf({
    kind: 'sponsor',
    label: 'Sponsored by',
    name: 'Quay <Books>',
    text: 'New maps.',
    url: 'https://quay-books.example.org/maps?a=1&b=2',
    picture: {
      src: 'https://lantern.example.org/media/map.png',
      alt: 'A map of the bay',
      width: 800,
      height: 400,
    },
  });
  expect(html.indexOf('Sponsored by')).toBeLessThan(html.indexOf('Quay &lt;Books&gt;'));
  expect(html).toContain('href="https://quay-books.example.org/maps?a=1&amp;b=2" rel="sponsored"');
  expect(html).toContain('alt="A map of the bay" width="552" height="276"');
  expect(text).toContain('SPONSORED BY\nQuay <Books>');
  expect(text).toContain('https://quay-books.example.org/maps?a=1&b=2');
});

test('a sponsor without a link has none, and without a picture none', async () => {
  const { html } = await partsOf({ kind: 'sponsor', label: 'Advertisement', name: 'The Mill', text: '' });
  expect(html).toContain('The Mill</h2>');
  expect(html).not.toContain('Visit');
  expect(html).not.toContain('class="picture"');
});

test('each answer of a poll is a link of its own in both parts, behind the reader’s token', async () => {
  const { html, text } = await partsOf({
    kind: 'poll',
    poll: 'ferrypoll23',
    question: 'Later ferries?',
    answers: [
      { place: 1, words: 'Yes & soon' },
      { place: 3, words: 'No' },
    ],
  });
  for (const place of [1, 3]) {
    const url = `https://lantern.example.org/polls/token/ferrypoll23/${place}`;
    expect(html).toContain(`href="${url}"`);
    expect(text).toContain(`${url}\n`);
  }
  expect(html).toContain('Yes &amp; soon');
  expect(html).not.toContain('/ferrypoll23/2');
});

test('a poll for some readers is cut out whole for the others', async () => {
  const mail = await renderEdition(
    edition([
      {
        kind: 'poll',
        poll: 'ferrypoll23',
        question: 'Later?',
        answers: [{ place: 1, words: 'Yes' }],
        mask: 4,
      },
    ]),
  );
  for (const part of [assembleHtml(mail, slots, 0n), assembleText(mail, slots, 0n)]) {
    expect(part).not.toContain('ferrypoll23');
    expect(part).not.toContain('Later?');
  }
  expect(assembleText(mail, slots, 16n)).toContain('/ferrypoll23/1');
});

test('a sponsor without a label of the newsroom stands under ours, in the language of the mail', async () => {
  const content = edition([{ kind: 'sponsor', name: 'The Mill', text: '' }]);
  const mail = await renderEdition({ ...content, publication: { ...content.publication, language: 'es' } });
  expect(assembleHtml(mail, slots)).toContain('>Publicidad</p>');
  expect(assembleText(mail, slots)).toContain('PUBLICIDAD\nThe Mill');
});
