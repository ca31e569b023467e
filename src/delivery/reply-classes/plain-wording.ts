/** Longest text that is looked at: a diagnostic is short, and every pattern is tried on it. */
const longest = 3000;

/** A gap of a few words inside one sentence; bounded, so that no text makes a pattern slow. */
export const gap = String.raw`(?:[^.;!?]|\.(?=\S)){0,60}?`;

/**
 * The words of a diagnostic as the patterns want them: lower case, one space between words, plain quotes, Latin letters
 * without marks, addresses as `x@x`. Reply codes go, since they stand in the middle of sentences that run over several lines.
 */
export function plainWording(text: string): string {
  return text
    .slice(0, longest)
    .toLowerCase()
    .normalize('NFD')
    .replace(/([a-z])[\u0300-\u036f]{1,8}/g, '$1')
    .normalize('NFC')
    .replace(/[\u2018\u2019\u201b\u00b4`]/g, "'")
    .replace(/[\u201c\u201d\u00ab\u00bb]/g, '"')
    .replace(/[^\s<>()[\]"',;:=]{1,64}@[^\s<>()[\]"',;:]{1,255}/g, 'x@x')
    .replace(
      /\b[2-5]\d\d[- ]#?[245]\.\d{1,3}\.\d{1,3}\b|(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)|\b[245]\d\d-/g,
      ' ',
    )
    .replace(/[\s\u00a0\u3000]{1,2000}/g, ' ')
    .trim();
}
