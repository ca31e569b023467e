import { PaperLink } from './paper-link.tsx';
import type { Site } from './site.ts';
import { useWords } from './tongue.tsx';

export interface FooterProps {
  readonly site: Site;
  /** Of this page: it is printed with it. */
  readonly address?: string | undefined;
}

/** The imprint, and the way to everything: on a phone the masthead's menu leads here. */
export const Footer = ({ site, address }: FooterProps) => {
  const words = useWords().frame;
  return (
    <footer class="footer">
      <nav class="footer__menu" id="menu" aria-label={words.paper} tabindex={-1}>
        <ul class="plain">
          {site.sections.map((section) => (
            <li key={section.slug}>
              <PaperLink href={`/#section-${section.slug}`}>{section.name}</PaperLink>
            </li>
          ))}
        </ul>
        <ul class="plain">
          <li>
            <PaperLink href="/newsletters">{words.newsletters}</PaperLink>
          </li>
          <li>
            <PaperLink href="/subscribe">{words.subscription}</PaperLink>
          </li>
          <li>
            <PaperLink href="/account">{words.account}</PaperLink>
          </li>
        </ul>
      </nav>
      <div class="footer__imprint">
        {!site.postalAddress.startsWith(site.title) && <p class="footer__title">{site.title}</p>}
        <address>{site.postalAddress}</address>
        <p>{words.privacy}</p>
        {address !== undefined && <p class="on-paper">{address}</p>}
      </div>
    </footer>
  );
};
