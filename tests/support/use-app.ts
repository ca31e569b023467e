import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { type Agent, agent } from 'supertest';
import { createEventBuffer } from '../../src/feedback/reactions/event-buffer.ts';
import { payByInvoice } from '../../src/membership/payments/by-invoice.ts';
import type { Bell } from '../../src/platform/bells.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/db.ts';
import { type Limits, openLimits } from '../../src/platform/rate-limit.ts';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { createApp } from '../../src/web/app.ts';
import type { WebSetting } from '../../src/web/web-setting.ts';
import { testKeys, useDatabase } from './use-database.ts';

export type TestApp = {
  readonly db: Db;
  /** Of the database. */
  readonly url: string;
  /** What the routers were given; its publicUrl, keys and clock serve tests that make a token themselves. */
  readonly setting: WebSetting;
  /** Every bell that was rung in this test, in order. */
  readonly rung: readonly Bell[];
  /**
   * A browser of its own: keeps its cookies, follows no redirect, and comes from a network nobody else comes from, so that
   * limits counted by network do not run into other tests.
   */
  readonly visitor: (network?: string) => Agent;
};

export type TestAppOptions = Partial<
  Pick<
    WebSetting,
    | 'publicUrl'
    | 'clock'
    | 'isProduction'
    | 'hasInbox'
    | 'relay'
    | 'limits'
    | 'payments'
    | 'signOn'
    | 'isBreached'
    | 'fetchText'
    | 'fetchOutside'
    | 'metricsToken'
    | 'log'
  >
> & {
  /** Without it the install has no publication yet. */
  readonly hasSampleNewsroom?: boolean;
};

/**
 * The whole web face on a database made for this file, with the sample newsroom in it; listens on a free loopback port and
 * is gone afterwards. Nothing is sent: `rung` says that somebody would have been woken to do it. Read it inside tests only.
 */
export function useApp({ hasSampleNewsroom = true, ...options }: TestAppOptions = {}): TestApp {
  const rung: Bell[] = [];
  let opened: { setting: WebSetting; limits: Limits; server: Server } | undefined;
  let visitors = 0;

  // Stands before useDatabase(): its pool is closed before the database is dropped.
  afterAll(async () => {
    if (!opened) return;
    const { server, limits, setting } = opened;
    server.closeAllConnections();
    await setting.reactions.close();
    await new Promise((resolve) => {
      server.close(resolve);
    });
    await limits.close();
    await rm(setting.dataDir, { recursive: true, force: true });
  });
  const database = useDatabase();

  beforeAll(async () => {
    if (hasSampleNewsroom) await addSampleNewsroom(database.db);
    const limits = openLimits(database.url);
    const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
    const setting: WebSetting = {
      db: database.db,
      keys: testKeys,
      ring: async (bell) => {
        rung.push(bell);
      },
      clock: systemClock,
      limits,
      log,
      publicUrl: 'http://lantern.example.test',
      dataDir: await mkdtemp(path.join(tmpdir(), 'doorstep-app-')),
      isProduction: false,
      hasInbox: true,
      // Nothing listens at the port of "discard" on loopback: the routers never talk to it.
      relay: { host: '127.0.0.1', port: 9, tls: 'none' },
      // The networks of visitors come by X-Forwarded-For, as behind one proxy.
      trustProxy: '1',
      payments: payByInvoice,
      metricsToken: undefined,
      reactions: createEventBuffer(database.db, log),
      ...options,
    };
    const server = createServer(createApp(setting));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    opened = { setting, limits, server };
  });
  afterEach(() => {
    rung.length = 0;
  });

  const read = () => {
    if (!opened) throw new Error('the app is open inside tests only');
    return opened;
  };
  return {
    rung,
    url: database.url,
    get db() {
      return database.db;
    },
    get setting() {
      return read().setting;
    },
    visitor(network) {
      visitors += 1;
      const ownNetwork = `198.18.${Math.floor(visitors / 250)}.${1 + (visitors % 250)}`;
      return agent(read().server).set('X-Forwarded-For', network ?? ownNetwork);
    },
  };
}
