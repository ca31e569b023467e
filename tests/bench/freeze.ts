import { sql } from 'kysely';
import { withBenchDatabase } from './bench-database.ts';
import { createDigest, freezeDigest } from './digest.ts';
import { rounded } from './median.ts';

/**
 * Freezes an audience into the ledger, beside a plain insert of as many rows of the same width in one statement.
 * @param args `--readers N` (1000000)
 */
export async function benchFreeze(args: readonly string[]): Promise<object> {
  const at = args.indexOf('--readers');
  const readers = at === -1 ? 1_000_000 : Number(args[at + 1]);
  return withBenchDatabase(async ({ db, keys }) => {
    const mailingId = await createDigest(db, keys, 30_720);
    const before = process.memoryUsage.rss();
    const begun = performance.now();
    await freezeDigest(db, mailingId, readers);
    const freezeMs = performance.now() - begun;
    const grownMb = (process.memoryUsage.rss() - before) / 1024 / 1024;

    await sql`create table yardstick (like delivery including all)`.execute(db);
    const yardstickBegun = performance.now();
    await sql`
      insert into yardstick (mailing_id, recipient_id, address, address_key, fields)
      select 1, n, 'reader' || n || '@example.test', 'reader' || n || '@example.test', array['Hello reader ' || n || ',']
      from generate_series(1, ${readers}::integer) as n
    `.execute(db);
    const insertMs = performance.now() - yardstickBegun;
    console.log(
      `freeze ${(freezeMs / 1000).toFixed(1)} s, plain insert ${(insertMs / 1000).toFixed(1)} s, memory +${grownMb.toFixed(0)} MB`,
    );
    return {
      bench: 'freeze',
      readers,
      freezeMs: rounded(freezeMs, 0),
      insertMs: rounded(insertMs, 0),
      ratio: rounded(freezeMs / insertMs),
      grownMb: rounded(grownMb, 0),
    };
  });
}
