import type { Db } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { ReaderEvent } from './reaction.ts';
import { takeEvents } from './take-events.ts';

/** Takes events from requests, which do not wait for the database. */
export type EventBuffer = {
  readonly add: (event: ReaderEvent) => void;
  /** Writes what is held; resolves when everything that was added before has been written or given up. */
  readonly flush: () => Promise<void>;
  /** Writes what is held, for a process that ends; add nothing afterwards. */
  readonly close: () => Promise<void>;
};

/** A killed process loses what came in this time at most. */
const waitMs = 1000;
const mostInBatch = 1000;
/** With the database away for long, the oldest go first: some 30 MB. */
const mostHeld = 100_000;
/** How often the end of a process tries to write a batch. */
const lastTries = 3;

export function createEventBuffer(db: Db, log: Log): EventBuffer {
  const held: ReaderEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<boolean> | undefined;
  let dropped = 0;

  /** @returns whether it went well */
  async function writeAll(): Promise<boolean> {
    while (held.length > 0) {
      const batch = held.splice(0, mostInBatch);
      try {
        await takeEvents(db, batch);
      } catch (error) {
        held.unshift(...batch);
        log.warn({ err: error, held: held.length }, 'clicks and opens wait for the database');
        return false;
      }
    }
    return true;
  }

  function write(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll().finally(() => {
      writing = undefined;
      if (held.length > 0) wait();
    });
    return writing;
  }

  function wait(): void {
    timer ??= setTimeout(() => void write(), waitMs);
  }

  return {
    add(event) {
      if (held.length >= mostHeld) {
        held.shift();
        dropped += 1;
        if (dropped % mostInBatch === 1)
          log.error({ dropped }, 'clicks and opens are lost: the database is away');
      }
      held.push(event);
      if (held.length >= mostInBatch) void write();
      else wait();
    },
    async flush() {
      await writing;
      await write();
    },
    async close() {
      await writing;
      for (let tries = 0; held.length > 0 && tries < lastTries; tries += 1) await write();
      clearTimeout(timer);
      if (held.length > 0)
        log.error({ lost: held.length }, 'clicks and opens are lost: the database is away');
    },
  };
}
