import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findApiKey } from '../../../src/staff/api-keys.ts';
import { findArticle } from '../../../src/articles/articles.ts';
import { addKnownReader, listSubscribers } from '../../../src/audience/subscribers.ts';
import { parseAddress } from '../../../src/delivery/address.ts';
import { createSender } from '../../../src/delivery/sender.ts';
import { buildReleases } from '../../../src/editions/build-release.ts';
import { findNewsletter } from '../../../src/newsletters/newsletter.ts';
import { listActsOn } from '../../../src/staff/audit.ts';
import { standardTemplate } from '../../../templates/email/layout.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { findPasswordLink } from '../../../src/staff/new-password.ts';
import { signIn } from '../../../src/staff/sign-in.ts';
import { sql } from 'kysely';
import { type CommandOptions, runCommand } from '../../support/run-command.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';
import { useFeedServer } from '../../support/use-feed-server.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import pino from 'pino';

const database = useDatabase();
const where = { network: '192.0.2.0/24', program: 'Firefox' };
const mailbox = useMailbox();
const server = useFeedServer();
const run = (args: readonly string[], options?: CommandOptions) => runCommand(database.db, args, options);

beforeAll(() => addSampleNewsroom(database.db));

async function draft(): Promise<string> {
  const { code, out } = await run([
    'edition',
    'create',
    '--newsletter',
    'morning-edition',
    '--article',
    'the-bell-under-the-stage',
    'big-agnes-lifts-again',
    '--json',
  ]);
  expect(code).toBe(0);
  return JSON.parse(out).id;
}

test('staff is added with a password from standard input, and with one that is made', async () => {
  const given = await run(
    [
      'staff',
      'add',
      'ana@example.org',
      '--role',
      'owner',
      '--name',
      'Ana Reyes',
      '--password-stdin',
      '--json',
    ],
    {
      input: 'a quiet harbour\n',
    },
  );
  expect(JSON.parse(given.out)).toEqual({ email: 'ana@example.org', name: 'Ana Reyes', role: 'owner' });
  expect(
    (await signIn(database.db, { address: 'ana@example.org', password: 'a quiet harbour', where })).kind,
  ).toBe('signed-in');

  const made = JSON.parse((await run(['staff', 'add', 'bo@example.org', '--role', 'editor', '--json'])).out);
  expect(
    (await signIn(database.db, { address: 'bo@example.org', password: made.password, where })).kind,
  ).toBe('signed-in');

  const twice = await run(['staff', 'add', 'bo@example.org', '--role', 'editor']);
  expect([twice.code, twice.err]).toEqual([2, 'Somebody with this address has an account already\n']);
});

test('who is locked out gets a link for a new password and loses the second factors; a stranger gets a line', async () => {
  await sql`
    insert into staff_recovery_code (staff_id, code_hash) select id, 'hash' from staff where address = 'ana@example.org'
  `.execute(database.db);
  const { url } = JSON.parse((await run(['staff', 'recover', 'ana@example.org', '--json'])).out);
  const token = /\/admin\/password\/([\w-]{43})$/.exec(url)?.[1] ?? '';
  expect((await findPasswordLink(database.db, token))?.name).toBe('Ana Reyes');
  const { rows } = await sql`select 1 from staff_recovery_code`.execute(database.db);
  expect(rows).toEqual([]);
  const stranger = await run(['staff', 'recover', 'nobody@example.org']);
  expect([stranger.code, stranger.err]).toEqual([2, 'nobody@example.org has no account that is open\n']);
});

test('a key is printed once and has its scopes', async () => {
  const { out } = await run([
    'key',
    'create',
    '--name',
    'Website',
    '--scopes',
    'subscribers:read,newsletters:read',
    '--json',
  ]);
  const { key } = JSON.parse(out);
  expect(await findApiKey(database.db, key)).toMatchObject({
    name: 'Website',
    scopes: ['subscribers:read', 'newsletters:read'],
  });
});

test('a story comes in from standard input, once', async () => {
  const input = 'The mill wheel turns again.\n\nIt turned on Friday for the first time in forty years.\n';
  const args = ['article', 'import', '-', '--title', 'The mill wheel', '--section', 'harbour', '--json'];
  const first = await run(args, { input });
  expect(JSON.parse(first.out)).toMatchObject({ slug: 'the-mill-wheel', isNew: true });
  expect(JSON.parse((await run(args, { input })).out)).toMatchObject({
    slug: 'the-mill-wheel',
    isNew: false,
  });
  expect((await findArticle(database.db, 'the-mill-wheel'))?.section?.slug).toBe('harbour');
});

