import { createServer, type Server } from 'node:http';
import { postOutside } from '../../../src/platform/post-outside.ts';
import { isPublicAddress } from '../../../src/platform/public-address.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  'fc00::1',
  'fe80::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  'not an address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '172.32.0.1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

describe('posting to an address that somebody typed in', () => {
  const bodies: string[] = [];
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => {
        body += part.toString();
      });
      request.on('end', () => {
        bodies.push(body);
        const isMoved = request.url === '/moved';
        response.writeHead(isMoved ? 302 : 204, isMoved ? { location: '/hook' } : {}).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
  });
  beforeEach(() => {
    bodies.length = 0;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test.each([
    () => `http://127.0.0.1:${port}/hook`,
    () => `http://localhost:${port}/hook`,
    () => `http://[::ffff:127.0.0.1]:${port}/hook`,
    () => `http://2130706433:${port}/hook`,
    () => 'file:///etc/passwd',
    () => 'nonsense',
  ])('nothing on a private network is reached (%#)', async (url) => {
    const answer = await postOutside(url(), { text: 'hello' });
    expect(answer.isTaken).toBe(false);
    expect(bodies).toEqual([]);
  });

  test.each(['http://93.184.215.14:8080/', 'https://93.184.215.14:22/', 'http://name:word@93.184.215.14/'])(
    '%s is no address of a web server that anybody may post to',
    async (url) => {
      expect(await postOutside(url, {})).toEqual({
        isTaken: false,
        status: null,
        words: expect.stringMatching(/^(Only the ports 80 and 443|An address with a name)/),
      });
    },
  );

  test('what may be reached gets the JSON; a redirect is not followed', async () => {
    const anywhere = () => true;
    expect(await postOutside(`http://localhost:${port}/hook`, { text: 'hello' }, anywhere)).toEqual({
      isTaken: true,
      status: 204,
      words: 'It answered 204',
    });
    expect(await postOutside(`http://localhost:${port}/moved`, {}, anywhere)).toEqual({
      isTaken: false,
      status: 302,
      words: 'It answered 302',
    });
    expect(bodies).toEqual(['{"text":"hello"}', '{}']);
  });
});
