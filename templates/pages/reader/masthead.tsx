import { LanguageSwitch } from './language-switch.tsx';
import { PaperLink } from './paper-link.tsx';
import type { Site } from './site.ts';
import { useOwnLang, useWords } from './tongue.tsx';

export interface MastheadProps {
  readonly site: Site;
  readonly isFront: boolean;
}

/** The head of the paper. A phone has no room for the sections: a link leads to them at the foot of the page. */
export const Masthead = ({ site, isFront }: MastheadProps) => {
  const Title = isFront ? 'h1' : 'p';
  const words = useWords().frame;
  const lang = useOwnLang();
  return (
    <header class="masthead">
      <div class="masthead__top">
        <Title class="masthead__title" lang={lang}>
          <PaperLink href="/">{site.title}</PaperLink>
        </Title>
        {isFront && (
          <p class="masthead__ear" lang={lang}>
            {site.tagline}
          </p>
        )}
        <a class="masthead__menu" href="#menu">
          {words.menu}
        </a>
      </div>
      <div class="masthead__line">
        <p class="kicker">
          {site.town} <span class="masthead__date">{site.today.text}</span>
        </p>
        <LanguageSwitch others={site.otherLanguages} />
        <nav class="masthead__sections" aria-label={words.sections}>
          <ul class="plain" lang={lang}>
            {site.sections.map((section) => (
              <li key={section.slug}>
                <PaperLink href={`/#section-${section.slug}`}>{section.name}</PaperLink>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
};
