import { type Router, Router as createRouter } from 'express';
import { Registry, collectDefaultMetrics } from 'prom-client';
import type { WebSetting } from '../web-setting.ts';
import { timeRequests } from './http-durations.ts';
import { mayReadMetrics } from './may-read.ts';
import { createSharedFigures } from './shared-figures.ts';

/** `/metrics` for Prometheus, and the clock on every request; stands before all other routes. */
export function createMetricsRouter(setting: WebSetting): Router {
  const router = createRouter();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readFigures = createSharedFigures(setting.db, setting.log, registry);

  router.use(timeRequests(registry));
  router.get('/metrics', mayReadMetrics(setting), async (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .type(registry.contentType)
      .send(await readFigures());
  });
  return router;
}
