import type { Request, RequestHandler, Response } from 'express';
import type { Limit, LimitOutcome } from '../../platform/rate-limit.ts';
import { type ApiKey, findApiKey } from '../../staff/api-keys.ts';
import { clientNetwork } from '../client-network.ts';
import type { WebSetting } from '../web-setting.ts';
import { ApiProblem } from './problem.ts';

const bearer = /^Bearer +(dk_[A-Za-z0-9_-]{43})$/i;

/** A busy website reads and signs up all day; a runaway script is slowed down within a second. */
export const keyLimit = { requests: 1200, seconds: 60 };
/** Keys have 256 bits, so nobody guesses one; this keeps those who try from costing us anything. */
const wrongKeyLimit = { requests: 30, seconds: 60 };

const unauthorized = (detail: string): ApiProblem =>
  new ApiProblem('unauthorized', { detail, headers: { 'WWW-Authenticate': 'Bearer realm="Doorstep"' } });

/** @throws ApiProblem when the limit is passed, or nothing can be counted: closed in doubt */
function refuseBeyond(outcome: LimitOutcome): void {
  if (outcome.kind === 'unavailable')
    throw new ApiProblem('unavailable', { headers: { 'Retry-After': '60' } });
  if (outcome.kind === 'exceeded') {
    throw new ApiProblem('too-many-requests', {
      headers: { 'Retry-After': String(outcome.retryAfterSeconds) },
    });
  }
}

/** What is left, in the fields of draft-ietf-httpapi-ratelimit-headers-10. */
function tellLimit(response: Response, outcome: LimitOutcome): void {
  const [remaining, seconds] =
    outcome.kind === 'within'
      ? [outcome.remaining, outcome.resetSeconds]
      : [0, outcome.kind === 'exceeded' ? outcome.retryAfterSeconds : 60];
  response.setHeader('RateLimit-Policy', `"key";q=${keyLimit.requests};w=${keyLimit.seconds}`);
  response.setHeader('RateLimit', `"key";r=${remaining};t=${seconds}`);
}

async function findKey(
  { db }: Pick<WebSetting, 'db'>,
  request: Request,
  limitWrongKeys: Limit,
): Promise<ApiKey> {
  const [, token] = bearer.exec(request.get('Authorization') ?? '') ?? [];
  const key = token === undefined ? null : await findApiKey(db, token);
  if (key) return key;
  refuseBeyond(await limitWrongKeys(clientNetwork(request)));
  throw unauthorized(
    request.get('Authorization') === undefined
      ? 'Send the header Authorization: Bearer KEY.'
      : 'The key is unknown, revoked or past its time.',
  );
}

/** The door of the API: puts the key into `response.locals`, or answers 401. */
export function authenticate(setting: Pick<WebSetting, 'db' | 'limits'>): RequestHandler {
  const limitKey = setting.limits.create('api-key', keyLimit.requests, keyLimit.seconds);
  const limitWrongKeys = setting.limits.create(
    'api-wrong-key',
    wrongKeyLimit.requests,
    wrongKeyLimit.seconds,
  );
  return async (request, response, next) => {
    const key = await findKey(setting, request, limitWrongKeys);
    const outcome = await limitKey(key.publicId);
    tellLimit(response, outcome);
    refuseBeyond(outcome);
    response.locals['apiKey'] = key;
    next();
  };
}
