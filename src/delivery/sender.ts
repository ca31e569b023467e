import { hostname } from 'node:os';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import type { Log } from '../platform/log.ts';
import {
  type LaneName,
  type LaneQueue,
  type OpenChunk,
  type Work,
  type LaneRows,
  answerWaiters,
  emptyLane,
  inWindow,
  isLaneIdle,
  isStarving,
  putBackHeld,
  takeNext,
} from './lane-queue.ts';
import { createLaneFeeds } from './lane-feeds.ts';
import { type MailWriter, createMailWriter } from './mail-writer.ts';
import { type SenderFigures, createSenderFigures } from './sender-figures.ts';
import { createSenderLanes } from './sender-lanes.ts';
import type { Relay } from './smtp-connect.ts';
import { type SenderConnection, openSenderConnection } from './sender-connection.ts';
import { type RowResult, type WindowCommit, type WindowOutcome, commitWindow } from './sql/commit-window.ts';
import {
  addSender,
  claimChunks,
  endSender,
  leaseSeconds,
  listDueRows,
  noteBrake,
  releaseChunk,
} from './sql/window.ts';

export type SenderOptions = {
  readonly relay: Relay;
  /** For the session lock that tells others the moment this process dies. */
  readonly databaseUrl: string;
  /** Our name in EHLO; the machine's unless told. */
  readonly hostName?: string | undefined;
  readonly log: Log;
};

export type Sender = {
  /** Enters this process among the senders, so that others know that somebody sends; before the first delivery. */
  readonly enter: () => Promise<void>;
  /** Sends what is due now; resolves when nothing is any more. Calls during a call join it. */
  readonly deliverDue: (lane: LaneName) => Promise<void>;
  readonly figures: () => SenderFigures;
  /** Claims nothing more, finishes the dialogues in flight (8 s at most), gives the rest back. */
  readonly stop: () => Promise<void>;
};

const stopPatienceMs = 8000;
/** Results wait for company this long, or until there are this many: one commit serves all of them. */
const flush = { results: 24, ms: 30 };
const heartbeatMs = 5000;

type Settled = { readonly work: Work; readonly result: RowResult };

/**
 * One sender process: a loop that claims chunks, marks rows in its durable window, hands them over, and commits their
 * results together with the next window. README.md states the protocol and what it promises.
 */
