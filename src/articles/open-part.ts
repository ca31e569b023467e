import type { Article } from './articles.ts';
import type { ArticleBlock } from './article-block.ts';

export type CutStory = {
  /** What everybody sees. */
  readonly open: readonly ArticleBlock[];
  /** What only those see who may read the story whole. */
  readonly closed: readonly ArticleBlock[];
};

/** Cuts a story behind the last of its open paragraphs. One that everybody may read has nothing closed. */
export function cutStory({ blocks, access }: Pick<Article, 'blocks' | 'access'>): CutStory {
  if (access.level === 'everyone') return { open: blocks, closed: [] };
  let seen = 0;
  const at = blocks.findIndex((block) => block.kind === 'paragraph' && ++seen === access.openParagraphs);
  return at === -1
    ? { open: blocks, closed: [] }
    : { open: blocks.slice(0, at + 1), closed: blocks.slice(at + 1) };
}
