import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import pino from 'pino';
import { preferencesUrl } from '../../../src/audience/reader-links.ts';
import { readPreferences } from '../../../src/audience/preferences.ts';
import { resumeMailing } from '../../../src/delivery/mailings.ts';
import { readProgress, readReceipt } from '../../../src/delivery/receipt.ts';
import { createSender } from '../../../src/delivery/sender.ts';
import { settleGoneSenders } from '../../../src/delivery/sql/window.ts';
import { createFrameHash, framesOf, readFrames } from '../../../src/platform/archive/archive-frames.ts';
import { restoreArchive } from '../../../src/platform/archive/restore-archive.ts';
import { openOneConnection } from '../../../src/platform/archive/one-connection.ts';
import { openKeyRing } from '../../../src/platform/key-ring.ts';
import { isMigrated, listKnownMigrations, migrateWithin } from '../../../src/platform/migrate.ts';
import { backUp, checkBackup, restore } from '../../../src/processes/archives.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { countedReaders, freezeDigest } from '../../support/freeze-digest.ts';
import {
  type OpenDatabase,
  archiveSecret,
  describeSchema,
  hashTables,
  useArchives,
} from '../../support/use-archives.ts';
import { useMailbox } from '../../support/use-mailbox.ts';

const archives = useArchives();
const mailbox = useMailbox();
const log = pino({ level: 'silent' });
const quietly = () => undefined;
const asBefore = { keepsSending: true };

const isUntouched = async ({ db }: OpenDatabase): Promise<boolean> => {
  const { rows } = await sql`select from pg_class where relnamespace = 'public'::regnamespace`.execute(db);
  return rows.length === 0;
};

let newsroom: OpenDatabase;
let file: string;

beforeAll(async () => {
  newsroom = await archives.makeDatabase('template_doorstep');
  await openKeyRing(newsroom.db, { current: archiveSecret });
  await addSampleNewsroom(newsroom.db);
  file = archives.fileNamed('newsroom.doorstep');
  await backUp(archives.configFor(newsroom), file, quietly);
});

test('an archive brings back every row, the schema, and the links that readers have', async () => {
  const keys = await openKeyRing(newsroom.db, { current: archiveSecret });
  const { rows } = await sql<{ id: number }>`select min(id) as id from subscriber`.execute(newsroom.db);
  const link =
    preferencesUrl(keys, 'https://lantern.example.org', rows[0]?.id ?? 0)
      .split('/')
      .at(-1) ?? '';

  const other = await archives.makeDatabase('template0');
  const restored = await restore(archives.configFor(other), file, asBefore, quietly);
  expect(restored).toMatchObject({ paused: 0, drafts: 0, version: '0.1.0' });
  expect(restored.rows).toBeGreaterThan(50);

  const [before, after] = [await hashTables(newsroom.db), await hashTables(other.db)];
  expect(before.size).toBeGreaterThan(30);
  for (const [table, hash] of before) {
    if (table !== 'audit_entry') expect([table, after.get(table)]).toEqual([table, hash]);
  }
  expect(await describeSchema(other.db)).toEqual(await describeSchema(newsroom.db));
  expect(await isMigrated(other.db)).toBe(true);
  const sequences = sql<{ name: string; at: string }>`
    select sequencename as name, last_value as at from pg_sequences where schemaname = 'public'
      and sequencename not like 'audit%' order by 1`;
  expect((await sequences.execute(other.db)).rows).toEqual((await sequences.execute(newsroom.db)).rows);

  const ring = await openKeyRing(other.db, { current: archiveSecret });
  expect((await readPreferences(other.db, ring, link))?.lines.length).toBeGreaterThan(0);
  const trail = await sql<{
    action: string;
  }>`select action from audit_entry order by id desc limit 1`.execute(other.db);
  expect(trail.rows[0]?.action).toBe('restored a backup');
});

test('what readers did in a month that migrations know nothing of comes back into its part', async () => {
  const old = await archives.makeDatabase('template_doorstep');
  await openKeyRing(old.db, { current: archiveSecret });
  await sql`
    create table reader_event_2025_03 partition of reader_event
      for values from ('2025-03-01 00:00:00+00') to ('2025-04-01 00:00:00+00')
  `.execute(old.db);
  await sql`
    insert into reader_event (at, kind, mailing_id, delivery_id, link) values ('2025-03-30 12:00+00', 'click', 1, 1, 1)
  `.execute(old.db);
  const archive = archives.fileNamed('last-year.doorstep');
  await backUp(archives.configFor(old), archive, quietly);

  const other = await archives.makeDatabase('template0');
  await restore(archives.configFor(other), archive, asBefore, quietly);
  const { rows } = await sql`select tableoid::regclass::text as part, link from reader_event`.execute(
    other.db,
  );
  expect(rows).toEqual([{ part: 'reader_event_2025_03', link: 1 }]);
});

