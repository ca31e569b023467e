import { type Language, wordsIn } from '../words/languages.ts';
import type {
  EditionBlock,
  EditionContent,
  Poll,
  Sponsor,
  StoryParagraph,
  StoryRef,
  StoryRun,
  WholeStory,
} from './edition-content.ts';
import { type PlacedBlock, type ShownBlock, isContinued, placeBlocks } from './edition-sequence.ts';
import { editionText } from './edition-text.ts';
import { frameView } from './frame.ts';
import { layoutOf, standardTemplate } from './layout.ts';
import type { MailPicture } from './mail-picture.ts';
import type { MailTemplate, Piece } from './mail-template.ts';
import { readTemplate } from './own/find-faults.ts';
import { bylineWords, linkAddress, plainWords } from './plain-words.ts';
import { type View, fillTags, partAtSection } from './tagged-markup.ts';

/** The column's width within its margins, in CSS pixels. */
const columnWidth = 552;

/**
 * Renders an edition once for all its readers: subject, HTML and plain text in pieces, cut at the blocks, with the slots
 * `greeting` (the whole line, such as "Good morning, Ada."), `preferences_url`, `unsubscribe_url` and, where it asks something,
 * `poll_url`.
 * @throws when a link or a picture has no whole http(s) address, or the template of its own breaks a rule of `own/`
 */
export async function renderEdition(content: EditionContent): Promise<MailTemplate> {
  const template = await soundTemplate(content);
  const layout = await layoutOf(template, content.publication.accent, content.look);
  const { before, inside, after } = partAtSection(layout, 'blocks');
  const view = mailView(content);
  const blocks = placeBlocks(content.blocks.map((block) => inWords(block, content.publication.language)));

  return {
    subject: [{ text: plainWords(content.subject) }],
    html: [
      ...fillTags(before, view),
      ...blocks.flatMap((placed) =>
        onlyFor(placed.block.mask, fillTags(inside, blockView(placed, content.publication.language))),
      ),
      ...fillTags(after, view),
    ],
    text: editionText(content, blocks),
  };
}

/** A template of a newsletter's own is read again whenever it is used: what was sound when it was saved may not be by now. */
async function soundTemplate({ template }: EditionContent): Promise<string> {
  const source = template ?? (await standardTemplate('edition'));
  const read = readTemplate(source);
  if (read.kind === 'sound') return source;
  throw new Error(`The mail template breaks a rule: ${read.faults[0]?.message ?? ''}`);
}

/** A part whose words are ours as the block it looks like. */
function inWords(block: EditionBlock, language: Language): ShownBlock {
  if (block.kind !== 'rest-is-closed') return block;
  const { edition } = wordsIn(language).mails;
  return {
    kind: 'call-to-action',
    headline: edition.restIsClosed,
    text: block.tier === undefined ? edition.notByMail : edition.tierOpens(block.tier),
    button: edition.seeTiers,
    url: block.url,
    mask: block.mask,
  };
}

/** Marks pieces as belonging to a block. */
function onlyFor(mask: number | undefined, pieces: readonly Piece[]): readonly Piece[] {
  return mask === undefined ? pieces : pieces.map((piece) => ({ ...piece, block: mask }));
}

function mailView(content: EditionContent): View {
  const { publication, newsletter, dateLine, webUrl, subject, preheader, look } = content;
  const { edition, rhythmLink, browserLink, leaveLink } = wordsIn(publication.language).mails;
  return {
    ...frameView(publication, { title: subject, preheader, logo: look?.logo }),
    subject,
    web_url: linkAddress(webUrl),
    browser_words: browserLink,
    reason_words: edition.reason(publication.name),
    rhythm_words: rhythmLink,
    leave_words: leaveLink,
    town: publication.town,
    newsletter: newsletter.name,
    frequency: newsletter.frequency,
    date_line: dateLine,
  };
}

const noBlock = {
  intro: undefined,
  lead: undefined,
  card: undefined,
  list: undefined,
  story: undefined,
  call: undefined,
  divider: undefined,
  sponsor: undefined,
  poll: undefined,
};

