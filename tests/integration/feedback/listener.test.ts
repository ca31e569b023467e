import { sql } from 'kysely';
import {
  complaintReport,
  countEvents,
  deliveryReport,
  mailDomain,
  sendDigestTo,
  suppressionsOf,
  vacationNote,
} from '../../support/feedback.ts';
import { useListener } from '../../support/use-listener.ts';

const listener = useListener();
const { database } = listener;

const unread = async (): Promise<number> => {
  const { rows } = await sql<{ kept: number }>`select count(*) as kept from feedback_evidence`.execute(
    database.db,
  );
  return rows[0]?.kept ?? 0;
};

afterEach(async () => {
  await sql`truncate feedback_event, feedback_evidence, suppression, rate_limit`.execute(database.db);
});

test('a report that the address is dead keeps it back at once, with the words of the other side', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  const said = await listener.hand(
    mail.bounceAddress,
    deliveryReport({ to: mail.bounceAddress, recipient: mail.address }),
  );
  expect(said).toEqual([expect.stringMatching(/^250/), expect.stringMatching(/^250/)]);
  expect(await unread()).toBe(1);
  expect(await listener.read()).toBe(1);

  const [suppression] = await suppressionsOf(database.db, 'emil@example.test');
  expect(suppression).toMatchObject({ scope: 'everything', reason: 'dead address' });
  expect(suppression?.evidence).toContain('550 5.1.1');
  expect(suppression?.evidence).toContain('a report by mail');
});

test('the same report again changes nothing, and neither does a copy that took another way', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  const report = deliveryReport({ to: mail.bounceAddress, recipient: mail.address });
  for (const copy of [report, report, `Received: by mx2.example.test\r\n${report}`])
    await listener.hand(mail.bounceAddress, copy);
  await listener.read();
  expect(await suppressionsOf(database.db, 'emil@example.test')).toHaveLength(1);
  expect(await countEvents(database.db)).toBe(2);
});

test('a bounce address folded to capitals is the same one', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  const said = await listener.hand(
    mail.bounceAddress.toUpperCase(),
    deliveryReport({ to: mail.bounceAddress, recipient: mail.address }),
  );
  expect(said[1]).toMatch(/^250/);
  await listener.read();
  expect(await suppressionsOf(database.db, 'emil@example.test')).toHaveLength(1);
});

test('a forged bounce address is refused, and nothing is kept', async () => {
  const mail = await sendDigestTo(database.db, 'ben@example.test');
  const forged = mail.bounceAddress.replace(
    /^b-(.)/,
    (_, letter: string) => `b-${letter === 'a' ? 'b' : 'a'}`,
  );
  const otherDomain = mail.bounceAddress.replace(mailDomain, 'elsewhere.example.org');
  for (const address of [forged, otherDomain, `b-${'a'.repeat(26)}@bounce.${mailDomain}`]) {
    const said = await listener.hand(address, deliveryReport({ to: address, recipient: mail.address }));
    expect(said).toEqual([expect.stringMatching(/^550/)]);
  }
  expect(await unread()).toBe(0);
});

test('somebody with an address of his own cannot speak for another reader', async () => {
  const own = await sendDigestTo(database.db, 'mallory@example.test', { recipientId: 2 });
  const victim = await sendDigestTo(database.db, 'ben@example.test');
  await listener.hand(
    own.bounceAddress,
    deliveryReport({
      to: own.bounceAddress,
      recipient: victim.address,
      returned: [`Message-ID: ${victim.messageId}`, `Return-Path: <${victim.bounceAddress}>`],
    }),
  );
  await listener.read();
  expect(await suppressionsOf(database.db, 'ben@example.test')).toEqual([]);
  expect(await suppressionsOf(database.db, 'mallory@example.test')).toHaveLength(1);
});

test('nothing is passed on: other domains and other names are refused', async () => {
  await sendDigestTo(database.db, 'ben@example.test');
  for (const address of ['ben@example.test', 'ben%example.test@elsewhere.example.org', `ben@${mailDomain}`])
    expect(await listener.hand(address, 'Subject: x\n\nx', 'a@example.test')).toEqual([
      expect.stringMatching(/^550 5\.7\.1/),
    ]);
  for (const name of ['news', 'postmaster', 'b-', 'b-x'])
    expect(await listener.hand(`${name}@bounce.${mailDomain}`, 'Subject: x\n\nx')).toEqual([
      expect.stringMatching(/^550 5\.1\.1/),
    ]);
  expect(await unread()).toBe(0);
});

test('who goes on guessing addresses is hung up on', async () => {
  const dialogue = await listener.dial();
  await dialogue.say('EHLO mx.example.test');
  await dialogue.say('MAIL FROM:<>');
  const said: string[] = [];
  for (let guess = 0; guess < 11; guess += 1)
    said.push(await dialogue.say(`RCPT TO:<b-${'a'.repeat(26)}@bounce.${mailDomain}>`));
  expect(said.slice(0, 10).every((line) => line.startsWith('550'))).toBe(true);
  expect(said[10]).toMatch(/^421/);
  expect(await dialogue.say('NOOP')).toBe('closed');
});

