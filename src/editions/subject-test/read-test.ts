import { readPublication } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import { findQuietEnd } from '../quiet-hours.ts';
import type { Edition } from '../sql/editions.ts';
import type { Arm } from './arms.ts';
import { type ArmCounts, countArms } from './count-arms.ts';
import { type RunningTest, findTest } from './sql.ts';

/** Where a test stands: its mails go out; it waits for reactions; it is decided and quiet hours hold the rest; it is over. */
export type TestStage = 'going out' | 'waiting' | 'held' | 'over';

export type SubjectTestState = RunningTest & {
  readonly stage: TestStage;
  readonly subjects: Readonly<Record<Arm, string>>;
  readonly counts: ArmCounts;
};

function stageOf({ outAt, winner, letGoAt }: RunningTest): TestStage {
  if (letGoAt !== null) return 'over';
  if (winner !== null) return 'held';
  return outAt === null ? 'going out' : 'waiting';
}

/** The test of a released edition as it stands now; null where one subject went to all. */
export async function readSubjectTest(db: Db, edition: Edition): Promise<SubjectTestState | null> {
  if (edition.mailingId === null) return null;
  const test = await findTest(db, edition.mailingId);
  if (!test) return null;
  return {
    ...test,
    stage: stageOf(test),
    subjects: { a: edition.subject, b: edition.subjectTest?.subject ?? '' },
    counts: await countArms(db, edition.mailingId),
  };
}

/** Until when quiet hours hold the rest of a test; null where they do not. */
export async function restHeldUntil(
  db: Db,
  { newsletterId }: Pick<Edition, 'newsletterId'>,
  { heedsQuiet }: Pick<RunningTest, 'heedsQuiet'>,
  now: Date,
): Promise<Date | null> {
  return heedsQuiet ? findQuietEnd(db, newsletterId, await readPublication(db), now) : null;
}
