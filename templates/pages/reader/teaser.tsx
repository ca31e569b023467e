import { PaperLink } from './paper-link.tsx';
import { Photo } from './photo.tsx';
import type { Moment, Picture, Section } from './site.ts';
import { useOwnLang } from './tongue.tsx';

/** A story as it stands on the front page or below another one. */
export interface Teaser {
  readonly href: string;
  readonly headline: string;
  readonly dek: string;
  readonly byline: string;
  readonly published: Moment;
  readonly section?: Section | undefined;
  readonly picture?: Picture | undefined;
}

export interface StoryProps {
  readonly story: Teaser;
  readonly rank: 'lead' | 'second' | 'river';
  readonly showsSection?: boolean | undefined;
  readonly showsPicture?: boolean | undefined;
}

/** The headline alone is the link, so that a list of links reads as a list of headlines. */
export const Story = ({ story, rank, showsSection = true, showsPicture = true }: StoryProps) => {
  const Headline = rank === 'river' ? 'h3' : 'h2';
  const lang = useOwnLang();
  return (
    <article class={`story story--${rank}`}>
      {showsPicture && story.picture !== undefined && (
        <Photo picture={story.picture} isFirst={rank === 'lead'} />
      )}
      <div class="story__text">
        {showsSection && story.section !== undefined && (
          <p class="kicker" lang={lang}>
            {story.section.name}
          </p>
        )}
        <Headline class="story__headline" lang={lang}>
          <PaperLink href={story.href}>{story.headline}</PaperLink>
        </Headline>
        {story.dek !== '' && (
          <p class="story__dek" lang={lang}>
            {story.dek}
          </p>
        )}
        <Byline byline={story.byline} published={story.published} />
      </div>
    </article>
  );
};

const Byline = ({ byline, published }: { readonly byline: string; readonly published: Moment }) => (
  <p class="byline">
    {byline !== '' && (
      <>
        <span class="byline__name">{byline}</span>{' '}
      </>
    )}
    <time datetime={published.iso}>{published.text}</time>
  </p>
);
