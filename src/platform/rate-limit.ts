import { sql } from 'kysely';
import { openPool } from './open-pool.ts';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from './db.ts';

export type LimitOutcome =
  | { readonly kind: 'within'; readonly remaining: number; readonly resetSeconds: number }
  | { readonly kind: 'exceeded'; readonly retryAfterSeconds: number }
  /** The counters cannot be read; the caller decides whether that closes the door. */
  | { readonly kind: 'unavailable' };

/** Counts one event for a key (a network, an address) and says whether it is still within the limit. */
export type Limit = (key: string) => Promise<LimitOutcome>;

/** Makes limits that hold across all processes, counted in PostgreSQL (table rate_limit). */
export type Limits = {
  readonly create: (name: string, events: number, windowSeconds: number) => Limit;
  readonly close: () => Promise<void>;
};

export function openLimits(databaseUrl: string): Limits {
  const pool = openPool({ connectionString: databaseUrl, max: 4, application_name: 'doorstep limits' });
  return {
    create(name, events, windowSeconds) {
      const limiter = new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'client',
        tableName: 'rate_limit',
        tableCreated: true,
        keyPrefix: name,
        points: events,
        duration: windowSeconds,
      });
      return async (key) => {
        try {
          const { remainingPoints, msBeforeNext } = await limiter.consume(key.slice(0, 200));
          return { kind: 'within', remaining: remainingPoints, resetSeconds: Math.ceil(msBeforeNext / 1000) };
        } catch (reason) {
          if (!(reason instanceof RateLimiterRes)) return { kind: 'unavailable' };
          return { kind: 'exceeded', retryAfterSeconds: Math.ceil(reason.msBeforeNext / 1000) };
        }
      };
    },
    close: () => pool.end(),
  };
}

/** Forgets what was counted for one key under every limit: for the erasure of a person. */
export async function forgetCounters(tx: Db, key: string): Promise<void> {
  await sql`delete from rate_limit where right(key, ${key.length + 1}) = ${`:${key}`}`.execute(tx);
}
