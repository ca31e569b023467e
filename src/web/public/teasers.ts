import type { Picture } from '../../../templates/pages/reader/site.ts';
import type { Teaser } from '../../../templates/pages/reader/teaser.tsx';
import type { Article, ArticlePicture } from '../../articles/articles.ts';
import { type Zone, clockMoment } from '../moments.ts';

export const pictureOf = ({ mediaId, alt, width, height, narrower }: ArticlePicture): Picture => ({
  src: `/media/${mediaId}`,
  alt,
  width,
  height,
  narrower: narrower?.map((each) => ({ src: `/media/${each.mediaId}`, width: each.width })),
});

/** A story as the front page and "More stories" show it. */
export const teaserOf = (article: Article, zone: Zone): Teaser => ({
  href: `/articles/${article.slug}`,
  headline: article.title,
  dek: article.dek,
  byline: article.byline,
  published: clockMoment(article.publishedAt, zone),
  section: article.section ?? undefined,
  picture: article.picture ? pictureOf(article.picture) : undefined,
});
