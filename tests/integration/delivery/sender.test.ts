import { sql } from 'kysely';
import pino from 'pino';
import { parseAddress } from '../../../src/delivery/address.ts';
import {
  decideDoubts,
  pauseMailing,
  resumeMailing,
  stopMailing,
  undoMailing,
} from '../../../src/delivery/mailings.ts';
import { queueMail } from '../../../src/delivery/queue-mail.ts';
import type { SingleMail } from '../../../src/delivery/single-mail.ts';
import { readProgress, readReceipt } from '../../../src/delivery/receipt.ts';
import { type Sender, createSender } from '../../../src/delivery/sender.ts';
import { settleGoneSenders } from '../../../src/delivery/sql/window.ts';
import { suppressAddress } from '../../../src/delivery/suppressions.ts';
import { readToken } from '../../../src/platform/signed-token.ts';
import { countedReaders, freezeDigest, newsroom } from '../../support/freeze-digest.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';

const database = useDatabase();
const mailbox = useMailbox();
const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
const senders: Sender[] = [];

function startSender(): Sender {
  const sender = createSender(database.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: database.url,
    hostName: 'sender.example.test',
    log,
  });
  senders.push(sender);
  return sender;
}

afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.stop();
  await sql`delete from delivery_chunk`.execute(database.db);
  await sql`delete from suppression`.execute(database.db);
});

function addressOf(text: string) {
  const address = parseAddress(text);
  if (!address) throw new Error(`${text} is no address`);
  return address;
}

const mailTo = (text: string, onceKey: string): SingleMail => ({
  kind: 'confirmation',
  onceKey,
  to: addressOf(text),
  sender: newsroom,
  subject: 'Please confirm — “Morning”',
  html: '<p>Your code is 123456</p>',
  text: 'Your code is 123456\n',
});

const freezeMailing = (readers: number, undoSeconds = 0): Promise<number> =>
  freezeDigest(database.db, { audience: countedReaders(readers), undoSeconds });

