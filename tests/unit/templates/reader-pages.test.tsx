import { buildSync } from 'esbuild';
import { gzipSync } from 'node:zlib';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ArticlePage } from '../../../templates/pages/reader/article-page.tsx';
import { CheckMailPage } from '../../../templates/pages/reader/check-mail-page.tsx';
import { ConfirmPage } from '../../../templates/pages/reader/confirm-page.tsx';
import { FrontPage } from '../../../templates/pages/reader/front-page.tsx';
import { NotFoundPage } from '../../../templates/pages/reader/message-page.tsx';
import { PreferencesPage } from '../../../templates/pages/reader/preferences-page.tsx';
import { SignUpPage } from '../../../templates/pages/reader/sign-up-page.tsx';
import { samplesIn } from './page-samples.tsx';

const {
  site,
  section,
  post,
  maskedAddress,
  honeypot,
  words,
  story,
  box,
  refusedSignUp,
  checkMail,
  preferences,
  article,
  pages,
} = samplesIn('en');

const html = (page: VNode) => renderToString(page);
/** Opening tags; a ">" inside an attribute is not their end. */
const tags = (markup: string, name: string): readonly string[] =>
  markup.match(new RegExp(`<${name}\\b(?:"[^"]*"|[^">])*>`, 'g')) ?? [];
const attributeOf = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
const valuesOf = (markup: string, name: string): readonly string[] =>
  [...markup.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);
const inputsNamed = (markup: string, name: string): readonly string[] =>
  tags(markup, 'input').filter((tag) => attributeOf(tag, 'name') === name);
const forms = (markup: string): readonly string[] => markup.match(/<form\b.*?<\/form>/gs) ?? [];

