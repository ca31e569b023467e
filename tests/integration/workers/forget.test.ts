import { sql } from 'kysely';
import pino from 'pino';
import { forgetOldAttempts, keepAttemptMonths } from '../../../src/delivery/forget-attempts.ts';
import { readReceipt } from '../../../src/delivery/receipt.ts';
import { forgetInParts } from '../../../src/platform/forget.ts';
import { forgetOld } from '../../../workers/forget.ts';
import { countedReaders, freezeDigest } from '../../support/freeze-digest.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const log = pino({ level: 'silent' });
const forget = (keepAttemptsDays = 400) => forgetOld(database.db, { keepAttemptsDays, log });

async function count(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.id(table)}`.execute(database.db);
  return rows[0]?.n ?? -1;
}

/** One row that is over for long, one that is not; both by the same statement. */
const ages = sql`(values ('old', now() - interval '500 days'), ('new', now())) as age (name, at)`;

beforeAll(async () => {
  const { db } = database;
  await sql`insert into subscriber (public_id, address, address_key) values ('ada', 'ada@example.test', 'ada@example.test')`.execute(
    db,
  );
  await sql`insert into asked_mail (address_key, kind, sent_at) select 'ada@example.test', 'sign-in', at from ${ages}`.execute(
    db,
  );
  await sql`insert into sign_in (subscriber_id, token_hash, code_hash, expires_at) select 1, name, '', at from ${ages}`.execute(
    db,
  );
  await sql`
    insert into reader_session (token_hash, public_id, subscriber_id, csrf_token, device, expires_at)
    select name, name, 1, '', 'Firefox on Linux', at from ${ages}
  `.execute(db);
  await sql`insert into rate_limit (key, points, expire) select name, 1, extract(epoch from at + interval '1 hour') * 1000 from ${ages}`.execute(
    db,
  );
  await sql`
    insert into payment_event (provider, event_id, type, happened_at, received_at, handled_at)
    select 'stripe', name, 'invoice.paid', at, at, at from ${ages}
  `.execute(db);
});

test('what is over is forgotten, what is not stays, and events of payments stay for ever', async () => {
  await forget();
  for (const table of ['asked_mail', 'sign_in', 'reader_session', 'rate_limit'])
    expect([table, await count(table)]).toEqual([table, 1]);
  expect(await count('payment_event')).toBe(2);
  const { rows } = await sql<{ token: string }>`select token_hash as token from reader_session`.execute(
    database.db,
  );
  expect(rows).toEqual([{ token: 'new' }]);
});

test('single tries go after their time, and the receipt stays what it was', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(30) });
  await sql`update delivery set state = 'accepted', ended_at = now() - interval '500 days'`.execute(db);
  await sql`
    insert into attempt (delivery_id, sender_id, outcome, at)
    select id, 1, 'accepted', now() - interval '500 days' + id * interval '10 days' from delivery order by id
  `.execute(db);
  const before = await readReceipt(db, mailingId);
  await forget(0);
  expect(await count('attempt')).toBe(30);
  await forget(400);
  const left = await count('attempt');
  expect(left).toBeGreaterThan(15);
  expect(left).toBeLessThan(25);
  expect(await readReceipt(db, mailingId)).toEqual(before);
});

test('tries lie by month, and a month goes when its last day is old enough', async () => {
  const { db } = database;
  const { rows: deliveries } = await sql<{ id: number }>`select id from delivery limit 1`.execute(db);
  const id = deliveries[0]?.id ?? 0;
  const parts = async () => {
    const found = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'attempt'::regclass order by 1
    `.execute(db);
    return found.rows.map(({ name }) => name);
  };
  const now = new Date();
  const nextYear = new Date(Date.UTC(now.getUTCFullYear() + 1, now.getUTCMonth(), 15));
  const before = await parts();
  expect(before).toHaveLength(3);
  await Promise.all([keepAttemptMonths(db, now), keepAttemptMonths(db, now)]);
  expect(await parts()).toEqual(before);

  await keepAttemptMonths(db, nextYear);
  expect(await parts()).toHaveLength(6);
  await sql`insert into attempt (delivery_id, sender_id, outcome, at) values (${id}, 1, 'accepted', ${nextYear})`.execute(
    db,
  );
  // Of the two months that were there before, the last day of one is old enough, and that of the other is not.
  await forgetOldAttempts(db, 300, nextYear);
  expect(await parts()).toHaveLength(5);
  await expect(sql`update attempt set outcome = 'refused'`.execute(db)).rejects.toThrow('never changed');
});

test('a month that a backup reads is dropped at the next look, and nobody who sends waits for it', async () => {
  const { db } = database;
  const nextYear = new Date(Date.UTC(new Date().getUTCFullYear() + 1, new Date().getUTCMonth(), 15));
  const later = new Date(nextYear.getTime() + 400 * 86_400_000);
  await db.transaction().execute(async (backup) => {
    await sql`select count(*) from attempt`.execute(backup);
    await keepAttemptMonths(db, later);
    await expect(forgetOldAttempts(db, 1, later)).rejects.toThrow('lock timeout');
    await sql`insert into attempt (delivery_id, sender_id, outcome) values (1, 1, 'accepted')`.execute(db);
  });
  expect(await forgetOldAttempts(db, 1, later)).toBeGreaterThan(0);
});

test('a long past goes in parts', async () => {
  const parts: number[] = [];
  let there = 23;
  const forgotten = await forgetInParts(
    (limit) => {
      const some = Math.min(limit, there);
      there -= some;
      parts.push(some);
      return Promise.resolve(some);
    },
    { limit: 10, pauseMs: 1 },
  );
  expect([forgotten, parts]).toEqual([23, [10, 10, 3]]);
});

test('one room that fails does not keep the others from theirs', async () => {
  const { db } = database;
  await sql`insert into rate_limit (key, points, expire) values ('over', 1, 0)`.execute(db);
  await sql`alter table attempt rename to attempt_away`.execute(db);
  await forget();
  await sql`alter table attempt_away rename to attempt`.execute(db);
  const { rows } = await sql`select from rate_limit where key = 'over'`.execute(db);
  expect(rows).toHaveLength(0);
});
