import type { ComponentChildren } from 'preact';

import { wordsIn } from '../../words/languages.ts';
import { Frame } from '../frame.tsx';
import type { FeedLink, ShareCard } from '../frame.tsx';
import { Footer } from './footer.tsx';
import { Masthead } from './masthead.tsx';
import type { Site } from './site.ts';
import { InTongue, type Tongue } from './tongue.tsx';

export interface ReaderFrameProps {
  readonly site: Site;
  readonly what?: string | undefined;
  readonly hasProblem?: boolean | undefined;
  readonly description?: string | undefined;
  readonly canonical?: string | undefined;
  readonly isUnlisted?: boolean | undefined;
  readonly card?: ShareCard | undefined;
  readonly feeds?: readonly FeedLink[] | undefined;
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
  /** `sheet` is as wide as a newspaper page; `column` holds one question, and its masthead lines up with it. */
  readonly width: 'sheet' | 'column';
  /** The front page's headline is the title of the paper itself. */
  readonly isFront?: boolean | undefined;
  readonly children: ComponentChildren;
}

export const tongueOf = ({ language, ownLanguage, isCarried = false }: Site): Tongue => ({
  language,
  ownLanguage,
  isCarried,
});

/** A page of the paper: masthead, what it is about, footer. */
export const ReaderFrame = ({ site, width, isFront = false, children, ...about }: ReaderFrameProps) => (
  <Frame
    {...about}
    language={site.language}
    problemMark={wordsIn(site.language).frame.error}
    publication={site.title}
    styles={site.styles}
    scripts={[site.script]}
    bodyClass={width}
  >
    <InTongue tongue={tongueOf(site)}>
      <a class="skip-link visually-hidden" href="#main">
        {wordsIn(site.language).frame.skip}
      </a>
      <Masthead site={site} isFront={isFront} />
      <main id="main" tabindex={-1}>
        {children}
      </main>
      <Footer site={site} address={about.canonical} />
    </InTongue>
  </Frame>
);
