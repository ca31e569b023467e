import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import type { HandOver } from './hand-over.ts';
import type { LaneFeed } from './lane-pool.ts';
import type { LaneRows, Work } from './lane-queue.ts';
import type { MailWriter } from './mail-writer.ts';
import { pauseMailing } from './mailings.ts';
import type { Pacing } from './pacing.ts';
import { providerOf } from './provider-groups.ts';
import { createRefusalWatch } from './refusal-watch.ts';
import { resultOf } from './row-result.ts';
import type { RowResult } from './sql/commit-window.ts';
import { holdPace } from './sql/pace.ts';

/** A provider that finds our reputation wanting gets nothing for half an hour. */
const reputationHoldSeconds = 1800;

type FeedSetting = {
  readonly db: Db;
  readonly log: Log;
  /** The writer of the moment: a sender that begins anew has another one. */
  readonly writer: () => MailWriter;
  readonly pacing: () => Pacing;
  /** Takes what became of a row, for the next commit. */
  readonly settle: (work: Work, result: RowResult) => void;
  /** A connection could not be had: somebody should look. */
  readonly wake: () => void;
};

/** What connections ask of a sender: the next mail, its bytes, and what to make of the answer to it. */
export function createLaneFeeds({
  db,
  log,
  writer,
  pacing,
  settle,
  wake,
}: FeedSetting): (lane: LaneRows) => LaneFeed<Work> {
  const watch = createRefusalWatch();

  /** Notes are for people: a sender goes on without them. */
  const letGo = (error: unknown): void => log.warn({ err: error }, 'a note could not be written');

  /** The relay answered, or the connection ended: writes down what that means for the row. */
  function settleHandOver(work: Work, handOver: HandOver): void {
    const isUrgent = work.lane.name === 'urgent';
    const result = resultOf(work.row, handOver, {
      isUrgent,
      now: new Date(),
      chance: Math.random(),
      resendsDoubts: isUrgent,
    });
    if (result.replyClass === 'sender-config' && !isUrgent) {
      const reason = `The mail server refuses our sender address: ${result.text ?? ''}`;
      pauseMailing(db, work.chunk.facts.mailingId, reason).catch(letGo);
    }
    const pauseReason = isUrgent ? null : watch.note(work.chunk.facts.mailingId, result);
    if (pauseReason !== null) pauseMailing(db, work.chunk.facts.mailingId, pauseReason).catch(letGo);
    if (result.replyClass === 'reputation' && !isUrgent) holdProvider(work, result.text ?? '');
    settle(work, result);
  }

  /** What is claimed for a provider that refuses us goes back; what is claimed later asks the bucket. */
  function holdProvider({ lane, row }: Work, said: string): void {
    const provider = providerOf(row.address);
    const words = `${provider} refuses our mail for now: ${said}`;
    log.warn({ provider, said }, 'a provider finds our reputation wanting');
    holdPace(db, `domain:${provider}`, reputationHoldSeconds, words)
      .then(() => pacing().refresh())
      .catch(letGo);
    const dueAt = new Date(Date.now() + reputationHoldSeconds * 1000);
    const stays = lane.claimed.filter((other) => providerOf(other.row.address) !== provider);
    const goes = lane.claimed.filter((other) => providerOf(other.row.address) === provider);
    lane.claimed.splice(0, Infinity, ...stays);
    for (const other of goes)
      settle(other, { id: other.row.id, state: 'waiting', dueAt, outcome: 'postponed' });
  }

  /** A fault in one mail ends neither the sender nor the row: it waits, and the log knows. */
  function putAside(work: Work, error: unknown): void {
    log.error({ err: error, delivery: work.row.id }, 'a mail could not be written');
    const dueAt = new Date(Date.now() + 300_000);
    settle(work, { id: work.row.id, state: 'waiting', dueAt, outcome: 'not written', text: String(error) });
  }

  return (lane) => ({
    waiting: () => lane.allowed.length,
    take() {
      const work = lane.allowed.shift();
      if (work) lane.handingOver.add(work);
      return work;
    },
    write: ({ chunk, row }, room) => writer().write(chunk.facts, row, room),
    settle: settleHandOver,
    fail: putAside,
    noConnection: () => wake(),
  });
}
