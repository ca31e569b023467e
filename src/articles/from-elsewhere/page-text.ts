import type { ArticleBlock } from '../article-block.ts';
import { readHtmlBlocks } from '../html-blocks.ts';

/** So much of a page is looked through; more would hold everybody up. */
const mostElements = 20_000;

/**
 * The text of a page without what stands around it. The libraries are loaded only here: a page is read by its own structure, no
 * script of it is run, and what they find goes through the same allow-list as a stranger's HTML.
 */
export async function readPageText(html: string, url: string): Promise<readonly ArticleBlock[]> {
  const [{ parseHTML }, { Readability }] = await Promise.all([
    import('linkedom'),
    import('@mozilla/readability'),
  ]);
  const { document } = parseHTML(html);
  const read = (): string => {
    try {
      const found = new Readability(document, { maxElemsToParse: mostElements, disableJSONLD: true }).parse();
      return found?.content ?? '';
    } catch {
      // A page that cannot be made out has no text for us.
      return '';
    }
  };
  return readHtmlBlocks(read(), { keepsMarks: true, base: url }).blocks;
}
