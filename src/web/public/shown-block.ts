import type { ArticleBlock as ShownBlock } from '../../../templates/pages/reader/article-body.tsx';
import type { ArticleBlock } from '../../articles/article-block.ts';

type OwnBlock = Exclude<ArticleBlock, { kind: 'sign-up' }>;

/** A block of a story for its page; a sign-up box is made where the page knows its form. */
export function shownBlock(block: OwnBlock): Exclude<ShownBlock, { kind: 'sign-up' }> {
  if (block.kind !== 'picture') return block;
  const { mediaId, alt, width, height, caption, narrower = [] } = block;
  return {
    kind: 'picture',
    picture: {
      src: `/media/${mediaId}`,
      alt,
      width,
      height,
      narrower: narrower.map((each) => ({ src: `/media/${each.mediaId}`, width: each.width })),
    },
    caption,
  };
}
