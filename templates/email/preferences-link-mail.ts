import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type PreferencesLinkMail = { readonly publication: MailPublication; readonly preferencesUrl: string };

/** Sends a reader who has no old mail at hand the link to their own page. */
export function preferencesLinkMail({
  publication,
  preferencesUrl,
}: PreferencesLinkMail): Promise<MailTemplate> {
  return renderLetter({
    publication,
    subject: `Your newsletters from ${publication.name}`,
    preheader: 'The link you asked for: choose, change the rhythm, or leave.',
    headline: 'Here is your link',
    parts: [
      {
        kind: 'paragraph',
        words:
          'It opens the page with your newsletters. There you can choose others, change how often they come, or leave.',
      },
      { kind: 'button', words: 'Open my newsletters', url: preferencesUrl },
      { kind: 'small', words: 'The link is yours alone: please do not pass this mail on.' },
      { kind: 'small', words: 'Not you? Then there is nothing to do. Nothing has changed.' },
    ],
    reason: `You get this because somebody asked ${publication.name} for the link that belongs to this address.`,
  });
}
