import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { findEmbeddedUrl } from '../../src/platform/embedded-postgres.ts';
import { openDb } from '../../src/platform/db.ts';
import { findFreePort } from '../../src/platform/free-port.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import {
  isAlive,
  isReady,
  ordinaryAccount,
  runDoorstep,
  until,
  useProducts,
} from '../support/run-product.ts';

const products = useProducts();

describe('a wrong setting stops the start with one line', () => {
  test('that names PORT, what it holds and what it wants', async () => {
    const { code, out, err } = await runDoorstep(['start'], { PORT: 'eighty', DATA_DIR: products.folder() });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^PORT holds "eighty": .*number.*\n$/);
  });

  test('that names DATABASE_URL and does not show the password in it', async () => {
    const { code, err } = await runDoorstep(['start'], {
      DATABASE_URL: 'mysql://editor:hunter2@db.example.test/news',
      DATA_DIR: products.folder(),
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^DATABASE_URL holds .*wants an address such as postgres:.*\n$/);
    expect(err).not.toContain('hunter2');
  });

  test('that names DATABASE_URL when nobody answers there', async () => {
    const { code, err } = await runDoorstep(['start'], {
      DATABASE_URL: 'postgres://editor:hunter2@127.0.0.1:9/news',
      DATA_DIR: products.folder(),
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^DATABASE_URL .*\n$/);
    expect(err).not.toContain('hunter2');
  });
});

test('everything starts with one command, says four lines, and ends in order', async () => {
  const product = await products.start();
  const port = String(product.port);
  expect(product.out().split('\n')).toEqual([
    `Site   http://localhost:${port}`,
    expect.stringMatching(new RegExp(`^Admin  http://localhost:${port}/admin/set-up/\\S+  \\(opens once`)),
    `Inbox  http://localhost:${port}/dev/inbox  (all mail ends here)`,
    'Stop   Ctrl-C',
    '',
  ]);

  const second = await product.doorstep('start');
  expect(second.code).toBe(1);
  expect(second.err).toContain('Doorstep is running already in');
  expect(second.err).toContain(`process ${product.pid}`);
  expect(second.out).toBe('');

  const elsewhere = await runDoorstep(['start'], {
    PORT: port,
    DATA_DIR: path.join(products.folder(), 'data'),
    WORKERS: '1',
    LOG_LEVEL: 'error',
  });
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.err).toContain(`PORT holds ${port}: 127.0.0.1 does not give us this port (EADDRINUSE)`);

  const parts = (['web', 'build', 'send', 'postgres'] as const).flatMap((part) => product.pidsOf(part));
  expect(parts).toHaveLength(5);
  const asked = Date.now();
  const { code } = await product.stop();
  expect(code).toBe(0);
  expect(Date.now() - asked).toBeLessThan(15_000);
  expect(parts.filter(isAlive)).toEqual([]);
  expect(await isReady(product.url)).toBe(false);
}, 120_000);

// npm hands the signal to the shell it started and to nothing below that, so the shell must have become the product.
test('a SIGTERM to `npm start` stops the product, not npm alone', async () => {
  const port = await findFreePort();
  const npm = spawn('npm', ['start', '--ignore-scripts'], {
    cwd: packageRoot,
    env: { ...process.env, PORT: String(port), DATA_DIR: path.join(products.folder(), 'data'), WORKERS: '1' },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => npm.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await until('the product is ready', () => isReady(url));
  npm.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(await isReady(url)).toBe(false);
}, 120_000);

test('with DATABASE_URL it uses that server and keeps none of its own', async () => {
  const keeper = await products.start();
  const serverUrl = await findEmbeddedUrl(keeper.dataDir);
  if (serverUrl === null) throw new Error('the first product keeps no database');
  const root = openDb(serverUrl, { maxConnections: 1 });
  await sql`create database elsewhere`.execute(root);
  await root.destroy();

  const guest = await products.start({ env: { DATABASE_URL: serverUrl.replace(/postgres$/, 'elsewhere') } });
  expect(guest.pidsOf('web')).toHaveLength(1);
  expect(guest.pidsOf('postgres')).toEqual([]);
  await expect(readFile(path.join(guest.dataDir, 'postgres.json'))).rejects.toThrow('ENOENT');
  expect((await guest.stop()).code).toBe(0);
  expect(await isReady(keeper.url)).toBe(true);
  await keeper.stop();
}, 120_000);

test('an ordinary user can run it', async () => {
  const account = await ordinaryAccount();
  if (account === null) {
    // Not root: then every other test of this file has just shown it.
    expect(process.getuid?.()).not.toBe(0);
    return;
  }
  const product = await products.start({ account });
  await until('the front page is served', () => fetch(product.url).then((response) => response.ok));
  expect((await product.stop()).code).toBe(0);
}, 120_000);