test('a mail of 50 MB is refused by its announced size, and by its length where none was announced', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  const announced = await listener.dial();
  await announced.say('EHLO mx.example.test');
  expect(await announced.say(`MAIL FROM:<> SIZE=${50 * 1024 * 1024}`)).toMatch(/^552/);

  const silent = await listener.dial();
  await silent.say('EHLO mx.example.test');
  await silent.say('MAIL FROM:<>');
  await silent.say(`RCPT TO:<${mail.bounceAddress}>`);
  await silent.say('DATA');
  const line = `${'x'.repeat(998)}\r\n`;
  for (let megabyte = 0; megabyte < 50; megabyte += 1) {
    const part = line.repeat(1024);
    if (!silent.socket.write(part)) await new Promise((resolve) => silent.socket.once('drain', resolve));
  }
  expect(await silent.body('')).toMatch(/^552/);
  expect(await unread()).toBe(0);
});

test('a vacation note is nothing, a report of a delay is nothing, and a word of thanks is nothing', async () => {
  const mail = await sendDigestTo(database.db, 'ben@example.test');
  const to = mail.bounceAddress;
  const delay = { action: 'delayed', status: '4.4.1', diagnostic: 'smtp; 451 4.4.1 still trying' };
  for (const each of [
    vacationNote({ to, from: 'ben@example.test' }),
    deliveryReport({ to, recipient: mail.address, ...delay }),
    `From: ben@example.test\r\nTo: ${to}\r\nSubject: Re: Harbour\r\n\r\nThank you!`,
  ])
    expect((await listener.hand(to, each, 'ben@example.test'))[1]).toMatch(/^250/);
  expect(await listener.read()).toBe(3);
  expect(await countEvents(database.db)).toBe(0);
  expect(await unread()).toBe(0);
  expect(await suppressionsOf(database.db, 'ben@example.test')).toEqual([]);
});

test('a complaint with its recipient blacked out is known by the returned mail, and counts at once', async () => {
  const byId = await sendDigestTo(database.db, 'cleo@example.test');
  const byPath = await sendDigestTo(database.db, 'dora@example.test', { recipientId: 2 });
  const to = `complaints@bounce.${mailDomain}`;
  await listener.hand(to, complaintReport({ to, returned: [`Message-ID: ${byId.messageId}`] }));
  await listener.hand(to, complaintReport({ to, returned: [`Return-Path: <${byPath.bounceAddress}>`] }));
  await listener.read();
  for (const address of ['cleo@example.test', 'dora@example.test'])
    expect(await suppressionsOf(database.db, address)).toMatchObject([
      { scope: 'bulk', reason: 'complaint' },
    ]);
});

test('a made-up complaint that names a reader, with nothing that only their mail carries, is nothing', async () => {
  await sendDigestTo(database.db, 'ben@example.test');
  const to = `complaints@bounce.${mailDomain}`;
  const report = complaintReport({
    to,
    returned: [`Message-ID: <${'a'.repeat(26)}@${mailDomain}>`, 'To: ben@example.test'],
  }).replace('redacted@redacted.example.test', 'ben@example.test');
  expect((await listener.hand(to, report))[1]).toMatch(/^250/);
  await listener.read();
  expect(await countEvents(database.db)).toBe(0);
  expect(await suppressionsOf(database.db, 'ben@example.test')).toEqual([]);
});

test('"opt-out" leaves the newsletter that the mail was', async () => {
  const mail = await sendDigestTo(database.db, 'ada@example.test');
  const to = `complaints@bounce.${mailDomain}`;
  await listener.hand(
    to,
    complaintReport({ to, type: 'opt-out', returned: [`Message-ID: ${mail.messageId}`] }),
  );
  await listener.read();
  expect(await suppressionsOf(database.db, 'ada@example.test')).toMatchObject([
    { scope: 'newsletter:7', reason: 'left at the mail provider' },
  ]);
});

test('one mail cannot be reported for ever: after twenty reports in an hour the rest waits', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  const said: string[] = [];
  for (let count = 0; count < 21; count += 1)
    said.push((await listener.hand(mail.bounceAddress, 'Subject: x\n\nx'))[0] ?? '');
  expect(said.slice(0, 20).every((line) => line.startsWith('250'))).toBe(true);
  expect(said[20]).toMatch(/^451/);
});

test('bytes that are no mail harm nobody', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  for (const junk of [
    '',
    '\0\0\0',
    'Content-Type: multipart/report; boundary="\r\n\r\n--',
    '='.repeat(500_000),
  ])
    expect((await listener.hand(mail.bounceAddress, junk))[1]).toMatch(/^250/);
  expect(await listener.read()).toBeGreaterThan(0);
  expect(await countEvents(database.db)).toBe(0);
});
