import { BulkSession, type BulkFeed } from './bulk-session.ts';
import { ConnectError, type ConnectedRelay } from './smtp-connect.ts';
import type { SmtpSession } from './smtp-session.ts';

/** The connections of one lane: as many as it may have, fed from its allowed rows. */
export type LanePool = {
  /** Something may be handed over now: sets idle connections to work and opens new ones. */
  readonly kick: () => void;
  readonly closeIdle: () => void;
  /** Cuts every connection: dialogues in progress end as lost. */
  readonly destroyAll: () => void;
};

export type LaneFeed<Work> = BulkFeed<Work> & {
  /** How many rows wait for a connection. */
  readonly waiting: () => number;
  /** The relay took no connection; nothing was taken from the feed for it. */
  readonly noConnection: (error: unknown) => void;
};

type PoolLimits = { readonly connections: number; readonly mailsPerConnection: number };

const patienceCheckMs = 1000;

/** For digests: conversations of our own that pipeline (bulk-session.ts). */
export function createBulkPool<Work>(
  open: () => Promise<ConnectedRelay>,
  feed: LaneFeed<Work>,
  { connections, mailsPerConnection }: PoolLimits,
): LanePool {
  const sessions = new Set<BulkSession<Work>>();
  let opening = 0;
  /** Grows with every cut: a connection that was being opened then is not used. */
  let generation = 0;
  const clock = setInterval(() => {
    const now = Date.now();
    for (const session of sessions) session.checkPatience(now);
  }, patienceCheckMs);
  clock.unref();

  async function openOne(): Promise<void> {
    const begun = generation;
    opening += 1;
    try {
      const relay = await open();
      if (begun !== generation) {
        relay.socket.destroy();
        return;
      }
      const session = new BulkSession(relay, feed, mailsPerConnection, () => {
        sessions.delete(session);
        kick();
      });
      sessions.add(session);
      session.start();
    } catch (error) {
      if (begun === generation) feed.noConnection(error);
    } finally {
      opening -= 1;
    }
  }

  function kick(): void {
    for (const session of sessions) {
      if (feed.waiting() === 0) return;
      if (session.isIdle) session.start();
    }
    const missing = Math.min(feed.waiting(), connections - sessions.size) - opening;
    for (let n = 0; n < missing; n += 1) void openOne();
  }

  return {
    kick,
    closeIdle() {
      for (const session of sessions) if (session.isIdle) session.close();
    },
    destroyAll() {
      generation += 1;
      for (const session of sessions) session.destroy();
    },
  };
}

type Held = { readonly session: SmtpSession; used: number };

const noRoom = Buffer.alloc(0);

/** For single mails that a person waits for: nodemailer's own conversation, one mail at a time on each connection. */
export function createSinglePool<Work>(
  open: () => Promise<SmtpSession>,
  feed: LaneFeed<Work>,
  { connections, mailsPerConnection }: PoolLimits,
): LanePool {
  const idle: Held[] = [];
  const busy = new Set<Held>();
  let working = 0;

  async function take(): Promise<Held> {
    for (let held = idle.pop(); held; held = idle.pop()) {
      if (held.session.isUsable()) return held;
    }
    return { session: await open(), used: 0 };
  }

  function putBack(held: Held): void {
    busy.delete(held);
    if (!held.session.isUsable()) return held.session.destroy();
    if (held.used >= mailsPerConnection) return held.session.close();
    idle.push(held);
  }

  async function handOverNext(held: Held): Promise<void> {
    const work = feed.take();
    if (work === undefined) return;
    try {
      const { envelope, bytes } = feed.write(work, noRoom);
      feed.settle(work, await held.session.handOver(envelope, bytes));
    } catch (error) {
      feed.fail(work, error);
    }
  }

  /** Opens the connection first: a row is taken only when there is one to send it on. */
  async function work(): Promise<void> {
    working += 1;
    try {
      const held = await take();
      busy.add(held);
      try {
        while (feed.waiting() > 0 && held.session.isUsable() && held.used < mailsPerConnection) {
          await handOverNext(held);
          held.used += 1;
        }
      } finally {
        putBack(held);
      }
    } catch (error) {
      if (error instanceof ConnectError) feed.noConnection(error);
      else throw error;
    } finally {
      working -= 1;
    }
  }

  function kick(): void {
    const missing = Math.min(feed.waiting(), connections - working);
    for (let n = 0; n < missing; n += 1) work().then(kick, feed.noConnection);
  }

  return {
    kick,
    closeIdle() {
      for (const held of idle.splice(0)) held.session.close();
    },
    destroyAll() {
      for (const held of [...idle.splice(0), ...busy]) held.session.destroy();
    },
  };
}
