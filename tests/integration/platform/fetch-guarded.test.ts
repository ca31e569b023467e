import { gzipSync } from 'node:zlib';
import { createGuardedFetch } from '../../../src/platform/fetch-guarded.ts';
import { isPublicAddress } from '../../../src/platform/public-address.ts';
import { useFeedServer } from '../../support/use-feed-server.ts';

const server = useFeedServer();
const limits = { mostBytes: 1024 * 1024, timeoutMs: 2000 };

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    'localhost',
  ])('%s is not of the open internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['9.9.9.9', '172.32.0.1', '2606:4700::1111', '2001:4860:4860::8888'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('without an allowance', () => {
  const guarded = createGuardedFetch({ resolve: async () => ['9.9.9.9', '10.0.0.1'] });

  test.each([
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::]/',
    'http://169.254.169.254/latest/meta-data/',
    // One of its two addresses is private, and one is enough.
    'http://two-faced.example.test/',
  ])('%s is not opened', async (url) => {
    expect(await guarded(url, limits)).toEqual({
      kind: 'refused',
      message: 'The address leads into a private network.',
    });
  });

  test.each([
    'file:///etc/passwd',
    'ftp://example.org/',
    'http://user:secret@example.org/',
    'not an address',
  ])('%s is refused before anything is looked up', async (url) => {
    expect((await guarded(url, limits)).kind).toBe('refused');
  });

  test('a public address at another port is not opened', async () => {
    const open = createGuardedFetch({ resolve: async () => ['9.9.9.9'] });
    expect(await open('http://example.org:6379/', limits)).toEqual({
      kind: 'refused',
      message: 'Only the ports 80 and 443 are opened.',
    });
  });
});

test('a form is posted as it is, and neither it nor who may not be sent on follows', async () => {
  server.answer('/form', (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => response.end(`${request.method} ${request.headers['content-length']} ${body}`));
  });
  server.answer('/elsewhere', (_request, response) =>
    response.writeHead(307, { location: server.url('/form') }).end(),
  );
  const open = server.fetch();
  const posted = await open(server.url('/form'), { ...limits, post: 'code=é' });
  expect(posted.kind === 'answered' && posted.body.toString()).toBe('POST 7 code=é');
  expect((await open(server.url('/elsewhere'), { ...limits, post: 'code=1' })).kind).toBe('refused');
  expect((await open(server.url('/elsewhere'), { ...limits, redirects: 0 })).kind).toBe('refused');
  expect((await open(server.url('/elsewhere'), limits)).kind).toBe('answered');
});

test('the connection goes to the address that was checked, with the name in its Host', async () => {
  let looks = 0;
  const fetch = server.fetch({
    resolve: async () => {
      looks += 1;
      return looks === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    },
  });
  server.serve('/pinned', 'found');
  const outcome = await fetch(`http://paper.example.test:${server.port()}/pinned`, limits);
  expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  expect(looks).toBe(1);
  expect(server.asked[0]?.headers.host).toBe(`paper.example.test:${server.port()}`);
});

describe('a redirect', () => {
  const sendTo = (path: string, location: string) =>
    server.answer(path, (_request, response) => response.writeHead(302, { location }).end());

  test('is followed, and the answer says where it came from', async () => {
    sendTo('/old', '/new');
    server.serve('/new', 'here');
    const outcome = await server.fetch()(server.url('/old'), limits);
    expect(outcome).toMatchObject({ kind: 'answered', url: server.url('/new') });
  });

  test.each([
    'http://127.0.0.1:1/',
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'gopher://example.org/',
  ])('to %s is checked like any address', async (location) => {
    sendTo('/away', location);
    expect((await server.fetch()(server.url('/away'), limits)).kind).toBe('refused');
    expect(server.asked).toHaveLength(1);
  });

  test('in a circle ends after five', async () => {
    sendTo('/round', '/round');
    expect(await server.fetch()(server.url('/round'), limits)).toMatchObject({
      kind: 'refused',
      message: 'The address sends us on more than 5 times.',
    });
    expect(server.asked).toHaveLength(6);
  });
});

describe('a body', () => {
  test('that says it is too large is not read', async () => {
    server.answer('/large', (_request, response) => {
      response.writeHead(200, { 'Content-Length': String(50 * 1024 * 1024) });
      response.write('x');
    });
    expect((await server.fetch()(server.url('/large'), limits)).kind).toBe('refused');
  });

  test('of 50 MB that does not say so is cut off', async () => {
    let sent = 0;
    server.answer('/endless', (_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const more = (): void => {
        while (sent < 50 * 1024 * 1024 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    expect((await server.fetch()(server.url('/endless'), limits)).kind).toBe('refused');
    expect(sent).toBeLessThan(25 * 1024 * 1024);
  });

  test('that unpacks to 50 MB is cut off', async () => {
    server.serve('/bomb', gzipSync(Buffer.alloc(50 * 1024 * 1024)), { 'Content-Encoding': 'gzip' });
    expect((await server.fetch()(server.url('/bomb'), { ...limits, timeoutMs: 30_000 })).kind).toBe(
      'refused',
    );
  });

  test('that is packed wrongly is a failure in words', async () => {
    server.serve('/broken', 'not gzip at all', { 'Content-Encoding': 'gzip' });
    expect(await server.fetch()(server.url('/broken'), limits)).toEqual({
      kind: 'failed',
      message: 'Its answer is packed in a way that cannot be read.',
    });
  });

  test('that trickles is given up in time', async () => {
    server.answer('/slow', (_request, response) => {
      response.writeHead(200).write('<rss>');
    });
    const outcome = await server.fetch()(server.url('/slow'), { ...limits, timeoutMs: 200 });
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('no whole answer') });
  });
});

test('a name that never resolves is given up in time', async () => {
  const fetch = createGuardedFetch({ resolve: () => new Promise(() => undefined) });
  const outcome = await fetch('http://nowhere.example.test/', { ...limits, timeoutMs: 100 });
  expect(outcome.kind).toBe('failed');
});

test('cookies are neither kept nor sent', async () => {
  server.answer('/cookie', (_request, response) =>
    response.writeHead(302, { location: '/after', 'Set-Cookie': 'a=b' }).end(),
  );
  server.serve('/after', 'x');
  await server.fetch()(server.url('/cookie'), limits);
  expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
});
