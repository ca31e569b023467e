import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/platform/embedded-postgres.ts';
import { isAlive } from '../../support/run-product.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'doorstep-postgres-'));
chmodSync(folder, 0o755);

let server: EmbeddedPostgres;

beforeAll(async () => {
  server = await startEmbeddedPostgres(folder);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function processOf(name: string): number {
  const rows = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(server.pid)], { encoding: 'utf8' });
  const row = rows.split('\n').find((each) => each.includes(name));
  if (row === undefined) throw new Error(`no ${name} among ${rows}`);
  return Number.parseInt(row, 10);
}

async function count(): Promise<number> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ kept: number }>('select kept from things');
  await client.end();
  return rows.length;
}

async function killHard(): Promise<void> {
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
}

test('what was committed before a kill is there after the next start, on the same port', async () => {
  const client = new Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table things (kept int)');
  await client.query('insert into things values (1)');
  const { port } = server;
  await killHard();

  server = await startEmbeddedPostgres(folder, port);
  expect(server.port).toBe(port);
  expect(await count()).toBe(1);
});

test('a process of the killed server that does not let go of the memory does not stop the next start', async () => {
  const checkpointer = processOf('checkpointer');
  process.kill(checkpointer, 'SIGSTOP');
  await killHard();

  server = await startEmbeddedPostgres(folder, server.port);
  expect(server.pid).toBeGreaterThan(0);
  expect(await count()).toBe(1);
  expect(isAlive(checkpointer)).toBe(false);
});

test('a start that fails says what PostgreSQL said, and leaves nothing running', async () => {
  const { port } = server;
  await server.stop();
  const other = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));

  await expect(startEmbeddedPostgres(folder, port)).rejects.toThrow(/ended while starting: .*FATAL/);

  await new Promise((resolve) => other.close(resolve));
  server = await startEmbeddedPostgres(folder, port);
  expect(await count()).toBe(1);
});
