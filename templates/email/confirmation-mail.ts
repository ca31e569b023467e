import { type Language, wordsIn } from '../words/languages.ts';
import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type ConfirmationMail = {
  readonly publication: MailPublication;
  /** Names, at least one. */
  readonly newsletters: readonly string[];
  readonly confirmUrl: string;
  /** Six digits, for whoever signed up on another device. */
  readonly code: string;
  /** What the form said beside its button, for the reader to check. */
  readonly formWords?: string | undefined;
};

/** The page after a sign-up says what to look for, so both take it from here. */
export const confirmationSubject = (language: Language, newsletters: readonly string[]): string => {
  const { listed, mails } = wordsIn(language);
  return mails.confirmation.subject(listed(newsletters));
};

/** Asks whoever reads at an address whether they signed up. */
export function confirmationMail(mail: ConfirmationMail): Promise<MailTemplate> {
  const { publication, confirmUrl, code, formWords = '' } = mail;
  const { listed, mails } = wordsIn(publication.language);
  const names = listed(mail.newsletters);
  const words = mails.confirmation;
  return renderLetter({
    publication,
    subject: confirmationSubject(publication.language, mail.newsletters),
    preheader: words.preheader(code, names),
    headline: words.headline,
    parts: [
      { kind: 'paragraph', words: words.text(names, publication.name) },
      { kind: 'button', words: words.yes, url: confirmUrl },
      { kind: 'paragraph', words: words.orCode },
      { kind: 'code', words: code },
      { kind: 'small', words: words.notYou },
      ...(formWords === '' ? [] : [{ kind: 'small' as const, words: words.formSaid(formWords) }]),
    ],
    reason: mails.askedReason(publication.name),
  });
}
