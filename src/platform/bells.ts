import { createPostgresBackend, createRedisBackend, type Processor, withBackend } from 'bullmq';
import { Cluster, Redis } from 'ioredis';

/** What can be rung. A bell carries nothing: the rows say what is due, so a lost or doubled ring harms nothing. */
export type Bell = 'deliver-urgent' | 'deliver' | 'release' | 'import' | 'payments';

export type Ring = (bell: Bell) => Promise<void>;

export type Bells = {
  readonly ring: Ring;
  /** Answers a bell in this process, one call at a time. */
  readonly answer: (bell: Bell, processor: Processor) => void;
  /** Waits for calls in progress, then lets go of all connections. */
  readonly close: () => Promise<void>;
};

export type BellsOptions = {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly redisClusterUrls?: readonly string[] | undefined;
  readonly onError: (error: Error) => void;
};

type Closable = { close: () => Promise<void> };

// A ring says "look at the rows": nobody reads it afterwards.
const jobOptions = { removeOnComplete: true, removeOnFail: 100, attempts: 1 };

function openRedis({ redisUrl, redisClusterUrls }: BellsOptions): Redis | Cluster | null {
  // BullMQ's blocking commands wait for ever on purpose, so requests are not given up after some retries.
  const options = { maxRetriesPerRequest: null };
  if (redisClusterUrls && redisClusterUrls.length > 0) {
    return new Cluster([...redisClusterUrls], { redisOptions: options });
  }
  return redisUrl === undefined ? null : new Redis(redisUrl, options);
}

/**
 * The one place that knows whether BullMQ rings through Redis or through PostgreSQL: Redis when it is configured,
 * else the database the rows are in anyway.
 */
export function openBells(options: BellsOptions): Bells {
  const redis = openRedis(options);
  redis?.on('error', options.onError);
  const postgres = { connectionString: options.databaseUrl, max: 2 };
  // The braces keep one queue's keys in one slot of a Redis cluster.
  const prefix = '{doorstep}';
  const opened: Closable[] = [];
  const queues = new Map<Bell, { add: (name: string, data: object) => Promise<unknown> } & Closable>();

  function open(bell: Bell) {
    const queue = redis
      ? new (withBackend(createRedisBackend).Queue)(bell, {
          connection: redis,
          prefix,
          defaultJobOptions: jobOptions,
        })
      : new (withBackend(createPostgresBackend).Queue)(bell, {
          connection: postgres,
          defaultJobOptions: jobOptions,
        });
    queue.on('error', options.onError);
    queues.set(bell, queue);
    return queue;
  }

  return {
    async ring(bell) {
      await (queues.get(bell) ?? open(bell)).add('ring', {});
    },
    answer(bell, processor) {
      const worker = redis
        ? new (withBackend(createRedisBackend).Worker)(bell, processor, { connection: redis, prefix })
        : new (withBackend(createPostgresBackend).Worker)(bell, processor, { connection: postgres });
      worker.on('error', options.onError);
      opened.push(worker);
    },
    async close() {
      await Promise.all([...opened, ...queues.values()].map((part) => part.close()));
      redis?.disconnect();
    },
  };
}

/** Makes the tables of BullMQ's PostgreSQL side; does nothing where Redis is configured. */
export async function migrateBells(options: BellsOptions): Promise<void> {
  if (options.redisUrl !== undefined || options.redisClusterUrls?.length) return;
  const { Queue } = withBackend(createPostgresBackend);
  const queue = new Queue('deliver', {
    connection: { connectionString: options.databaseUrl, max: 1, migrate: true },
  });
  await queue.waitUntilReady();
  await queue.close();
}
