import { createPrivateKey, type KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import pino from 'pino';
import { addDkimKey, listDkimKeys, retireDkimKey } from '../../../src/delivery/dkim-keys.ts';
import { type Sender, createSender } from '../../../src/delivery/sender.ts';
import { unseal } from '../../../src/platform/key-ring.ts';
import { createDigest, freezeDigest } from '../../bench/digest.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { verifyDkim } from '../../unit/delivery/dkim/verify-dkim.ts';

const database = useDatabase();
const mailbox = useMailbox();
const domain = 'lantern.example.org';
let sender: Sender | undefined;

afterEach(() => sender?.stop());

async function privateKeyOf(selector: string): Promise<KeyObject> {
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed_private_key as sealed from dkim_key where selector = ${selector}
  `.execute(database.db);
  const pem = unseal(testKeys, 'dkim key', rows[0]?.sealed ?? Buffer.alloc(0));
  return createPrivateKey(pem ?? '');
}

const selectorIn = (raw: string): string | undefined => /\bs=([^;\s]+)/.exec(raw)?.[1];

test('a digest keeps the signature of the key it began with, while the keys are rotated', async () => {
  const { db } = database;
  const added = await addDkimKey(db, testKeys, { domain, selector: 'old', algorithm: 'rsa-sha256' });
  expect(added).toMatchObject({ kind: 'added', record: { name: 'old._domainkey' } });
  const first = await createDigest(db, testKeys, 12_000);
  await freezeDigest(db, first, 3);

  await addDkimKey(db, testKeys, { domain, selector: 'new', algorithm: 'ed25519-sha256' });
  expect(await retireDkimKey(db, domain, 'old')).toBe(true);
  const second = await createDigest(db, testKeys, 12_000);
  await freezeDigest(db, second, 2);

  sender = createSender(db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: database.url,
    hostName: 'sender.example.test',
    log: pino({ level: 'silent' }),
  });
  await sender.deliverDue('bulk');

  const selectors = mailbox.mails
    .map(({ raw }) => selectorIn(raw) ?? '')
    .toSorted((a, b) => a.localeCompare(b));
  expect(selectors).toEqual(['new', 'new', 'old', 'old', 'old']);
  const keys = new Map([
    ['old', await privateKeyOf('old')],
    ['new', await privateKeyOf('new')],
  ]);
  for (const { raw } of mailbox.mails) {
    const key = keys.get(selectorIn(raw) ?? '');
    expect(key && verifyDkim(raw, key)).toBe(true);
    expect(key && verifyDkim(raw.replace('Hello reader', 'Hello raider'), key)).toBe(false);
  }
});

test('a selector is there once for a domain, and its private half is never listed', async () => {
  const { db } = database;
  const again = await addDkimKey(db, testKeys, { domain, selector: 'old', algorithm: 'rsa-sha256' });
  expect(again.kind).toBe('selector-taken');
  expect(await retireDkimKey(db, domain, 'old')).toBe(false);
  expect(JSON.stringify(await listDkimKeys(db))).not.toContain('PRIVATE');
});
