import { once } from 'node:events';
import { type Server, connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Bells, migrateBells, openBells } from '../../../src/platform/bells.ts';
import { useDatabase } from '../../support/use-database.ts';

const opened: Array<{ close: () => unknown }> = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((part) => part.close()));
});
const database = useDatabase();

function open(databaseUrl: string, errors: Error[] = []): Bells {
  const bells = openBells({ databaseUrl, onError: (error) => errors.push(error) });
  opened.push(bells);
  return bells;
}

/** A way to the database that hangs up on everybody until it is let through. */
async function flakyDatabase(): Promise<{ url: string; comeBack: () => void }> {
  const target = new URL(database.url);
  let isThere = false;
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (!isThere) return void socket.destroy();
    const to = connect(Number(target.port), target.hostname);
    to.on('error', () => socket.destroy());
    socket.on('close', () => to.destroy());
    return void socket.pipe(to).pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push({ close: () => server.close() });
  const address = server.address();
  const url = new URL(database.url);
  url.port = String(address !== null && typeof address === 'object' ? address.port : 0);
  return {
    url: url.href,
    comeBack: () => {
      isThere = true;
    },
  };
}

test('a bell is rung, and heard in another process', async () => {
  await migrateBells({ databaseUrl: database.url, onError: () => undefined });
  let heard = 0;
  open(database.url).answer('release', async () => void (heard += 1));
  const bells = open(database.url);
  await bells.ring('release');
  while (heard === 0) await setTimeout(20);
  expect(heard).toBe(1);
});

test('a bell is rung again and again, once for all that ask', async () => {
  await migrateBells({ databaseUrl: database.url, onError: () => undefined });
  let heard = 0;
  const bells = open(database.url);
  await bells.schedule('letters', 200);
  await open(database.url).schedule('letters', 200);
  bells.answer('letters', async () => void (heard += 1));
  while (heard < 3) await setTimeout(20);
  expect(heard).toBe(3);
});

test('a database that is away when the bells are opened costs a moment, not the bells and not the process', async () => {
  await migrateBells({ databaseUrl: database.url, onError: () => undefined });
  const flaky = await flakyDatabase();
  const errors: Error[] = [];
  const bells = open(flaky.url, errors);
  let heard = 0;
  bells.answer('deliver', async () => void (heard += 1));
  await expect(bells.ring('deliver')).rejects.toThrow();
  // The process still turns: a worker that asks without a pause would let no timer through.
  await setTimeout(300);
  expect(errors.length).toBeGreaterThan(0);

  flaky.comeBack();
  await bells.ring('deliver');
  while (heard === 0) await setTimeout(20);
  expect(heard).toBe(1);
});

test('bells close at once while the database is away', async () => {
  const flaky = await flakyDatabase();
  const bells = openBells({ databaseUrl: flaky.url, onError: () => undefined });
  bells.answer('deliver', () => Promise.resolve());
  await setTimeout(50);
  await expect(bells.close()).resolves.toBeUndefined();
});
