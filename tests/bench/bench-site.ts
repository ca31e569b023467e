import { once } from 'node:events';
import { createServer } from 'node:http';
import express, { type RequestHandler } from 'express';
import pino from 'pino';
import { createEventBuffer, type EventBuffer } from '../../src/feedback/reactions/event-buffer.ts';
import { payByInvoice } from '../../src/membership/payments/by-invoice.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openLimits } from '../../src/platform/rate-limit.ts';
import { createApp } from '../../src/web/app.ts';
import type { BenchDatabase } from './bench-database.ts';

export type BenchSite = {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly base: string;
  readonly reactions: EventBuffer;
  readonly close: () => Promise<void>;
};

/**
 * The whole web face on a free loopback port, behind one proxy whose X-Forwarded-For is believed.
 * @param bare the yardstick: a bare route in front of it on the same server
 */
export async function openSite(
  { db, keys, url, dataDir }: BenchDatabase,
  bare?: RequestHandler,
): Promise<BenchSite> {
  const limits = openLimits(url);
  const log = pino({ level: 'silent' });
  const reactions = createEventBuffer(db, log);
  const app = express();
  app.disable('x-powered-by');
  if (bare) app.use(bare);
  app.use(
    createApp({
      db,
      keys,
      ring: () => Promise.resolve(),
      clock: systemClock,
      limits,
      log,
      publicUrl: 'https://lantern.example.org',
      dataDir,
      isProduction: false,
      hasInbox: true,
      relay: { host: '127.0.0.1', port: 9, tls: 'none' },
      trustProxy: '1',
      payments: payByInvoice,
      metricsToken: undefined,
      reactions,
    }),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    reactions,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await reactions.close();
      await limits.close();
    },
  };
}