test('a page of the web comes in as a draft, or at once where that is said', async () => {
  const body = `<p>${'The wall was mended by lamplight. '.repeat(8)}</p>`;
  server.serve(
    '/wall',
    `<html><head><title>By lamplight</title></head><body><article>${body}</article></body></html>`,
    {
      'Content-Type': 'text/html',
    },
  );
  const options = { fetchOutside: server.fetch() };
  const drafted = await run(['article', 'import', server.url('/wall'), '--json'], options);
  expect([drafted.code, drafted.err]).toEqual([0, '']);
  expect(JSON.parse(drafted.out)).toMatchObject({ slug: null, isNew: true });
  expect(await findArticle(database.db, 'by-lamplight')).toBeNull();

  const published = await run(['article', 'import', server.url('/wall'), '--publish', '--json'], options);
  expect(JSON.parse(published.out)).toMatchObject({ slug: 'by-lamplight', isNew: false });
  expect(await findArticle(database.db, 'by-lamplight')).toMatchObject({ title: 'By lamplight' });

  server.serve(
    '/open',
    `<html><head><title>By TK</title></head><body><article>${body}</article></body></html>`,
    { 'Content-Type': 'text/html' },
  );
  const open = await run(['article', 'import', server.url('/open'), '--publish'], options);
  expect([open.code, open.err]).toEqual([2, expect.stringMatching(/kept as a draft.*mark is still open/)]);
});

test('a Markdown file is out at once, under its heading', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'doorstep-story-'));
  const file = path.join(folder, 'mended.md');
  await writeFile(file, '# Mended by lamplight\n\nThe quay was **mended** at dusk.');
  const { code, out } = await run(['article', 'import', file, '--json']);
  await rm(folder, { recursive: true });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ slug: 'mended-by-lamplight', isNew: true });
});

