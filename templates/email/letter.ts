import type { StoryRef } from './edition-content.ts';
import { type MailPublication, frameView, postalLine } from './frame.ts';
import { layoutOf, standardTemplate } from './layout.ts';
import type { MailTemplate } from './mail-template.ts';
import { linkAddress, plainWords } from './plain-words.ts';
import { listedWords } from './story-text.ts';
import { type View, fillTags } from './tagged-markup.ts';
import { capitals, linesOf, paragraphsOf, textRule, wrapped } from './text-lines.ts';

/** A mail to one person about one thing. Words come as they were written: nothing here is markup. */
export type Letter = {
  readonly publication: MailPublication;
  readonly subject: string;
  readonly preheader: string;
  readonly headline: string;
  /** At most one of them a button. */
  readonly parts: readonly LetterPart[];
  /** Why the reader gets this, and what they can do about it. */
  readonly reason: string;
  readonly links?: readonly LetterLink[];
};

export type LetterLink = { readonly words: string; readonly url: string };

export type LetterPart =
  | { readonly kind: 'paragraph' | 'code' | 'small'; readonly words: string }
  | ({ readonly kind: 'button' } & LetterLink)
  | { readonly kind: 'stories'; readonly words: string; readonly stories: readonly StoryRef[] };

/** The paragraphs of a text that has an empty line between them. */
export const paragraphsIn = (text: string): readonly string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter(Boolean);

/**
 * Renders a letter. Everything in it is final: no slots, no blocks.
 * @throws when a link is not a whole http(s) address
 */
export async function renderLetter(letter: Letter): Promise<MailTemplate> {
  const layout = await layoutOf(await standardTemplate('letter'), letter.publication.accent);
  return {
    subject: [{ text: plainWords(letter.subject) }],
    html: fillTags(layout, letterView(letter)),
    text: [{ text: letterText(letter) }],
  };
}

function letterView({ publication, subject, preheader, headline, parts, reason, links = [] }: Letter): View {
  return {
    ...frameView(publication, { title: subject, preheader }),
    headline,
    parts: parts.map(partView),
    reason,
    links: links.map(linkView),
  };
}

const noPart = {
  paragraph: undefined,
  button: undefined,
  code: undefined,
  small: undefined,
  stories: undefined,
};

function partView(part: LetterPart): View {
  switch (part.kind) {
    case 'paragraph':
    case 'code':
    case 'small':
      return { ...noPart, [part.kind]: { words: part.words } };
    case 'button':
      return { ...noPart, button: linkView(part) };
    case 'stories':
      return { ...noPart, stories: { words: part.words, listed: part.stories.map(listedView) } };
  }
}

const linkView = ({ words, url }: LetterLink): View => ({ words, url: linkAddress(url) });

const listedView = ({ kicker, headline, dek, url }: StoryRef): View => ({
  kicker,
  headline,
  dek,
  url: linkAddress(url),
});

function letterText({ publication, headline, parts, reason, links = [] }: Letter): string {
  return `${paragraphsOf(
    capitals(publication.name),
    wrapped(headline),
    ...parts.map(partText),
    textRule,
    wrapped(reason),
    ...links.map(linkText),
    linesOf(wrapped(postalLine(publication)), linkAddress(publication.url)),
  )}\n`;
}

function partText(part: LetterPart): string {
  switch (part.kind) {
    case 'paragraph':
    case 'small':
      return wrapped(part.words);
    case 'code':
      return wrapped(part.words, '    ');
    case 'button':
      return linkText(part);
    case 'stories':
      return paragraphsOf(capitals(part.words), ...part.stories.map(listedWords));
  }
}

const linkText = ({ words, url }: LetterLink): string => linesOf(wrapped(`${words}:`), linkAddress(url));
