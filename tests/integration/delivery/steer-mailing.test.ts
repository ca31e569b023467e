import { sql } from 'kysely';
import pino from 'pino';
import { pauseMailing, resumeMailing, stopMailing } from '../../../src/delivery/mailings.ts';
import { readProgress, readReceipt } from '../../../src/delivery/receipt.ts';
import { createRefusalWatch } from '../../../src/delivery/refusal-watch.ts';
import { type Sender, createSender } from '../../../src/delivery/sender.ts';
import { addSender } from '../../../src/delivery/sql/window.ts';
import {
  correctMailing,
  countCorrectable,
  countMissing,
  countVersions,
  extendMailing,
  listRetryable,
  retryMailing,
} from '../../../src/delivery/steer-mailing.ts';
import { suppressAddress } from '../../../src/delivery/suppressions.ts';
import { sweepDeliveries } from '../../../src/delivery/sweep.ts';
import { countedReaders, freezeDigest } from '../../support/freeze-digest.ts';
import { until } from '../../support/run-product.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';

const database = useDatabase();
const mailbox = useMailbox();
const log = pino({ level: 'silent' });
const senders: Sender[] = [];

function startSender(): Sender {
  const sender = createSender(database.db, testKeys, {
    relay: { ...mailbox.relay, connections: 2 },
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
  await sql`update sender set gone_at = now() where gone_at is null`.execute(database.db);
});

const corrected = {
  subject: [{ text: 'Harbour opens again (corrected)' }],
  html: [{ text: '<p>The second text</p><a href="' }, { slot: 'unsubscribe_url' }, { text: '">Leave</a>' }],
  text: [{ text: 'The second text\n\nLeave: ' }, { slot: 'unsubscribe_url' }, { text: '\n' }],
};

const masks = sql`select n as recipient_id, 0 as block_mask from generate_series(1, 5000) as n`;
const readersUpTo = (readers: number) => countedReaders(readers)(0, 1_000_000);
const deliver = () => startSender().deliverDue('bulk');

const correct = async (mailingId: number) => {
  const { db } = database;
  const outcome = await db
    .transaction()
    .execute((tx) => correctMailing(tx, mailingId, [{ variant: 0, content: corrected }], masks));
  return outcome?.readers ?? null;
};
const retry = (mailingId: number) => database.db.transaction().execute((tx) => retryMailing(tx, mailingId));
const extend = async (mailingId: number, readers: number) => {
  const outcome = await database.db
    .transaction()
    .execute((tx) =>
      extendMailing(tx, mailingId, [{ variant: 0, content: corrected }], readersUpTo(readers)),
    );
  return outcome?.readers ?? 0;
};

test('a correction in mid-send reaches exactly those who had not got the first text', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(300) });
  mailbox.script = { delayMs: 5 };
  const sent = deliver();
  await until('some have it', () => mailbox.mails.length > 20);
  await pauseMailing(db, mailingId);
  expect(await correct(mailingId)).toBeGreaterThan(0);
  await sent;
  await startSender().deliverDue('bulk');

  const second = mailbox.mails.filter((mail) => mail.raw.includes('The second text'));
  expect(new Set(mailbox.mails.map((mail) => mail.to)).size).toBe(300);
  expect(mailbox.mails).toHaveLength(300);
  expect(second.length).toBeGreaterThan(0);
  expect(second.length).toBeLessThan(300);
  expect(await countVersions(db, mailingId)).toEqual([
    { version: 1, accepted: 300 - second.length },
    { version: 2, accepted: second.length },
  ]);
});

test('rows in a sender’s hands or once in doubt keep their text; without a pause nothing is corrected', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(4) });
  expect(await correct(mailingId)).toBeNull();
  await pauseMailing(db, mailingId);
  const { rows } = await sql<{ id: number }>`
    select id from delivery where mailing_id = ${mailingId} order by id
  `.execute(db);
  const [held, doubted] = rows;
  const senderId = await addSender(db, 'press-1', 7);
  await sql`update sender set handing_over = array[${held?.id ?? 0}]::bigint[] where id = ${senderId}`.execute(
    db,
  );
  await sql`update delivery set resolution = 'resend' where id = ${doubted?.id ?? 0}`.execute(db);
  expect(await countCorrectable(db, mailingId)).toBe(2);
  expect(await correct(mailingId)).toBe(2);
  expect(await correct(mailingId)).toBeNull();
});