const header = (raw: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(raw.replace(/\r\n[ \t]+/g, ' ').replace(/\r\n/g, '\n'))?.[1];

test('a queued mail arrives once, and its body is forgotten', async () => {
  const { db } = database;
  expect(await queueMail(db, testKeys, mailTo('ada@example.test', 'sign-up 1'))).toBe(true);
  expect(await queueMail(db, testKeys, mailTo('ada@example.test', 'sign-up 1'))).toBe(false);
  await startSender().deliverDue('urgent');

  expect(mailbox.mails.map((mail) => mail.to)).toEqual(['ada@example.test']);
  const { rows } = await sql<{ bodies: number }>`select count(*) as bodies from delivery_body`.execute(db);
  expect(rows[0]?.bodies).toBe(0);
});

test('a digest reaches every reader once, with the reader’s own name, link and blocks', async () => {
  const mailingId = await freezeMailing(60);
  await startSender().deliverDue('bulk');

  expect(mailbox.mails).toHaveLength(60);
  expect(new Set(mailbox.mails.map((mail) => mail.to)).size).toBe(60);
  const mail = mailbox.mails.find((arrived) => arrived.to === 'reader8@example.test');
  expect(mail?.raw).toContain('Hello reader 8,');
  expect(mail?.raw).toContain('For supporters only');
  expect(mailbox.mails.find((arrived) => arrived.to === 'reader9@example.test')?.raw).not.toContain(
    'supporters',
  );

  const oneClick = header(mail?.raw ?? '', 'List-Unsubscribe') ?? '';
  const token = /\/unsubscribe\/(.*)>$/.exec(oneClick)?.[1] ?? '';
  expect(readToken(testKeys, 'unsubscribe', token)).toEqual([7, 8]);
  expect(header(mail?.raw ?? '', 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');

  const receipt = await readReceipt(database.db, mailingId);
  expect(receipt).toMatchObject({
    audience: 60,
    accepted: 60,
    waiting: 0,
    attempting: 0,
    leftOut: { pending: 4 },
  });
  expect((await readProgress(database.db, mailingId))?.stage).toBe('finished');
});

test('two senders share a mailing and nobody gets it twice', async () => {
  await freezeMailing(2500);
  const [first, second] = [startSender(), startSender()];
  await Promise.all([first.deliverDue('bulk'), second.deliverDue('bulk')]);

  expect(mailbox.mails).toHaveLength(2500);
  expect(new Set(mailbox.mails.map((mail) => mail.to)).size).toBe(2500);
});

test('nothing leaves while the undo window is open, and an undo leaves nothing behind', async () => {
  const mailingId = await freezeMailing(20, 60);
  await startSender().deliverDue('bulk');
  expect(mailbox.mails).toHaveLength(0);

  const { db } = database;
  expect(await db.transaction().execute((tx) => undoMailing(tx, mailingId))).toBe(true);
  expect((await readReceipt(db, mailingId)).audience).toBe(0);
});

test('once the window is over an undo is refused', async () => {
  const mailingId = await freezeMailing(1);
  expect(await database.db.transaction().execute((tx) => undoMailing(tx, mailingId))).toBe(false);
});

test('a reader who left after the freeze is kept back', async () => {
  const mailingId = await freezeMailing(5);
  await suppressAddress(database.db, {
    addressKey: 'reader3@example.test',
    scope: 'newsletter:7',
    reason: 'left',
  });
  await startSender().deliverDue('bulk');

  expect(mailbox.mails.map((mail) => mail.to)).not.toContain('reader3@example.test');
  expect(await readReceipt(database.db, mailingId)).toMatchObject({ accepted: 4, suppressed: 1 });
});

test('a dead address refuses its row, a busy server makes it wait', async () => {
  const mailingId = await freezeMailing(3);
  mailbox.script = {
    onRecipient(address) {
      if (address === 'reader1@example.test') return { code: 550, text: '5.1.1 user unknown' };
      return address === 'reader2@example.test' ? { code: 451, text: '4.7.1 greylisted' } : undefined;
    },
  };
  await startSender().deliverDue('bulk');
  expect(await readReceipt(database.db, mailingId)).toMatchObject({
    accepted: 1,
    refused: 1,
    waiting: 1,
    attempting: 0,
    inDoubt: 0,
    suppressed: 0,
  });
});

test('a lost answer after the body is in doubt until a person decides', async () => {
  const mailingId = await freezeMailing(1);
  mailbox.script = { onBody: () => 'hang up' };
  const sender = startSender();
  await sender.deliverDue('bulk');
  expect(await readReceipt(database.db, mailingId)).toMatchObject({ accepted: 0, inDoubt: 1 });
  expect((await readProgress(database.db, mailingId))?.stage).toBe('finished');
  const [first] = mailbox.mails;

  mailbox.script = {};
  expect(await decideDoubts(database.db, mailingId, 'resend')).toBe(1);
  await sender.deliverDue('bulk');
  expect(await readReceipt(database.db, mailingId)).toMatchObject({ accepted: 1, inDoubt: 0 });
  expect(mailbox.mails).toHaveLength(2);
  expect(mailbox.mails[1]?.raw).toBe(first?.raw);
  expect(mailbox.mails[1]?.from).toBe(first?.from);
});

test('a pause holds the rest back, a resume sends it, a stop ends it', async () => {
  const mailingId = await freezeMailing(200);
  mailbox.script = { delayMs: 20 };
  const sender = startSender();
  const sending = sender.deliverDue('bulk');
  while (mailbox.mails.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await pauseMailing(database.db, mailingId)).toBe(true);
  await sending;
  const atPause = await readReceipt(database.db, mailingId);
  expect(atPause.waiting).toBeGreaterThan(100);
  expect(atPause.accepted).toBe(mailbox.mails.length);

  expect(await resumeMailing(database.db, mailingId)).toBe(true);
  expect(await resumeMailing(database.db, mailingId)).toBe(false);
  const goingOn = sender.deliverDue('bulk');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await stopMailing(database.db, mailingId);
  await goingOn;
  await stopMailing(database.db, mailingId);
  const end = await readReceipt(database.db, mailingId);
  expect(end.accepted).toBe(mailbox.mails.length);
  expect(end.accepted + end.stopped + end.waiting).toBe(200);
});

test('rows in the window of a sender that died are in doubt, codes go out again', async () => {
  const { db } = database;
  const mailingId = await freezeMailing(3);
  await queueMail(db, testKeys, mailTo('dora@example.test', 'sign-up 9'));
  const { rows } = await sql<{ id: number }>`
    insert into sender (host, pid, lease_until, handing_over)
    select 'gone.example.test', 1, now() - interval '1 second', array_agg(id)
    from delivery where (mailing_id = ${mailingId} and address_key <> 'reader3@example.test') or once_key = 'sign-up 9'
    returning id
  `.execute(db);
  await sql`update delivery_chunk set sender_id = ${rows[0]?.id ?? 0}`.execute(db);

  // Right after an outage of the database everybody was silent.
  expect(await settleGoneSenders(db, 5)).toEqual({ senders: 0, inDoubt: 0 });
  expect(await settleGoneSenders(db, 3600)).toEqual({ senders: 1, inDoubt: 2 });
  await startSender().deliverDue('bulk');
  expect(await readReceipt(db, mailingId)).toMatchObject({ inDoubt: 2, accepted: 1 });
  await sql`update delivery set due_at = now() where once_key = 'sign-up 9'`.execute(db);
  await startSender().deliverDue('urgent');
  expect(mailbox.mails.map((mail) => mail.to).sort()).toEqual(['dora@example.test', 'reader3@example.test']);
});

/** The n-th statement of this kind on a chunk fails, as one does whose connection is lost under it. */
async function failOnce(event: 'delete' | 'update', at: number): Promise<void> {
  await sql.raw(`drop sequence if exists chunk_acts; create sequence chunk_acts`).execute(database.db);
  await sql
    .raw(
      `create or replace function fail_once() returns trigger language plpgsql as $$
       begin
         if nextval('chunk_acts') = ${at} then raise exception 'the connection is lost'; end if;
         return case when tg_op = 'DELETE' then old else new end;
       end $$`,
    )
    .execute(database.db);
  await sql
    .raw(
      `create trigger fail_once before ${event} on delivery_chunk for each row execute function fail_once()`,
    )
    .execute(database.db);
}

test.each([
  ['a chunk is let go', 'delete', 1],
  ['a chunk is claimed', 'update', 2],
] as const)(
  'a database that is away for the moment in which %s puts no row in doubt',
  async (_words, event, at) => {
    const mailings = [await freezeMailing(60), await freezeMailing(60)];
    await failOnce(event, at);
    mailbox.script = { delayMs: 20 };
    const sender = startSender();
    try {
      // A failure ends the call; the next ring goes on.
      for (let rings = 0; rings < 3; rings += 1) await sender.deliverDue('bulk');
    } finally {
      await sql`drop trigger fail_once on delivery_chunk`.execute(database.db);
    }
    for (const mailingId of mailings)
      expect(await readReceipt(database.db, mailingId)).toMatchObject({
        accepted: 60,
        inDoubt: 0,
        waiting: 0,
      });
    expect(mailbox.mails).toHaveLength(120);
  },
);

test('an orderly stop finishes what is in flight and gives the rest back', async () => {
  const mailingId = await freezeMailing(300);
  mailbox.script = { delayMs: 30 };
  const sender = startSender();
  const sending = sender.deliverDue('bulk');
  while (mailbox.mails.length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
  await sender.stop();
  await sending;

  const receipt = await readReceipt(database.db, mailingId);
  expect(receipt).toMatchObject({ accepted: mailbox.mails.length, inDoubt: 0, attempting: 0 });
  expect(receipt.waiting).toBe(300 - mailbox.mails.length);
});
