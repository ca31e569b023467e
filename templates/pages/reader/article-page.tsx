import { ArticleBody, Figure } from './article-body.tsx';
import type { ArticleBlock, ArticlePicture } from './article-body.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Section, Site } from './site.ts';
import { Story } from './teaser.tsx';
import type { Teaser } from './teaser.tsx';

export interface ArticlePageProps {
  readonly site: Site;
  /** Absolute, for search engines and for sharing. */
  readonly canonical?: string | undefined;
  /** The picture's absolute address for sharing. */
  readonly shareSrc?: string | undefined;
  readonly section?: Section | undefined;
  readonly headline: string;
  readonly dek: string;
  readonly byline: string;
  readonly published: Moment;
  /** Only when it was changed after it was published. */
  readonly updated?: Moment | undefined;
  readonly picture?: ArticlePicture | undefined;
  readonly blocks: readonly ArticleBlock[];
  readonly more: readonly Teaser[];
}

export const ArticlePage = (article: ArticlePageProps) => (
  <ReaderFrame
    site={article.site}
    width="sheet"
    what={article.headline}
    description={article.dek === '' ? undefined : article.dek}
    canonical={article.canonical}
    card={cardOf(article)}
    hasProblem={article.blocks.some((block) => block.kind === 'sign-up' && block.box.problem !== undefined)}
  >
    <article class="article">
      <header class="article__head">
        {article.section !== undefined && (
          <p class="kicker">
            <a href={`/#section-${article.section.slug}`}>{article.section.name}</a>
          </p>
        )}
        <h1>{article.headline}</h1>
        {article.dek !== '' && <p class="article__dek">{article.dek}</p>}
      </header>
      <div class="article__by">
        {article.byline !== '' && <p class="article__author">{article.byline}</p>}
        <p>
          <time datetime={article.published.iso}>{article.published.text}</time>
        </p>
        {article.updated !== undefined && (
          <p>
            Updated <time datetime={article.updated.iso}>{article.updated.text}</time>
          </p>
        )}
      </div>
      {article.picture !== undefined && <Figure {...article.picture} isFirst />}
      <ArticleBody blocks={article.blocks} />
    </article>
    {article.more.length > 0 && (
      <section class="more" aria-labelledby="more">
        <h2 class="river__name" id="more">
          More stories
        </h2>
        <div class="more__stories">
          {article.more.map((story) => (
            <Story key={story.href} story={story} rank="river" showsPicture={false} />
          ))}
        </div>
      </section>
    )}
  </ReaderFrame>
);

const cardOf = ({ canonical, shareSrc, picture }: ArticlePageProps) =>
  canonical === undefined
    ? undefined
    : {
        kind: 'article' as const,
        url: canonical,
        picture: shareSrc === undefined ? undefined : { src: shareSrc, alt: picture?.picture.alt ?? '' },
      };
