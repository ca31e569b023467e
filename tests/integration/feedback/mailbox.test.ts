import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pino from 'pino';
import { readKeptMails } from '../../../src/feedback/intake/kept-mails.ts';
import type { MailboxForm } from '../../../src/feedback/mailbox/mailbox-form.ts';
import { openImap } from '../../../src/feedback/mailbox/open-imap.ts';
import { pollMailbox } from '../../../src/feedback/mailbox/poll-mailbox.ts';
import { packageRoot } from '../../../src/platform/package-root.ts';
import { findMailbox, saveMailbox } from '../../../src/feedback/mailbox/report-mailbox.ts';
import {
  countEvents,
  deliveryReport,
  sendDigestTo,
  suppressionsOf,
  vacationNote,
} from '../../support/feedback.ts';
import { makeCertificate } from '../../support/make-certificate.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useImapServer } from '../../support/use-imap-server.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const imap = useImapServer();
const app = useApp();
const editors = useEditors(app);
const log = pino({ level: 'silent' });

const account = () => ({
  host: '127.0.0.1',
  port: imap.port,
  tls: 'none' as const,
  username: 'reports',
  auth: 'password' as const,
  secret: 'secret',
  folder: 'INBOX',
  doneFolder: 'Doorstep',
  isOn: true,
});

type Changes = Partial<MailboxForm>;

const setUp = (changes: Changes = {}) => saveMailbox(app.db, testKeys, { ...account(), ...changes });

const poll = async (): Promise<boolean> => {
  await sql`update report_mailbox set next_at = now()`.execute(app.db);
  return pollMailbox(app.db, { keys: testKeys, log, openImap });
};

const inFolder = (name: string): number => imap.folders.get(name)?.length ?? 0;

async function putReport(address: string): Promise<void> {
  const mail = await sendDigestTo(app.db, address);
  imap.put('INBOX', deliveryReport({ to: mail.bounceAddress, recipient: address }));
}

beforeEach(async () => {
  await sql`truncate feedback_event, feedback_evidence, suppression, report_mailbox`.execute(app.db);
});

test('a report is kept, moved and worked on; mail by people stays where it is, unread', async () => {
  await putReport('emil@example.test');
  imap.put('INBOX', 'From: Ada <ada@example.test>\nSubject: Hello\n\nA letter to the editor\n');
  imap.put('INBOX', vacationNote({ to: 'news@lantern.example.org', from: 'ada@example.test' }));
  await setUp();
  expect(await poll()).toBe(true);
  expect([inFolder('INBOX'), inFolder('Doorstep')]).toEqual([2, 1]);
  expect(await readKeptMails(app.db, testKeys, log)).toBe(1);
  expect(await suppressionsOf(app.db, 'emil@example.test')).toMatchObject([{ scope: 'everything' }]);
  expect(await findMailbox(app.db)).toMatchObject({ taken: 1, problem: null, failures: 0 });
  expect(imap.heard.join('\n')).not.toMatch(/EXPUNGE|STORE|\\Deleted/i);
  expect(
    imap.heard.filter((line) => line.includes('FETCH')).every((line) => line.includes('BODY.PEEK')),
  ).toBe(true);

  // The next look asks for what is new, and for nothing twice.
  imap.heard.length = 0;
  await putReport('fay@example.test');
  expect(await poll()).toBe(true);
  expect(imap.heard.filter((line) => line.startsWith('UID FETCH'))).toHaveLength(1);
  expect(await poll()).toBe(false);
});

test('the same report found again, after a crash or under new numbers, counts once', async () => {
  await putReport('emil@example.test');
  await setUp();
  imap.answers = [{ begin: 'UID MOVE', answer: null }];
  expect(await poll()).toBe(false);
  expect((await findMailbox(app.db))?.problem).not.toBeNull();
  imap.answers = [];
  expect(await poll()).toBe(true);
  imap.folders.set('INBOX', [...(imap.folders.get('Doorstep') ?? [])]);
  imap.uidValidity = 8;
  await poll();
  await readKeptMails(app.db, testKeys, log);
  expect(await countEvents(app.db)).toBe(1);
});

