import type { ReaderProblem } from '../../templates/words/languages.ts';

export type NameOutcome =
  | { readonly kind: 'name'; readonly name: string | null }
  | { readonly kind: 'bad-name'; readonly why: ReaderProblem };

const longest = 80;
const looksLikeLink = /https?:|www\.|:\/\/|\.[a-z]{2,}(?:\/|$|\s)|@/i;

/**
 * Checks a name from a form. It will be greeted in a mail, so it must not carry an advert: no links, no line breaks, at
 * most 80 characters. Empty means that the reader gave none.
 */
export function parseReaderName(text: string): NameOutcome {
  const name = text.trim().normalize('NFC');
  if (name === '') return { kind: 'name', name: null };
  if (name.length > longest) return { kind: 'bad-name', why: 'longName' };
  if (/[\p{Cc}\p{Zl}\p{Zp}<>]/u.test(name)) return { kind: 'bad-name', why: 'brokenName' };
  if (looksLikeLink.test(name)) return { kind: 'bad-name', why: 'linkInName' };
  return { kind: 'name', name };
}
