import { z } from 'zod';
import type { MailingProgress, Receipt } from '../../../delivery/receipt.ts';
import { editionBlock } from '../../../editions/edition-block.ts';
import { type Edition, findEdition } from '../../../editions/editions.ts';
import { followEdition } from '../../../editions/follow-edition.ts';
import { subjectTestForm } from '../../../editions/subject-test/subject-test.ts';
import { findNewsletter } from '../../../newsletters/newsletter.ts';
import type { Db } from '../../../platform/db.ts';
import { ApiProblem } from '../problem.ts';
import { iso, isoOrNull, moment, slug } from './shapes.ts';
import { subjectTestRun, subjectTestRunJson } from './subject-test-json.ts';

const readers = z.int().nonnegative();

export const receipt = z.strictObject({
  audience: readers.describe('Always the sum of the eight that follow'),
  accepted: readers.describe('The mail server took it'),
  refused: readers,
  suppressed: readers,
  expired: readers,
  stopped: readers,
  inDoubt: readers.describe('Handed over, answer lost: it may or may not have arrived'),
  waiting: readers,
  attempting: readers,
  leftOut: z.record(z.string(), readers).describe('Who of the newsletter’s readers got no row, by reason'),
});

export const receiptJson = ({ leftOut, ...counts }: Receipt): z.input<typeof receipt> => ({
  audience: counts.audience,
  accepted: counts.accepted,
  refused: counts.refused,
  suppressed: counts.suppressed,
  expired: counts.expired,
  stopped: counts.stopped,
  inDoubt: counts.inDoubt,
  waiting: counts.waiting,
  attempting: counts.attempting,
  leftOut,
});

export const edition = z.strictObject({
  id: z.string(),
  newsletter: slug,
  subject: z.string(),
  preheader: z.string(),
  blocks: z.array(editionBlock),
  subjectTest: subjectTestForm.nullable().describe('A second subject that is tried first; null: one for all'),
  version: z.int().describe('Grows with every save'),
  createdBy: z.string(),
  createdAt: moment,
  updatedAt: moment,
  releasedBy: z.string().nullable(),
  releasedAt: moment.nullable(),
  templateVersion: z
    .int()
    .nullable()
    .describe(
      'The version of the newsletter’s own template it was released with; null: the standard one, or a draft',
    ),
  stage: z.enum(['draft', 'freezing', 'held', 'sending', 'paused', 'stopped', 'finished', 'undone']),
  pauseReason: z.string().nullable(),
  undoSecondsLeft: z.int(),
  receipt: receipt.nullable().describe('Null for a draft'),
  subjectTestRun: subjectTestRun.nullable().describe('How its subject test went; null without one'),
});

const toJson = (
  from: Edition,
  newsletter: string,
  progress: MailingProgress | null,
  run: z.input<typeof subjectTestRun> | null,
): z.input<typeof edition> => ({
  id: from.publicId,
  newsletter,
  subject: from.subject,
  preheader: from.preheader,
  blocks: [...from.blocks],
  subjectTest: from.subjectTest,
  version: from.version,
  createdBy: from.createdBy,
  createdAt: iso(from.createdAt),
  updatedAt: iso(from.updatedAt),
  releasedBy: from.releasedBy,
  releasedAt: isoOrNull(from.releasedAt),
  templateVersion: from.templateVersion,
  stage: progress?.stage ?? 'draft',
  pauseReason: progress?.mailing.pauseReason ?? null,
  undoSecondsLeft: progress?.mailing.undoSecondsLeft ?? 0,
  receipt: progress ? receiptJson(progress.counts) : null,
  subjectTestRun: run,
});

export const noSuchEdition = (): ApiProblem =>
  new ApiProblem('not-found', { detail: 'There is no edition with this id.' });

/** @throws ApiProblem when there is none */
export async function readEdition(db: Db, publicId: string): Promise<Edition> {
  const found = await findEdition(db, publicId);
  if (!found) throw noSuchEdition();
  return found;
}

/** An edition as it stands now. @throws ApiProblem when there is none */
export async function editionJson(db: Db, publicId: string): Promise<z.input<typeof edition>> {
  const found = await readEdition(db, publicId);
  const [newsletter, progress, run] = await Promise.all([
    findNewsletter(db, { id: found.newsletterId }),
    followEdition(db, publicId),
    subjectTestRunJson(db, found),
  ]);
  return toJson(found, newsletter?.slug ?? '', progress, run);
}
