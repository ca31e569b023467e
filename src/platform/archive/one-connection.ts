import { Kysely, PostgresDialect } from 'kysely';
import { Client } from 'pg';
import type { Db } from '../db.ts';

/**
 * One connection, as a driver's client for COPY and as a {@link Db} for everything else, one statement after the other. A
 * pool would open another connection after a loss, which stands outside the transaction; here every statement fails then.
 */
export type OneConnection = { readonly client: Client; readonly db: Db; readonly close: () => Promise<void> };

/** Values in the form that every server reads alike, whatever its own settings are. */
const settings =
  "set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set timezone = 'UTC'";

/** Opens it. @throws the driver's error when the server does not let us in */
export async function openOneConnection(url: string, applicationName: string): Promise<OneConnection> {
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // The statement that runs hears of it; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(settings);
  const held = Object.assign(client, { release: () => undefined });
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: { connect: () => Promise.resolve(held), end: () => Promise.resolve() },
    }),
  });
  return { client, db, close: () => client.end() };
}
