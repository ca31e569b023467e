import { wordsIn } from '../words/languages.ts';
import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type AlreadySubscribedMail = {
  readonly publication: MailPublication;
  /** Names, at least one. */
  readonly newsletters: readonly string[];
  readonly preferencesUrl: string;
};

/** Answers a sign-up of somebody who has it all already; the page itself must not tell. */
export function alreadySubscribedMail(mail: AlreadySubscribedMail): Promise<MailTemplate> {
  const { publication, preferencesUrl } = mail;
  const { listed, mails } = wordsIn(publication.language);
  const names = listed(mail.newsletters);
  const words = mails.already;
  return renderLetter({
    publication,
    subject: words.subject(names),
    preheader: words.preheader,
    headline: words.headline,
    parts: [
      { kind: 'paragraph', words: words.text(names) },
      { kind: 'paragraph', words: words.notArriving },
      { kind: 'button', words: words.look, url: preferencesUrl },
      { kind: 'small', words: words.notYou },
    ],
    reason: mails.askedReason(publication.name),
  });
}
