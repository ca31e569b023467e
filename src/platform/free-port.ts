import { createServer } from 'node:net';

/**
 * Below the ports that systems hand to outgoing connections: while our server is being started again, no connection of
 * anybody's, not even one of our own on its way to that very port, can come to stand on it.
 */
const range = { first: 10_000, count: 6000 };

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * A loopback port, 10000 to 15999, that nobody listens on just now.
 * @throws when a hundred of them are taken
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = range.first + Math.floor(Math.random() * range.count);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port on 127.0.0.1 between ${range.first} and ${range.first + range.count - 1}`);
}
