import { hostname } from 'node:os';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import type { Log } from '../platform/log.ts';
import {
  type LaneName,
  type LaneQueue,
  type OpenChunk,
  type Work,
  answerWaiters,
  createLaneQueue,
  emptyLane,
  inWindow,
  isLaneIdle,
  isStarving,
  takeNext,
} from './lane-queue.ts';
import { type MailWriter, createMailWriter } from './mail-writer.ts';
import { pauseMailing } from './mailings.ts';
import { createRelayBrake } from './relay-brake.ts';
import { resultOf } from './row-result.ts';
import { type SenderLock, holdSenderLock } from './sender-lock.ts';
import { createSessionPool } from './session-pool.ts';
import { ConnectError, type HandOver, type Relay, openSmtpSession } from './smtp-session.ts';
import {
  type RowResult,
  type WindowCommit,
  type WindowOutcome,
  addSender,
  claimChunks,
  commitWindow,
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
  /** Connections for digests; two more are kept for mail that a person waits for. */
  readonly connections?: number | undefined;
  readonly mailsPerConnection?: number | undefined;
  readonly log: Log;
};

export type Sender = {
  /** Sends what is due now; resolves when nothing is any more. Calls during a call join it. */
  readonly deliverDue: (lane: LaneName) => Promise<void>;
  /** Claims nothing more, finishes the dialogues in flight (8 s at most), gives the rest back. */
  readonly stop: () => Promise<void>;
};

const urgentConnections = 2;
const stopPatienceMs = 8000;
/** Results wait for company this long, or until there are this many: one commit serves all of them. */
const flush = { results: 12, ms: 30 };
const heartbeatMs = 5000;

type Settled = { readonly work: Work; readonly result: RowResult };

/**
 * One sender process: a loop that claims chunks, marks rows in its durable window, hands them over, and commits their
 * results together with the next window. README.md states the protocol and what it promises.
 */
