import type { Newsletter } from '../../newsletters/newsletter.ts';
import type { Publication } from '../../newsletters/publication.ts';

/** Names of the forms on pages where the reader ticks newsletters; every other form asks for fixed ones. */
export const forms = {
  page: 'sign-up page',
  newsletters: 'newsletters page',
  front: 'front page',
  article: 'article',
};

const isOpenChoice = (form: string): boolean => form === forms.page || form === forms.newsletters;

/**
 * What stands beside a form's button, and what is stored as consent, to the letter. Both are made here from the form and the
 * newsletters it asks for, so nothing a browser posts can change what was agreed to. A form for one newsletter says how often
 * it comes.
 */
export function consentWords(
  publication: Pick<Publication, 'name'>,
  form: string,
  newsletters: ReadonlyArray<Pick<Newsletter, 'frequency'>>,
): string {
  const [only, second] = newsletters;
  const frequency = only && !second && !isOpenChoice(form) ? `${only.frequency}. ` : '';
  return `${frequency}We use your address to send you what you choose from ${publication.name}, nothing else. One click in every mail ends it.`;
}
