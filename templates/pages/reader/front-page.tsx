import { wordsIn } from '../../words/languages.ts';
import type { FeedLink } from '../frame.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import { SignUpBox } from './sign-up-box.tsx';
import type { SignUpBoxProps } from './sign-up-box.tsx';
import type { Section, Site } from './site.ts';
import { Story } from './teaser.tsx';
import type { Teaser } from './teaser.tsx';

/** The stories of one section, newest first; those without a section come under a name of their own. */
export interface RiverSection {
  readonly section: Section;
  readonly stories: readonly Teaser[];
}

export interface FrontPageProps {
  readonly site: Site;
  readonly canonical?: string | undefined;
  readonly feeds?: readonly FeedLink[] | undefined;
  /** None before the first story is published. */
  readonly lead?: Teaser | undefined;
  /** Two, as a rule. */
  readonly seconds: readonly Teaser[];
  readonly river: readonly RiverSection[];
  /** None while no newsletter takes readers. */
  readonly signUp: SignUpBoxProps | null;
}

/** The front page: one lead, two seconds, the newsletter, and then the river, section by section. */
export const FrontPage = ({ site, canonical, feeds, lead, seconds, river, signUp }: FrontPageProps) => (
  <ReaderFrame
    site={site}
    width="sheet"
    isFront
    hasProblem={signUp?.problem !== undefined}
    description={site.tagline}
    canonical={canonical}
    feeds={feeds}
    card={canonical === undefined ? undefined : { kind: 'website', url: canonical }}
  >
    {lead === undefined ? (
      <p class="front__empty">
        {signUp === null ? wordsIn(site.language).front.emptyAlone : wordsIn(site.language).front.empty}
      </p>
    ) : (
      <div class="front__top">
        <Story story={lead} rank="lead" />
        {seconds.length > 0 && (
          <div class="front__seconds">
            {seconds.map((story) => (
              <Story key={story.href} story={story} rank="second" />
            ))}
          </div>
        )}
      </div>
    )}
    {signUp !== null && <SignUpBox {...signUp} layout="strip" />}
    <div class="river">
      {river.map(({ section, stories }) => (
        <section
          key={section.slug}
          id={`section-${section.slug}`}
          aria-labelledby={`section-${section.slug}-name`}
        >
          <h2 class="river__name" id={`section-${section.slug}-name`}>
            {section.name}
          </h2>
          {stories.map((story, index) => (
            <Story
              key={story.href}
              story={story}
              rank="river"
              showsSection={false}
              showsPicture={index === 0}
            />
          ))}
        </section>
      ))}
    </div>
  </ReaderFrame>
);
