import type { ZodError } from 'zod';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';

/** What a form's schema found, one message to a field; of a field inside another, the inner one's name counts. */
export function formProblems(error: ZodError): readonly FieldProblem[] {
  const found = new Map<string, string>();
  for (const { path, message } of error.issues) {
    const field = path.findLast((part) => typeof part === 'string') ?? '';
    if (!found.has(field)) found.set(field, message);
  }
  return [...found].map(([field, message]) => ({ field, message }));
}
