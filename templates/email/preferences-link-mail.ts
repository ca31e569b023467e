import { wordsIn } from '../words/languages.ts';
import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type PreferencesLinkMail = { readonly publication: MailPublication; readonly preferencesUrl: string };

/** Sends a reader who has no old mail at hand the link to their own page. */
export function preferencesLinkMail({
  publication,
  preferencesUrl,
}: PreferencesLinkMail): Promise<MailTemplate> {
  const words = wordsIn(publication.language).mails.preferencesLink;
  return renderLetter({
    publication,
    subject: words.subject(publication.name),
    preheader: words.preheader,
    headline: words.headline,
    parts: [
      { kind: 'paragraph', words: words.text },
      { kind: 'button', words: words.open, url: preferencesUrl },
      { kind: 'small', words: words.yours },
      { kind: 'small', words: words.notYou },
    ],
    reason: words.reason(publication.name),
  });
}
