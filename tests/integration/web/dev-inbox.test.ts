import { once } from 'node:events';
import { connect } from 'node:net';
import { type BuiltInInbox, startBuiltInInbox } from '../../../src/delivery/built-in-inbox.ts';
import { useApp } from '../../support/use-app.ts';

const app = useApp();

let inbox: BuiltInInbox | undefined;
beforeAll(async () => {
  inbox = await startBuiltInInbox(app.setting.dataDir);
  await deliver('ada@example.test', 'First <b>of all</b>');
  await deliver('ben@example.test', 'Second');
});
afterAll(() => inbox?.close());

const hostile =
  '<html><head><title>x</title></head><body><script>top.location="/"</script><p style="color:red">Hello</p></body></html>';

/** Says a mail to the inbox as a relay would, one command after the other. */
async function deliver(to: string, subject: string): Promise<void> {
  const socket = connect(Number(new URL(inbox?.smtpUrl ?? '').port), '127.0.0.1');
  const say = async (line: string) => {
    socket.write(`${line}\r\n`);
    await once(socket, 'data');
  };
  await once(socket, 'data');
  for (const line of ['HELO test', 'MAIL FROM:<news@example.test>', `RCPT TO:<${to}>`, 'DATA'])
    await say(line);
  await say(
    [
      `From: The Lantern <news@example.test>`,
      `To: ${to}`,
      `Subject: ${subject}`,
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      '',
      hostile,
      '.',
    ].join('\r\n'),
  );
  socket.end();
}

test('the list for machines is newest first, and can be narrowed', async () => {
  const all = await app.visitor().get('/dev/inbox.json');
  expect(all.body.data.map((mail: { subject: string }) => mail.subject)).toEqual([
    'Second',
    'First <b>of all</b>',
  ]);
  expect(Object.keys(all.body.data[0])).toEqual(['id', 'to', 'subject', 'receivedAt', 'rawUrl']);

  const adas = await app.visitor().get('/dev/inbox.json?to=Ada@example.test');
  expect(adas.body.data).toHaveLength(1);
  expect((await app.visitor().get('/dev/inbox.json?limit=1')).body.data).toHaveLength(1);

  const raw = await app.visitor().get(adas.body.data[0].rawUrl);
  expect(raw.text).toMatch(/^From: The Lantern <news@example\.test>\r\n/m);
  expect(raw.text).toContain(hostile);
});

test('people see the list and the mail, with what senders wrote as text', async () => {
  const { body } = await app.visitor().get('/dev/inbox.json?to=ada@example.test');
  const { id } = body.data[0];

  const list = await app.visitor().get('/dev/inbox');
  expect(list.text).toContain('First &lt;b>of all&lt;/b>');
  const page = await app.visitor().get(`/dev/inbox/${id}`);
  expect(page.status).toBe(200);
  expect(page.text).toContain(`src="/dev/inbox/${id}/html"`);
  expect(page.text).not.toContain('top.location');
});

test('the mail itself is shown in an origin of its own, without scripts', async () => {
  const { body } = await app.visitor().get('/dev/inbox.json?limit=1');
  const response = await app.visitor().get(`/dev/inbox/${body.data[0].id}/html`);
  const policy = response.headers['content-security-policy'];

  expect(response.text).toContain('<p style="color:red">Hello</p>');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("style-src 'unsafe-inline'");
  expect(policy).toContain('sandbox');
  expect(policy).not.toContain('allow-scripts');
  expect(policy).not.toContain('script-src');
});

test.each(['nothing', '../index', '..%2f..%2fetc%2fpasswd', 'aaaaaaaaaaaaaaaa'])(
  'no mail has the id %s',
  async (id) => {
    expect((await app.visitor().get(`/dev/inbox/${id}/raw`)).status).toBe(404);
  },
);
