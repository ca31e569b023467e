import type { Limit } from '../platform/rate-limit.ts';

/** Thrown where a limit is passed; the error page says when to try again. */
export class TooManyRequests extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('too many requests');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Counts one event and throws when that is one too many, or when nothing can be counted: closed in doubt. */
export async function countOrRefuse(limit: Limit, key: string): Promise<void> {
  const outcome = await limit(key);
  switch (outcome.kind) {
    case 'within':
      return;
    case 'exceeded':
      throw new TooManyRequests(outcome.retryAfterSeconds);
    case 'unavailable':
      throw new TooManyRequests(60);
    default:
      outcome satisfies never;
  }
}
