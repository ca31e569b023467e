import { createServer } from 'node:net';
import { sql } from 'kysely';
import pino from 'pino';
import { type RelayFields, listRelays, removeRelay, saveRelay } from '../../../src/delivery/relays.ts';
import { readReceipt } from '../../../src/delivery/receipt.ts';
import { type Sender, createSender } from '../../../src/delivery/sender.ts';
import { listDomainPaces, setPace } from '../../../src/delivery/sql/pace.ts';
import { countedReaders, freezeDigest } from '../../support/freeze-digest.ts';
import { until } from '../../support/run-product.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';
import { type Mailbox, useMailbox } from '../../support/use-mailbox.ts';

const database = useDatabase();
const first = useMailbox();
const second = useMailbox();
const log: string[] = [];
const senders: Sender[] = [];

function startSender(): Sender {
  const sender = createSender(database.db, testKeys, {
    relay: { host: '127.0.0.1', port: 1, tls: 'none' },
    databaseUrl: database.url,
    hostName: 'sender.example.test',
    log: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
  });
  senders.push(sender);
  return sender;
}

const fieldsOf = (
  name: string,
  at: Pick<Mailbox, 'relay'>,
  more: Partial<RelayFields> = {},
): RelayFields => ({
  name,
  host: at.relay.host,
  port: at.relay.port,
  tls: 'none',
  username: null,
  rank: 1,
  weight: 1,
  connections: 2,
  mailsPerConnection: 100,
  perHour: null,
  warmUp: [],
  warmUpFrom: null,
  isOn: true,
  ...more,
});

async function addRelay(fields: RelayFields): Promise<number> {
  const saved = await saveRelay(database.db, testKeys, null, fields);
  if (saved.kind !== 'saved') throw new Error(saved.kind);
  return saved.id;
}

const digestTo = (readers: number): Promise<number> =>
  freezeDigest(database.db, { audience: countedReaders(readers) });

afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.stop();
  for (const relay of await listRelays(database.db)) await removeRelay(database.db, relay.id);
  await sql`delete from delivery_chunk`.execute(database.db);
  await sql`delete from pace`.execute(database.db);
});

const nobodyListens = { relay: { host: '127.0.0.1', port: 1, tls: 'none' as const } };
const today = (): string => new Date().toISOString().slice(0, 10);

test('when the first mail server takes no connection, the second takes everything and no row pays', async () => {
  await addRelay(fieldsOf('first', nobodyListens));
  await addRelay(fieldsOf('second', second, { rank: 2 }));
  const mailingId = await digestTo(30);
  await startSender().deliverDue('bulk');

  expect(second.mails).toHaveLength(30);
  const { rows } = await sql<{ most: number }>`
    select max(attempts) as most from delivery where mailing_id = ${mailingId}
  `.execute(database.db);
  expect(rows[0]?.most).toBe(1);
  const [failed] = await listRelays(database.db);
  expect(failed?.failure).toContain('takes nothing');
});

test('the second mail server gets nothing while the first one takes it', async () => {
  await addRelay(fieldsOf('first', first));
  await addRelay(fieldsOf('second', second, { rank: 2 }));
  await digestTo(30);
  await startSender().deliverDue('bulk');
  expect([first.mails.length, second.mails.length]).toEqual([30, 0]);
});

test('two of one rank share by weight', async () => {
  await addRelay(fieldsOf('first', first, { weight: 3 }));
  await addRelay(fieldsOf('second', second, { weight: 1 }));
  first.script = { delayMs: 1 };
  second.script = { delayMs: 1 };
  await digestTo(400);
  await startSender().deliverDue('bulk');
  expect(first.mails.length + second.mails.length).toBe(400);
  expect(second.mails.length).toBeGreaterThan(60);
  expect(second.mails.length).toBeLessThan(160);
});

test('a mail whose answer was lost after the body goes to no other server: it is in doubt', async () => {
  await addRelay(fieldsOf('first', first));
  await addRelay(fieldsOf('second', second, { rank: 2 }));
  first.script = { onBody: () => 'hang up' };
  const mailingId = await digestTo(1);
  await startSender().deliverDue('bulk');
  expect((await readReceipt(database.db, mailingId)).inDoubt).toBe(1);
  expect([first.mails.length, second.mails.length]).toEqual([1, 0]);
});

test('while no mail server takes anything, no row stands in a sender’s hands', async () => {
  await addRelay(fieldsOf('first', nobodyListens));
  const mailingId = await digestTo(30);
  const sent = startSender().deliverDue('bulk');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const receipt = await readReceipt(database.db, mailingId);
  expect([receipt.waiting, receipt.attempting]).toEqual([30, 0]);
  for (const sender of senders.splice(0)) await sender.stop();
  await sent;
});

test('a mail server that is switched off during a send hands over to the next within seconds', async () => {
  const id = await addRelay(fieldsOf('first', first, { connections: 1 }));
  await addRelay(fieldsOf('second', second, { rank: 2 }));
  first.script = { delayMs: 40 };
  const mailingId = await digestTo(400);
  const sent = startSender().deliverDue('bulk');
  await until('the send is under way', () => first.mails.length > 5);
  await saveRelay(database.db, testKeys, id, fieldsOf('first', first, { connections: 1, isOn: false }));
  await sent;
  expect(first.mails.length).toBeLessThan(250);
  expect(first.mails.length + second.mails.length).toBe(400);
  expect((await readReceipt(database.db, mailingId)).accepted).toBe(400);
});

