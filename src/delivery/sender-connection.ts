import { Client } from 'pg';

/** First key of the session advisory locks that living senders hold; the second is the sender's id. */
export const senderLockClass = 0x5e4d;

/** Runs a statement that PostgreSQL parses and plans once a connection, not once a call. */
export type RunPrepared = <Row extends object>(
  statement: { readonly name: string; readonly text: string },
  values: readonly unknown[],
) => Promise<readonly Row[]>;

export type SenderConnection = { readonly run: RunPrepared; readonly release: () => Promise<void> };

/**
 * Rows are found by their ids, whatever the statistics of a table say that has just grown by a million rows: a plan that
 * reads it whole would be chosen once and kept.
 */
const plannerOptions = '-c enable_seqscan=off -c plan_cache_mode=force_generic_plan';

/**
 * The one connection of a sender. It holds a session lock that PostgreSQL frees the moment our process dies, so others
 * notice within seconds instead of waiting for the lease, and it runs the group commits. Lost (a restart of PostgreSQL), it
 * is opened anew at the next statement: a sender that renews its lease is alive.
 */
export async function openSenderConnection(databaseUrl: string, senderId: number): Promise<SenderConnection> {
  let client: Client | null = null;

  async function connect(): Promise<Client> {
    const fresh = new Client({
      connectionString: databaseUrl,
      application_name: 'doorstep sender',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      options: plannerOptions,
    });
    const forget = () => {
      if (client === fresh) client = null;
    };
    fresh.on('error', forget);
    fresh.on('end', forget);
    await fresh.connect();
    await fresh.query('select pg_advisory_lock($1::integer, $2::integer)', [senderLockClass, senderId]);
    client = fresh;
    return fresh;
  }

  await connect();
  return {
    async run<Row extends object>(
      { name, text }: { name: string; text: string },
      values: readonly unknown[],
    ) {
      const open = client ?? (await connect());
      const { rows } = await open.query<Row>({ name, text, values: [...values] });
      return rows;
    },
    async release() {
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}
