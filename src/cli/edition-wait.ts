import { setTimeout as pause } from 'node:timers/promises';
import { countLiveSenders } from '../delivery/live-senders.ts';
import type { MailingProgress, Receipt } from '../delivery/receipt.ts';
import { CliProblem } from './cli-problem.ts';
import type { CliInstall } from './cli-setting.ts';
import { bar, createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export type Sent = {
  readonly stage: 'finished' | 'stopped';
  readonly receipt: Receipt;
  /** Their answers were lost: they may or may not have got it. */
  readonly inDoubtReaders: readonly string[];
};

const lookMs = 300;
/** A sender that died is replaced within a few seconds; longer than this, nobody will. */
const senderPatienceMs = 15_000;
const mostNamed = 1000;

/** One line for a person who watches. */
function progressLine({ stage, counts, mailing, pace }: MailingProgress): string {
  if (stage === 'freezing') return 'Rendering the mail and counting its readers';
  if (stage === 'held') return `Leaves in ${mailing.undoSecondsLeft} seconds`;
  const ended = counts.audience - counts.waiting - counts.attempting;
  const share = counts.audience === 0 ? 1 : ended / counts.audience;
  const brake = pace.brake === null ? '' : ` · ${pace.brake}`;
  return `${bar(share)} ${ended} of ${counts.audience}${brake}`;
}

async function listInDoubt({ db }: CliInstall, id: string): Promise<readonly string[]> {
  const { listEditionDeliveries } = await import('../editions/follow-edition.ts');
  const lines = await listEditionDeliveries(db, id, { state: 'in doubt', limit: mostNamed });
  return lines.map(({ address }) => address);
}

/**
 * Follows a released edition until nobody waits any more. Rows in doubt do not hold it: they are named.
 * @throws CliProblem when nobody sends, when it is paused, or when it was taken back: waiting would not end
 */
export async function waitForEdition(install: CliInstall, id: string, terminal: Terminal): Promise<Sent> {
  const { followEdition } = await import('../editions/follow-edition.ts');
  const progress = createProgress(terminal);
  let senderSeenAt = 0;
  try {
    for (;;) {
      const now = await followEdition(install.db, id);
      if (!now || now.stage === 'undone')
        throw new CliProblem(`Edition ${id} was taken back; nothing has left`, 1);
      if (now.stage === 'finished' || now.stage === 'stopped') {
        return { stage: now.stage, receipt: now.counts, inDoubtReaders: await listInDoubt(install, id) };
      }
      if (now.stage === 'paused') {
        throw new CliProblem(
          `Edition ${id} is paused${now.mailing.pauseReason ? `: ${now.mailing.pauseReason}` : ''}`,
          1,
        );
      }
      if ((await countLiveSenders(install.db)) > 0) senderSeenAt = Date.now();
      else if (Date.now() - senderSeenAt > senderPatienceMs) {
        throw new CliProblem(
          `Edition ${id} is released, but no process is sending: it leaves once doorstep start or doorstep worker runs`,
          1,
        );
      }
      progress.show(progressLine(now));
      await pause(lookMs);
    }
  } finally {
    progress.clear();
  }
}
