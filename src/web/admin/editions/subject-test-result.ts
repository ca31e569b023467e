import type { SubjectTestResult } from '../../../../templates/pages/admin/editions/subject-test-words.ts';
import type { SubjectTestState } from '../../../editions/subject-test/read-test.ts';

/** How a test ended, as pages tell it; null while it is open. */
export function resultOf({
  winner,
  reason,
  decidedBy,
  decideBy,
  figures,
}: SubjectTestState): SubjectTestResult | null {
  return winner === null || reason === null ? null : { winner, reason, by: decidedBy, decideBy, figures };
}