export function createSender(db: Db, keys: KeyRing, options: SenderOptions): Sender {
  const { log } = options;
  const name = options.hostName ?? hostname();
  const { urgent, bulk, lookAtRelays, pacing } = createSenderLanes(db, keys, {
    ...options,
    name,
    feedOf: createLaneFeeds({
      db,
      log,
      writer: () => writer,
      pacing: () => pacing,
      settle,
      wake: () => wake(),
    }),
    noteBrake: (brake) => {
      if (senderId !== null)
        noteBrake(db, senderId, brake).catch((error: unknown) => {
          log.warn({ err: error }, 'the brake could not be written');
        });
      wake();
    },
  });
  const lanes: readonly LaneQueue[] = [urgent, bulk];
  const figures = createSenderFigures(lanes);
  let writer: MailWriter = createMailWriter(db, keys);
  let senderId: number | null = null;
  let connection: SenderConnection | null = null;
  let running: Promise<void> | null = null;
  let isStopping = false;
  /** A statement about our chunks failed: which of them are ours is not known any more. */
  let isSpent = false;
  let settled: Settled[] = [];
  let firstSettledAt = 0;
  let wake: () => void = () => undefined;

  function settle(work: Work, result: RowResult): void {
    work.lane.handingOver.delete(work);
    if (settled.length === 0) firstSettledAt = Date.now();
    settled.push({ work, result });
    // The first one starts the wait for company; those that follow wake nobody until it is over.
    if (settled.length === 1 || isTurnDue()) wake();
  }

  /**
   * Runs statements whose failure leaves it open what they did, as when the database goes away. Rows in the window keep their
   * results; nothing more is claimed, and once the window is empty the next ring ends this sender in order and begins another.
   */
  async function orSpend(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      log.warn({ err: error }, 'the chunks are in question; this sender finishes its window and begins anew');
      isSpent = true;
      for (const lane of lanes) {
        lane.claimed.length = 0;
        // What is due is looked for again at the next ring: a fault that stays must not turn on the spot.
        lane.isWanted = false;
      }
    }
  }

  async function claim(lane: LaneQueue, id: number): Promise<void> {
    if (!lane.isWanted || isStopping || isSpent || lane.claimed.length > 0) return;
    const chunks = await claimChunks(db, id, lane.priorities);
    if (chunks.length === 0) lane.isWanted = false;
    for (const facts of chunks) {
      const rows = await listDueRows(db, facts);
      await writer.prepare(facts, rows);
      if (rows.length === 0) await releaseChunk(db, id, facts);
      const chunk: OpenChunk = { facts, open: rows.length };
      const later = lane === bulk ? await pacing.holdBack(rows) : undefined;
      for (const row of rows) {
        const work = { lane, chunk, row };
        const dueAt = later?.get(row.id);
        if (row.isExpired) settle(work, { id: row.id, state: 'expired', outcome: 'expired' });
        else if (dueAt) settle(work, { id: row.id, state: 'waiting', dueAt, outcome: 'postponed' });
        else lane.claimed.push(work);
      }
    }
  }

  /** The statement may be repeated safely, so a restart of PostgreSQL costs time and no result, while the lease lasts. */
  async function commitWhileLeased(id: number, commit: WindowCommit): Promise<WindowOutcome> {
    const giveUpAt = Date.now() + (leaseSeconds - 15) * 1000;
    for (;;) {
      try {
        if (!connection) throw new Error('this sender has no connection');
        return await commitWindow(connection.run, id, commit);
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
        log.warn({ err: error }, 'the results could not be written; trying again');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  /** Lets chunks go whose last row has its result. */
  async function closeChunks(done: readonly Work[], id: number): Promise<void> {
    for (const { chunk } of done) {
      chunk.open -= 1;
      if (chunk.open === 0) await releaseChunk(db, id, chunk.facts);
    }
  }

  async function fetchBudgets(): Promise<void> {
    for (const lane of lanes) if (lane.pool.needsBudget()) await lane.pool.fetchBudget();
  }

  /** Writes what is settled and the next window in one commit; then hands over what was allowed. */
  async function turn(id: number): Promise<void> {
    await orSpend(fetchBudgets);
    const done = settled;
    settled = [];
    for (const lane of lanes) putBackHeld(lane);
    const next = isStopping || isSpent ? [] : lanes.flatMap(takeNext);
    const kept = lanes.flatMap(inWindow);
    const results = done.map((entry) => entry.result);
    const begunAt = performance.now();
    const { isAlive, allowed } = await commitWhileLeased(id, {
      handingOver: [...kept, ...next].map((work) => work.row.id),
      next: next.map((work) => work.row),
      results,
    });
    if (!isAlive) throw new Error('this sender was declared gone');
    figures.add(results, performance.now() - begunAt);
    const mayGo = new Set(allowed);
    for (const work of next) if (mayGo.has(work.row.id)) work.lane.allowed.push(work);
    for (const lane of lanes) lane.pool.kick();
    const keptBack = next.filter((work) => !mayGo.has(work.row.id));
    await orSpend(() => closeChunks([...done.map((entry) => entry.work), ...keptBack], id));
  }

  const hasUnwritten = (lane: LaneRows): boolean => settled.some(({ work }) => work.lane === lane);

  const hasWork = (): boolean => settled.length > 0 || lanes.some((lane) => !isLaneIdle(lane));

  function isTurnDue(): boolean {
    if (isStopping || settled.length >= flush.results) return true;
    if (settled.length > 0 && Date.now() - firstSettledAt >= flush.ms) return true;
    return lanes.some((lane) => {
      // What was allowed leaves the window at once when nothing takes it: it is in nobody's hands.
      if (lane.pool.isHeld()) return lane.allowed.length > 0;
      return isStarving(lane) || (lane.isWanted && !isSpent && lane.claimed.length === 0);
    });
  }

  async function waitForTurn(): Promise<void> {
    const heartbeatAt = Date.now() + heartbeatMs;
    while (!isTurnDue() && hasWork() && Date.now() < heartbeatAt) {
      const isQuiet = settled.length === 0;
      const heldMs = Math.min(...lanes.map((lane) => lane.pool.remainingMs() || heartbeatMs));
      const waitMs = isQuiet ? Math.min(heartbeatMs, heldMs) : flush.ms;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, waitMs);
      });
      clearTimeout(timer);
    }
  }

  async function begin(): Promise<number> {
    const id = await addSender(db, name, process.pid);
    connection = await openSenderConnection(options.databaseUrl, id);
    return id;
  }

  const isWindowEmpty = (): boolean =>
    settled.length === 0 && lanes.every((lane) => inWindow(lane).length === 0);

  /** Gives all chunks back, whichever they are, and goes on under a new epoch. */
  async function renew(id: number): Promise<number> {
    await endSender(db, id);
    await end();
    isSpent = false;
    return begin();
  }

  async function end(): Promise<void> {
    senderId = null;
    await connection?.release();
    connection = null;
  }

  async function run(): Promise<void> {
    try {
      senderId ??= await begin();
      while (hasWork() && !isStopping) {
        const id: number = isSpent && isWindowEmpty() ? await renew(senderId) : senderId;
        senderId = id;
        await lookAtRelays();
        await orSpend(() => claim(urgent, id));
        await orSpend(() => claim(bulk, id));
        await turn(id);
        for (const lane of lanes) if (isLaneIdle(lane) && !hasUnwritten(lane)) answerWaiters(lane);
        await waitForTurn();
      }
      if (isStopping) await finishDialogues(senderId);
    } catch (error) {
      // Others own our rows now, or the database stays away: cut every dialogue and begin again as a new sender.
      log.error({ err: error }, 'this sender lets go of everything and begins anew');
      for (const lane of lanes) emptyLane(lane);
      settled = [];
      isSpent = false;
      await end();
      writer = createMailWriter(db, keys);
    } finally {
      for (const lane of lanes) answerWaiters(lane);
    }
  }

  /** The orderly end: nothing new, dialogues in flight get their 8 s, what then has no reply counts as lost. */
  async function finishDialogues(id: number): Promise<void> {
    for (const lane of lanes) {
      lane.claimed.length = 0;
      lane.allowed.length = 0;
    }
    const cutAt = Date.now() + stopPatienceMs;
    while (lanes.some((lane) => lane.handingOver.size > 0)) {
      if (Date.now() >= cutAt) for (const lane of lanes) lane.pool.destroyAll();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await turn(id);
  }

  function start(): void {
    running ??= run().finally(() => {
      running = null;
      if (!isStopping && lanes.some((lane) => lane.isWanted)) start();
    });
    wake();
  }

  /** Between sends the lease is renewed with an empty window; one that was lost is simply dropped. */
  async function beat(): Promise<void> {
    if (running || senderId === null || connection === null || isStopping) return;
    const { isAlive } = await commitWindow(connection.run, senderId, {
      handingOver: [],
      next: [],
      results: [],
    });
    if (!isAlive && !running) await end();
    await lookAtRelays();
  }
  let beating: Promise<void> = Promise.resolve();
  const pulse = setInterval(() => {
    beating = beat().catch((error: unknown) => log.warn({ err: error }, 'the lease could not be renewed'));
  }, heartbeatMs);
  pulse.unref();

  return {
    async enter() {
      senderId ??= await begin();
    },
    deliverDue(laneName) {
      const lane = laneName === 'urgent' ? urgent : bulk;
      if (isStopping) return Promise.resolve();
      lane.isWanted = true;
      const answered = new Promise<void>((resolve) => {
        lane.waiters.push(resolve);
      });
      start();
      return answered;
    },
    figures: figures.read,
    async stop() {
      isStopping = true;
      clearInterval(pulse);
      wake();
      // A beat on its way still asks the database, which the caller closes next.
      await Promise.all([running, beating]);
      for (const lane of lanes) lane.pool.closeIdle();
      if (senderId !== null) await endSender(db, senderId);
      await end();
    },
  };
}
