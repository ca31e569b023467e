import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Language, type Words, languages, wordsIn } from '../../../templates/words/languages.ts';
import { packageRoot } from '../../../src/platform/package-root.ts';
import { morePagesIn } from './more-page-samples.tsx';
import { samplesIn } from './page-samples.tsx';

/** Every text of a dictionary with where it stands; a function is asked with words that no dictionary has. */
function textsOf(words: unknown, path = ''): ReadonlyArray<readonly [path: string, text: string]> {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return answersOf(words, path);
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => textsOf(value, `${path}.${key}`));
}

/** What a function says of one and of two, or of any words. */
function answersOf(say: Function, path: string): ReadonlyArray<readonly [string, string]> {
  const given = Array.from({ length: say.length }, () => '¤');
  return [given, given.map(() => 1), given.map(() => 2)].flatMap((values) => {
    try {
      const said: unknown = say(...values);
      return typeof said === 'string' ? [[path, said] as const] : [];
    } catch {
      return [];
    }
  });
}

const english = wordsIn('en');
const others = languages.filter((language) => language !== 'en');

/** Words that are right in both languages. */
const sameInBoth = new Set(['Error: ']);

describe.each(others)('the dictionary of %s', (language) => {
  const pairs = textsOf(english).map(([path, text], index) => {
    const own = textsOf(wordsIn(language))[index];
    return { path, text, own: own?.[1] ?? '', ownPath: own?.[0] };
  });

  test('has every word of the English one, in the same place', () => {
    expect(pairs.length).toBeGreaterThan(400);
    expect(pairs.filter(({ path, ownPath }) => path !== ownPath)).toEqual([]);
    expect(pairs.filter(({ own }) => own === '')).toEqual([]);
  });

  test('says nothing in English', () => {
    const same = pairs.filter(
      ({ text, own }) => text === own && /[a-z]{3}/i.test(text) && !sameInBoth.has(text),
    );
    expect(same.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  test('keeps every place for a part of the page and every tag of a letter', () => {
    const placesIn = (text: string) => (text.match(/\{\{?[a-zA-Z]+\}?\}/g) ?? []).sort();
    for (const { path, text, own } of pairs) {
      // Spanish has no comma between a greeting and a missing name, but it greets by it all the same.
      expect([path, ...new Set(placesIn(own))]).toEqual([path, ...new Set(placesIn(text))]);
    }
  });

  test('uses every word it is given', () => {
    const losing = pairs.filter(({ text, own }) => text.includes('¤') && !/¤|NaN/.test(own));
    expect(losing.map(({ path }) => path)).toEqual([]);
  });
});

/** The words of a page a person sees or hears, and none of its addresses. */
function wordsOf(page: VNode): readonly string[] {
  const markup = renderToString(page)
    .replace(/<script\b.*?<\/script>/gs, '')
    .replace(/<span lang="\w+">.*?<\/span>/gs, '');
  const texts = markup.replace(/<(?:"[^"]*"|[^">])*>/g, '\n').split('\n');
  const heard = [...markup.matchAll(/\s(?:aria-label|alt|title|placeholder|data-left|data-now)="([^"]*)"/g)];
  return [...texts, ...heard.map(([, text = '']) => text)].map((text) => text.trim());
}

/** All words that the samples give to the pages: the newsroom's, the reader's, and those of the moment. */
const given = new Set(
  ['page-samples.tsx', 'more-page-samples.tsx'].flatMap((file) =>
    [
      ...readFileSync(path.join(packageRoot, 'tests/unit/templates', file), 'utf8').matchAll(/'([^'\n]+)'/g),
    ].map(([, words = '']) => words.replaceAll('&', '&amp;')),
  ),
);

const pagesIn = (language: Language): Readonly<Record<string, VNode>> => ({
  ...samplesIn(language).pages,
  ...morePagesIn(language),
});

/** What a text says beside the words that were given: the name of a page stands beside that of the paper. */
const ownWords = (text: string): string =>
  text
    .replace(/^Error:\s*/, '')
    .split(given.has(text) ? text : /^: |: | · /)
    .filter((part) => /\p{L}{2}/u.test(part) && !given.has(part))
    .join(' · ');

describe.each(Object.keys(pagesIn('en')))('%s', (name) => {
  const inEnglish = pagesIn('en')[name];
  const inSpanish = pagesIn('es')[name];

  test('says in each language nothing that it says in the other', () => {
    if (!inEnglish || !inSpanish) throw new Error(`there is no page ${name}`);
    const [one, other] = [wordsOf(inEnglish).map(ownWords), wordsOf(inSpanish).map(ownWords)];
    expect(other.filter((text) => text !== '').length).toBeGreaterThan(3);
    expect(other.filter((text) => text !== '' && one.includes(text))).toEqual([]);
  });

  test('names its language', () => {
    if (!inSpanish) throw new Error(`there is no page ${name}`);
    expect(renderToString(inSpanish)).toContain('<html lang="es">');
  });
});

test('a language that is chosen by the address is carried on by links and forms, and else by none', () => {
  const carried = morePagesIn('es', { isCarried: true })['a form'];
  const plain = morePagesIn('es')['a form'];
  if (!carried || !plain) throw new Error('there is no form');
  expect(renderToString(carried)).toContain('href="/newsletters?lang=es"');
  expect(renderToString(carried)).toContain('href="/?lang=es#section-harbour"');
  expect(renderToString(carried)).toContain('<input type="hidden" name="lang" value="es"');
  expect(renderToString(plain)).not.toContain('lang=es');
});

const dictionary: Words = english;
test('plurals follow the language', () => {
  expect(dictionary.article.free(1)).toBe('You read this one free. One more is free this month.');
  expect(wordsIn('es').article.free(1)).toBe('Esta la lees gratis. Este mes te queda una más.');
  expect(wordsIn('es').article.free(4)).toBe('Esta la lees gratis. Este mes te quedan 4 más.');
  expect(wordsIn('es').checkMail.wrongCode(1)).toContain('te queda un intento.');
  expect(wordsIn('es').listed(['Uno', 'Dos', 'Islas'])).toBe('Uno, Dos e Islas');
  expect(wordsIn('es').prices([wordsIn('es').priceEvery.month(wordsIn('es').money(650, 'EUR'))])).toBe(
    '6,50\u00a0€ al mes',
  );
});
