import { sql } from 'kysely';
import { countEnded } from '../../../src/delivery/mailing-totals.ts';
import { listDeliveries, readProgress, readReceipt } from '../../../src/delivery/receipt.ts';
import { countComplaintsSince } from '../../../src/delivery/sender-domain/sender-domain.ts';
import { countedReaders, freezeDigest } from '../../support/freeze-digest.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();

async function chunksOf(mailingId: number) {
  const { rows } = await sql<{ rows: number }>`
    select (select count(*) from delivery
      where mailing_id = chunk.mailing_id and id between first_delivery_id and last_delivery_id) as rows
    from delivery_chunk chunk where mailing_id = ${mailingId} order by first_delivery_id
  `.execute(database.db);
  return rows.map((chunk) => chunk.rows);
}

test('an audience becomes chunks of a thousand rows, which hold each row once', async () => {
  const mailingId = await freezeDigest(database.db, { audience: countedReaders(2500) });
  expect(await chunksOf(mailingId)).toEqual([1000, 1000, 500]);
  expect((await readReceipt(database.db, mailingId)).audience).toBe(2500);
});

test('an audience of nobody is frozen as well', async () => {
  const mailingId = await freezeDigest(database.db, { audience: countedReaders(0) });
  expect(await chunksOf(mailingId)).toEqual([]);
  expect((await readReceipt(database.db, mailingId)).audience).toBe(0);
});

test('two recipients with one address get one row, and the sum says so', async () => {
  const shared = countedReaders(1200, (n) => sql`'reader' || ${n} / 2 || '@example.test'`);
  const mailingId = await freezeDigest(database.db, { audience: shared });
  const receipt = await readReceipt(database.db, mailingId);
  expect(receipt.audience).toBe(601);
  expect(receipt.waiting).toBe(601);
  expect(await chunksOf(mailingId)).toEqual([601]);
});

test('held rows have chunks of their own, which reach over no other row', async () => {
  const everyThird = countedReaders(2500);
  const mailingId = await freezeDigest(database.db, {
    audience: (cursor, limit) => sql`
      select recipient_id, address, address_key, case when recipient_id % 3 = 0 then 0 else 200 end as variant, block_mask, fields
      from (${everyThird(cursor, limit)}) as reader order by recipient_id
    `,
    heldFromVariant: 200,
  });
  const { rows } = await sql<{ held: boolean; rows: number; variants: number[] }>`
    select held, count(*) as rows, array_agg(distinct variant) as variants
    from delivery_chunk chunk join delivery on delivery.mailing_id = chunk.mailing_id
      and delivery.id between first_delivery_id and last_delivery_id
    where chunk.mailing_id = ${mailingId} group by chunk.id, held order by min(delivery.id)
  `.execute(database.db);
  expect(rows).toEqual([
    { held: false, rows: 833, variants: [0] },
    { held: true, rows: 1000, variants: [200] },
    { held: true, rows: 667, variants: [200] },
  ]);
});

test('the receipt of a mailing that ran to its end is what was counted then, until something opens it again', async () => {
  const { db } = database;
  await freezeDigest(db, { audience: countedReaders(20) });
  const mailingId = await freezeDigest(db, { audience: countedReaders(30) });
  const { rows: chunks } = await sql<{ first: number; last: number; at: Date }>`
    delete from delivery_chunk where mailing_id = ${mailingId}
    returning first_delivery_id as first, last_delivery_id as last, due_at as at
  `.execute(db);
  await sql`
    update delivery set state = case when id % 3 = 0 then 'suppressed' else 'accepted' end, ended_at = now() - interval '1 hour'
    where mailing_id = ${mailingId}
  `.execute(db);
  const counted = await readReceipt(db, mailingId);
  const before = await readProgress(db, mailingId);
  for (let n = 0; n < 5; n += 1) await countEnded(db);
  expect(await readReceipt(db, mailingId)).toEqual(counted);
  expect(await readProgress(db, mailingId)).toEqual(before);
  expect(before?.stage).toBe('finished');

  await sql`update delivery set state = 'waiting', ended_at = null where id = ${chunks[0]?.first ?? 0}`.execute(
    db,
  );
  await sql`
    insert into delivery_chunk (mailing_id, priority, first_delivery_id, last_delivery_id, due_at)
    values (${mailingId}, 4, ${chunks[0]?.first ?? 0}, ${chunks[0]?.last ?? 0}, now())
  `.execute(db);
  expect((await readReceipt(db, mailingId)).waiting).toBe(1);
});

test('a page of the receipt begins at the first row of its mailing, also where nobody noted which that is', async () => {
  const { db } = database;
  const mailingId = await freezeDigest(db, { audience: countedReaders(5) });
  const lines = await listDeliveries(db, mailingId, { limit: 3 });
  expect(lines.map(({ address }) => address)).toEqual([1, 2, 3].map((n) => `reader${n}@example.test`));
  const rest = await listDeliveries(db, mailingId, { limit: 10, after: lines[2]?.id ?? 0 });
  expect(rest).toHaveLength(2);
  await sql`update mailing set first_delivery_id = null where id = ${mailingId}`.execute(db);
  expect(await listDeliveries(db, mailingId, { limit: 3 })).toEqual(lines);
  // Numbers, as all ids are: others would be counted anew at each look.
  expect((await countComplaintsSince(db, 7)).mailingIds).toContain(mailingId);
});
