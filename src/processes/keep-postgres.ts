import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import type { Log } from '../platform/log.ts';

export type KeptPostgres = {
  readonly url: string;
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function startAgain(dataDir: string, port: number, log: Log): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startEmbeddedPostgres(dataDir, port);
    } catch (error) {
      // Its backends may still be letting go of the shared memory.
      if (attempt === 40) throw error;
      log.debug({ err: error }, 'PostgreSQL does not start yet');
      await pause(250);
    }
  }
}

/** Runs the embedded server and starts it again, on the same port, when it dies. */
export async function keepPostgres(dataDir: string, log: Log): Promise<KeptPostgres> {
  let server = await startEmbeddedPostgres(dataDir);
  let isStopping = false;
  const { url, port } = server;

  async function watch(): Promise<void> {
    for (;;) {
      await server.ended;
      if (isStopping) return;
      log.error('PostgreSQL ended unasked; starting it again');
      server = await startAgain(dataDir, port, log);
    }
  }
  const watching = watch().catch((error: unknown) =>
    log.fatal({ err: error }, 'PostgreSQL cannot be started again'),
  );

  return {
    url,
    pid: () => server.pid,
    async stop() {
      isStopping = true;
      await server.stop();
      await watching;
    },
  };
}