test('failures that are not the address are tried again, each once, and the sum stays right', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(2100) });
  mailbox.script = {
    onRecipient: (address) =>
      address.startsWith('reader7@')
        ? { code: 550, text: '5.1.1 no such user' }
        : address.startsWith('reader8@')
          ? { code: 552, text: '5.2.2 mailbox full' }
          : undefined,
  };
  await pauseMailing(db, mailingId);
  await sql`
    update delivery set state = 'expired', ended_at = now() where mailing_id = ${mailingId} and recipient_id between 1500 and 1600
  `.execute(db);
  await resumeMailing(db, mailingId);
  await deliver();
  expect(await listRetryable(db, mailingId)).toEqual([
    { reason: 'expired', readers: 101 },
    { reason: 'mailbox-full', readers: 1 },
  ]);
  mailbox.script = {};
  expect(await Promise.all([retry(mailingId), retry(mailingId)])).toEqual(expect.arrayContaining([102, 0]));
  await deliver();

  const receipt = await readReceipt(db, mailingId);
  expect([receipt.audience, receipt.accepted, receipt.refused]).toEqual([2100, 2099, 1]);
  expect(mailbox.mails).toHaveLength(2099);
  expect(new Set(mailbox.mails.map((mail) => mail.to)).size).toBe(2099);
});

test('chunks made for a retry never reach over one that is still there', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(3000) });
  await pauseMailing(db, mailingId);
  await sql`
    update delivery set state = 'expired', ended_at = now()
    where mailing_id = ${mailingId} and (recipient_id <= 1000 or recipient_id > 2000)
  `.execute(db);
  await sql`
    delete from delivery_chunk where mailing_id = ${mailingId} and not exists (
      select from delivery where id between first_delivery_id and last_delivery_id and state = 'waiting')
  `.execute(db);
  expect(await retry(mailingId)).toBe(2000);
  const { rows } = await sql<{ overlaps: number }>`
    select count(*) as overlaps from delivery_chunk a join delivery_chunk b on a.id < b.id
      and a.first_delivery_id <= b.last_delivery_id and b.first_delivery_id <= a.last_delivery_id
  `.execute(db);
  expect(rows[0]?.overlaps).toBe(0);
  await resumeMailing(db, mailingId);
  await deliver();
  expect(mailbox.mails).toHaveLength(3000);
});

test('the missing get it once, also when two ask at the same time; nobody gets it twice', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(20) });
  await deliver();
  expect(await countMissing(db, mailingId, readersUpTo(25))).toBe(5);
  const added = await Promise.all([extend(mailingId, 25), extend(mailingId, 25)]);
  expect(added).toEqual(expect.arrayContaining([5, 0]));
  await deliver();
  expect(mailbox.mails).toHaveLength(25);
  expect(new Set(mailbox.mails.map((mail) => mail.to)).size).toBe(25);
  expect((await readReceipt(db, mailingId)).audience).toBe(25);
});

test('a stopped mailing goes on for its missing alone', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(10) });
  await stopMailing(db, mailingId);
  expect(await extend(mailingId, 12)).toBe(2);
  await deliver();
  expect(mailbox.mails.map((mail) => mail.to).sort()).toEqual([
    'reader11@example.test',
    'reader12@example.test',
  ]);
  expect((await readReceipt(db, mailingId)).stopped).toBe(10);
});

test('a list of dead addresses pauses its mailing and says so', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(1000) });
  mailbox.script = {
    onRecipient: (address) => (/[05]@/.test(address) ? { code: 550, text: '5.1.1 no such user' } : undefined),
  };
  await deliver();
  const progress = await readProgress(db, mailingId);
  expect(progress?.stage).toBe('paused');
  expect(progress?.mailing.pauseReason).toContain('of the addresses do not exist');
  expect(progress?.counts.waiting).toBeGreaterThan(500);
});

test('complaints pause a mailing under way; after somebody looked, only new ones count', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(100) });
  mailbox.script = {
    onRecipient: (address) =>
      /9\d@/.test(address) ? { code: 450, text: '4.7.1 try again later' } : undefined,
  };
  await deliver();
  const complain = async (from: number) => {
    for (let n = from; n < from + 5; n += 1) {
      await suppressAddress(db, {
        addressKey: `reader${n}@example.test`,
        scope: 'bulk',
        reason: 'complaint',
      });
    }
  };
  await complain(1);
  await sweepDeliveries(db, log, 3600);
  expect((await readProgress(db, mailingId))?.mailing.pauseReason).toContain('pressed “spam”');
  await resumeMailing(db, mailingId);
  await sweepDeliveries(db, log, 3600);
  expect((await readProgress(db, mailingId))?.mailing.state).toBe('sending');
});

test('a few dead addresses among many mails pause nothing', () => {
  const watch = createRefusalWatch();
  const reasons = Array.from({ length: 1000 }, (_, n) =>
    watch.note(1, {
      id: n,
      state: n % 50 === 0 ? 'refused' : 'accepted',
      outcome: n % 50 === 0 ? 'refused' : 'accepted',
      ...(n % 50 === 0 && { replyClass: 'address-dead' }),
    }),
  );
  expect(reasons.filter((reason) => reason !== null)).toEqual([]);
});
