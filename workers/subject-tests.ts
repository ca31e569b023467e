import { runSubjectTests } from '../src/editions/subject-test/decide.ts';
import type { Ring } from '../src/platform/bells.ts';
import type { Db } from '../src/platform/db.ts';

/** Decides the subject tests whose wait is over, and rings for the senders when the rest of an edition may go. */
export async function lookAfterSubjectTests(db: Db, ring: Ring): Promise<void> {
  if ((await runSubjectTests(db, new Date())) > 0) await ring('deliver');
}