function blockView(placed: PlacedBlock, language: Language): View {
  const { block, ruled } = placed;
  switch (block.kind) {
    case 'intro':
      return { ...noBlock, intro: { paragraphs: block.paragraphs.map((words) => ({ words })) } };
    case 'story-card':
      return { ...noBlock, [block.lead ? 'lead' : 'card']: { ...storyView(block.story, language), ruled } };
    case 'story-list':
      return { ...noBlock, list: listView(block, ruled, language) };
    case 'whole-story':
      return { ...noBlock, story: wholeStoryView(block, ruled, language) };
    case 'call-to-action':
      return { ...noBlock, call: callView(placed, block) };
    case 'divider':
      return { ...noBlock, divider: true };
    case 'sponsor':
      return { ...noBlock, sponsor: sponsorView(block, ruled, language) };
    case 'poll':
      return { ...noBlock, poll: pollView(block, ruled, language) };
  }
}

function storyView({ kicker, headline, dek, byline, url, picture }: StoryRef, language: Language): View {
  return {
    read_words: wordsIn(language).mails.edition.readIt,
    kicker,
    headline,
    dek,
    byline: bylineWords(byline, language),
    url: linkAddress(url),
    picture: picture === undefined ? undefined : pictureView(picture),
  };
}

/** Scales the picture to the column; both measures are set, so the text does not jump when it arrives. */
function pictureView({ src, alt, width, height }: MailPicture): View {
  return {
    source: linkAddress(src),
    alt,
    width: String(columnWidth),
    height: String(Math.round((columnWidth * height) / width)),
  };
}

function listView(
  { heading = '', stories }: Extract<ShownBlock, { kind: 'story-list' }>,
  ruled: boolean,
  language: Language,
): View {
  const level = { under_heading: heading !== '', alone: heading === '' };
  return { ruled, heading, stories: stories.map((story) => ({ ...storyView(story, language), ...level })) };
}

function wholeStoryView(block: WholeStory, ruled: boolean, language: Language): View {
  return {
    head: isContinued(block) ? undefined : { ...storyView(block.story, language), ruled },
    paragraphs: block.story.paragraphs.map(paragraphView),
  };
}

function paragraphView(paragraph: StoryParagraph): View {
  const { kind, text } = paragraph;
  return {
    paragraph: kind === 'paragraph',
    heading: kind === 'heading',
    quote: kind === 'quote',
    photo: kind === 'picture' ? pictureView(paragraph.picture) : undefined,
    words: text,
    runs: kind === 'picture' ? [] : (paragraph.runs ?? [{ text }]).map(runView),
  };
}

const runView = ({ text, bold = false, italic = false, url }: StoryRun): View => ({
  bold,
  italic,
  link: url === undefined ? undefined : { url: linkAddress(url) },
  linked: url !== undefined,
  words: text,
});

function sponsorView({ label, name, text, url, picture }: Sponsor, ruled: boolean, language: Language): View {
  const { edition } = wordsIn(language).mails;
  const address = url === undefined ? undefined : linkAddress(url);
  return {
    ruled,
    label: label ?? edition.advertisement,
    visit_words: edition.visit(name),
    name,
    words: text,
    linked: address === undefined ? undefined : { url: address },
    unlinked: address === undefined,
    picture: picture === undefined ? undefined : pictureView(picture),
  };
}

function pollView({ poll, question, answers }: Poll, ruled: boolean, language: Language): View {
  const { edition } = wordsIn(language).mails;
  return {
    ruled,
    question_words: edition.question,
    rule_words: edition.oneAnswer,
    question,
    answers: answers.map(({ place, words }) => ({ poll_name: poll, place: String(place), words })),
  };
}

function callView(
  { insideStory, hasButton }: PlacedBlock,
  { headline, text, button, url }: Extract<ShownBlock, { kind: 'call-to-action' }>,
): View {
  return {
    headline,
    words: text,
    button,
    url: linkAddress(url),
    inside_story: insideStory,
    alone: !insideStory,
    button_row: hasButton,
    link: !hasButton,
  };
}