test('only the owner may read the file, and none is left half written', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(stat(`${file}.part`)).rejects.toThrow('ENOENT');
  const nowhere = archives.fileNamed('no/such/folder.doorstep');
  await expect(backUp(archives.configFor(newsroom), nowhere, quietly)).rejects.toThrow('ENOENT');
});

test('a backup in the middle of a send adds up, and what was on its way waits for a person', async () => {
  const live = await archives.makeDatabase('template_doorstep');
  const keys = await openKeyRing(live.db, { current: archiveSecret });
  const mailingId = await freezeDigest(live.db, { audience: countedReaders(3000) });
  const startSender = ({ db, url }: OpenDatabase) =>
    createSender(db, keys, { relay: mailbox.relay, databaseUrl: url, hostName: 'sender.example.test', log });

  mailbox.script = { delayMs: 5 };
  const sender = startSender(live);
  const sending = sender.deliverDue('bulk');
  while (mailbox.mails.length < 200) await new Promise((resolve) => setTimeout(resolve, 5));
  const midway = archives.fileNamed('midway.doorstep');
  await backUp(archives.configFor(live), midway, quietly);
  expect((await readReceipt(live.db, mailingId)).waiting).toBeGreaterThan(0);
  await sending;
  await sender.stop();
  expect(await readReceipt(live.db, mailingId)).toMatchObject({ audience: 3000, accepted: 3000 });

  const other = await archives.makeDatabase('template0');
  const held = await restore(archives.configFor(other), midway, { keepsSending: false }, quietly);
  expect(held).toMatchObject({ paused: 1, drafts: 0 });
  const progress = await readProgress(other.db, mailingId);
  expect(progress?.stage).toBe('paused');
  const { rows } = await sql<{
    words: string;
  }>`select pause_reason as words from mailing where id = ${mailingId}`.execute(other.db);
  expect(rows[0]?.words).toMatch(/^This was restored from a backup of \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
  const then = await readReceipt(other.db, mailingId);
  expect(then.accepted + then.waiting + then.attempting + then.inDoubt).toBe(3000);
  expect(then.accepted).toBeGreaterThan(0);
  expect(then.attempting).toBeGreaterThan(0);

  // The senders of the backup are gone with their leases; the rows in their hands are in doubt, and nothing else is.
  await sql`update sender set lease_until = now() - interval '1 hour'`.execute(other.db);
  await settleGoneSenders(other.db, 3600);
  mailbox.mails.length = 0;
  const successor = startSender(other);
  await successor.deliverDue('bulk');
  expect(mailbox.mails).toHaveLength(0);
  await resumeMailing(other.db, mailingId);
  await successor.deliverDue('bulk');
  await successor.stop();
  const end = await readReceipt(other.db, mailingId);
  expect(end).toMatchObject({ audience: 3000, waiting: 0, attempting: 0, inDoubt: then.attempting });
  expect(end.accepted).toBe(3000 - then.attempting);
  expect(mailbox.mails).toHaveLength(end.accepted - then.accepted);
});

test('an archive of an older schema comes up to date', async () => {
  const old = await archives.makeDatabase('template0');
  const some = (await listKnownMigrations()).filter((name) => name < '0010');
  const one = await openOneConnection(old.url, 'test');
  await migrateWithin(one.db, new Set(some));
  await one.close();
  await openKeyRing(old.db, { current: archiveSecret });
  await sql`insert into tier (slug, name, description, benefits, rank) values ('gold', 'Gold', '', '{}', 3)`.execute(
    old.db,
  );
  const archive = archives.fileNamed('old.doorstep');
  await backUp(archives.configFor(old), archive, quietly);

  const other = await archives.makeDatabase('template0');
  await restore(archives.configFor(other), archive, asBefore, quietly);
  expect(await isMigrated(other.db)).toBe(true);
  expect(await describeSchema(other.db)).toEqual(await describeSchema(newsroom.db));
  const { rows } = await sql<{ slug: string }>`select slug from tier where rank = 3`.execute(other.db);
  expect(rows).toEqual([{ slug: 'gold' }]);
});

describe('what cannot be restored is refused with a line, and the database stays empty', () => {
  let empty: OpenDatabase;
  beforeAll(async () => {
    empty = await archives.makeDatabase('template0');
  });
  afterEach(async () => expect(await isUntouched(empty)).toBe(true));

  const attempt = (archive: string, env: NodeJS.ProcessEnv = {}) =>
    restore(archives.configFor(empty, env), archive, asBefore, quietly);

  async function altered(name: string, alter: (bytes: Buffer) => Buffer): Promise<string> {
    const copy = archives.fileNamed(name);
    await writeFile(copy, alter(await readFile(file)));
    return copy;
  }

  test.each([0.001, 0.3, 0.7, 0.999])('cut at %d of its length', async (share) => {
    const cut = await altered(`cut-${share}`, (bytes) => bytes.subarray(0, Math.floor(bytes.length * share)));
    await expect(attempt(cut)).rejects.toThrow(share < 0.01 ? /damaged|no archive/ : /damaged/);
  });

  test.each([0.01, 0.2, 0.5, 0.8, 0.9999])('one bit is another at %d of its length', async (share) => {
    const flipped = await altered(`flipped-${share}`, (bytes) => {
      const at = Math.floor((bytes.length - 1) * share);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      return bytes;
    });
    await expect(attempt(flipped)).rejects.toThrow(/damaged|no archive/);
  });

  test.each([
    ['an empty file', ''],
    ['a dump of another program', '-- PostgreSQL database dump\n'],
    ['a first line alone', 'DOORSTEP ARCHIVE 1\n'],
  ])('%s', async (_name, text) => {
    const foreign = archives.fileNamed('foreign');
    await writeFile(foreign, text);
    await expect(attempt(foreign)).rejects.toThrow(/no archive of Doorstep|damaged/);
  });

  test('a later format', async () => {
    const later = await altered('later', (bytes) => {
      bytes.write('2', 'DOORSTEP ARCHIVE '.length);
      return bytes;
    });
    await expect(attempt(later)).rejects.toThrow('A newer Doorstep made this archive');
  });

  test('something behind the end', async () => {
    const longer = await altered('longer', (bytes) => Buffer.concat([bytes, gzipSync('more')]));
    await expect(attempt(longer)).rejects.toThrow('damaged');
  });

  test('another secret, and none', async () => {
    await expect(attempt(file, { APP_SECRET: 'the secret of somebody else' })).rejects.toThrow(
      'APP_SECRET does not open the keys of this archive',
    );
    await expect(attempt(file, { APP_SECRET: '' })).rejects.toThrow('APP_SECRET holds nothing');
    const old = { APP_SECRET: 'a new secret for old keys', APP_SECRET_OLD: archiveSecret };
    expect((await checkBackup(archives.configFor(empty, old), file)).tables).toBeGreaterThan(30);
  });

  /** The same archive with other contents and a right checksum, by somebody without the secret. */
  async function forged(name: string, change: (text: string) => string): Promise<string> {
    const bytes = await readFile(file);
    const start = bytes.indexOf('\n') + 1;
    const inside = gunzipSync(bytes.subarray(start));
    const parts: Uint8Array[] = [];
    const hash = createFrameHash();
    for await (const frame of readFrames(
      (async function* () {
        yield inside;
      })(),
    )) {
      const text = frame.bytes.toString();
      const changed =
        frame.kind === 'Z' ? JSON.stringify({ ...JSON.parse(text), sha256: hash.digest() }) : change(text);
      for (const part of framesOf(frame.kind, Buffer.from(changed))) {
        hash.add(frame.kind, part.bytes);
        parts.push(part.head, part.bytes);
      }
    }
    const copy = archives.fileNamed(name);
    await writeFile(copy, Buffer.concat([bytes.subarray(0, start), gzipSync(Buffer.concat(parts))]));
    return copy;
  }

  test('rows changed by somebody who fitted the checksum to them', async () => {
    const same = await forged('forged-same', (text) => text);
    expect((await checkBackup(archives.configFor(empty), same)).rows).toBeGreaterThan(50);
    const other = await forged('forged', (text) => text.replaceAll('ben@example.test', 'eve@example.test'));
    await expect(attempt(other)).rejects.toThrow('Somebody changed this archive');
  });

  test('an archive of a newer Doorstep', async () => {
    const newer = await forged('newer', (text) =>
      text.replace('"0001-platform"', '"0001-platform","9999-later"'),
    );
    await expect(attempt(newer)).rejects.toThrow(/Somebody changed|A newer Doorstep/);
  });

  test('an end that something else brings about at the last moment', async () => {
    const failing = restoreArchive({
      url: empty.url,
      file,
      appSecrets: { current: archiveSecret },
      onProgress: quietly,
      beforeCommit: () => Promise.reject(new Error('the disk is full')),
    });
    await expect(failing).rejects.toThrow('the disk is full');
  });
});

test('a database that holds something is left as it is', async () => {
  const before = await hashTables(newsroom.db);
  await expect(restore(archives.configFor(newsroom), file, asBefore, quietly)).rejects.toThrow(
    'This database is not empty',
  );
  expect(await hashTables(newsroom.db)).toEqual(before);
  const nothing = await archives.makeDatabase('template0');
  const copy = archives.fileNamed('copy');
  await copyFile(file, copy);
  await expect(backUp(archives.configFor(nothing), copy, quietly)).rejects.toThrow('holds no Doorstep');
  expect(await readFile(copy)).toEqual(await readFile(file));
});
