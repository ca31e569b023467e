import { Gauge, type Registry } from 'prom-client';
import type { SendingFigures } from '../../delivery/sending-figures.ts';
import type { LateRuns } from '../../editions/digests/late-runs.ts';

/** Names of priorities, as the protocol of delivery has them. */
const priorityNames: Readonly<Record<number, string>> = {
  1: 'codes',
  2: 'transactional',
  3: 'breaking',
  4: 'digest',
};

/**
 * The figures that are the same from every process, since they come from rows. Totals are gauges by type: they are read,
 * not counted here; `rate()` takes them all the same.
 * @returns fills them in
 */
export function createSendingGauges(
  registry: Registry,
): (figures: SendingFigures, lateRuns: LateRuns) => void {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name: `doorstep_${name}`, help, labelNames, registers: [registry] });

  const senders = gauge('senders', 'Processes that send at this moment');
  const braked = gauge('senders_braked', 'Of them, held up by mail servers that take nothing');
  const attempting = gauge('mails_attempting', 'Mails in a dialogue with a mail server at this moment');
  const mails = gauge('mails_total', 'Hand-overs since the install began, by outcome', 'outcome');
  const due = gauge('due_chunks', 'Parts of up to 1000 mails that are due and in nobody’s hands', 'priority');
  const age = gauge('due_oldest_seconds', 'How long the oldest of them has been due', 'priority');
  const doubts = gauge('mails_in_doubt', 'Mails in doubt that wait for a decision');
  const building = gauge('releases_building', 'Released editions that are being rendered and frozen');
  const late = gauge('release_late_seconds', 'How long the oldest of them is late');
  const paused = gauge('mailings_paused', 'Paused mailings with mails that have not left');
  const held = gauge('lane_held_seconds', 'For how long a lane gets nothing', 'lane');

  const runs = gauge('digest_runs_late', 'Automatic editions whose hour is over and that have not left');
  const runsLate = gauge('digest_late_seconds', 'How long the oldest of them is late');

  return (figures, lateRuns) => {
    senders.set(figures.senders.live);
    braked.set(figures.senders.braked);
    attempting.set(figures.senders.handingOver);
    const { accepted, refused, putBack, inDoubt } = figures.senders;
    for (const [outcome, n] of Object.entries({ accepted, refused, put_back: putBack, in_doubt: inDoubt }))
      mails.set({ outcome }, n);
    for (const [priority, name] of Object.entries(priorityNames)) {
      const found = figures.due.find((line) => line.priority === Number(priority));
      due.set({ priority: name }, found?.chunks ?? 0);
      age.set({ priority: name }, found?.oldestSeconds ?? 0);
    }
    doubts.set(figures.openDoubts);
    building.set(figures.mailings.freezing);
    late.set(figures.mailings.buildLateSeconds);
    runs.set(lateRuns.runs);
    runsLate.set(lateRuns.oldestSeconds);
    paused.set(figures.mailings.pausedWithWork);
    held.reset();
    for (const { lane, seconds } of figures.held) held.set({ lane }, seconds);
  };
}
