import { type Language, wordsIn } from '../words/languages.ts';

/**
 * One line of words from somebody's hand, fit for a heading, a header or an attribute: controls, line ends and half
 * characters gone, runs of spaces made one. A non-breaking space stays, since it was set on purpose.
 */
export function plainWords(text: string): string {
  return text
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/[\p{Cc}\u2028\u2029 ]+/gu, ' ')
    .trim();
}

/**
 * A byline as it is printed: with "By" in front, unless the desk has written it already; empty stays empty.
 */
export function bylineWords(byline: string, language: Language): string {
  const words = plainWords(byline);
  return words === '' ? words : wordsIn(language).mails.by(words);
}

/**
 * The address of a link in a mail, as it was given.
 * @throws when it is not a whole http(s) address: a mail has no page that a shorter one could lead away from
 */
export function linkAddress(address: string): string {
  const words = plainWords(address);
  if (/^https?:\/\/[^\s"<>]+$/i.test(words) && URL.canParse(words)) return words;
  throw new Error(`A link in a mail needs a whole http(s) address, not "${words}"`);
}
