import type { Site } from './site.ts';

export interface FooterProps {
  readonly site: Site;
}

/** The imprint, and the way to everything: on a phone the masthead's menu leads here. */
export const Footer = ({ site }: FooterProps) => (
  <footer class="footer">
    <nav class="footer__menu" id="menu" aria-label="The paper" tabindex={-1}>
      <ul class="plain">
        {site.sections.map((section) => (
          <li key={section.slug}>
            <a href={`/#section-${section.slug}`}>{section.name}</a>
          </li>
        ))}
      </ul>
      <ul class="plain">
        <li>
          <a href="/newsletters">Newsletters</a>
        </li>
        <li>
          <a href="/subscribe">Digital subscription</a>
        </li>
        <li>
          <a href="/account">Your account</a>
        </li>
      </ul>
    </nav>
    <div class="footer__imprint">
      {!site.postalAddress.startsWith(site.title) && <p class="footer__title">{site.title}</p>}
      <address>{site.postalAddress}</address>
      <p>
        Your address is used to send you what you asked for. It is not sold, lent or shown to anyone else.
      </p>
    </div>
  </footer>
);
