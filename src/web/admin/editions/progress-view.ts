import type { ProgressView } from '../../../../templates/pages/admin/editions/progress-view.ts';
import { estimateTimeLeft, ratesOf } from '../../../editions/estimate-time-left.ts';
import type { MailingProgress } from '../../../delivery/receipt.ts';
import type { Edition } from '../../../editions/editions.ts';
import { countEditionDoubts, followEdition } from '../../../editions/follow-edition.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import { clockMoment, clockTime } from '../../moments.ts';
import type { WebSetting } from '../../web-setting.ts';

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
  const progress = await followEdition(db, publicId);
  if (!progress) return null;
  const { mailing, counts, pace, stage } = progress;
  const now = clock();
  return {
    ...counts,
    stage,
    undoSecondsLeft: mailing.undoSecondsLeft,
    leavesAt: exactTime(mailing.releaseAt, publication),
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
  };
}
