import { Client } from 'pg';
import { senderLockClass } from './sql/window.ts';

export type SenderLock = { readonly release: () => Promise<void> };

/**
 * Holds a session lock that PostgreSQL frees the moment our process dies, so others notice within seconds instead of
 * waiting for the lease. Losing it (a restart of PostgreSQL) harms nothing: a sender that renews its lease is alive.
 */
export async function holdSenderLock(databaseUrl: string, senderId: number): Promise<SenderLock> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: 'doorstep sender lock',
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select pg_advisory_lock($1::integer, $2::integer)', [senderLockClass, senderId]);
  return { release: () => client.end().catch(() => undefined) };
}
