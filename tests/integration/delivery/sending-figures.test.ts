import { sql } from 'kysely';
import pino from 'pino';
import { pauseMailing } from '../../../src/delivery/mailings.ts';
import { createSender } from '../../../src/delivery/sender.ts';
import { readSendingFigures } from '../../../src/delivery/sending-figures.ts';
import { countedReaders, freezeDigest } from '../../support/freeze-digest.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';

const database = useDatabase();
const mailbox = useMailbox();

test('what is due counts by priority and age, and a paused mailing is not due', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(2500) });
  await sql`update delivery_chunk set due_at = now() - interval '90 seconds'`.execute(db);
  const [due] = (await readSendingFigures(db)).due;
  expect(due).toMatchObject({ priority: 4, chunks: 3 });
  expect(due?.oldestSeconds).toBeGreaterThanOrEqual(90);

  await pauseMailing(db, mailingId);
  const { due: dueNow, mailings } = await readSendingFigures(db);
  expect(dueNow).toEqual([]);
  expect(mailings).toMatchObject({ freezing: 0, pausedWithWork: 1 });
  await sql`delete from delivery_chunk`.execute(db);
});

test('hand-overs are counted as they happen, each by its outcome', async () => {
  const { db, url } = database;
  await freezeDigest(db, { audience: countedReaders(40) });
  mailbox.script = {
    onRecipient: (address) =>
      /^reader[12]@/.test(address)
        ? { code: 550, text: '5.1.1 No such user' }
        : address.startsWith('reader3@')
          ? { code: 451, text: '4.7.1 Try again later' }
          : undefined,
    onBody: ({ to }) => (to.startsWith('reader40@') ? 'hang up' : undefined),
  };
  const sender = createSender(db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: url,
    hostName: 'sender.example.test',
    log: pino({ level: 'silent' }),
  });
  await sender.deliverDue('bulk');
  const own = sender.figures();
  await sender.stop();

  const { senders, openDoubts } = await readSendingFigures(db);
  const { rows } = await sql<{ outcome: string; n: number }>`
    select outcome, count(*) as n from attempt group by outcome
  `.execute(db);
  const trail = Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
  expect(senders).toMatchObject({
    live: 0,
    accepted: trail['accepted'],
    refused: 2,
    putBack: (trail['put back'] ?? 0) + (trail['lost before the body'] ?? 0),
    inDoubt: trail['in doubt'],
  });
  expect(openDoubts).toBe(trail['in doubt']);
  expect(openDoubts).toBeGreaterThan(0);

  expect(own.outcomes).toMatchObject({
    accepted: senders.accepted,
    refused: 2,
    'put back': senders.putBack,
    'in doubt': senders.inDoubt,
  });
  expect(own.commits).toBeGreaterThan(0);
  expect(own.lanes).toEqual([
    { lane: 'urgent', claimed: 0, inWindow: 0, heldSeconds: 0 },
    { lane: 'bulk', claimed: 0, inWindow: 0, heldSeconds: 0 },
  ]);
});
