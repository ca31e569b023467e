import { plainWords } from './plain-words.ts';

/** The width of the plain text part, in characters. */
const columns = 72;

/** A hairline in plain text; short, so that it fits a phone. */
export const textRule = '-'.repeat(40);

/**
 * One paragraph in lines of at most 72 characters. A longer word, such as an address, stands alone and whole.
 * @param indent what each line begins with
 */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of plainWords(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > columns - indent.length) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((each) => `${indent}${each}`.trimEnd()).join('\n');
}

/** Paragraphs with an empty line between them; empty ones are left out. */
export function paragraphsOf(...paragraphs: readonly string[]): string {
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

/** Lines that belong together; empty ones are left out. */
export function linesOf(...lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

/** Capitals as a typesetter would set them: for kickers and the title. */
export const capitals = (text: string): string => wrapped(text.toUpperCase());
