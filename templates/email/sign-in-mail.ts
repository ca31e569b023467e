import { wordsIn } from '../words/languages.ts';
import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type SignInMail = {
  readonly publication: MailPublication;
  readonly signInUrl: string;
  /** Six digits, for whoever reads mail on another device. */
  readonly code: string;
  readonly minutes: number;
};

/** Lets the owner of an address in, without a password. */
export function signInMail({ publication, signInUrl, code, minutes }: SignInMail): Promise<MailTemplate> {
  const words = wordsIn(publication.language).mails.signIn;
  return renderLetter({
    publication,
    subject: words.subject(code, publication.name),
    preheader: words.preheader(minutes),
    headline: words.headline,
    parts: [
      { kind: 'paragraph', words: words.text },
      { kind: 'code', words: code },
      { kind: 'paragraph', words: words.sameDevice },
      { kind: 'button', words: words.button, url: signInUrl },
      { kind: 'small', words: words.good(minutes) },
      { kind: 'small', words: words.notYou },
    ],
    reason: words.reason(publication.name),
  });
}