describe.each(Object.entries(pages))('%s', (_name, page) => {
  const markup = html(page);

  test('needs nothing that the content security policy forbids', () => {
    expect(markup).not.toMatch(/\sstyle=/);
    expect(markup).not.toMatch(/\son[a-z]+=/);
    expect(tags(markup, 'style')).toEqual([]);
    expect(markup.match(/<script\b[^>]*>[^<]*<\/script>/g)).toEqual([
      '<script type="module" src="/assets/reader.js?v=7"></script>',
    ]);
  });

  test('names its language and itself, and links the sheets with the theme last', () => {
    expect(markup).toContain('<html lang="en">');
    expect(markup).toMatch(/<title>(Error: )?(.+ · )?The Test Lantern<\/title>/);
    const sheets = tags(markup, 'link').filter((tag) => attributeOf(tag, 'rel') === 'stylesheet');
    expect(sheets.map((tag) => attributeOf(tag, 'href'))).toEqual(site.styles);
  });

  test('has one first headline and leaves out no level below it', () => {
    const levels = [...markup.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    // An error summary may stand before the headline, as it is read first.
    const after = levels.slice(levels.indexOf(1));
    after.forEach((level, index) => expect(level - (after[index - 1] ?? 0)).toBeLessThanOrEqual(1));
  });

  test('gives every id once, and points at none that is missing', () => {
    const ids = valuesOf(markup, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    const pointers = ['for', 'aria-describedby', 'aria-labelledby']
      .flatMap((name) => valuesOf(markup, name))
      .concat(valuesOf(markup, 'href').flatMap((href) => (href.startsWith('#') ? [href.slice(1)] : [])));
    expect(pointers.length).toBeGreaterThan(0);
    for (const pointer of pointers.flatMap((value) => value.split(' '))) expect(ids).toContain(pointer);
  });

  test('labels every control that is not hidden', () => {
    const labelled = new Set(valuesOf(markup, 'for'));
    const controls = [...tags(markup, 'input'), ...tags(markup, 'select')].filter(
      (tag) => attributeOf(tag, 'type') !== 'hidden' && attributeOf(tag, 'name') !== honeypot,
    );
    for (const control of controls) expect(labelled).toContain(attributeOf(control, 'id'));
  });

  test('posts every form with the fields it must carry', () => {
    for (const form of forms(markup)) {
      expect(form).toMatch(/^<form\b[^>]*method="post"/);
      expect(form).toContain('<input type="hidden" name="facts" value="v1.signed"/>');
      expect(form).toMatch(/<button\b[^>]*type="submit"/);
    }
  });

  test('says at the field whatever is wrong, and in the title that something is', () => {
    const invalid = tags(markup, 'input').filter((tag) => attributeOf(tag, 'aria-invalid') === 'true');
    for (const input of invalid) expect(attributeOf(input, 'aria-describedby')).toContain('-problem');
    expect(markup.includes('<title>Error: ')).toBe(markup.includes('class="problem"'));
  });
});

test('what people wrote is text, never markup', () => {
  const nasty = '<img src=x onerror="alert(1)"> & “friends”';
  const markup = html(
    ArticlePage({
      ...article,
      headline: nasty,
      dek: nasty,
      byline: nasty,
      blocks: [
        { kind: 'paragraph', text: nasty },
        { kind: 'quote', text: nasty, by: nasty },
        { kind: 'sign-up', box: { ...box, headline: nasty, promise: nasty, email: nasty, problem: nasty } },
      ],
    }),
  );
  expect(markup).not.toContain('<img src=x');
  expect(markup).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;> &amp; “friends”');
});

describe('the sign-up box', () => {
  const [form = ''] = forms(html(ArticlePage({ ...article, blocks: [{ kind: 'sign-up', box }] })));

  test('is an ordinary form that says where it stands and what it asks for', () => {
    expect(form).toMatch(/^<form\b[^>]*action="\/signup"/);
    expect(inputsNamed(form, 'newsletter').map((tag) => attributeOf(tag, 'value'))).toEqual(box.newsletters);
    expect(inputsNamed(form, 'form').map((tag) => attributeOf(tag, 'value'))).toEqual(['article']);
    expect(inputsNamed(form, 'article').map((tag) => attributeOf(tag, 'value'))).toEqual(['seal']);
  });

  test('asks for one thing, and tells browsers what it is', () => {
    const shown = tags(form, 'input').filter((tag) => attributeOf(tag, 'type') !== 'hidden');
    expect(shown.map((tag) => attributeOf(tag, 'name'))).toEqual([honeypot, 'email']);
    expect(form).toMatch(/<input type="email" autocomplete="email"/);
    expect(form).toContain('SIGN ME UP!');
    expect(form).toContain(words);
  });

  test('hides its trap from eyes, ears and the keyboard', () => {
    expect(form).toMatch(
      /<div class="visually-hidden" aria-hidden="true"><label>[^<]*<input [^>]*name="homepage"/,
    );
    const [trap = ''] = inputsNamed(form, honeypot);
    expect(attributeOf(trap, 'tabindex')).toBe('-1');
    expect(attributeOf(trap, 'autocomplete')).toBe('off');
  });

  test('comes back with what was typed and the reason at the field', () => {
    const refused = html(
      ArticlePage({
        ...article,
        blocks: [{ kind: 'sign-up', box: { ...box, email: 'ada@', problem: 'Type the whole address.' } }],
      }),
    );
    const [input = ''] = inputsNamed(refused, 'email');
    expect(attributeOf(input, 'value')).toBe('ada@');
    expect(attributeOf(input, 'aria-describedby')).toBe('sign-up-1-email-problem');
    expect(refused).toMatch(/id="sign-up-1-email-problem">.*?Type the whole address\./);
  });
});

test('a refused sign-up form keeps every choice and leads to each field from its summary', () => {
  const markup = html(SignUpPage(refusedSignUp));
  expect(markup).toMatch(/class="error-summary" role="alert" tabindex="-1" autofocus/);
  expect(markup).toContain('<a href="#email">Type the whole address.</a>');
  expect(markup).toContain('<a href="#newsletter">Tick at least one newsletter.</a>');
  expect(attributeOf(inputsNamed(markup, 'name')[0] ?? '', 'value')).toBe('Ada &lt;b>');
  const checked = tags(markup, 'input').filter((tag) => / checked\b/.test(tag));
  expect(checked.map((tag) => attributeOf(tag, 'value'))).toEqual(['weekend', 'weekly', 'digital']);
});

describe('check your mail', () => {
  test('repeats the address, the sender and the subject, and asks for the code as phones know it', () => {
    const markup = html(CheckMailPage(checkMail));
    for (const text of [checkMail.email, checkMail.senderName, checkMail.subject])
      expect(markup).toContain(text);
    const [code = ''] = inputsNamed(markup, 'code');
    expect(attributeOf(code, 'inputmode')).toBe('numeric');
    expect(attributeOf(code, 'autocomplete')).toBe('one-time-code');
    expect(markup).toContain('data-wait="60"');
  });

  test.each([
    [2, 'you have 2 tries left'],
    [1, 'you have one try left'],
    [0, 'can no longer be used'],
  ])('after a wrong code with %i tries left says that %s', (triesLeft, sentence) => {
    const markup = html(
      CheckMailPage({ ...checkMail, code: { post, wrong: { value: '123456', triesLeft } } }),
    );
    expect(markup).toContain(sentence);
    expect(attributeOf(inputsNamed(markup, 'code')[0] ?? '', 'value')).toBe('123456');
  });

  test('a suggestion never decides: both answers are buttons', () => {
    const markup = html(CheckMailPage({ ...checkMail, suggestion: { offered: 'ada@gmail.example', post } }));
    expect(markup).toMatch(/name="answer" value="use">Use ada@gmail\.example/);
    expect(markup).toMatch(/name="answer" value="keep">Keep what I typed/);
  });
});

test('confirming names the newsletters as a sentence would', () => {
  const confirm = (names: readonly string[]) =>
    html(ConfirmPage({ site, maskedAddress, newsletters: names, post }));
  expect(confirm(['A'])).toContain('will get A.');
  expect(confirm(['A', 'B'])).toContain('will get A and B.');
  expect(confirm(['A', 'B', 'C'])).toContain('will get A, B and C.');
});

test('preferences offer a rhythm only where there is a choice, and print the day of return', () => {
  const markup = html(PreferencesPage(preferences));
  expect(tags(markup, 'select').map((tag) => attributeOf(tag, 'name'))).toEqual(['rhythm-morning-edition']);
  expect(markup).toMatch(/<option selected value="weekly">|<option value="weekly" selected>/);
  expect(markup).toMatch(/name="weeks" value="8">.*?back on Tuesday 15 December/s);
});

test('a tier leads to the sign-up form with itself chosen', () => {
  const markup = html(pages['tiers'] ?? NotFoundPage({ site }));
  expect(markup).toContain('href="/signup?tier=digital"');
  expect(markup).toContain('takes payment by invoice');
});

test('personal pages stay out of search engines, the paper does not', () => {
  const isUnlisted = (page: VNode) => html(page).includes('<meta name="robots" content="noindex"/>');
  expect(isUnlisted(PreferencesPage(preferences))).toBe(true);
  expect(isUnlisted(CheckMailPage(checkMail))).toBe(true);
  expect(isUnlisted(ArticlePage({ ...article, blocks: [] }))).toBe(false);
});

test('a page with its sheet and script weighs at most 15 KB, the script at most 3', () => {
  const { outputFiles } = buildSync({
    entryPoints: ['reader.css', 'reader.ts'].map((file) => `${__dirname}/../../../templates/assets/${file}`),
    bundle: true,
    minify: true,
    write: false,
    outdir: 'out',
  });
  const [sheet, script] = ['.css', '.js'].map(
    (end) => outputFiles.find(({ path }) => path.endsWith(end))?.contents,
  );
  if (sheet === undefined || script === undefined) throw new Error('esbuild made no sheet or no script');
  const weight = (content: Uint8Array | string) => gzipSync(content).length;
  const many = Array.from({ length: 20 }, (_, index) => ({
    ...story,
    href: `/articles/${index}-${'slug'.repeat(index)}`,
  }));
  const front = FrontPage({
    site,
    lead: story,
    seconds: many.slice(0, 2),
    river: [{ section, stories: many }],
    signUp: box,
  });

  expect(script.length).toBeLessThanOrEqual(3 * 1024);
  expect(weight(sheet) + weight(script) + weight(html(front))).toBeLessThanOrEqual(15 * 1024);
});
