import { Parser } from 'htmlparser2';
import type { ArticleBlock } from './article-block.ts';

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

/** Signs nobody sees: they would hide one text in another. */
const invisible =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** One line, without what cannot be seen. */
export const oneLine = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(invisible, '')
    .replace(/[\s\u0085\u2028\u2029]+/g, ' ')
    .trim();

/** Real stories have a few dozen; a parser's stack of a hundred thousand would hold everybody up. */
const deepest = 500;

class TooDeep extends Error {}

/** What WordPress puts below every item of a feed. */
const afterword = /^The post .{1,300} (?:appeared first on|first appeared on) .{1,200}\.$/;

const isSeen = ({ width, height }: Record<string, string | undefined>): boolean =>
  Number(width ?? 100) > 8 && Number(height ?? 100) > 8;

/**
 * Reads a story out of a stranger's HTML: words, headings and quotes come over, and nothing else does. No element, no
 * attribute, no address of it survives, so there is nothing left to be hostile. What is nested beyond all reason has no words.
 */
export function readHtmlBlocks(html: string): HtmlStory {
  const blocks: ArticleBlock[] = [];
  const depth = { all: 0, left: 0, heading: 0, quote: 0 };
  let picture: HtmlStory['picture'] = null;
  let words: string[] = [];
  let isItem = false;
  let breaks = 0;

  const flush = (): void => {
    const text = oneLine(words.join(''));
    words = [];
    breaks = 0;
    if (text === '' || afterword.test(text)) return;
    if (depth.heading > 0) blocks.push({ kind: 'heading', text });
    else if (depth.quote > 0) blocks.push({ kind: 'quote', text });
    else blocks.push({ kind: 'paragraph', text: isItem ? `• ${text}` : text });
    isItem = false;
  };
  const countDepth = (name: string, by: 1 | -1): void => {
    if (/^h[1-6]$/.test(name)) depth.heading = Math.max(0, depth.heading + by);
    if (name === 'blockquote') depth.quote = Math.max(0, depth.quote + by);
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
          else words.push(' ');
        }
        if (name === 'img' && picture === null && isSeen(attributes) && attributes['src']) {
          picture = { src: attributes['src'], alt: oneLine(attributes['alt'] ?? '') };
        }
        if (!apart.has(name)) return;
        flush();
        countDepth(name, 1);
        if (name === 'li') isItem = true;
      },
      ontext(text) {
        if (depth.left > 0) return;
        if (text.trim() !== '') breaks = 0;
        words.push(text);
      },
      onclosetag(name) {
        depth.all -= 1;
        if (left.has(name)) depth.left = Math.max(0, depth.left - 1);
        if (depth.left > 0 || !apart.has(name)) return;
        flush();
        countDepth(name, -1);
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

/** The words of some HTML in one line. */
export const textOfHtml = (html: string): string =>
  readHtmlBlocks(html)
    .blocks.map((block) => (block.kind === 'sign-up' ? '' : block.text))
    .join(' ');
