import { fillTags, parseTags, partAtSection } from '../../../templates/email/tagged-markup.ts';

const filled = (markup: string, view: Parameters<typeof fillTags>[1]) => fillTags(parseTags(markup), view);

test('a tag is filled with its words, escaped', () => {
  expect(filled('<p>{{words}}</p>', { words: `"a" <b> & 'c'` })).toEqual([
    { text: '<p>&quot;a&quot; &lt;b&gt; &amp; &#39;c&#39;</p>' },
  ]);
});

test('a value that looks like a tag stays as it is', () => {
  expect(filled('{{words}}', { words: '{{other}} {{@slot}}' })).toEqual([{ text: '{{other}} {{@slot}}' }]);
});

test('an unknown tag is an error, in words and in sections', () => {
  expect(() => filled('{{hedline}}', { headline: 'x' })).toThrow('Unknown tag {{hedline}}');
  expect(() => filled('{{#hedline}}x{{/hedline}}', { headline: 'x' })).toThrow('Unknown tag {{hedline}}');
  expect(() => filled('{{toString}}', {})).toThrow();
});

test('a section is left out, shown once, or repeated, and sees what is around it', () => {
  const markup = '{{#dek}}[{{dek}}]{{/dek}}{{#stories}}({{paper}}: {{headline}}){{/stories}}';
  expect(filled(markup, { dek: '', paper: 'L', stories: [] })).toEqual([]);
  expect(filled(markup, { dek: 'd', paper: 'L', stories: [{ headline: 'a' }, { headline: 'b' }] })).toEqual([
    { text: '[d](L: a)(L: b)' },
  ]);
});

test('a slot becomes a piece of its own', () => {
  expect(filled('<a href="{{@unsubscribe_url}}">', {})).toEqual([
    { text: '<a href="' },
    { slot: 'unsubscribe_url' },
    { text: '">' },
  ]);
});

test('a section that is not closed in order, and braces that are no tag, are errors', () => {
  expect(() => parseTags('{{#a}}')).toThrow('{{#a}} is not closed');
  expect(() => parseTags('{{#a}}{{#b}}{{/a}}{{/b}}')).toThrow('{{/a}} closes {{#b}}');
  expect(() => parseTags('{{ Headline }}')).toThrow('Not a tag');
  expect(() => partAtSection(parseTags('x'), 'blocks')).toThrow('There is no {{#blocks}}');
});