test.each([
  ['an address in this network', ['article', 'import', 'http://127.0.0.1/admin'], /network/],
  ['an address of another kind', ['article', 'import', 'file:///etc/passwd'], /Please give an address/],
  ['an empty file', ['article', 'import', '-'], /no text/],
  [
    'a section that is not there',
    ['article', 'import', '-', '--section', 'nope'],
    /no section nope/,
    'A story.',
  ],
  [
    'a newsletter that is not there',
    ['edition', 'create', '--newsletter', 'nope', '--article', 'x'],
    /no newsletter nope/,
  ],
  [
    'a story that is not there',
    ['edition', 'create', '--newsletter', 'morning-edition', '--article', 'nope'],
    /no story nope/,
  ],
  [
    'a test without a second subject',
    ['edition', 'create', '--newsletter', 'morning-edition', '--article', 'x', '--test-share', '20'],
    /--subject-b/,
  ],
  [
    'a test of nearly everybody',
    ['edition', 'create', '--newsletter', 'x', '--article', 'x', '--subject-b', 'B', '--test-share', 'all'],
    /share between 5 and 50/,
  ],
  ['an edition that is not there', ['edition', 'send', 'nope'], /no edition nope/],
  ['a moment that is none', ['edition', 'send', 'nope', '--at', '2026-02-30T07:00'], /--at wants a moment/],
  ['a receipt of nothing', ['edition', 'receipt', 'nope'], /no edition nope/],
])('%s is one line and exit code 2', async (_what, args, words, input = '') => {
  const { code, err } = await run(args, { input });
  expect(code).toBe(2);
  expect(err).toMatch(words);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('an edition is sent and followed to its end, and its receipt adds up', async () => {
  const id = await draft();
  expect((await run(['edition', 'receipt', id])).err).toMatch(/has not been released/);

  const sender = createSender(database.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: database.url,
    hostName: 'test',
    log: pino({ level: 'silent' }),
  });
  // Does what the build and send workers do when they hear the bell.
  const ring = async () => {
    await buildReleases(database.db, 'http://lantern.example.test');
    await sender.deliverDue('bulk');
  };
  const { code, out, err } = await run(['edition', 'send', id, '--no-undo', '--wait', '--json'], { ring });
  await sender.stop();
  expect([code, err]).toEqual([0, '']);
  const sent = JSON.parse(out);
  expect(sent).toMatchObject({ id, stage: 'finished', accepted: mailbox.mails.length, inDoubtReaders: [] });
  expect(mailbox.mails.length).toBeGreaterThan(0);

  const receipt = JSON.parse((await run(['edition', 'receipt', id, '--json'])).out);
  const { audience, leftOut, ...outcomes } = receipt;
  expect(Object.keys(outcomes)).toEqual(
    expect.arrayContaining([
      'accepted',
      'refused',
      'suppressed',
      'expired',
      'stopped',
      'inDoubt',
      'waiting',
      'attempting',
    ]),
  );
  expect(Object.values<number>(outcomes).reduce((sum, n) => sum + n)).toBe(audience);
  expect(leftOut).toEqual(expect.any(Object));

  const csv = (await run(['edition', 'receipt', id, '--csv'])).out.trimEnd().split('\r\n');
  expect(csv).toHaveLength(audience + 1);

  // Somebody runs the command once more: it finds the first release and its account.
  const again = await run(['edition', 'send', id, '--wait', '--json']);
  expect(JSON.parse(again.out)).toMatchObject({ stage: 'finished', audience });
});

test('an edition leaves at a moment by the newsroom’s clock', async () => {
  const id = await draft();
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const { code, out } = await run(['edition', 'send', id, '--at', `${day} 12:00`]);
  expect(code).toBe(0);
  expect(out).toContain(`Edition ${id} leaves at ${day}T`);
  expect(await buildReleases(database.db, 'http://lantern.example.test')).toBe(0);
});

test('who waits while nobody sends is told at once', async () => {
  const id = await draft();
  const { code, err } = await run(['edition', 'send', id, '--no-undo', '--wait', '--json']);
  expect(code).toBe(1);
  expect(err).toMatch(/no process is sending/);
});

test('the export has every reader, and no cell that a spreadsheet would run', async () => {
  const address = parseAddress('=cmd@example.test');
  if (!address) throw new Error('the address is none');
  await addKnownReader(database.db, {
    address,
    name: '+1, "quoted"',
    newsletterIds: [1],
    rhythm: null,
    state: 'active',
    words: 'at the fair',
  });
  const { out } = await run(['subscribers', 'export']);
  const lines = out.trimEnd().split('\r\n');
  const all = await listSubscribers(database.db, { limit: 1000 });
  expect(lines).toHaveLength(all.length + 1);
  expect(lines.find((line) => line.includes('cmd@'))).toContain(`,'=cmd@example.test,"'+1, ""quoted""",`);

  const json = (await run(['subscribers', 'export', '--json'])).out.trimEnd().split('\n');
  expect(json.map((line) => JSON.parse(line).id)).toEqual(all.map(({ publicId }) => publicId));
});

test('a template is kept as a version, put in force, and with faults it is not', async () => {
  const upload = (input: string, ...more: string[]) =>
    run(['template', 'upload', 'morning-edition', '-', ...more], { input });
  const source = (await standardTemplate('edition')).replace('{{@greeting}}', '{{@greeting}} And welcome.');

  const broken = await upload(source.replace('{{blocks}}', ''));
  expect([broken.code, broken.err]).toEqual([1, '-: one error; it cannot be used\n']);
  expect(broken.out).toMatch(/^\d+: \{\{blocks\}\} is missing/);

  const kept = await upload(source, '--note', 'Friendlier', '--json');
  expect(JSON.parse(kept.out)).toMatchObject({ version: 1, isNew: true, isInForce: false, warnings: [] });
  const used = await upload(source, '--use');
  expect(used.out).toMatch(/^version 1 {2}\(was there already\) {2}in force/);
  const newsletter = await findNewsletter(database.db, { slug: 'morning-edition' });
  expect(newsletter?.templateVersion).toBe(1);
  const acts = (await listActsOn(database.db, 'newsletter morning-edition')).map(({ action }) => action);
  expect(acts).toEqual(['put version 1 of a template in force', 'kept version 1 of a template']);
  expect((await run(['template', 'upload', 'nowhere', '-'], { input: source })).code).toBe(2);
});
