import { z } from 'zod';
import type { Edition } from '../../../editions/editions.ts';
import type { ArmCount } from '../../../editions/subject-test/count-arms.ts';
import { readSubjectTest } from '../../../editions/subject-test/read-test.ts';
import type { Db } from '../../../platform/db.ts';
import { isoOrNull, moment } from './shapes.ts';

const readers = z.int().nonnegative();

const arm = z.strictObject({
  readers,
  accepted: readers,
  clicks: readers.describe('Readers who clicked as people'),
  opens: readers.describe('An estimate'),
});

export const subjectTestRun = z.strictObject({
  stage: z
    .enum(['going out', 'waiting', 'held', 'over'])
    .describe('Held: decided, and the rest waits for the end of quiet hours'),
  decidesAt: moment.nullable().describe('Null before everybody of the test has been tried'),
  winner: z.enum(['a', 'b']).nullable(),
  reason: z
    .enum(['more', 'tie', 'too few', 'by hand', 'stopped'])
    .nullable()
    .describe('Why: with a tie, too few reactions or a stop it is the edition’s own subject'),
  decidedBy: z.string().nullable().describe('Null: by itself'),
  decidedAt: moment.nullable(),
  a: arm,
  b: arm,
  rest: arm,
});

const armJson = ({ readers: all, accepted, clicks, opens }: ArmCount) => ({
  readers: all,
  accepted,
  clicks,
  opens,
});

/** How the subject test of an edition stands now; null where one subject goes to all, and for a draft. */
export async function subjectTestRunJson(
  db: Db,
  edition: Edition,
): Promise<z.input<typeof subjectTestRun> | null> {
  const test = await readSubjectTest(db, edition);
  if (!test) return null;
  const { stage, winner, reason, decidedBy, counts } = test;
  return {
    stage,
    decidesAt: isoOrNull(test.decidesAt),
    winner,
    reason,
    decidedBy,
    decidedAt: isoOrNull(test.decidedAt),
    a: armJson(counts.a),
    b: armJson(counts.b),
    rest: armJson(counts.rest),
  };
}