test('a forged report to an address of ours leads to nothing', async () => {
  const mail = await sendDigestTo(app.db, 'emil@example.test');
  const forged = mail.bounceAddress.replace(
    /^b-(.)/,
    (_all, sign: string) => `b-${sign === 'a' ? 'b' : 'a'}`,
  );
  imap.put('INBOX', deliveryReport({ to: forged, recipient: mail.address }));
  await setUp();
  await poll();
  await readKeptMails(app.db, testKeys, log);
  expect(await countEvents(app.db)).toBe(0);
});

test('a token signs in as well, and a wrong secret is told without a word of it', async () => {
  await putReport('emil@example.test');
  await setUp({ auth: 'token', secret: 'a-token' });
  expect(await poll()).toBe(true);
  await setUp({ secret: 'wrong-secret' });
  expect(await poll()).toBe(false);
  const { problem } = (await findMailbox(app.db)) ?? {};
  expect(problem).toContain('refuses the name or the secret');
  expect(problem).not.toContain('wrong-secret');
  const { rows } = await sql<{ row: string }>`select report_mailbox::text as row from report_mailbox`.execute(
    app.db,
  );
  expect(rows[0]?.row).not.toContain(Buffer.from('wrong-secret').toString('hex'));
});

test.each([
  ['a folder that is not there', { folder: 'Nowhere' }, 'no such folder'],
  ['a port where nothing listens', { port: 9 }, 'Nothing listens'],
])('%s is told, and the next look comes later each time', async (_name, changes, words) => {
  await setUp(changes);
  const waits: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    expect(await poll()).toBe(false);
    const { rows } = await sql<{ seconds: number }>`
      select round(extract(epoch from next_at - problem_at))::integer as seconds from report_mailbox
    `.execute(app.db);
    waits.push(rows[0]?.seconds ?? 0);
  }
  expect(waits).toEqual([60, 120, 240]);
  const line = await findMailbox(app.db);
  expect([line?.failures, line?.problem?.includes(words)]).toEqual([3, true]);
  const owner = await editors.signedIn('owner');
  expect((await owner.get('/admin')).text).toContain('The mailbox of reports cannot be read');
  // Not before its time.
  expect(await pollMailbox(app.db, { keys: testKeys, log, openImap })).toBe(false);
});

test('two processes never read at once', async () => {
  await putReport('emil@example.test');
  await setUp();
  await sql`update report_mailbox set next_at = now()`.execute(app.db);
  let open = 0;
  let most = 0;
  const counting: typeof openImap = async (...given) => {
    open += 1;
    most = Math.max(most, open);
    const folder = await openImap(...given);
    return {
      ...folder,
      close: async () => {
        await folder.close();
        open -= 1;
      },
    };
  };
  const found = await Promise.all(
    [1, 2, 3].map(() => pollMailbox(app.db, { keys: testKeys, log, openImap: counting })),
  );
  expect(found.filter(Boolean)).toHaveLength(1);
  expect(most).toBe(1);
});

test('the page sets it up, tries it with a clear answer, and keeps the secret to itself', async () => {
  const owner = await editors.signedIn('owner');
  const page = '/admin/delivery/sources/mailbox';
  const { secret, isOn: _on, ...fields } = { ...account(), port: String(imap.port), isOn: 'yes' };
  const tried = await owner.submit(page, 'mailbox', { ...fields, secret, act: 'try' });
  expect(tried.text).toContain('It works: 0 mails lie in INBOX');
  const refused = await owner.submit(page, 'mailbox', { ...fields, secret: 'another', act: 'try' });
  expect(refused.text).toContain('refuses the name or the secret');
  expect(await findMailbox(app.db)).toBeNull();

  const open = await owner.submit(page, 'mailbox', { ...fields, host: 'imap.example.org', secret });
  expect([open.status, open.text.includes('over a secured connection only')]).toEqual([422, true]);
  const none = await owner.submit(page, 'mailbox', {
    ...fields,
    port: '0',
    host: 'a b',
    secret: '',
    folder: '',
  });
  expect(none.status).toBe(422);
  for (const words of [
    'such as imap.example.org',
    'between 1 and 65535',
    'give the password',
    'name a folder',
  ])
    expect(none.text).toContain(words);

  await owner.submit(page, 'mailbox', { ...fields, secret });
  const shown = await owner.get(page);
  expect(shown.text).toContain('One is kept');
  expect(shown.text).not.toContain('value="secret"');
  await owner.submit(page, 'mailbox', { ...fields, secret: '' });
  await putReport('emil@example.test');
  expect(await poll()).toBe(true);
  expect((await owner.get('/admin/delivery/sources')).text).toContain('1\u00a0report came in this way');
  await owner.submit(page, 'remove');
  expect(await findMailbox(app.db)).toBeNull();
  expect((await (await editors.signedIn('editor')).get(page)).status).toBe(403);
});

