import { readFileSync } from 'node:fs';
import { assembleHtml } from '../../../templates/email/assemble.ts';
import { renderEdition } from '../../../templates/email/edition.ts';
import { layoutOf, standardTemplate } from '../../../templates/email/layout.ts';
import { checkTemplate } from '../../../templates/email/own/check-template.ts';
import { readTemplate } from '../../../templates/email/own/find-faults.ts';
import { paletteNames } from '../../../templates/email/own/allowed.ts';
import { placeholders, sections } from '../../../templates/email/own/placeholders.ts';
import { sampleEdition, sampleSlots } from '../../../templates/email/own/sample-edition.ts';
import { paletteFor } from '../../../templates/email/palette.ts';

const words = `{{postal_address}} <a href="{{web_url}}">{{browser_words}}</a>
        <a href="{{@preferences_url}}">{{rhythm_words}}</a> <a href="{{@unsubscribe_url}}">{{leave_words}}</a>`;

/** A sound template of twelve lines; each test spoils one thing of it. */
const template = `<mjml>
  <mj-head>
    <mj-style>.own { color: #123456; }</mj-style>
  </mj-head>
  <mj-body css-class="paper" background-color="#fcfaf6">
    <mj-section css-class="head"><mj-column><mj-text css-class="words">{{newsletter}}</mj-text></mj-column></mj-section>
    {{blocks}}
    <mj-section>
      <mj-column><mj-text css-class="words">${words}</mj-text></mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

const spoilt = (from: string, to: string): string => {
  if (!template.includes(from)) throw new Error(`the template has no ${from}`);
  return template.replace(from, () => to);
};

const faultsOf = (source: string) => {
  const read = readTemplate(source);
  return read.kind === 'sound' ? [] : read.faults.map(({ code, line }) => `${line} ${code}`);
};

test('the standard template keeps to the rules, and nothing is to be said against it', async () => {
  expect(await checkTemplate(await standardTemplate('edition'))).toEqual({ errors: [], warnings: [] });
});

test('the example of the documents may be used as it stands', async () => {
  const page = readFileSync('docs/templates.md', 'utf8');
  const example = /```xml\n([^]*?)```/.exec(page)?.[1] ?? '';
  expect(example).toContain('<mjml>');
  expect(await checkTemplate(example)).toEqual({ errors: [], warnings: [] });
});

test('the documents name every placeholder, section and palette value', () => {
  const page = readFileSync('docs/templates.md', 'utf8');
  for (const { name } of placeholders) expect(page).toContain(`\`{{${name}}}\``);
  for (const { name } of sections) expect(page).toContain(`\`{{#${name}}}…{{/${name}}}\``);
  expect([...paletteNames].sort()).toEqual(Object.keys(paletteFor('#284e7d')).sort());
  for (const name of paletteNames) expect(page).toContain(`\`$${name}\``);
});

test('a sound template makes a mail with everything in its place', async () => {
  expect(await checkTemplate(template)).toEqual({ errors: [], warnings: [] });
  const edition = sampleEdition(template);
  const html = assembleHtml(
    await renderEdition({
      ...edition,
      publication: { ...edition.publication, name: 'Fish & <Chips>', postalAddress: '{{subject}} $ink' },
      newsletter: { name: '<script>alert(1)</script>', frequency: '' },
      blocks: [{ kind: 'intro', paragraphs: ['A quiet weekend.'] }],
    }),
    { ...sampleSlots, unsubscribe_url: 'https://lantern.example.org/u?a=1&b=2' },
  );
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('<script');
  expect(html).toContain('{{subject}} $ink');
  expect(html).toContain('href="https://lantern.example.org/u?a=1&amp;b=2"');
  expect(html).toContain('<html lang="en"');
  expect(html.indexOf('A quiet weekend.')).toBeLessThan(html.indexOf('Leave this newsletter'));
  expect(html).toContain('prefers-color-scheme: dark');
});

test('is compiled once for a look, however many editions it makes', () => {
  expect(layoutOf(template, '#284e7d')).toBe(layoutOf(template, '#284e7d'));
  expect(layoutOf(template, '#284e7d')).not.toBe(layoutOf(template, '#7a1f1f'));
});

