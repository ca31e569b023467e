import type { Language } from '../words/languages.ts';
import type { StoryRef } from './edition-content.ts';
import { bylineWords, linkAddress } from './plain-words.ts';
import { capitals, linesOf, paragraphsOf, wrapped } from './text-lines.ts';

/** A story as a card in plain text: section, headline, sentence, byline, link. */
export const cardWords = ({ kicker, headline, dek, byline, url }: StoryRef, language: Language): string =>
  paragraphsOf(
    linesOf(capitals(kicker), wrapped(headline)),
    wrapped(dek),
    linesOf(wrapped(bylineWords(byline, language)), linkAddress(url)),
  );

/** The same, shorter, for a list. */
export const listedWords = ({ kicker, headline, dek, url }: StoryRef): string =>
  linesOf(capitals(kicker), wrapped(headline), wrapped(dek), linkAddress(url));
