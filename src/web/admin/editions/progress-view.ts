import type { ProgressView } from '../../../../templates/pages/admin/editions/progress-view.ts';
import { estimateTimeLeft, ratesOf } from '../../../editions/estimate-time-left.ts';
import { countEditionDoubts, followEdition } from '../../../editions/follow-edition.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import { clockTime } from '../../moments.ts';
import type { WebSetting } from '../../web-setting.ts';

const exactTime = (date: Date, { language, timeZone }: Publication): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeStyle: 'medium', timeZone }).format(
    date,
  );

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
    nextTry: pace.nextDueAt && mailing.undoSecondsLeft === 0 ? clockTime(pace.nextDueAt, publication) : null,
  };
}
