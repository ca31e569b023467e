import { renderToString } from 'preact-render-to-string';
import { ArticleBody } from '../../../templates/pages/reader/article-body.tsx';

const html = (blocks: Parameters<typeof ArticleBody>[0]['blocks']) =>
  renderToString(<ArticleBody blocks={blocks} />);

test('words are bold, slanted and linked, and never markup of their own', () => {
  const runs = [
    { text: 'Ada ' },
    { text: '<b>', bold: true, italic: true, href: 'https://example.org/?a=1&b="' },
    { text: '.' },
  ];
  expect(html([{ kind: 'paragraph', text: 'Ada <b>.', runs }])).toContain(
    '<p>Ada <a href="https://example.org/?a=1&amp;b=&quot;"><strong><em>&lt;b></em></strong></a>.</p>',
  );
});

test('paragraphs with a bullet are one list', () => {
  expect(
    html([
      { kind: 'paragraph', text: 'Before' },
      { kind: 'paragraph', text: '• One' },
      { kind: 'paragraph', text: '• Two', runs: [{ text: '• ' }, { text: 'Two', bold: true }] },
      { kind: 'paragraph', text: 'After' },
    ]),
  ).toContain('<p>Before</p><ul><li>One</li><li><strong>Two</strong></li></ul><p>After</p>');
});

test('a phone may take a smaller file of a picture', () => {
  const picture = {
    src: '/media/a',
    alt: 'A quay',
    width: 1600,
    height: 900,
    narrower: [{ src: '/media/b', width: 640 }],
  };
  expect(html([{ kind: 'picture', picture, caption: 'At six' }])).toContain(
    'srcset="/media/b 640w, /media/a 1600w"',
  );
});
