import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { runOnce } from '../../platform/idempotent-request.ts';
import { type KeyRing, keyedHash } from '../../platform/key-ring.ts';
import type { WebSetting } from '../web-setting.ts';
import type { ApiAnswer } from './endpoint.ts';
import { ApiProblem, invalidInput } from './problem.ts';

const printable = /^[\x21-\x7e]{1,255}$/;

/** The key of a POST; null when it has none. @throws ApiProblem when it is none we can keep */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.get('Idempotency-Key');
  if (key === undefined || request.method !== 'POST') return null;
  if (!printable.test(key)) {
    throw invalidInput('Idempotency-Key', 'Please use 1 to 255 printable characters without blanks');
  }
  return key;
}

/**
 * Tells a request from another one under the same key: method, address with its query, body. Keyed, since a body may hold a
 * password that could be guessed from a bare hash.
 */
function hashOf(keys: KeyRing, request: Request): string {
  const body: unknown = request.body;
  const digest = createHash('sha256')
    .update(`${request.method} ${request.originalUrl}\n`)
    .update(body instanceof Uint8Array ? body : JSON.stringify(body ?? null))
    .digest();
  return Buffer.from(keyedHash(keys, 'repeated request', keys.currentId, digest), 'latin1').toString('hex');
}

/**
 * Acts once for a key and gives repetitions the first answer. A request that was refused did nothing, so it leaves its
 * key free for the corrected one. A secret in the answer is shown to the first alone: it is not kept.
 * @throws ApiProblem when the key came with another request, or its first one is still being worked on
 */
export async function answerOnce(
  { db, keys }: Pick<WebSetting, 'db' | 'keys'>,
  request: Request,
  {
    actor,
    key,
    secretField,
  }: { readonly actor: string; readonly key: string; readonly secretField?: string | undefined },
  act: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  let first: ApiAnswer | null = null;
  const outcome = await runOnce(db, { actor, key, requestHash: hashOf(keys, request) }, async () => {
    first = await act();
    if (secretField === undefined || typeof first.body !== 'object') return first;
    return { ...first, body: { ...first.body, [secretField]: null } };
  });
  switch (outcome.kind) {
    case 'answered':
      return first ?? outcome.answer;
    case 'mismatch':
      throw new ApiProblem('idempotency-mismatch');
    case 'in-progress':
      throw new ApiProblem('idempotency-in-progress', { headers: { 'Retry-After': '1' } });
    default:
      return outcome satisfies never;
  }
}
