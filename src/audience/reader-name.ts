export type NameOutcome =
  | { readonly kind: 'name'; readonly name: string | null }
  | { readonly kind: 'bad-name'; readonly message: string };

const longest = 80;
const looksLikeLink = /https?:|www\.|:\/\/|\.[a-z]{2,}(?:\/|$|\s)|@/i;

/**
 * Checks a name from a form. It will be greeted in a mail, so it must not carry an advert: no links, no line breaks, at
 * most 80 characters. Empty means that the reader gave none.
 */
export function parseReaderName(text: string): NameOutcome {
  const name = text.trim().normalize('NFC');
  if (name === '') return { kind: 'name', name: null };
  if (name.length > longest)
    return { kind: 'bad-name', message: 'Please give a name of at most 80 characters' };
  if (/[\p{Cc}\p{Zl}\p{Zp}<>]/u.test(name))
    return { kind: 'bad-name', message: 'Please keep the name on one line, letters only' };
  if (looksLikeLink.test(name))
    return { kind: 'bad-name', message: 'Please leave links and addresses out of the name' };
  return { kind: 'name', name };
}
