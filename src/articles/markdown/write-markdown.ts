import { type ArticleBlock, type Run, bullet } from '../article-block.ts';
import { decoration } from './find-pictures.ts';
import { writeSignUp } from './sign-up-fence.ts';

/** What would mean something inside a line. */
const escapeInside = (text: string): string =>
  text.replace(/[\\`*_[\]<]/g, '\\$&').replace(/&(?=#?\w{1,40};)/g, '\\&');

/** What would mean something at the beginning of one. */
const escapeStart = (line: string): string =>
  line
    .replace(/^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|~~~|=+\s*$|-{2,}\s*$)/, '\\')
    .replace(/^(\d{1,9})\)(?=\s|$)/, '$1\\)');

/** A number that begins no item of a list. */
const escapeNumber = (line: string): string => line.replace(/^(\d{1,9})\.(?=\s|$)/, '$1\\.');

/** Marks stand close to their words: space that belongs to a run goes before or behind them. */
function writeRun({ text, bold, italic, href }: Run): string {
  const [, before = '', words = '', behind = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  if (words === '') return text;
  let written = escapeInside(words);
  if (italic) written = `*${written}*`;
  if (bold) written = `**${written}**`;
  if (href !== undefined) written = `[${written}](<${href.replace(/[<>\\]/g, '\\$&')}>)`;
  return `${before}${written}${behind}`;
}

const writeLine = ({ text, runs }: { readonly text: string; readonly runs?: readonly Run[] | undefined }) =>
  runs ? runs.map(writeRun).join('') : escapeInside(text);

function writeParagraph(block: Extract<ArticleBlock, { kind: 'paragraph' }>): string {
  const line = writeLine(block);
  if (line.startsWith(bullet)) return `- ${escapeNumber(escapeStart(line.slice(bullet.length)))}`;
  return /^\d{1,9}\.\s/.test(block.text) ? line : escapeStart(line);
}

/** A picture as a line of Markdown; without words nothing is decided yet about what it shows. */
export function writePicture({
  mediaId,
  alt,
  caption = '',
}: {
  readonly mediaId: string;
  readonly alt: string;
  readonly caption?: string | undefined;
}): string {
  const title = caption === '' ? '' : ` "${caption.replace(/["\\]/g, '\\$&')}"`;
  return `![${escapeInside(alt)}](/media/${mediaId}${title})`;
}

function writeBlock(block: ArticleBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return writeParagraph(block);
    case 'heading':
      return `## ${escapeInside(block.text).replace(/#+$/, (signs) => `\\${signs}`)}`;
    case 'quote':
      return `> ${escapeNumber(escapeStart(writeLine(block)))}${block.by === undefined ? '' : `\n>\n> — ${escapeInside(block.by)}`}`;
    case 'picture':
      return writePicture({ ...block, alt: block.alt === '' ? decoration : block.alt });
    case 'sign-up':
      return writeSignUp(block);
    default:
      return block satisfies never;
  }
}

const isItem = (block: ArticleBlock | undefined): boolean =>
  block?.kind === 'paragraph' && block.text.startsWith(bullet);

/** A story as Markdown, for somebody to go on writing: read back it is the same story. */
export const writeMarkdown = (blocks: readonly ArticleBlock[]): string =>
  blocks
    .map((block, at) => {
      const gap = at === 0 ? '' : isItem(block) && isItem(blocks[at - 1]) ? '\n' : '\n\n';
      return gap + writeBlock(block);
    })
    .join('');
