import { Client, type ClientConfig, Pool, type PoolConfig } from 'pg';

/**
 * A connection that may be lost at any moment. The driver tells of it by an event, also while somebody has the connection in
 * hand and asks nothing; unheard it would end the process. Whoever asks next hears of the loss as an error.
 */
export class HeardClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** A pool of {@link HeardClient}s. */
export function openPool(config: PoolConfig): Pool {
  const pool = new Pool({ ...config, Client: HeardClient });
  pool.on('error', () => undefined);
  return pool;
}
