import { Gauge, Registry } from 'prom-client';
import { readSendingFigures } from '../../delivery/sending-figures.ts';
import { readLateRuns } from '../../editions/digests/late-runs.ts';
import type { Db } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { createSendingGauges } from './sending-gauges.ts';

/** Several monitors, or an impatient one, cost the database one look in this time. */
const freshMs = 5000;

/**
 * What is read from rows, and so the same from every process, beside the figures of this one. Without a database the latter are
 * still there, and `doorstep_database_up` says why the others are not.
 * @returns both as text for Prometheus
 */
export function createSharedFigures(db: Db, log: Log, own: Registry): () => Promise<string> {
  const sending = new Registry();
  const fill = createSendingGauges(sending);
  const isUp = new Gauge({
    name: 'doorstep_database_up',
    help: 'Whether the figures of sending could be read',
    registers: [own],
  });
  let readAt = Number.NEGATIVE_INFINITY;

  async function refresh(): Promise<boolean> {
    if (performance.now() - readAt < freshMs) return true;
    try {
      fill(await readSendingFigures(db), await readLateRuns(db));
      readAt = performance.now();
      return true;
    } catch (error) {
      log.warn({ err: error }, 'the figures of sending could not be read');
      return false;
    }
  }

  return async () => {
    const hasFigures = await refresh();
    isUp.set(hasFigures ? 1 : 0);
    const parts = [await own.metrics(), ...(hasFigures ? [await sending.metrics()] : [])];
    return parts.join('\n');
  };
}