export function createSender(db: Db, keys: KeyRing, options: SenderOptions): Sender {
  const { relay, log } = options;
  const name = options.hostName ?? hostname();
  const openPool = () =>
    createSessionPool(() => openSmtpSession(relay, name), options.mailsPerConnection ?? 100);
  const urgent = createLaneQueue({
    name: 'urgent',
    pool: openPool(),
    priorities: { from: 1, to: 2, limit: 50 },
    connections: urgentConnections,
  });
  const bulk = createLaneQueue({
    name: 'bulk',
    pool: openPool(),
    priorities: { from: 3, to: 4, limit: 1 },
    connections: options.connections ?? 10,
  });
  const lanes: readonly LaneQueue[] = [urgent, bulk];
  const brake = createRelayBrake();
  let writer: MailWriter = createMailWriter(db, keys);
  let senderId: number | null = null;
  let lock: SenderLock | null = null;
  let running: Promise<void> | null = null;
  let isStopping = false;
  let settled: Settled[] = [];
  let firstSettledAt = 0;
  let wake: () => void = () => undefined;

  function settle(work: Work, result: RowResult): void {
    work.lane.handingOver.delete(work);
    if (settled.length === 0) firstSettledAt = Date.now();
    settled.push({ work, result });
    startHandOvers(work.lane);
    wake();
  }

  async function claim(lane: LaneQueue, id: number): Promise<void> {
    if (!lane.isWanted || isStopping || lane.claimed.length > 0) return;
    const chunks = await claimChunks(db, id, lane.priorities);
    if (chunks.length === 0) lane.isWanted = false;
    for (const facts of chunks) {
      const rows = await listDueRows(db, facts);
      if (rows.length === 0) await releaseChunk(db, id, facts);
      const chunk: OpenChunk = { facts, open: rows.length };
      for (const row of rows) {
        const work = { lane, chunk, row };
        if (row.isExpired) settle(work, { id: row.id, state: 'expired', outcome: 'expired' });
        else lane.claimed.push(work);
      }
    }
  }

  /** The relay takes no connection: everything waits a while, and no row pays for it. */
  async function pullBrake(work: Work, error: ConnectError): Promise<void> {
    work.lane.handingOver.delete(work);
    work.lane.claimed.unshift(work);
    const pauseMs = brake.pull();
    if (pauseMs !== null && senderId !== null) {
      log.warn({ err: error, pauseMs }, 'the relay takes no connection');
      const words = `The mail server ${relay.host}:${relay.port} takes no connection (${error.message.slice(0, 200)})`;
      await noteBrake(db, senderId, { words, until: new Date(Date.now() + pauseMs + 5000) });
    }
    wake();
  }

  async function handOver({ lane, chunk, row }: Work): Promise<HandOver> {
    const mail = await writer.write(chunk.facts, row);
    return lane.pool.handOver(mail.envelope, mail.bytes);
  }

  async function attempt(work: Work): Promise<void> {
    const { lane, chunk, row } = work;
    const outcome = await handOver(work);
    if (brake.release() && senderId !== null) await noteBrake(db, senderId, null);
    const isUrgent = lane === urgent;
    const result = resultOf(row, outcome, {
      isUrgent,
      now: new Date(),
      chance: Math.random(),
      resendsDoubts: isUrgent,
    });
    if (result.replyClass === 'sender-config' && !isUrgent) {
      await pauseMailing(
        db,
        chunk.facts.mailingId,
        `The mail server refuses our sender address: ${result.text ?? ''}`,
      );
    }
    settle(work, result);
  }

  function startHandOvers(lane: LaneQueue): void {
    while (!brake.isOn() && lane.handingOver.size < lane.connections) {
      const work = lane.allowed.shift();
      if (!work) return;
      lane.handingOver.add(work);
      attempt(work).catch((error: unknown) => {
        if (error instanceof ConnectError) return pullBrake(work, error);
        // A fault in one mail ends neither the sender nor the row: it waits, and the log knows.
        log.error({ err: error, delivery: work.row.id }, 'a mail could not be written');
        const dueAt = new Date(Date.now() + 300_000);
        return settle(work, {
          id: work.row.id,
          state: 'waiting',
          dueAt,
          outcome: 'not written',
          text: String(error),
        });
      });
    }
  }

  /** The statement may be repeated safely, so a restart of PostgreSQL costs time and no result, while the lease lasts. */
  async function commitWhileLeased(id: number, commit: WindowCommit): Promise<WindowOutcome> {
    const giveUpAt = Date.now() + (leaseSeconds - 15) * 1000;
    for (;;) {
      try {
        return await commitWindow(db, id, commit);
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

  /** Writes what is settled and the next window in one commit; then hands over what was allowed. */
  async function turn(id: number): Promise<void> {
    const done = settled;
    settled = [];
    // Behind a brake nothing stands in the window but what is being handed over.
    if (brake.isOn()) for (const lane of lanes) lane.claimed.unshift(...lane.allowed.splice(0));
    const next = isStopping || brake.isOn() ? [] : lanes.flatMap(takeNext);
    const kept = lanes.flatMap(inWindow);
    const { isAlive, allowed } = await commitWhileLeased(id, {
      handingOver: [...kept, ...next].map((work) => work.row.id),
      next: next.map((work) => work.row.id),
      results: done.map((entry) => entry.result),
    });
    if (!isAlive) throw new Error('this sender was declared gone');
    const mayGo = new Set(allowed);
    for (const work of next) if (mayGo.has(work.row.id)) work.lane.allowed.push(work);
    for (const lane of lanes) startHandOvers(lane);
    const keptBack = next.filter((work) => !mayGo.has(work.row.id));
    await closeChunks([...done.map((entry) => entry.work), ...keptBack], id);
  }

  const hasWork = (): boolean => settled.length > 0 || lanes.some((lane) => !isLaneIdle(lane));

  function isTurnDue(): boolean {
    if (isStopping || settled.length >= flush.results) return true;
    if (settled.length > 0 && Date.now() - firstSettledAt >= flush.ms) return true;
    if (brake.isOn()) return false;
    return lanes.some((lane) => isStarving(lane) || (lane.isWanted && lane.claimed.length === 0));
  }

  async function waitForTurn(): Promise<void> {
    const heartbeatAt = Date.now() + heartbeatMs;
    while (!isTurnDue() && hasWork() && Date.now() < heartbeatAt) {
      const isQuiet = settled.length === 0;
      const waitMs = isQuiet ? Math.min(heartbeatMs, brake.remainingMs() || heartbeatMs) : flush.ms;
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
    lock = await holdSenderLock(options.databaseUrl, id);
    return id;
  }

  async function end(): Promise<void> {
    senderId = null;
    await lock?.release();
    lock = null;
  }

  async function run(): Promise<void> {
    try {
      senderId ??= await begin();
      while (hasWork() && !isStopping) {
        await claim(urgent, senderId);
        await claim(bulk, senderId);
        await turn(senderId);
        for (const lane of lanes) if (isLaneIdle(lane)) answerWaiters(lane);
        await waitForTurn();
      }
      if (isStopping) await finishDialogues(senderId);
    } catch (error) {
      // Others own our rows now, or the database stays away: cut every dialogue and begin again as a new sender.
      log.error({ err: error }, 'this sender lets go of everything and begins anew');
      for (const lane of lanes) emptyLane(lane);
      settled = [];
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
    if (running || senderId === null || isStopping) return;
    const { isAlive } = await commitWindow(db, senderId, { handingOver: [], next: [], results: [] });
    if (!isAlive && !running) await end();
  }
  const pulse = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, 'the lease could not be renewed'));
  }, heartbeatMs);
  pulse.unref();

  return {
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
    async stop() {
      isStopping = true;
      clearInterval(pulse);
      wake();
      await running;
      for (const lane of lanes) lane.pool.closeIdle();
      if (senderId !== null) await endSender(db, senderId);
      await end();
    },
  };
}
