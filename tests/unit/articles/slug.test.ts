import * as fc from 'fast-check';
import { slugify } from '../../../src/articles/slug.ts';

test.each([
  ['“Last ferry” is saved – by one vote', 'last-ferry-is-saved-by-one-vote'],
  ['Ada’s café reopens', 'adas-cafe-reopens'],
  ['Straße, Ærø, œuvre, Đorđe, Łódź', 'strasse-aero-oeuvre-dorde-lodz'],
  ['Ǿ and ǽ with their accents', 'o-and-ae-with-their-accents'],
  ['№ 5 is closed', 'no-5-is-closed'],
  ['ﬁsh & chips', 'fish-chips'],
  ['Paid £1.50', 'paid-1-50'],
  ['Новости', 'story'],
  ['…', 'story'],
  ['', 'story'],
])('the headline %j stands at %s', (title, slug) => {
  expect(slugify(title)).toBe(slug);
});

test('a long headline is cut between words', () => {
  const slug = slugify('harbour '.repeat(30));
  expect(slug).toBe(Array.from({ length: 10 }, () => 'harbour').join('-'));
  expect(slugify('x'.repeat(500))).toHaveLength(80);
});

test('every headline gives a slug that can stand in an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
      const slug = slugify(title);
      expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThanOrEqual(80);
      expect(slugify(slug)).toBe(slug);
    }),
  );
});
