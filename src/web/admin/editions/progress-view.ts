import type { ProgressView, TestView } from '../../../../templates/pages/admin/editions/progress-view.ts';
import { estimateTimeLeft, ratesOf } from '../../../editions/estimate-time-left.ts';
import { freezeLeadSeconds } from '../../../delivery/freeze-lead.ts';
import type { MailingProgress } from '../../../delivery/receipt.ts';
import { type Edition, findEdition } from '../../../editions/editions.ts';
import { countEditionDoubts, followEdition } from '../../../editions/follow-edition.ts';
import { readSubjectTest, restHeldUntil } from '../../../editions/subject-test/read-test.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import type { Db } from '../../../platform/db.ts';
import { clockMoment, clockTime } from '../../moments.ts';
import type { WebSetting } from '../../web-setting.ts';
import { heldWords } from './held-words.ts';
import { resultOf } from './subject-test-result.ts';

const exactTime = (date: Date, { timeZone }: Publication): string =>
  new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(date);

/** Never "1 hours": each unit begins at two. */
function ago(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s ago`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} minutes ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} hours ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}

/** "Started by Ana on 23 November, 14:02, 12 s ago". */
export function startedWords(
  { releasedBy, releasedAt }: Edition,
  now: Date,
  publication: Publication,
): string {
  if (!releasedAt) return '';
  const seconds = (now.getTime() - releasedAt.getTime()) / 1000;
  return `Started by ${releasedBy ?? 'somebody'} ${ago(seconds)}, on ${clockMoment(releasedAt, publication).text}.`;
}

async function readTestView(
  db: Db,
  edition: Edition,
  now: Date,
  publication: Publication,
): Promise<TestView | null> {
  const test = await readSubjectTest(db, edition);
  if (!test) return null;
  const { stage, subjects, counts, decideBy, waitMinutes, decidesAt } = test;
  const heldUntil = stage === 'held' ? await restHeldUntil(db, edition, test, now) : null;
  const armOf = (arm: 'a' | 'b') => ({
    subject: subjects[arm],
    readers: counts[arm].readers,
    accepted: counts[arm].accepted,
    reacted: counts[arm][decideBy],
  });
  return {
    stage,
    decideBy,
    waitMinutes,
    decidesAt: decidesAt && clockMoment(decidesAt, publication).text,
    heldUntil: heldUntil && clockTime(heldUntil, publication),
    arms: { a: armOf('a'), b: armOf('b') },
    rest: counts.rest.readers,
    result: resultOf(test),
  };
}

/** Whether what is due next was put off; who waits for an hour of their own was not. */
const isRetry = ({ mailing, pace: { nextDueAt, ownHour } }: MailingProgress): boolean =>
  nextDueAt !== null &&
  mailing.undoSecondsLeft === 0 &&
  (ownHour.firstAt === null || nextDueAt < ownHour.firstAt);

/** A send as its page shows it; null for a draft. */
export async function readProgressView(
  { db, clock }: Pick<WebSetting, 'db' | 'clock'>,
  publicId: string,
  publication: Publication,
): Promise<ProgressView | null> {
  const [progress, edition] = await Promise.all([followEdition(db, publicId), findEdition(db, publicId)]);
  if (!progress || !edition) return null;
  const { mailing, counts, pace, stage } = progress;
  const now = clock();
  return {
    ...counts,
    stage,
    undoSecondsLeft: mailing.undoSecondsLeft,
    leavesAt:
      mailing.undoSecondsLeft > freezeLeadSeconds
        ? clockMoment(mailing.releaseAt, publication).text
        : exactTime(mailing.releaseAt, publication),
    leavesIn: `in ${heldWords(mailing.undoSecondsLeft)}`,
    undecided: counts.inDoubt === 0 ? 0 : await countEditionDoubts(db, publicId),
    rates: ratesOf(progress, now),
    timeLeft: estimateTimeLeft(progress, now),
    pauseReason: mailing.pauseReason,
    brake: pace.brake,
    nextTry: isRetry(progress) && pace.nextDueAt ? clockTime(pace.nextDueAt, publication) : null,
    ownHour: pace.ownHour.lastAt && {
      readers: pace.ownHour.readers,
      until: clockMoment(pace.ownHour.lastAt, publication).text,
    },
    test: await readTestView(db, edition, now, publication),
  };
}
