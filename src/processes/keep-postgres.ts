import { setTimeout } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import type { Log } from '../platform/log.ts';

export type KeptPostgres = {
  readonly url: string;
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
};

const pauseMs = { first: 250, longest: 5000 };

/** Runs the embedded server and starts it again, on the same port, however long that takes, when it dies. */
export async function keepPostgres(dataDir: string, log: Log): Promise<KeptPostgres> {
  let server = await startEmbeddedPostgres(dataDir);
  const stopping = new AbortController();
  const { url, port } = server;

  /** @returns null when it is to stop before it has come back */
  async function startAgain(): Promise<EmbeddedPostgres | null> {
    for (let pause = pauseMs.first; !stopping.signal.aborted; pause = Math.min(pause * 2, pauseMs.longest)) {
      try {
        return await startEmbeddedPostgres(dataDir, port);
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL does not start; trying again');
        await setTimeout(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  async function watch(): Promise<void> {
    for (;;) {
      await server.ended;
      if (stopping.signal.aborted) return;
      log.error('PostgreSQL ended unasked; starting it again');
      const next = await startAgain();
      if (next === null) return;
      server = next;
      // Asked to stop while it was coming up: whoever asked had only the dead one to end.
      if (stopping.signal.aborted) await server.stop();
    }
  }
  const watching = watch();

  return {
    url,
    pid: () => server.pid,
    async stop() {
      stopping.abort();
      await server.stop();
      await watching;
    },
  };
}
