import type { ArticleBlock } from './article-block.ts';
import { type Paragraph, findPassage, isKicker, standApart } from './call-to-action.ts';
import { decodeText } from './decode-text.ts';
import { firstSentence } from './first-sentence.ts';

export type PlainTextOutcome =
  | {
      readonly kind: 'article';
      readonly title: string;
      readonly blocks: readonly ArticleBlock[];
      /** Whole, where a title made from it may be cut. */
      readonly firstSentence: string;
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'empty' | 'too-large' | 'binary' | 'only-call-to-action' | 'title-too-long';
      /** One sentence that says what to do. */
      readonly message: string;
    };

const longestTitle = { given: 200, made: 90 };

/** Blank lines, also those with spaces in them, separate paragraphs; each keeps its lines for now. */
function splitParagraphs(text: string): readonly Paragraph[] {
  const paragraphs: string[][] = [];
  let isOpen = false;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '') {
      isOpen = false;
    } else if (isOpen) {
      paragraphs.at(-1)?.push(line);
    } else {
      paragraphs.push([line]);
      isOpen = true;
    }
  }
  return paragraphs.flatMap(standApart);
}

const isInCapitals = (line: string): boolean =>
  line.length <= 80 && /\p{Lu}{2}/u.test(line) && line === line.toUpperCase() && line.split(' ').length <= 8;

/**
 * Only a line in capitals between paragraphs is surely a heading: a short sentence without a stop may be anything, the
 * first line may be the headline, the last one a sign-off, and a lone SIGN UP the start of a box that never came.
 */
function isHeading(paragraphs: readonly Paragraph[], index: number): boolean {
  const lines = paragraphs[index] ?? [];
  const line = lines[0] ?? '';
  if (index === 0 || lines.length > 1 || !isInCapitals(line) || isKicker(line) || /[.!?…:;,”"]$/.test(line))
    return false;
  return (paragraphs[index + 1]?.join(' ').length ?? 0) > line.length;
}

function blockOf(paragraphs: readonly Paragraph[], index: number): ArticleBlock {
  // Hard-wrapped text: the line breaks inside a paragraph carry no meaning. A verse or a list loses its lines by this,
  // but never a word; telling it from wrapped text would be guessing.
  const text = paragraphs[index]?.join(' ') ?? '';
  return { kind: isHeading(paragraphs, index) ? 'heading' : 'paragraph', text };
}

function readBlocks(paragraphs: readonly Paragraph[]): ArticleBlock[] {
  const blocks: ArticleBlock[] = [];
  for (let index = 0; index < paragraphs.length;) {
    const passage = findPassage(paragraphs, index);
    blocks.push(passage ? passage.block : blockOf(paragraphs, index));
    index += passage?.length ?? 1;
  }
  return blocks;
}

/**
 * Reads a story as newspapers hand it over: paragraphs separated by blank lines, no markup, quotes and dashes as they are.
 * A passage that asks for a sign-up becomes a block at its very place. Every other word stays, in its order.
 * @param given title: used as it is; else it is made from the first sentence
 */
export function parsePlainText(bytes: Uint8Array, given: { readonly title?: string }): PlainTextOutcome {
  const decoded = decodeText(bytes);
  if (decoded.kind === 'refused') return decoded;
  const blocks = readBlocks(splitParagraphs(decoded.text));
  const opening =
    blocks.find((block) => block.kind === 'paragraph') ?? blocks.find((block) => block.kind === 'heading');
  if (opening === undefined) {
    const message = 'The file holds only a call to sign up. Please hand over the story around it.';
    return { kind: 'refused', reason: 'only-call-to-action', message };
  }
  const title = given.title?.replace(/[\p{Cc}\s]+/gu, ' ').trim() ?? '';
  if (title.length > longestTitle.given) {
    return {
      kind: 'refused',
      reason: 'title-too-long',
      message: 'Please give a title of at most 200 characters.',
    };
  }
  return {
    kind: 'article',
    title: title === '' ? firstSentence(opening.text, longestTitle.made) : title,
    blocks,
    firstSentence: firstSentence(opening.text, Infinity),
  };
}
