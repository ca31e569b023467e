import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { findFreePort } from '../../src/platform/free-port.ts';
import { until } from './run-product.ts';

const slots = 16_384;
const nodes = 3;
const password = 'a word for all nodes';

export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

export type RedisCluster = { readonly urls: readonly string[]; readonly nodes: readonly Redis[] };

/** A Redis Cluster of three nodes on loopback behind one password, each with a third of the slots; gone afterwards. */
export function useRedisCluster(): RedisCluster {
  let folder = '';
  const servers: ChildProcess[] = [];
  const urls: string[] = [];
  const clients: Redis[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'doorstep-redis-'));
    for (let n = 0; n < nodes; n += 1) {
      const port = await findFreePort();
      const options = {
        port,
        bind: '127.0.0.1',
        dir: folder,
        save: '',
        'cluster-enabled': 'yes',
        requirepass: password,
      };
      const own = { 'cluster-config-file': `nodes-${port}.conf`, 'cluster-port': await findFreePort() };
      const args = Object.entries({ ...options, ...own }).flatMap(([name, value]) => [
        `--${name}`,
        String(value),
      ]);
      servers.push(spawn('redis-server', args, { stdio: 'ignore' }));
      urls.push(`redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`);
      clients.push(new Redis(port, '127.0.0.1', { password }));
      const first = Math.floor((slots * n) / nodes);
      await clients[n]?.call('CLUSTER', 'ADDSLOTSRANGE', first, Math.floor((slots * (n + 1)) / nodes) - 1);
      await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port, own['cluster-port']);
    }
    await until('the nodes have found each other', async () => {
      const said = await Promise.all(clients.map((client) => client.call('CLUSTER', 'INFO')));
      return said.every((info) => String(info).includes('cluster_state:ok'));
    });
  }, 30_000);
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    for (const server of servers) server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return { urls, nodes: clients };
}
