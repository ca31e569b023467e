import { wordsIn } from '../words/languages.ts';
import type { StoryRef } from './edition-content.ts';
import type { MailPublication } from './frame.ts';
import { paragraphsIn, renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type WelcomeMail = {
  readonly publication: MailPublication;
  readonly newsletter: string;
  readonly subject: string;
  readonly headline: string;
  /** Paragraphs, with an empty line between them. */
  readonly body: string;
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
  const { publication, newsletter, frequency } = mail;
  const stories = mail.stories.slice(0, storiesShown);
  const [first = '', ...rest] = paragraphsIn(mail.body);
  const { welcome: words, rhythmLink, leaveLink } = wordsIn(publication.language).mails;
  return renderLetter({
    publication,
    subject: mail.subject,
    preheader: frequency === '' ? first : words.preheader(frequency),
    headline: mail.headline,
    parts: [
      { kind: 'paragraph', words: first },
      ...(frequency === '' ? [] : [{ kind: 'paragraph' as const, words: words.when(frequency) }]),
      ...rest.map((paragraph) => ({ kind: 'paragraph' as const, words: paragraph })),
      ...(stories.length === 0 ? [] : [{ kind: 'stories' as const, words: words.untilThen, stories }]),
    ],
    reason: words.reason(newsletter, publication.name),
    links: [
      { words: rhythmLink, url: mail.preferencesUrl },
      { words: leaveLink, url: mail.unsubscribeUrl },
    ],
  });
}
