import { createServer } from 'node:http';
import type { SenderFigures } from '../delivery/sender-figures.ts';
import { createWorkerFiguresApp } from '../web/metrics/worker-app.ts';
import type { Installation } from './installation.ts';

/**
 * Shows the figures of a worker on a port of its own. A port that somebody else has costs the figures and not the mail: it is
 * told, and the work goes on.
 * @returns ends it
 */
export async function showWorkerFigures(
  { config, db, log }: Installation,
  port: number,
  senderFigures: (() => SenderFigures) | undefined,
): Promise<() => Promise<void>> {
  const { metricsToken, host } = config;
  const server = createServer(createWorkerFiguresApp({ db, log, metricsToken, senderFigures }));
  await new Promise<void>((resolve) => {
    server.on('error', (error) => {
      log.error(
        { err: error, port },
        'WORKER_METRICS_PORT cannot be had: this worker works without showing its figures',
      );
      resolve();
    });
    server.listen(port, host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
