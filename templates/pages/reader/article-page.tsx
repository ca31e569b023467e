import type { FeedLink } from '../frame.tsx';
import { ArticleBody, Figure } from './article-body.tsx';
import type { ArticleBlock, ArticlePicture } from './article-body.tsx';
import { Notice } from './notice.tsx';
import { PostForm } from './post-form.tsx';
import type { HiddenField } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import { SignUpBox } from './sign-up-box.tsx';
import type { SignUpBoxProps } from './sign-up-box.tsx';
import type { Moment, Section, Site } from './site.ts';
import { Story } from './teaser.tsx';
import type { Teaser } from './teaser.tsx';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useWords } from './tongue.tsx';

export interface ArticlePageProps {
  readonly site: Site;
  /** Absolute, for search engines and for sharing. */
  readonly canonical?: string | undefined;
  /** The picture's absolute address for sharing. */
  readonly shareSrc?: string | undefined;
  readonly feeds?: readonly FeedLink[] | undefined;
  /** What the page is about, in the words of schema.org. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
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
  /** Why it is open to somebody who does not hold it. */
  readonly notice?: string | undefined;
  /** Stands where the rest of the story would. */
  readonly wall?: StoryWall | undefined;
  /** A reader who holds the story may give it away. */
  readonly gift?: { readonly action: string; readonly csrf: HiddenField } | undefined;
}

export interface StoryWall {
  readonly wants: 'registered' | 'tier';
  /** The name of the least tier. */
  readonly tier?: string | undefined;
  readonly isSignedIn: boolean;
  readonly usedUp: boolean;
  /** Where signing up is all that is asked for. */
  readonly box?: SignUpBoxProps | undefined;
  readonly subscribeHref: string;
}

export const ArticlePage = (article: ArticlePageProps) => {
  const words = wordsIn(article.site.language).article;
  return (
    <ReaderFrame
      site={article.site}
      width="sheet"
      what={article.headline}
      description={article.dek === '' ? undefined : article.dek}
      canonical={article.canonical}
      card={cardOf(article)}
      feeds={article.feeds}
      facts={article.facts}
      hasProblem={hasProblem(article)}
    >
      <article class="article">
        <header class="article__head" lang={langOf(article.site)}>
          {article.section !== undefined && (
            <p class="kicker">
              <PaperLink href={`/#section-${article.section.slug}`}>{article.section.name}</PaperLink>
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
              <Fill
                text={words.updated}
                parts={{ moment: <time datetime={article.updated.iso}>{article.updated.text}</time> }}
              />
            </p>
          )}
        </div>
        {article.picture !== undefined && <Figure {...article.picture} isFirst />}
        {article.notice !== undefined && <Notice kind="good">{article.notice}</Notice>}
        <ArticleBody blocks={article.blocks} />
        {article.wall !== undefined && <Wall {...article.wall} />}
        {article.gift !== undefined && (
          <PostForm post={{ action: article.gift.action, hidden: [article.gift.csrf] }} class="gift">
            <button class="button button--quiet" type="submit">
              {words.give}
            </button>
          </PostForm>
        )}
      </article>
      {article.more.length > 0 && (
        <section class="more" aria-labelledby="more">
          <h2 class="river__name" id="more">
            {words.more}
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
};

/** Of the newsroom's words, where the page around them speaks another language. */
const langOf = ({ language, ownLanguage }: Site) => (language === ownLanguage ? undefined : ownLanguage);

const hasProblem = ({ blocks, wall }: ArticlePageProps): boolean =>
  wall?.box?.problem !== undefined ||
  blocks.some((block) => block.kind === 'sign-up' && block.box.problem !== undefined);

const Wall = ({ wants, tier, isSignedIn, usedUp, box, subscribeHref }: StoryWall) => {
  const words = useWords().article;
  const forWhom = tier === undefined ? words.forSubscribers : words.forTier(tier);
  return (
    <section class="wall" aria-labelledby="wall">
      <h2 id="wall">{wants === 'registered' ? words.readOn : forWhom}</h2>
      <p>
        {usedUp && words.usedUp}
        {wants === 'registered' ? words.forRegistered : words.paysFor}
      </p>
      {box !== undefined && <SignUpBox {...box} />}
      <div class="act act--row">
        {wants === 'tier' && (
          <PaperLink class="button" href={subscribeHref}>
            {words.seeTiers}
          </PaperLink>
        )}
        {!isSignedIn && (
          <PaperLink class="button button--quiet" href="/account">
            {wants === 'tier' ? words.haveOne : words.haveSignedUp}
          </PaperLink>
        )}
      </div>
    </section>
  );
};

const cardOf = ({ canonical, shareSrc, picture, published, section }: ArticlePageProps) =>
  canonical === undefined
    ? undefined
    : {
        kind: 'article' as const,
        url: canonical,
        published: published.iso,
        section: section?.name,
        picture: shareSrc === undefined ? undefined : { src: shareSrc, alt: picture?.picture.alt ?? '' },
      };