describe('over TLS', () => {
  const names = ['localhost', '127.0.0.1'];
  const good = makeCertificate(names);
  const other = makeCertificate(['imap.elsewhere.example.org']);
  const stale = makeCertificate(names, { until: new Date(Date.now() - 86_400_000) });
  const page = '/admin/delivery/sources/mailbox';
  const refusal = 'The certificate of the server is not to be trusted';
  const countSignIns = (): number =>
    imap.heard.filter((line) => /^(?:LOGIN|AUTHENTICATE)/i.test(line)).length;

  /** What the page says when somebody tries a mailbox that is to be secured like this. */
  async function tryIt(tls: 'implicit' | 'starttls'): Promise<string> {
    const owner = await editors.signedIn('owner');
    const { isOn: _on, ...fields } = { ...account(), port: String(imap.port) };
    const { text } = await owner.submit(page, 'mailbox', { ...fields, tls, isOn: 'yes', act: 'try' });
    return text;
  }

  /** What comes of each account in a process that was started to trust these certificates: Node reads them once. */
  async function tryTrusting(certificates: string, accounts: readonly Changes[]): Promise<readonly string[]> {
    const folder = await mkdtemp(path.join(tmpdir(), 'doorstep-trust-'));
    const file = path.join(folder, 'trusted.pem');
    await writeFile(file, certificates);
    const script = `
      import { openImap, imapProblem } from ${JSON.stringify(path.join(packageRoot, 'src/feedback/mailbox/open-imap.ts'))};
      for (const account of ${JSON.stringify(accounts.map((changes) => ({ ...account(), ...changes })))}) {
        const opened = await openImap(account, 'INBOX').catch(imapProblem);
        console.log(typeof opened === 'string' ? opened : 'It works');
        if (typeof opened !== 'string') await opened.close();
      }
    `;
    const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: file };
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: packageRoot, env });
    await rm(folder, { recursive: true });
    return stdout.trim().split('\n');
  }

  test('a certificate that the server made for itself is refused in words, and no secret leaves', async () => {
    for (const tls of ['implicit', 'starttls'] as const) {
      imap.security = [{ tls, certificate: good }];
      const text = await tryIt(tls);
      expect(text).toContain(`${refusal} (self-signed certificate)`);
      expect(text).toContain('NODE_EXTRA_CA_CERTS');
    }
    expect(imap.heard).toContain('STARTTLS');
    await setUp({ tls: 'starttls' });
    expect(await poll()).toBe(false);
    expect((await findMailbox(app.db))?.problem).toContain(refusal);
    expect(countSignIns()).toBe(0);
  });

  test.each([
    ['offers no STARTTLS', 'starttls', 'does not offer to secure the connection'],
    ['speaks plainly where TLS is wanted', 'implicit', 'is the connection secured in another way?'],
  ] as const)('a server that %s gets no secret', async (_name, tls, words) => {
    expect(await tryIt(tls)).toContain(words);
    expect(countSignIns()).toBe(0);
  });

  test('a certificate the machine trusts is believed in time and under its own name, and then the secret leaves', async () => {
    const trusted = [good, other, stale].map(({ cert }) => cert).join('');
    imap.security = [
      { tls: 'implicit', certificate: good },
      { tls: 'starttls', certificate: good },
      { tls: 'implicit', certificate: other },
      { tls: 'starttls', certificate: stale },
    ];
    const said = await tryTrusting(trusted, [
      { tls: 'implicit' },
      { tls: 'starttls', host: 'localhost', auth: 'token', secret: 'a-token' },
      { tls: 'implicit' },
      { tls: 'starttls' },
    ]);
    expect(said).toEqual([
      'It works',
      'It works',
      expect.stringMatching(/not to be trusted \(Hostname\/IP does not match/),
      expect.stringMatching(/not to be trusted \(certificate has expired/),
    ]);
    expect(countSignIns()).toBe(2);
  });
});
