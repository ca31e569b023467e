import type { Publication } from '../../newsletters/publication.ts';

/** What stands beside every sign-up button, and what is stored as consent, to the letter. */
export const consentWords = (publication: Publication, frequency?: string): string =>
  `${frequency === undefined ? '' : `${frequency}. `}We use your address to send you what you choose from ${publication.name}, nothing else. One click in every mail ends it.`;
