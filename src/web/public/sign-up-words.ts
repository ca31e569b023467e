import type { Newsletter } from '../../newsletters/newsletter.ts';
import type { Visit } from './visit.ts';

/** The pages of ours that are forms themselves; every other form is one the newsroom keeps, under its own slug. */
export const forms = { page: 'sign-up page', newsletters: 'newsletters page' };

/**
 * What stands beside a form's button, and what is stored as consent, to the letter. Both are made here from the newsletters
 * the form asks for, so nothing a browser posts can change what was agreed to. A form for one newsletter says how often it
 * comes.
 * @param fixed the newsletters the form asks for; none where the reader ticks them
 */
export function consentWords(
  { publication, words }: Pick<Visit, 'publication' | 'words'>,
  fixed: ReadonlyArray<Pick<Newsletter, 'frequency'>>,
): string {
  const [only, second] = fixed;
  const frequency = only && !second ? `${only.frequency}. ` : '';
  return `${frequency}${words.consent(publication.name)}`;
}
