import { type Router, Router as createRouter } from 'express';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { readSendingFigures } from '../../delivery/sending-figures.ts';
import type { WebSetting } from '../web-setting.ts';
import { timeRequests } from './http-durations.ts';
import { mayReadMetrics } from './may-read.ts';
import { createSendingGauges } from './sending-gauges.ts';

/** Several monitors, or an impatient one, cost the database one look in this time. */
const freshMs = 5000;

/**
 * `/metrics` for Prometheus, and the clock on every request; stands before all other routes. Without a database the figures
 * of this process are still there, and `doorstep_database_up` says why the others are not.
 */
export function createMetricsRouter(setting: WebSetting): Router {
  const router = createRouter();
  const registry = new Registry();
  const sending = new Registry();
  collectDefaultMetrics({ register: registry });
  const isUp = new Gauge({
    name: 'doorstep_database_up',
    help: 'Whether the figures of sending could be read',
    registers: [registry],
  });
  const fill = createSendingGauges(sending);
  let readAt = Number.NEGATIVE_INFINITY;

  async function refresh(): Promise<boolean> {
    if (performance.now() - readAt < freshMs) return true;
    try {
      fill(await readSendingFigures(setting.db));
      readAt = performance.now();
      return true;
    } catch (error) {
      setting.log.warn({ err: error }, 'the figures of sending could not be read');
      return false;
    }
  }

  router.use(timeRequests(registry));
  router.get('/metrics', mayReadMetrics(setting), async (_request, response) => {
    const hasFigures = await refresh();
    isUp.set(hasFigures ? 1 : 0);
    const parts = [await registry.metrics(), ...(hasFigures ? [await sending.metrics()] : [])];
    response.set('Cache-Control', 'no-store').type(registry.contentType).send(parts.join('\n'));
  });
  return router;
}
