import { Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import { types } from 'pg';
import { openPool } from './open-pool.ts';

/**
 * A connection pool or an open transaction: every function of a room takes one first. Statements are written with
 * Kysely's `sql` template and carry their own row types, so the schema type stays empty.
 */
export type Db = Kysely<unknown>;

/** A part of a statement that an upper room passes down, with its parameters. */
export type Fragment = RawBuilder<unknown>;

// Ids and counts stay far below 2^53, so int8 comes back as a number instead of a string.
const int8 = 20;
types.setTypeParser(int8, Number);

export type DbOptions = { readonly maxConnections?: number; readonly applicationName?: string };

/**
 * Opens a pool on PostgreSQL 15 or newer. Nothing is connected before the first statement.
 * @param url a `postgres://` address
 * @param options maxConnections: 10 unless told
 */
export function openDb(url: string, options: DbOptions = {}): Db {
  const pool = openPool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'doorstep',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // An idle connection that PostgreSQL closes (a restart) is replaced at the next statement; unheard, it would end us.
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
}
