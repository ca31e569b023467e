import type { Run } from './article-block.ts';

/** Signs nobody sees: they would hide one text in another. */
const invisible =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]/g;

const seen = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(invisible, '')
    .replace(/[\s\u0085\u2028\u2029]+/g, ' ');

/** One line, without what cannot be seen. */
export const oneLine = (text: string): string => seen(text).trim();

const isSetAlike = (a: Run, b: Run): boolean =>
  a.bold === b.bold && a.italic === b.italic && a.href === b.href;

const isPlain = ({ bold, italic, href }: Run): boolean => !bold && !italic && href === undefined;

export type Line = { readonly text: string; readonly runs?: Run[] };

/** One line out of stretches as they came: space counts once, neighbours that are set alike are one. */
export function lineOf(stretches: readonly Run[]): Line {
  const runs: Run[] = [];
  let text = '';
  for (const stretch of stretches) {
    const words = text === '' || text.endsWith(' ') ? seen(stretch.text).trimStart() : seen(stretch.text);
    if (words === '') continue;
    text += words;
    const last = runs.at(-1);
    if (last && isSetAlike(last, stretch)) runs[runs.length - 1] = { ...last, text: last.text + words };
    else runs.push({ ...stretch, text: words });
  }
  const last = runs.at(-1);
  // What ends in space ends a word earlier; a stretch of space alone is none.
  if (last && text.endsWith(' ')) {
    const words = last.text.trimEnd();
    runs.splice(-1, 1, ...(words === '' ? [] : [{ ...last, text: words }]));
  }
  text = text.trimEnd();
  return runs.every(isPlain) ? { text } : { text, runs };
}

/** An address that may stand in a story: of the web, of a mailbox, or of the paper's own site. Null for anything else. */
export function linkTarget(href: string, base?: string): string | null {
  const given = href.trim();
  if (base === undefined && /^\/(?![/\\])/.test(given)) return encodeURI(decodeURIOr(given));
  if (!URL.canParse(given, base)) return null;
  const url = new URL(given, base);
  const isOfTheWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (isOfTheWeb && (url.username !== '' || url.password !== '')) return null;
  return isOfTheWeb || url.protocol === 'mailto:' ? url.href : null;
}

function decodeURIOr(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text.replaceAll('%', '%25');
  }
}
