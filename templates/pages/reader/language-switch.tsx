import { wordsIn } from '../../words/languages.ts';
import type { LanguageLink } from './site.ts';
import { useWords } from './tongue.tsx';

/** The same page in the other languages, each named in itself. Nothing where the paper speaks only one. */
export const LanguageSwitch = ({
  others = [],
}: {
  readonly others?: readonly LanguageLink[] | undefined;
}) => {
  const { languages } = useWords().frame;
  if (others.length === 0) return null;
  return (
    <nav class="language-switch" aria-label={languages}>
      <ul class="plain">
        {others.map(({ language, href }) => (
          <li key={language}>
            <a href={href} lang={language} hreflang={language} rel="nofollow">
              {wordsIn(language).readIn}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
