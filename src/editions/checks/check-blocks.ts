import { answersOf } from '../block-parts.ts';
import { type EditionBlock, isWebAddress } from '../edition-block.ts';
import type { Edition } from '../sql/editions.ts';
import type { Check } from './check.ts';

type Finding = Pick<Check, 'severity' | 'code' | 'message'>;

const blocking = (code: string, message: string): Finding => ({ severity: 'blocking', code, message });
const warning = (code: string, message: string): Finding => ({ severity: 'warning', code, message });

/** Words of a link that say nothing to somebody who hears the links alone. */
const emptyWords = new Set([
  'here',
  'this',
  'link',
  'this link',
  'more',
  'read more',
  'learn more',
  'go',
  'details',
]);

const saysNothing = (words: string): boolean => {
  const bare = words
    .toLowerCase()
    .replaceAll(/[^\p{L}\s]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^(?:please )?(?:click|tap|press)(?: on)?(?: |$)/, '');
  return words.trim() !== '' && (bare === '' || emptyWords.has(bare));
};

const linkWording = (words: string): Finding[] =>
  saysNothing(words)
    ? [
        warning(
          'link-wording',
          `“${words.trim()}” says nothing to those who hear the links of a mail one by one. Name what is behind it.`,
        ),
      ]
    : [];

function checkCall({
  newsletter,
  url = '',
  button,
  headline,
}: Extract<EditionBlock, { kind: 'call-to-action' }>) {
  const findings: Finding[] = linkWording(button);
  if (newsletter === '' && url !== '' && !isWebAddress(url))
    findings.push(blocking('link-broken', `“${url}” is no whole address: it begins with https://.`));
  if (newsletter === '' && url === '')
    findings.push(warning('call-leads-nowhere', 'A call to action leads nowhere, so it is left out.'));
  if (button.trim() === '' || headline.trim() === '')
    findings.push(
      warning('call-without-words', 'A call to action has no headline, or no words on its button.'),
    );
  return findings;
}

function checkSponsor({ name, url, picture }: Extract<EditionBlock, { kind: 'sponsor' }>): Finding[] {
  const findings: Finding[] = [];
  if (name.trim() === '') findings.push(blocking('sponsor-unnamed', 'A sponsor has no name yet.'));
  if (url !== '' && !isWebAddress(url))
    findings.push(blocking('link-broken', `“${url}” is no whole address: it begins with https://.`));
  if (picture?.alt.trim() === '')
    findings.push(warning('picture-without-words', 'The picture of a sponsor has no alternative text.'));
  return findings;
}

function checkPoll(block: Extract<EditionBlock, { kind: 'poll' }>): Finding[] {
  const words = answersOf(block).map((answer) => answer.words.trim().toLowerCase());
  if (block.question.trim() === '') return [blocking('poll-unfinished', 'A poll has no question yet.')];
  if (words.length < 2) return [blocking('poll-unfinished', 'A poll wants at least two answers.')];
  if (new Set(words).size < words.length)
    return [blocking('poll-same-answers', 'Two answers of a poll have the same words.')];
  return [];
}

function findingsOf(block: EditionBlock): Finding[] {
  switch (block.kind) {
    case 'call-to-action':
      return checkCall(block);
    case 'sponsor':
      return checkSponsor(block);
    case 'poll':
      return checkPoll(block);
    case 'intro':
    case 'story-card':
    case 'story-list':
    case 'whole-story':
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
}

/** Calls, sponsors and polls: what is unfinished, what leads nowhere, what nobody understands. */
export const checkBlocks = ({ blocks }: Pick<Edition, 'blocks'>): readonly Check[] =>
  blocks.flatMap((block, index) => findingsOf(block).map((finding) => ({ ...finding, block: index })));
