import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuardedFetch } from '../../src/platform/fetch-guarded.ts';
import type { GuardOptions } from '../../src/platform/guarded-address.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback whose answers the test scripts by path, and a guarded fetch that lets this one server through. */
export function useFeedServer() {
  const answers = new Map<string, Answer>();
  const asked: IncomingMessage[] = [];
  let server: Server | undefined;

  beforeAll(async () => {
    const made = createServer((request, response) => {
      asked.push(request);
      const answer = answers.get(request.url ?? '');
      if (answer) answer(request, response);
      else response.writeHead(404).end('nothing here');
    });
    await new Promise<void>((resolve) => {
      made.listen(0, '127.0.0.1', resolve);
    });
    server = made;
  });
  afterEach(() => {
    asked.length = 0;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => {
      if (server) server.close(resolve);
      else resolve(undefined);
    });
  });

  const port = (): number => {
    const address = server?.address() as AddressInfo | undefined;
    if (!address) throw new Error('the server is open inside tests only');
    return address.port;
  };
  return {
    /** Every request of this test, in order. */
    asked,
    port,
    url: (path: string) => `http://127.0.0.1:${port()}${path}`,
    answer: (path: string, answer: Answer) => {
      answers.set(path, answer);
    },
    /** Serves a text, or bytes, as they are. */
    serve: (path: string, body: string | Buffer, headers: Record<string, string> = {}) => {
      answers.set(path, (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/rss+xml', ...headers }).end(body);
      });
    },
    fetch: (options: GuardOptions = {}) =>
      createGuardedFetch({
        allows: (address, asks) => address === '127.0.0.1' && asks === port(),
        ...options,
      }),
  };
}
