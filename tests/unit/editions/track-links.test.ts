import { findWebLinks, withOpenPicture, withTrackedLinks } from '../../../src/editions/track-links.ts';
import { assembleHtml, assembleText } from '../../../templates/email/assemble.ts';

const story = 'https://lantern.example.org/articles/ferry?n=1&day=2';
const content = {
  subject: [{ text: 'Low water' }],
  html: [
    { text: `<body><a class="x" href="https://lantern.example.org">The Lantern</a>` },
    { text: `<h2><a href="${story.replace('&', '&amp;')}"><b>Last</b> ferry</a></h2>`, block: 2 },
    { text: '<a href="' },
    { slot: 'unsubscribe_url' },
    { text: `">Leave</a><a href="mailto:desk@example.org">Write</a></body></html>` },
  ],
  text: [
    { text: `Last ferry\n${story}\n`, block: 2 },
    { text: 'Not a link of the mail: https://b.example.org/\n' },
  ],
};
const links = findWebLinks(content);
const tracked = withTrackedLinks(
  content,
  links,
  new Map([
    [1, 4],
    [2, 7],
  ]),
);
const slots = {
  unsubscribe_url: 'https://lantern.example.org/unsubscribe/u',
  click_url: 'https://l.example.org/c/T',
};

test('web links are found in order with their words; a reader’s own links are none', () => {
  expect(links).toEqual([
    { place: 1, url: 'https://lantern.example.org', words: 'The Lantern' },
    { place: 2, url: story, words: 'Last ferry' },
  ]);
});

test('both parts lead the same ways, and what is no link of the mail stays', () => {
  const html = assembleHtml(tracked, slots);
  expect(html).toContain('<a class="x" href="https://l.example.org/c/T.4">The Lantern</a>');
  expect(html).toContain('<h2><a href="https://l.example.org/c/T.7"><b>Last</b> ferry</a></h2>');
  expect(html).toContain('href="https://lantern.example.org/unsubscribe/u"');
  expect(html).toContain('href="mailto:desk@example.org"');
  expect(assembleText(tracked, slots)).toBe(
    'Last ferry\nhttps://l.example.org/c/T.7\nNot a link of the mail: https://b.example.org/\n',
  );
});

test('a block that a reader does not see takes its links with it', () => {
  expect(assembleHtml(tracked, slots, 0n)).not.toContain('T.7');
});

test('the hidden link and the picture stand once each, before the body ends', () => {
  const html = assembleHtml(withOpenPicture(tracked), { ...slots, open_url: 'https://l.example.org/o/T' });
  expect(html.match(/T\.0"/g)).toHaveLength(1);
  expect(html).toMatch(/<img src="https:\/\/l\.example\.org\/o\/T\.gif"[^>]*><\/body><\/html>$/);
});