test('a server that warms up takes its number of the day, from all senders together, and the next takes the rest', async () => {
  await addRelay(fieldsOf('young', first, { warmUp: [5, 10], warmUpFrom: today() }));
  await addRelay(fieldsOf('old', second, { rank: 2 }));
  await digestTo(2500);
  await Promise.all([startSender().deliverDue('bulk'), startSender().deliverDue('bulk')]);
  expect([first.mails.length, second.mails.length]).toEqual([5, 2495]);
});

test('a limit of a receiving provider holds over two senders, and what waits is spread at its pace', async () => {
  await addRelay(fieldsOf('first', first));
  await setPace(database.db, 'domain:gmail', 36);
  const mixed = countedReaders(
    2000,
    (n) => sql`'reader' || ${n} || case when ${n} % 2 = 0 then '@googlemail.com' else '@example.test' end`,
  );
  const mailingId = await freezeDigest(database.db, { audience: mixed });
  await Promise.all([startSender().deliverDue('bulk'), startSender().deliverDue('bulk')]);

  const toGmail = first.mails.filter((mail) => mail.to.endsWith('@googlemail.com'));
  expect(toGmail.length).toBe(3);
  expect(first.mails.length - toGmail.length).toBe(1000);
  const { rows } = await sql<{ attempts: number; times: number }>`
    select max(attempts) as attempts, count(distinct due_at) as times
    from delivery where mailing_id = ${mailingId} and state = 'waiting'
  `.execute(database.db);
  expect(rows[0]?.attempts).toBe(0);
  expect(rows[0]?.times).toBeGreaterThan(400);
});

test('a provider that refuses our reputation is held, the others go on, and the hold says what it said', async () => {
  await addRelay(fieldsOf('first', first, { connections: 1 }));
  first.script = {
    onRecipient: (address) =>
      address.endsWith('@yahoo.com')
        ? { code: 554, text: '5.7.1 [TSS09] Message not accepted for policy reasons, blocked for reputation' }
        : undefined,
  };
  const mixed = countedReaders(
    300,
    (n) => sql`'reader' || ${n} || case when ${n} % 2 = 0 then '@yahoo.com' else '@example.test' end`,
  );
  const mailingId = await freezeDigest(database.db, { audience: mixed });
  await startSender().deliverDue('bulk');

  expect(first.mails).toHaveLength(150);
  const [hold] = await listDomainPaces(database.db);
  expect(hold?.key).toBe('yahoo');
  expect(hold?.heldBecause).toContain('TSS09');
  const receipt = await readReceipt(database.db, mailingId);
  expect([receipt.refused, receipt.waiting]).toEqual([0, 150]);
});

test('a server that takes connections and hangs up at every mail is braked', async () => {
  let greeted = 0;
  const server = createServer((socket) => {
    greeted += 1;
    socket.on('error', () => undefined);
    socket.write('220 liar.example.test\r\n');
    socket.on('data', (data) => {
      if (/^(EHLO|HELO)/i.test(data.toString())) socket.write('250-liar\r\n250 PIPELINING\r\n');
      else socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await addRelay(fieldsOf('liar', { relay: { host: '127.0.0.1', port, tls: 'none' } }));
  const mailingId = await digestTo(500);
  const sent = startSender().deliverDue('bulk');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(greeted).toBeLessThan(20);
  for (const sender of senders.splice(0)) await sender.stop();
  await sent;
  server.close();
  const receipt = await readReceipt(database.db, mailingId);
  expect([receipt.waiting, receipt.inDoubt]).toEqual([500, 0]);
});

test('the password of a mail server is found in no list and in no log', async () => {
  const canary = 'canary-7c1f';
  const id = await addRelay(fieldsOf('first', first, { username: 'paper', password: canary }));
  await digestTo(1);
  const sent = startSender().deliverDue('bulk');
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const sender of senders.splice(0)) await sender.stop();
  await sent;
  expect(JSON.stringify(await listRelays(database.db))).not.toContain(canary);
  expect(log.join('\n')).not.toContain(canary);
  const { rows } = await sql<{
    sealed: Buffer;
  }>`select sealed_password as sealed from relay where id = ${id}`.execute(database.db);
  expect(rows[0]?.sealed.toString('latin1')).not.toContain(canary);
});

test('a name that is taken, and a server that is gone, are told apart', async () => {
  const id = await addRelay(fieldsOf('first', first));
  expect(await saveRelay(database.db, testKeys, null, fieldsOf('first', second))).toEqual({
    kind: 'name-taken',
  });
  expect(await removeRelay(database.db, id)).toBe(true);
  expect(await removeRelay(database.db, id)).toBe(false);
  expect(await saveRelay(database.db, testKeys, id, fieldsOf('first', first))).toEqual({ kind: 'unknown' });
});
