import { connect } from 'node:net';
import { type Router, Router as createRouter } from 'express';
import { sql } from 'kysely';
import { isMigrated } from '../platform/migrate.ts';
import type { WebSetting } from './web-setting.ts';

type Readiness = { readonly database: boolean; readonly schema: boolean; readonly mailServer: boolean };

/** Whether the mail server takes a connection now; no word is spoken on it. */
export function takesConnections({ host, port }: WebSetting['relay']): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
    socket.once('timeout', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

async function readReadiness({ db, relay }: WebSetting): Promise<Readiness> {
  const database = await sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const [schema, mailServer] = await Promise.all([database && isMigrated(db), takesConnections(relay)]);
  return { database, schema, mailServer };
}

/** `/healthz`: this process lives. `/readyz`: it can serve and send. */
export function createHealthRouter(setting: WebSetting): Router {
  const router = createRouter();

  router.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const readiness = await readReadiness(setting);
    const isReady = Object.values(readiness).every(Boolean);
    response.status(isReady ? 200 : 503).json({ ready: isReady, ...readiness });
  });
  return router;
}
