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
  return renderLetter({
    publication,
    subject: `${code} is your code for ${publication.name}`,
    preheader: `Type it where you asked for it, or press the button. Good for ${minutes} minutes.`,
    headline: 'Here you come in',
    parts: [
      { kind: 'paragraph', words: 'Type this code on the page where you asked to sign in:' },
      { kind: 'code', words: code },
      { kind: 'paragraph', words: 'Reading this on the same device? Then press the button.' },
      { kind: 'button', words: 'Sign me in', url: signInUrl },
      { kind: 'small', words: `Both are good for ${minutes} minutes, once.` },
      {
        kind: 'small',
        words:
          'Not you? Then there is nothing to do: without this mail nobody gets in. Never give the code to anybody who asks for it.',
      },
    ],
    reason: `You get this because somebody asked to sign in at ${publication.name} with this address.`,
  });
}
