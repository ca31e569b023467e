import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** The kinds of pages by the first part of the path: few names, however many addresses there are. */
const classes: ReadonlyMap<string, string> = new Map([
  ['admin', 'admin'],
  ['api', 'api'],
  ['account', 'account'],
  ['signup', 'sign-up'],
  ['confirm', 'sign-up'],
  ['preferences', 'preferences'],
  ['unsubscribe', 'preferences'],
  ['stripe', 'hook'],
  ['hooks', 'hook'],
  ['c', 'mail'],
  ['o', 'mail'],
  ['media', 'file'],
  ['assets', 'file'],
  ['healthz', 'health'],
  ['readyz', 'health'],
  ['metrics', 'health'],
]);

/** Which kind of page an address is; reader pages unless told. */
export const routeClassOf = (path: string): string => classes.get(path.split('/')[1] ?? '') ?? 'page';

const nanosecondsPerSecond = 1e9;

/** Times every request from its first byte to the last of the answer. Streams of live progress are as long as they are read. */
export function timeRequests(registry: Registry): RequestHandler {
  const durations = new Histogram({
    name: 'doorstep_http_request_seconds',
    help: 'Requests by kind of page and first digit of the status',
    labelNames: ['route', 'status'] as const,
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return (request, response, next) => {
    const route = routeClassOf(request.path);
    const startedAt = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - startedAt) / nanosecondsPerSecond;
      const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'cut';
      durations.observe({ route, status }, seconds);
    });
    next();
  };
}
