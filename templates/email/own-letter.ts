import { wordsIn } from '../words/languages.ts';
import type { MailPublication } from './frame.ts';
import { type LetterLink, type LetterPart, paragraphsIn, renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type OwnLetter = {
  readonly publication: MailPublication;
  readonly subject: string;
  readonly headline: string;
  /** Paragraphs, with an empty line between them. */
  readonly body: string;
  readonly button: LetterLink;
  /** Six digits, for whoever reads mail on another device. */
  readonly code?: string | undefined;
  readonly small?: readonly string[] | undefined;
  readonly reason: string;
  readonly links?: readonly LetterLink[] | undefined;
};

const listed = (words: readonly string[], kind: 'paragraph' | 'small'): LetterPart[] =>
  words.map((each) => ({ kind, words: each }));

/** A letter in the newsroom's own words. */
export function ownLetterMail(letter: OwnLetter): Promise<MailTemplate> {
  const [first = '', ...rest] = paragraphsIn(letter.body);
  return renderLetter({
    publication: letter.publication,
    subject: letter.subject,
    preheader: first,
    headline: letter.headline,
    parts: [
      ...listed([first, ...rest], 'paragraph'),
      { kind: 'button', ...letter.button },
      ...(letter.code === undefined
        ? []
        : [
            {
              kind: 'paragraph' as const,
              words: wordsIn(letter.publication.language).mails.letter.orCode,
            },
            { kind: 'code' as const, words: letter.code },
          ]),
      ...listed(letter.small ?? [], 'small'),
    ],
    reason: letter.reason,
    links: letter.links ?? [],
  });
}
