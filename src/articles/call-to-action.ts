import type { ArticleBlock } from './article-block.ts';

/** A paragraph as its lines, before lines are joined. */
export type Paragraph = readonly string[];

type SignUpBlock = Extract<ArticleBlock, { kind: 'sign-up' }>;

/** A passage found in the text, and how many paragraphs from `start` on it takes. */
export type Passage = { readonly start: number; readonly length: number; readonly block: SignUpBlock };

const kickerLine = /^(?:sign\s+up|sign\s+up\s+(?:for|to)\s[^.!?]{1,60}|(?:our\s+)?newsletters?)[:.!]?$/i;
const buttonLine = /^sign\s+me\s+up\s*!*$|^(?:sign\s+up|subscribe)\s*!+$/i;
const opensAnOffer =
  /^(?:sign up|be the first|get (?:our|the|all|your|every|free)|subscribe|join|never miss|don[’']t miss|stay (?:informed|in touch|up to date))\b/i;
const namesAnOffer = /\b(?:newsletters?|inbox|alerts?)\b/i;
const speaksToReader = /\b(?:you|your|our)\b/i;

const most = { paragraphs: 8, words: 120, promiseWords: 60 };
const defaultHeadline = 'Get the news first';

const wordsIn = (text: string): number => text.match(/\S+/g)?.length ?? 0;

export const isKicker = (line: string): boolean => kickerLine.test(line);
const isButton = (line: string): boolean => buttonLine.test(line);
const isLoneButton = (lines: Paragraph): boolean => lines.length === 1 && isButton(lines[0] ?? '');

// In hard-wrapped text a line may begin with "newsletter" by chance; a kicker inside a paragraph needs a capital.
const hasCapital = (line: string): boolean => /^\p{Lu}/u.test(line);

/**
 * Sets a call to action apart that was typed without blank lines around it: a closing line always stands alone, a kicker
 * begins a paragraph if a closing line follows or nothing does. Every line stays, in its order.
 */
export function standApart(lines: Paragraph): readonly Paragraph[] {
  const pieces: string[][] = [[]];
  const isClosing = (line: string) => isButton(line) && hasCapital(line);
  const lastClosing = lines.findLastIndex(isClosing);
  for (const [index, line] of lines.entries()) {
    const isOpening =
      isKicker(line) && hasCapital(line) && (index < lastClosing || index === lines.length - 1);
    if (isClosing(line)) pieces.push([line], []);
    else if (isOpening) pieces.push([line]);
    else pieces.at(-1)?.push(line);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** A line of its own: the paragraph's only one, or one too short to be hard-wrapped with a new beginning below it. */
function hasHeadlineLine([first = '', second]: Paragraph): boolean {
  return (
    second === undefined || (first.length < 60 && !/[,.!?…]$/.test(first) && /^[\p{Lu}\d]/u.test(second))
  );
}

/** The first line or sentence as the headline, the rest as the promise. */
function splitPromise(paragraphs: readonly Paragraph[]): { headline: string; promise: string } {
  const text = paragraphs.flat().join(' ');
  const opening = paragraphs.find((lines) => lines.length > 0) ?? [];
  const limit = hasHeadlineLine(opening) ? (opening[0] ?? '') : opening.join(' ');
  // No sentence ends before a small letter ("at 6 a.m. in your inbox") or inside a number ("£1.50").
  const stop = /[.!?…][”"’')\]]*(?=\s+(?!\s|\p{Ll}))/u.exec(limit);
  const end = stop === null ? limit.length : stop.index + stop[0].length;
  return { headline: text.slice(0, end), promise: text.slice(end).trim() };
}

function blockOf(kicker: string, promise: readonly Paragraph[], button: string): SignUpBlock {
  const hasPromise = promise.some((lines) => lines.length > 0);
  const parts = hasPromise ? splitPromise(promise) : { headline: defaultHeadline, promise: '' };
  return { kind: 'sign-up', kicker, ...parts, button };
}

/** From a line such as SIGN UP to the closing SIGN ME UP!, at most eight paragraphs and 120 words. */
function passageFromKicker(paragraphs: readonly Paragraph[], start: number): Passage | null {
  const kicker = paragraphs[start]?.[0] ?? '';
  if (!isKicker(kicker)) return null;
  const promise: string[][] = [];
  let words = 0;
  for (let index = start; index < paragraphs.length && index - start < most.paragraphs; index += 1) {
    const lines = (paragraphs[index] ?? []).slice(index === start ? 1 : 0);
    const part: string[] = [];
    promise.push(part);
    for (const [lineIndex, line] of lines.entries()) {
      if (lineIndex === lines.length - 1 && isButton(line) && line !== kicker) {
        return { start, length: index - start + 1, block: blockOf(kicker, promise, line) };
      }
      // A second kicker begins anew: the first one was ordinary text. Directly below the first it is the headline.
      if (isKicker(line) && hasCapital(line) && (words > 0 || line === kicker)) return null;
      words += wordsIn(line);
      if (words > most.words) return null;
      part.push(line);
    }
  }
  return null;
}

/**
 * Whether a paragraph without a kicker belongs to the box below it. Readers who already subscribe do not get the box, so
 * in doubt it is the story: what quotes somebody, or only happens to name an alert, stays.
 */
function isPromise(text: string): boolean {
  if (wordsIn(text) > most.promiseWords || /[“”"]/.test(text)) return false;
  return opensAnOffer.test(text) || (namesAnOffer.test(text) && speaksToReader.test(text));
}

/** Without a kicker: a closing line alone, with the short paragraph before it when that speaks to the reader. */
function passageFromButton(paragraphs: readonly Paragraph[], start: number): Passage | null {
  const lines = paragraphs[start] ?? [];
  if (isLoneButton(lines)) return { start, length: 1, block: blockOf('', [], lines[0] ?? '') };
  const next = paragraphs[start + 1] ?? [];
  if (!isLoneButton(next) || !isPromise(lines.join(' '))) return null;
  return { start, length: 2, block: blockOf('', [lines], next[0] ?? '') };
}

/**
 * Finds a call to action that begins at a paragraph: a kicker line, a promise, a closing SIGN ME UP!. A kicker without a
 * closing line, and a sentence that merely contains the words, are ordinary text (null).
 */
export const findPassage = (paragraphs: readonly Paragraph[], start: number): Passage | null =>
  passageFromKicker(paragraphs, start) ?? passageFromButton(paragraphs, start);
