import type { ErrorRequestHandler } from 'express';
import { randomId } from '../../platform/random-tokens.ts';
import type { WebSetting } from '../web-setting.ts';
import { ApiProblem, type ProblemKind, sendProblem } from './problem.ts';

/** What a body parser of Express or the router itself could not read. */
function kindOf(error: unknown): ProblemKind {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
  switch (status) {
    case 400:
      // Express alone leaves out the type: an address whose percent signs cannot be read.
      return error instanceof Error && Reflect.has(error, 'type') ? 'malformed-body' : 'not-found';
    case 413:
      return 'too-large';
    case 415:
      return 'unsupported-media-type';
    default:
      return 'internal';
  }
}

/** The one place that turns an error into a problem document. Of a bug it tells a reference and nothing else. */
export const answerProblem =
  ({ log }: Pick<WebSetting, 'log'>): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof ApiProblem) return sendProblem(response, error.kind, error.facts);
    const kind = kindOf(error);
    if (kind !== 'internal') return sendProblem(response, kind, {});
    const reference = randomId();
    log.error({ err: error, reference, method: request.method }, 'an API request failed');
    return sendProblem(response, kind, {}, reference);
  };
