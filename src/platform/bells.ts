import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { createPostgresBackend, createRedisBackend, type Processor, withBackend } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import { HeardClient } from './open-pool.ts';

/** What can be rung. A bell carries nothing: the rows say what is due, so a lost or doubled ring harms nothing. */
export type Bell =
  | 'deliver-urgent'
  | 'deliver'
  | 'release'
  | 'import'
  | 'payments'
  | 'letters'
  | 'feedback'
  | 'feeds'
  | 'webhooks';

export type Ring = (bell: Bell) => Promise<void>;

export type Bells = {
  readonly ring: Ring;
  /** Rings a bell every so often from now on, whichever process is there; saying it again changes nothing. */
  readonly schedule: (bell: Bell, everyMs: number) => Promise<void>;
  /** Answers a bell in this process, one call at a time, as soon as the queue can be reached. */
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

type RingingQueue = Closable & {
  add: (name: string, data: object) => Promise<unknown>;
  upsertJobScheduler: (id: string, repeat: { every: number }, job: { name: string }) => Promise<unknown>;
};

type AnsweringWorker = {
  close: (force?: boolean) => Promise<void>;
  waitUntilReady: () => Promise<unknown>;
  run: () => Promise<void>;
  on: (event: 'error', listener: (error: Error) => void) => unknown;
};

/** So many failures in a row, with nothing in between, are no hiccup. */
const mostFailures = 50;

/** How long a queue that could not be reached is left alone. */
const againMs = 1000;

// A ring says "look at the rows": nobody reads it afterwards.
const jobOptions = { removeOnComplete: true, removeOnFail: 100, attempts: 1 };

/** Nodes tell of each other by host and port alone: how to enter them all is taken from the first address. */
function entryOf(url: string | undefined) {
  if (url === undefined || !URL.canParse(url)) return {};
  const { protocol, username, password, hostname } = new URL(url);
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: { servername: hostname } }),
  };
}

function openRedis({ redisUrl, redisClusterUrls }: BellsOptions): Redis | Cluster | null {
  // BullMQ's blocking commands wait for ever on purpose, so requests are not given up after some retries.
  const options = { maxRetriesPerRequest: null };
  if (redisClusterUrls && redisClusterUrls.length > 0) {
    return new Cluster([...redisClusterUrls], {
      redisOptions: { ...options, ...entryOf(redisClusterUrls[0]) },
    });
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
  const postgres = { connectionString: options.databaseUrl, max: 2, Client: HeardClient };
  // The braces keep one queue's keys in one slot of a Redis cluster.
  const prefix = '{doorstep}';
  const closing = new AbortController();
  const closed = once(closing.signal, 'abort').then(() => false);
  const opened = new Set<Closable>();
  const starting: Promise<void>[] = [];
  const queues = new Map<Bell, RingingQueue>();

  function makeQueue(bell: Bell): RingingQueue {
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
    return queue;
  }

  function makeWorker(bell: Bell, processor: Processor): AnsweringWorker {
    const worker = redis
      ? new (withBackend(createRedisBackend).Worker)(bell, processor, {
          connection: redis,
          prefix,
          autorun: false,
        })
      : new (withBackend(createPostgresBackend).Worker)(bell, processor, {
          connection: postgres,
          autorun: false,
        });
    worker.on('error', options.onError);
    return worker;
  }

  /** Queues and workers remember for ever that they could not connect at first: such a one is replaced. */
  async function withQueue(bell: Bell, act: (queue: RingingQueue) => Promise<unknown>): Promise<void> {
    const queue = queues.get(bell) ?? makeQueue(bell);
    queues.set(bell, queue);
    try {
      await act(queue);
    } catch (error) {
      if (queues.get(bell) === queue) queues.delete(bell);
      queue.close().catch(options.onError);
      throw error;
    }
  }

  /**
   * Ends a worker that fails again and again without letting anything else run: it has kept the failure of its first connection,
   * as one that was opened while the database went away. A new one takes its place.
   */
  function replaceWhenStuck(worker: AnsweringWorker, replace: () => void): void {
    let failures = 0;
    worker.on('error', () => {
      failures += 1;
      if (failures === 1) setImmediate(() => (failures = 0));
      if (failures !== mostFailures) return;
      worker.close(true).catch(options.onError);
      replace();
    });
  }

  async function startWorker(bell: Bell, processor: Processor): Promise<void> {
    while (!closing.signal.aborted) {
      const worker = makeWorker(bell, processor);
      try {
        // Redis is waited for as long as it takes, so an end in the meantime has to be heard here.
        const isReady = await Promise.race([worker.waitUntilReady().then(() => true), closed]);
        if (!isReady) return void worker.close().catch(options.onError);
        opened.add(worker);
        replaceWhenStuck(worker, () => {
          opened.delete(worker);
          starting.push(setTimeout(againMs).then(() => startWorker(bell, processor)));
        });
        worker.run().catch(options.onError);
        return;
      } catch (error) {
        if (error instanceof Error) options.onError(error);
        worker.close().catch(options.onError);
        await setTimeout(againMs, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  return {
    ring: (bell) => withQueue(bell, (queue) => queue.add('ring', {})),
    schedule: (bell, everyMs) =>
      withQueue(bell, (queue) =>
        queue.upsertJobScheduler(`every ${bell}`, { every: everyMs }, { name: 'ring' }),
      ),
    answer(bell, processor) {
      starting.push(startWorker(bell, processor));
    },
    async close() {
      closing.abort();
      await Promise.all(starting);
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