test('the blocks may stand in a wrapper, and Outlook’s conditions stay balanced', async () => {
  const wrapped = spoilt('{{blocks}}', '<mj-wrapper background-color="#ffffff">\n{{blocks}}\n</mj-wrapper>');
  expect(faultsOf(wrapped)).toEqual([]);
  const html = assembleHtml(
    await renderEdition({
      ...sampleEdition(wrapped),
      blocks: [{ kind: 'divider' }, { kind: 'intro', paragraphs: ['A'] }],
    }),
    sampleSlots,
  );
  const marks = (html.match(/<!--\[if|<!\[endif\]-->/g) ?? []).map((mark) => mark.startsWith('<!--'));
  expect(marks.length).toBeGreaterThan(10);
  expect(marks.every((opens, index) => opens === (index % 2 === 0))).toBe(true);
});

const element = (markup: string) => spoilt('{{blocks}}', `{{blocks}}\n    ${markup}`);
const inWords = (markup: string) => spoilt('{{newsletter}}', `{{newsletter}}${markup}`);
const style = (css: string) => spoilt('.own { color: #123456; }', css);

describe('what may not stand in a template is told with its line', () => {
  test.each([
    ['mj-include', element('<mj-include path="/etc/passwd" />'), '8 element'],
    ['mj-raw', element('<mj-raw><script>x</script></mj-raw>'), '8 element'],
    [
      'mj-html-attributes',
      spoilt('<mj-style>', '<mj-html-attributes></mj-html-attributes><mj-style>'),
      '3 element',
    ],
    [
      'mj-font',
      spoilt('<mj-style>', '<mj-font name="A" href="https://a.example.org/" /><mj-style>'),
      '3 element',
    ],
    ['mj-social', element('<mj-social></mj-social>'), '8 element'],
    ['a title of its own', spoilt('<mj-style>', '<mj-title>A</mj-title><mj-style>'), '3 element'],
    ['an unknown element', element('<mj-marquee></mj-marquee>'), '8 element'],
    ['a script', inWords('<script>alert(1)</script>'), '6 element'],
    ['a form', inWords('<form></form>'), '6 element'],
    ['an iframe', inWords('<iframe></iframe>'), '6 element'],
    ['a svg', inWords('<svg></svg>'), '6 element'],
    ['HTML outside of words', element('<p>A</p>'), '8 element'],
    ['MJML in words', inWords('<mj-image src="https://a.example.org/a.png" alt="" />'), '6 element'],
    ['an event handler', inWords('<b onclick="x()">A</b>'), '6 attribute'],
    ['one on MJML', spoilt('css-class="head"', 'onload="x()"'), '6 attribute'],
    ['an unknown attribute', inWords('<b id="a">A</b>'), '6 attribute'],
    ['javascript in a link', inWords('<a href="javascript:alert(1)">A</a>'), '6 address'],
    ['hidden in entities', inWords('<a href="&#106;avascript:alert(1)">A</a>'), '6 address'],
    ['a picture in the address', inWords('<img src="data:image/png;base64,AA" alt="" />'), '6 address'],
    ['half an address', inWords('<a href="/about">A</a>'), '6 address'],
    [
      'a reader in an address',
      inWords('<a href="https://a.example.org/?r={{@greeting}}">A</a>'),
      '6 address',
    ],
    [
      'a picture for each reader',
      inWords('<img src="{{@unsubscribe_url}}" alt="" />'),
      '6 placeholder-place',
    ],
    [
      'a source set',
      element('<mj-section><mj-column><mj-image srcset="a" /></mj-column></mj-section>'),
      '8 attribute',
    ],
    ['a value that ends the style', spoilt('css-class="head"', 'padding="0;background:red"'), '6 attribute'],
    ['a background that runs', spoilt('css-class="head"', 'background-url="javascript:x"'), '6 address'],
    ['attributes of mjml', spoilt('<mjml>', '<mjml lang="de">'), '1 attribute'],
    [
      'a link for all',
      spoilt(
        '<mj-style>',
        '<mj-attributes><mj-button href="https://a.example.org/" /></mj-attributes><mj-style>',
      ),
      '3 attribute',
    ],
    [
      'an element for all that nobody knows',
      spoilt('<mj-style>', '<mj-attributes><mj-raw /></mj-attributes><mj-style>'),
      '3 element',
    ],
    ['an import', style('@import "https://a.example.org/a.css";'), '3 css'],
    ['a font', style('@font-face { src: local(A); }'), '3 css'],
    ['a picture in a style', style('.a { background: url(https://a.example.org/a.png); }'), '3 css'],
    ['an escape in a style', style('.a { background: \\75rl(x); }'), '3 css'],
    ['an expression', style('.a { width: expression(alert(1)); }'), '3 css'],
    ['one thing over another', style('.a { position: absolute; }'), '3 css'],
    ['hidden words', style('.link { display: none; }'), '3 hidden'],
    ['words without a size', inWords('<span style="font-size:0">A</span>'), '6 hidden'],
    ['braces that do not match', style('.a { color: red;'), '3 css'],
    ['a remark in a style', style('.a { } /*'), '3 css'],
    ['a placeholder in a style', style('.a { color: {{town}}; }'), '3 placeholder-place'],
    ['words nobody sees', element('Lost'), '7 stray-words'],
    ['a remark for Outlook', element('<!--[if mso]><b>A</b><![endif]-->'), '8 remark'],
    ['a remark without an end', element('<!-- A'), '8 remark'],
    ['a second body', spoilt('</mjml>', '<mj-body></mj-body></mjml>'), '13 shape'],
    ['an unknown colour', spoilt('#fcfaf6', '$pink'), '5 palette'],
  ])('%s', (_name, source, fault) => expect(faultsOf(source)).toContain(fault));

  test.each([
    ['single quotes', spoilt('css-class="head"', "css-class='head'"), '6 attribute-form'],
    ['no quotes', spoilt('css-class="head"', 'css-class=head'), '6 attribute-form'],
    ['an attribute twice', spoilt('css-class="head"', 'css-class="head" css-class="b"'), '6 attribute-form'],
    [
      'a tag that is not closed',
      spoilt('</mj-column></mj-section>\n    {{', '</mj-section>\n    {{'),
      '6 markup',
    ],
    ['a tag closed too often', spoilt('</mjml>', '</mjml></mjml>'), '13 markup'],
    ['a bare <', inWords(' a < b'), '6 markup'],
    ['CDATA', inWords('<![CDATA[<script>]]>'), '6 markup'],
    ['a document type', `<!DOCTYPE mjml>${template}`, '1 markup'],
    ['capitals', inWords('<SCRIPT>'), '6 markup'],
    ['no MJML', '<p>Hello</p>', '1 no-mjml'],
    ['nothing', '  \n', '1 empty'],
    ['half a character', inWords('\ud800'), '1 no-text'],
  ])('what cannot be read ends the reading: %s', (_name, source, fault) =>
    expect(faultsOf(source)).toEqual([fault]),
  );
});

describe('placeholders', () => {
  test.each([
    ['one nobody knows', inWords('{{email}}'), '6 placeholder'],
    ['with spaces', inWords('{{ town }}'), '6 placeholder'],
    ['a name of every object', inWords('{{constructor}}'), '6 placeholder'],
    ['three braces', inWords('{{{town}'), '6 placeholder'],
    ['a link in words', inWords('{{home_url}}'), '6 placeholder-place'],
    ['words as a link', inWords('<a href="{{town}}">A</a>'), '6 placeholder-place'],
    ['the logo without its section', inWords('{{alt}}'), '6 placeholder-place'],
    ['a section nobody closes', inWords('{{#town}}{{town}}'), '6 section'],
    ['a section closed elsewhere', inWords('<b>{{#town}}</b>{{/town}}'), '6 section'],
    ['a section around half an element', inWords('{{#town}}<b>{{/town}}</b>'), '6 section'],
    ['an unknown section', inWords('{{#blocks}}{{/blocks}}'), '6 blocks'],
    ['blocks in words', inWords('{{blocks}}'), '6 blocks'],
    ['blocks twice', element('{{blocks}}'), '7 stray-words'],
    ['blocks in a section', spoilt('{{blocks}}', '<mj-section>{{blocks}}</mj-section>'), '7 blocks'],
    ['no blocks', spoilt('{{blocks}}', ''), '5 blocks'],
  ])('%s', (_name, source, fault) => expect(faultsOf(source)).toContain(fault));

  test.each(['{{postal_address}}', '{{web_url}}', '{{@preferences_url}}', '{{@unsubscribe_url}}'])(
    'a mail is not without %s',
    (name) =>
      expect(faultsOf(spoilt(name, name.includes('url') ? 'https://a.example.org/' : ''))).toEqual([
        '5 missing-part',
      ]),
  );

  test.each([
    ['for some readers only', '{{#town}}{{postal_address}}{{/town}}', '{{postal_address}}'],
    ['in a remark', '<!-- {{postal_address}} -->', '{{postal_address}}'],
    ['without words to press', '<a href="{{web_url}}"> </a>', '<a href="{{web_url}}">{{browser_words}}</a>'],
  ])('what a mail needs does not count %s', (_name, to, from) =>
    expect(faultsOf(spoilt(from, to))).toEqual(['5 missing-part']),
  );
});

test('what MJML refuses is told with the line of the template, whatever is put in before it', async () => {
  const { errors } = await checkTemplate(spoilt('<mj-section>\n', '<mj-section paddin="4px">\n'));
  expect(errors).toEqual([
    { severity: 'error', code: 'mjml', line: 8, message: '<mj-section>: Attribute paddin is illegal' },
  ]);
});

test.each([
  ['no dark version', spoilt(' css-class="paper"', ''), ['5 no-night']],
  [
    'faint words',
    spoilt('<mj-text css-class="words">{{news', '<mj-text color="#aaa" css-class="words">{{news'),
    ['6 contrast'],
  ],
  [
    'faint on a ground of its own',
    inWords('<b style="color:#777777;background:#888888">A</b>'),
    ['6 contrast'],
  ],
  [
    'a picture without words',
    inWords('<img src="https://lantern.example.org/a.png" width="1" height="1" />'),
    ['6 no-alt'],
  ],
  [
    'a picture from elsewhere',
    inWords('<img src="https://a.example.org/a.png" alt="" />'),
    ['6 foreign-picture'],
  ],
  ['a link without encryption', inWords('<a href="http://a.example.org/">A</a>'), ['6 link-unencrypted']],
])('worth a look: %s', async (_name, source, wanted) => {
  const { errors, warnings } = await checkTemplate(source, 'https://lantern.example.org');
  expect(errors).toEqual([]);
  expect(warnings.map(({ code, line }) => `${line} ${code}`)).toEqual(wanted);
});

test('what is too large, too deep or too much is refused before it costs anything', () => {
  expect(faultsOf(`${template}${' '.repeat(60_000)}`)).toEqual(['1 too-large']);
  expect(faultsOf(inWords(`${'<b>'.repeat(40)}${'</b>'.repeat(40)}`))).toEqual(['6 too-deep']);
  expect(faultsOf(inWords('<br />'.repeat(400)))).toEqual(['6 too-many-elements']);
  const selectors = Array.from({ length: 101 }, (_, index) => `.a${index}`).join(',');
  const inlined = (css: string) =>
    spoilt('<mj-style>.own { color: #123456; }', `<mj-style inline="inline">${css}`);
  expect(faultsOf(inlined(`${selectors} { color: red; }`))).toEqual(['3 css']);
  expect(faultsOf(inlined('a b c d { color: red; }'))).toEqual(['3 css']);
  expect(faultsOf(inlined('.a:not(.b) * { color: red; }'))).toEqual(['3 css']);
  for (const hostile of ['<!--', '<a ', '{{#', '<mjml a="', '/*', '<p'])
    expect(faultsOf(`<mjml><mj-body>${hostile.repeat(9000)}`).length).toBeGreaterThan(0);
});
