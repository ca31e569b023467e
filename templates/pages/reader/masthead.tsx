import type { Site } from './site.ts';

export interface MastheadProps {
  readonly site: Site;
  readonly isFront: boolean;
}

/** The head of the paper. A phone has no room for the sections: a link leads to them at the foot of the page. */
export const Masthead = ({ site, isFront }: MastheadProps) => {
  const Title = isFront ? 'h1' : 'p';
  return (
    <header class="masthead">
      <div class="masthead__top">
        <Title class="masthead__title">
          <a href="/">{site.title}</a>
        </Title>
        {isFront && <p class="masthead__ear">{site.tagline}</p>}
        <a class="masthead__menu" href="#menu">
          Menu
        </a>
      </div>
      <div class="masthead__line">
        <p class="kicker">
          {site.town} <span class="masthead__date">{site.today.text}</span>
        </p>
        <nav class="masthead__sections" aria-label="Sections">
          <ul class="plain">
            {site.sections.map((section) => (
              <li key={section.slug}>
                <a href={`/#section-${section.slug}`}>{section.name}</a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
};
