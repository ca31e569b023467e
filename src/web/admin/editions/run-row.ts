import type { RunRow } from '../../../../templates/pages/admin/editions/runs-page.tsx';
import type { RunLine } from '../../../editions/digests/steer-run.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import { clockMoment } from '../../moments.ts';

/** Where everything about an automatic edition is. */
export const runPath = (publicId: string): string => `/admin/editions/runs/${publicId}`;

/** An automatic edition as a line of a table. */
export const runRow = (line: RunLine, publication: Publication): RunRow => ({
  href: runPath(line.publicId),
  newsletter: line.newsletter,
  rhythm: line.rhythm,
  subject: line.subject,
  state: line.state,
  note: line.note,
  departsAt: clockMoment(line.departsAt, publication),
  stories: line.stories,
});
