import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { partName } from '../../../../templates/pages/admin/editions/block-draft.ts';
import type { EditionBlock } from '../../../editions/edition-block.ts';
import type { TextProblem } from '../../../editions/edition-text-form.ts';
import type { EditionText } from '../../../editions/editions.ts';
import type { SubjectTest } from '../../../editions/subject-test/subject-test.ts';
import { randomId } from '../../../platform/random-tokens.ts';
import { textOf, textsOf } from '../../form-body.ts';

/** More than an edition holds, so that a body with a million blocks ends somewhere. */
const mostRead = 100;

/** Browsers end lines with CR LF. */
const wordsOf = (body: unknown, name: string): string => textOf(body, name).replaceAll('\r\n', '\n');

/** The picture of a sponsor, which the sheet carries along. */
function readPicture(part: (name: string) => string) {
  const mediaId = part('picture');
  if (mediaId === '') return null;
  return { mediaId, alt: part('alt'), width: Number(part('width')), height: Number(part('height')) };
}

function readBlock(body: unknown, index: number): EditionBlock | null {
  const part = (name: string): string => wordsOf(body, partName(index, name));
  const leastTier = part('leastTier');
  const limits = leastTier === '' ? {} : { leastTier };
  switch (part('kind')) {
    case 'intro':
      return { kind: 'intro', text: part('text'), ...limits };
    case 'story-card': {
      const headline = part('headline') || undefined;
      return {
        kind: 'story-card',
        article: part('article'),
        headline,
        dek: part('dek') || undefined,
        ...limits,
      };
    }
    case 'story-list': {
      const articles = [...textsOf(body, partName(index, 'articles'))];
      return { kind: 'story-list', heading: part('heading') || undefined, articles, ...limits };
    }
    case 'whole-story':
      return { kind: 'whole-story', article: part('article'), ...limits };
    case 'call-to-action':
      return {
        kind: 'call-to-action',
        headline: part('headline'),
        text: part('text'),
        button: part('button'),
        newsletter: part('newsletter'),
        ...(part('url').trim() === '' ? {} : { url: part('url').trim() }),
        ...limits,
      };
    case 'divider':
      return { kind: 'divider', ...limits };
    case 'sponsor': {
      const picture = readPicture(part);
      return {
        kind: 'sponsor',
        label: part('label'),
        name: part('name'),
        text: part('text'),
        url: part('url').trim(),
        ...(picture && { picture }),
        ...limits,
      };
    }
    case 'poll': {
      const poll = part('poll') || randomId();
      const answers = [...textsOf(body, partName(index, 'answers'))];
      while (answers.at(-1)?.trim() === '') answers.pop();
      return { kind: 'poll', poll, question: part('question'), answers, ...limits };
    }
    default:
      return null;
  }
}

/** Without a second subject there is no test, whatever else was chosen. */
const readSubjectTest = (body: unknown, subject: string): SubjectTest | null =>
  subject === ''
    ? null
    : {
        subject,
        sharePercent: Number(textOf(body, 'testShare')),
        waitMinutes: Number(textOf(body, 'testWait')),
        decideBy: textOf(body, 'testBy') === 'opens' ? 'opens' : 'clicks',
      };

export type PostedEdition = { readonly version: number; readonly text: EditionText };

/** What the composer posted, as it was written: whether it may be saved is for the room to say. */
export function readPostedEdition(body: unknown): PostedEdition {
  const blocks: EditionBlock[] = [];
  for (let index = 0; index < mostRead; index += 1) {
    const block = readBlock(body, index);
    if (!block) break;
    blocks.push(block);
  }
  const line = (name: string): string => wordsOf(body, name).replaceAll('\n', ' ');
  const version = Number(textOf(body, 'version'));
  return {
    version: Number.isSafeInteger(version) ? version : 0,
    text: {
      subject: line('subject'),
      preheader: line('preheader'),
      blocks,
      subjectTest: readSubjectTest(body, line('subjectTest').trim()),
    },
  };
}

const testControls: Readonly<Record<string, string>> = {
  sharePercent: 'testShare',
  waitMinutes: 'testWait',
  decideBy: 'testBy',
};

function controlOf({ field, block, part }: TextProblem): string {
  if (block !== undefined) return part === undefined ? `block-${block}` : partName(block, part);
  return testControls[part ?? ''] ?? field;
}

/** The control a problem belongs to. */
export const fieldProblem = (problem: TextProblem): FieldProblem => ({
  field: controlOf(problem),
  message: problem.message,
});
