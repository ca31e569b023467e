const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

const longest = 80;

/** An address part from a headline: ASCII letters, digits and hyphens, at most 80 characters, cut between words. */
export function slugify(title: string): string {
  // Decomposed first: ǿ is an ø with an accent, № an N and an o.
  const ascii = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[ßæœøđðłþı]/g, (letter) => letters[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (ascii.length <= longest) return ascii === '' ? 'story' : ascii;
  const cut = ascii.slice(0, longest + 1);
  const lastHyphen = cut.lastIndexOf('-');
  return lastHyphen > 0 ? cut.slice(0, lastHyphen) : cut.slice(0, longest);
}
