import express, { type Express } from 'express';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { SenderFigures } from '../../delivery/sender-figures.ts';
import type { WebSetting } from '../web-setting.ts';
import { mayReadMetrics } from './may-read.ts';
import { createSharedFigures } from './shared-figures.ts';

export type WorkerFiguresSetting = Pick<WebSetting, 'db' | 'log' | 'metricsToken'> & {
  /** Of this process's own sender; none where it does not send. */
  readonly senderFigures?: (() => SenderFigures) | undefined;
};

/** What this process itself has done and has in hand. Gauges by type, since they are counted elsewhere; `rate()` takes them. */
function createSenderGauges(registry: Registry): (figures: SenderFigures) => void {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name: `doorstep_sender_${name}`, help, labelNames, registers: [registry] });
  const mails = gauge('mails_total', 'Mails this process handed over, by outcome', 'outcome');
  const commits = gauge('commits_total', 'Group commits of results and the next window');
  const seconds = gauge('commit_seconds_total', 'How long they took together');
  const claimed = gauge('lane_claimed', 'Mails claimed and not begun, by lane', 'lane');
  const inWindow = gauge('lane_in_window', 'Mails allowed or in a dialogue, by lane', 'lane');
  const held = gauge('lane_held_seconds', 'For how long no mail server takes anything, by lane', 'lane');
  return (figures) => {
    for (const [outcome, n] of Object.entries(figures.outcomes))
      mails.set({ outcome: outcome.replace(' ', '_') }, n);
    commits.set(figures.commits);
    seconds.set(figures.commitSeconds);
    for (const line of figures.lanes) {
      claimed.set({ lane: line.lane }, line.claimed);
      inWindow.set({ lane: line.lane }, line.inWindow);
      held.set({ lane: line.lane }, line.heldSeconds);
    }
  };
}

/**
 * `/metrics` and `/healthz` of a worker process, which serves nothing else: the figures of this process, its own sender's, and
 * those that are read from rows, under the same rule as the site's. No proxy stands before it.
 */
export function createWorkerFiguresApp(setting: WorkerFiguresSetting): Express {
  const app = express().disable('x-powered-by').disable('etag');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readFigures = createSharedFigures(setting.db, setting.log, registry);
  const fill = setting.senderFigures && createSenderGauges(registry);

  app.get('/healthz', (_request, response) => void response.type('text/plain').send('ok\n'));
  app.get(
    '/metrics',
    mayReadMetrics({ metricsToken: setting.metricsToken, trustProxy: undefined }),
    async (_request, response) => {
      if (setting.senderFigures) fill?.(setting.senderFigures());
      response
        .set('Cache-Control', 'no-store')
        .type(registry.contentType)
        .send(await readFigures());
    },
  );
  app.use(
    (_request, response) =>
      void response.status(404).type('text/plain').send('Only /metrics and /healthz.\n'),
  );
  return app;
}
