import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';
import { newsletterNames } from './newsletter-names.ts';

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
export const confirmationSubject = (newsletters: readonly string[]): string =>
  `Confirm: ${newsletterNames(newsletters)}`;

/** Asks whoever reads at an address whether they signed up. */
export function confirmationMail(mail: ConfirmationMail): Promise<MailTemplate> {
  const { publication, confirmUrl, code, formWords = '' } = mail;
  const names = newsletterNames(mail.newsletters);
  return renderLetter({
    publication,
    subject: confirmationSubject(mail.newsletters),
    preheader: `Your code is ${code}. One press of a button, and ${names} will come to you.`,
    headline: 'Is this your address?',
    parts: [
      {
        kind: 'paragraph',
        words: `Somebody, we hope you, asked for ${names} from ${publication.name} to come to this address. Say yes, and it will.`,
      },
      { kind: 'button', words: 'Yes, sign me up', url: confirmUrl },
      { kind: 'paragraph', words: 'Or type this code on the page where you signed up:' },
      { kind: 'code', words: code },
      {
        kind: 'small',
        words: 'Not you? Then there is nothing to do. Without your yes we send nothing.',
      },
      ...(formWords === '' ? [] : [{ kind: 'small' as const, words: `The form said: “${formWords}”` }]),
    ],
    reason: `You get this because your address was entered in a sign-up form of ${publication.name}.`,
  });
}
