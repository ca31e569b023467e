import { Marked, type Token } from 'marked';
import type { ArticleBlock } from '../article-block.ts';
import { type Paragraph, findPassage } from '../call-to-action.ts';
import { readHtmlBlocks } from '../html-blocks.ts';
import { readSignUp, signUpFence } from './sign-up-fence.ts';

/** CommonMark as it is: no tables, nothing that becomes a link because it looks like one. */
const marked = new Marked({ gfm: false, async: false });

const linesOf = (token: Token): Paragraph =>
  token.type === 'paragraph'
    ? token.raw
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    : [];

/** The paragraphs that follow each other from here on. */
function paragraphsFrom(tokens: readonly Token[], start: number): readonly Paragraph[] {
  const end = tokens.findIndex(({ type }, at) => at >= start && type !== 'paragraph');
  return tokens.slice(start, end === -1 ? undefined : end).map(linesOf);
}

const spokenBy = /^[—–]\s*/;

/** The last line of a quote says whose words it is, where it begins with a dash. */
function withSpeaker(blocks: readonly ArticleBlock[]): readonly ArticleBlock[] {
  const [before, last] = blocks.slice(-2);
  if (before?.kind !== 'quote' || last?.kind !== 'quote' || !spokenBy.test(last.text)) return blocks;
  return [...blocks.slice(0, -2), { ...before, by: last.text.replace(spokenBy, '') }];
}

function blocksOf(token: Token): readonly ArticleBlock[] {
  if (token.type === 'code' && token['lang'] === signUpFence) return [readSignUp(String(token['text']))];
  const { blocks } = readHtmlBlocks(marked.parser([token]), { keepsMarks: true });
  return token.type === 'blockquote' ? withSpeaker(blocks) : blocks;
}

/**
 * Turns Markdown into the blocks of a story. Whatever HTML stands in it goes through the same allow-list as a stranger's: words,
 * links, and how they are set, and nothing else. A passage that asks for a sign-up is a box at its very place.
 */
export function readMarkdown(text: string): readonly ArticleBlock[] {
  const tokens = marked.lexer(text.replaceAll('\r\n', '\n')).filter(({ type }) => type !== 'space');
  const blocks: ArticleBlock[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at];
    if (!token) break;
    const passage = token.type === 'paragraph' ? findPassage(paragraphsFrom(tokens, at), 0) : null;
    blocks.push(...(passage ? [passage.block] : blocksOf(token)));
    at += passage?.length ?? 1;
  }
  return blocks;
}
