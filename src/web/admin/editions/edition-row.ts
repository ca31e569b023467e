import type { EditionRow } from '../../../../templates/pages/admin/editions/editions-page.tsx';
import type { EditionLine } from '../../../editions/editions.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import { clockMoment } from '../../moments.ts';
import { editionPath } from './edition-path.ts';
import { heldWords } from './held-words.ts';

type Outcome = Pick<EditionRow, 'kind' | 'state'>;

const number = (count: number): string => new Intl.NumberFormat('en-GB').format(count);

const draftWords = { 'handed-in': 'Draft, handed in', approved: 'Draft, approved' };

function outcomeOf({ mailing, approval }: EditionLine): Outcome {
  if (!mailing) return { kind: 'draft', state: approval === null ? 'Draft' : draftWords[approval] };
  const share = `${number(mailing.accepted)} of ${number(mailing.audience)}`;
  switch (mailing.state) {
    case 'undone':
      return { kind: 'draft', state: 'Draft, taken back' };
    case 'paused':
      return { kind: 'halted', state: `Paused, ${share} have it` };
    case 'stopped':
      return { kind: 'halted', state: `Stopped, ${share} have it` };
    case 'freezing':
    case 'sending': {
      if (mailing.undoSecondsLeft > 0)
        return { kind: 'busy', state: `Held for ${heldWords(mailing.undoSecondsLeft)}` };
      if (mailing.state === 'freezing') return { kind: 'busy', state: 'Getting ready' };
      if (mailing.open > 0) return { kind: 'busy', state: `Sending, ${share}` };
      const doubt = mailing.inDoubt > 0 ? `, ${number(mailing.inDoubt)} in doubt` : '';
      return { kind: mailing.inDoubt > 0 ? 'halted' : 'done', state: `Sent to ${share}${doubt}` };
    }
    default:
      return mailing.state satisfies never;
  }
}

/** A line of the list: a draft leads to its sheet, a released edition to its send. */
export function editionRow(line: EditionLine, publication: Publication, mayCompose: boolean): EditionRow {
  const path = editionPath(line.publicId);
  const draftPath = mayCompose ? path : `${path}/preview`;
  return {
    ...outcomeOf(line),
    href: line.releasedAt ? `${path}/progress` : draftPath,
    report: line.releasedAt ? `${path}/report` : null,
    subject: line.subject,
    newsletter: line.newsletter,
    at: clockMoment(line.releasedAt ?? line.updatedAt, publication),
  };
}
