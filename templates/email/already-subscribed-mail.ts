import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';
import { newsletterNames } from './newsletter-names.ts';

export type AlreadySubscribedMail = {
  readonly publication: MailPublication;
  /** Names, at least one. */
  readonly newsletters: readonly string[];
  readonly preferencesUrl: string;
};

/** Answers a sign-up of somebody who has it all already; the page itself must not tell. */
export function alreadySubscribedMail(mail: AlreadySubscribedMail): Promise<MailTemplate> {
  const { publication, preferencesUrl } = mail;
  const names = newsletterNames(mail.newsletters);
  return renderLetter({
    publication,
    subject: `You already get ${names}`,
    preheader: 'Nothing has changed, and there is nothing to confirm.',
    headline: 'You are on the list already',
    parts: [
      {
        kind: 'paragraph',
        words: `Somebody, probably you, has just signed up this address for ${names}. You get it already, so nothing has changed and there is nothing to confirm.`,
      },
      {
        kind: 'paragraph',
        words:
          'Is it not arriving? Look in your junk folder and mark it as wanted there. To choose another rhythm, look at your newsletters.',
      },
      { kind: 'button', words: 'Look at my newsletters', url: preferencesUrl },
      {
        kind: 'small',
        words: 'Not you? Then all is well: whoever it was has not learned that you read us.',
      },
    ],
    reason: `You get this because your address was entered in a sign-up form of ${publication.name}.`,
  });
}
