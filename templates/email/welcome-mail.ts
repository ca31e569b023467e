import type { StoryRef } from './edition-content.ts';
import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type WelcomeMail = {
  readonly publication: MailPublication;
  readonly newsletter: string;
  readonly name?: string | undefined;
  /** A ready phrase, such as "Weekdays at 6 am". */
  readonly frequency: string;
  readonly preferencesUrl: string;
  readonly unsubscribeUrl: string;
  /** The latest, newest first; three are shown. */
  readonly stories: readonly StoryRef[];
};

const storiesShown = 3;

/** The first mail after a confirmation: what comes, when, how to change it, and something to read until then. */
export function welcomeMail(mail: WelcomeMail): Promise<MailTemplate> {
  const { publication, newsletter, frequency, name = '' } = mail;
  const stories = mail.stories.slice(0, storiesShown);
  return renderLetter({
    publication,
    subject: `Welcome to ${newsletter}`,
    preheader: frequency === '' ? 'You are on the list.' : `You are on the list. It comes: ${frequency}.`,
    headline: name === '' ? 'Welcome' : `Welcome, ${name}`,
    parts: [
      { kind: 'paragraph', words: `You are on the list: ${newsletter} will come to this address.` },
      ...(frequency === ''
        ? []
        : [{ kind: 'paragraph' as const, words: `When to look for it: ${frequency}.` }]),
      {
        kind: 'paragraph',
        words:
          'If the first one is late, look in your junk folder and mark it as wanted; after that it knows the way.',
      },
      ...(stories.length === 0 ? [] : [{ kind: 'stories' as const, words: 'To read until then', stories }]),
    ],
    reason: `You get this because you signed up for ${newsletter} at ${publication.name} and confirmed it.`,
    links: [
      { words: 'Change how often it comes', url: mail.preferencesUrl },
      { words: 'Leave this newsletter', url: mail.unsubscribeUrl },
    ],
  });
}
