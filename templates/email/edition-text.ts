import { type Language, wordsIn } from '../words/languages.ts';
import type {
  CallToAction,
  EditionContent,
  Poll,
  Sponsor,
  StoryParagraph,
  WholeStory,
} from './edition-content.ts';
import { type PlacedBlock, isContinued } from './edition-sequence.ts';
import { postalLine } from './frame.ts';
import type { Piece } from './mail-template.ts';
import { linkAddress } from './plain-words.ts';
import { cardWords, listedWords } from './story-text.ts';
import { capitals, linesOf, paragraphsOf, textRule, wrapped } from './text-lines.ts';

/** The plain text part: the same newspaper, with the same slots and cut at the same blocks as the HTML. */
export function editionText(content: EditionContent, blocks: readonly PlacedBlock[]): readonly Piece[] {
  const { publication, newsletter, dateLine } = content;
  const words = wordsIn(publication.language).mails;
  const datedAt = [publication.town, dateLine].filter((words) => words !== '').join(', ');
  return [
    { text: `${linesOf(capitals(publication.name), wrapped(newsletter.name), wrapped(datedAt))}\n\n` },
    { slot: 'greeting' },
    { text: '\n\n' },
    ...blocks.flatMap((placed) => blockPieces(placed, publication.language)),
    {
      text: `${textRule}\n\n${reasonWords(content)}\n\n${words.browserLink}:\n${linkAddress(content.webUrl)}\n\n${words.rhythmLink}:\n`,
    },
    { slot: 'preferences_url' },
    { text: `\n\n${words.leaveLink}:\n` },
    { slot: 'unsubscribe_url' },
    { text: `\n\n${linesOf(wrapped(postalLine(publication)), linkAddress(publication.url))}\n` },
  ];
}

const reasonWords = ({ newsletter, publication }: EditionContent): string =>
  linesOf(
    wrapped([newsletter.name, newsletter.frequency].filter((words) => words !== '').join(' · ')),
    wrapped(wordsIn(publication.language).mails.edition.reason(publication.name)),
  );

function blockPieces(placed: PlacedBlock, language: Language): Piece[] {
  const { block, ruled } = placed;
  const pieces: Piece[] = [
    { text: `${paragraphsOf(ruled ? textRule : '', blockWords(placed, language))}\n\n` },
    ...(block.kind === 'poll' ? answerPieces(block) : []),
  ];
  const { mask } = block;
  return mask === undefined ? pieces : pieces.map((piece) => ({ ...piece, block: mask }));
}

/** An answer and the address that gives it. */
const answerPieces = ({ poll, answers }: Poll): Piece[] =>
  answers.flatMap(({ place, words }) => [
    { text: `${wrapped(words)}:\n` },
    { slot: 'poll_url' },
    { text: `/${poll}/${place}\n\n` },
  ]);

function blockWords({ block, insideStory }: PlacedBlock, language: Language): string {
  switch (block.kind) {
    case 'intro':
      return paragraphsOf(...block.paragraphs.map((words) => wrapped(words)));
    case 'story-card':
      return cardWords(block.story, language);
    case 'story-list':
      return paragraphsOf(capitals(block.heading ?? ''), ...block.stories.map(listedWords));
    case 'whole-story':
      return storyWords(block, language);
    case 'call-to-action':
      return paragraphsOf(callWords(block), insideStory ? textRule : '');
    case 'divider':
      return '* * *';
    case 'sponsor':
      return sponsorWords(block, language);
    case 'poll':
      return paragraphsOf(
        linesOf(capitals(wordsIn(language).mails.edition.question), wrapped(block.question)),
      );
  }
}

const sponsorWords = ({ label, name, text, url }: Sponsor, language: Language): string =>
  paragraphsOf(
    linesOf(capitals(label ?? wordsIn(language).mails.edition.advertisement), wrapped(name)),
    wrapped(text),
    url === undefined ? '' : linkAddress(url),
  );

function storyWords(block: WholeStory, language: Language): string {
  return paragraphsOf(
    isContinued(block) ? '' : cardWords(block.story, language),
    ...block.story.paragraphs.map(paragraphWords),
  );
}

function paragraphWords({ kind, text }: StoryParagraph): string {
  switch (kind) {
    case 'paragraph':
      return wrapped(text);
    case 'heading':
      return capitals(text);
    case 'quote':
      return wrapped(text, '    ');
    case 'picture':
      return text === '' ? '' : wrapped(`[${text}]`);
  }
}

const callWords = ({ headline, text, button, url }: CallToAction): string =>
  paragraphsOf(wrapped(headline), wrapped(text), linesOf(wrapped(button), linkAddress(url)));
