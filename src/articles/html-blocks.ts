import { Parser } from 'htmlparser2';
import { type ArticleBlock, type Run, bullet, wordsOf } from './article-block.ts';
import { lineOf, linkTarget, oneLine } from './inline-words.ts';

export type HtmlStory = {
  readonly blocks: readonly ArticleBlock[];
  /** The first picture of the text that is meant to be seen. */
  readonly picture: { readonly src: string; readonly alt: string } | null;
};

/** What is inside them is no text of the story: programs, drawings, controls, captions and what frames bring. */
const left: ReadonlySet<string> = new Set(
  `script style svg math form iframe frame object embed applet template noscript noembed noframes head title button select
   textarea input video audio canvas map figcaption nav dialog xmp plaintext`.split(/\s+/),
);

const apart: ReadonlySet<string> = new Set(
  `address article aside blockquote body dd details div dl dt fieldset figure footer h1 h2 h3 h4 h5 h6 header hr html li main
   ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);

/** Real stories have a few dozen; a parser's stack of a hundred thousand would hold everybody up. */
const deepest = 500;

class TooDeep extends Error {}

/** What WordPress puts below every item of a feed. */
const afterword = /^The post .{1,300} (?:appeared first on|first appeared on) .{1,200}\.$/;

const isSeen = ({ width, height }: Record<string, string | undefined>): boolean =>
  Number(width ?? 100) > 8 && Number(height ?? 100) > 8;

export type HtmlReading = {
  /** How words are set, links, numbers of lists and pictures of our own come along too. */
  readonly keepsMarks?: boolean;
  /** Where the text comes from: its links are read against it. */
  readonly base?: string | undefined;
};

const bold: ReadonlySet<string> = new Set(['b', 'strong']);
const italic: ReadonlySet<string> = new Set(['i', 'em', 'cite']);

/** A picture of the media store, as Markdown and the rich surface name it. */
const ownPicture = /^\/media\/([a-z0-9]{8,64})$/;

/** What is open around the words that come next. */
type Surroundings = {
  all: number;
  left: number;
  heading: number;
  quote: number;
  bold: number;
  italic: number;
};

/**
 * Reads a story out of a stranger's HTML: words, headings and quotes come over, and nothing else does unless it is asked for. No
 * element and no attribute of it survives, so there is nothing left to be hostile. What is nested beyond all reason has no words.
 */
export function readHtmlBlocks(html: string, { keepsMarks = false, base }: HtmlReading = {}): HtmlStory {
  const blocks: ArticleBlock[] = [];
  const depth: Surroundings = { all: 0, left: 0, heading: 0, quote: 0, bold: 0, italic: 0 };
  const links: (string | null)[] = [];
  /** The number of the next item, list by list; null where items have none. */
  const lists: (number | null)[] = [];
  let picture: HtmlStory['picture'] = null;
  let stretches: Run[] = [];
  let itemMark = '';
  let breaks = 0;

  const say = (text: string): void => {
    const href = keepsMarks ? links.at(-1) : null;
    stretches.push({
      text,
      ...(keepsMarks && depth.bold > 0 && { bold: true }),
      ...(keepsMarks && depth.italic > 0 && { italic: true }),
      ...(href && { href }),
    });
  };
  const flush = (): void => {
    const line = lineOf(stretches);
    stretches = [];
    breaks = 0;
    if (line.text === '' || afterword.test(line.text)) return;
    if (depth.heading > 0) blocks.push({ kind: 'heading', text: line.text });
    else if (depth.quote > 0) blocks.push({ kind: 'quote', ...line });
    else blocks.push({ kind: 'paragraph', ...marked(line, itemMark) });
    itemMark = '';
  };
  const takePicture = ({ src = '', alt = '', title = '' }: Record<string, string | undefined>): void => {
    if (picture === null) picture = { src, alt: oneLine(alt) };
    const mediaId = keepsMarks ? ownPicture.exec(src)?.[1] : undefined;
    if (mediaId === undefined) return;
    flush();
    const caption = oneLine(title);
    blocks.push({
      kind: 'picture',
      mediaId,
      alt: oneLine(alt),
      ...(caption !== '' && { caption }),
      width: 0,
      height: 0,
    });
  };
  const countDepth = (name: string, by: 1 | -1): void => {
    if (/^h[1-6]$/.test(name)) depth.heading = Math.max(0, depth.heading + by);
    if (name === 'blockquote') depth.quote = Math.max(0, depth.quote + by);
  };
  const beginItem = (): void => {
    const number = lists.at(-1) ?? null;
    itemMark = number === null ? bullet : `${number}. `;
    if (number !== null) lists[lists.length - 1] = number + 1;
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth.all += 1;
        if (depth.all > deepest) throw new TooDeep();
        if (left.has(name)) depth.left += 1;
        if (depth.left > 0) return;
        if (name === 'br') {
          breaks += 1;
          if (breaks > 1) flush();
          else say(' ');
        }
        if (name === 'img' && isSeen(attributes) && attributes['src']) takePicture(attributes);
        if (bold.has(name)) depth.bold += 1;
        if (italic.has(name)) depth.italic += 1;
        if (name === 'a') links.push(linkTarget(attributes['href'] ?? '', base));
        if (!apart.has(name)) return;
        flush();
        countDepth(name, 1);
        if (name === 'ul') lists.push(null);
        if (name === 'ol') lists.push(keepsMarks ? startOf(attributes['start']) : null);
        if (name === 'li') beginItem();
      },
      ontext(text) {
        if (depth.left > 0) return;
        if (text.trim() !== '') breaks = 0;
        say(text);
      },
      onclosetag(name) {
        depth.all -= 1;
        if (left.has(name)) depth.left = Math.max(0, depth.left - 1);
        if (depth.left > 0) return;
        if (bold.has(name)) depth.bold = Math.max(0, depth.bold - 1);
        if (italic.has(name)) depth.italic = Math.max(0, depth.italic - 1);
        if (name === 'a') links.pop();
        if (name === 'hr' && keepsMarks) blocks.push({ kind: 'paragraph', text: '* * *' });
        if (!apart.has(name)) return;
        flush();
        countDepth(name, -1);
        if (name === 'ul' || name === 'ol') lists.pop();
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  try {
    parser.end(html);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return { blocks: [], picture: null };
  }
  flush();
  return { blocks, picture };
}

const startOf = (start: string | undefined): number =>
  start !== undefined && /^\d{1,9}$/.test(start) ? Number(start) : 1;

/** A line as an item of a list: its mark is a word of it. */
function marked({ text, runs }: ReturnType<typeof lineOf>, mark: string): ReturnType<typeof lineOf> {
  if (mark === '') return runs ? { text, runs } : { text };
  return lineOf([{ text: mark }, ...(runs ?? [{ text }])]);
}

/** The words of some HTML in one line. */
export const textOfHtml = (html: string): string => readHtmlBlocks(html).blocks.map(wordsOf).join(' ');
