import { sql } from 'kysely';
import type { Db } from '../../src/platform/db.ts';
import { randomId } from '../../src/platform/random-tokens.ts';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { hashPassword } from '../../src/staff/passwords.ts';
import { beginSession } from '../../src/staff/sessions.ts';
import { withBenchDatabase } from './bench-database.ts';
import { openSite } from './bench-site.ts';
import { buildLargeNewsroom } from './large-newsroom.ts';
import { rounded } from './median.ts';

const numberAfter = (args: readonly string[], flag: string, usual: number): number => {
  const at = args.indexOf(flag);
  return at === -1 ? usual : Number(args[at + 1]);
};

async function signIn(db: Db): Promise<string> {
  const { rows } = await sql<{ id: number }>`
    insert into staff (public_id, name, address, address_key, role, password_hash)
    values (${randomId()}, 'Ana', 'ana@example.test', 'ana@example.test', 'owner', ${await hashPassword('a lantern on the quay')})
    returning id
  `.execute(db);
  return `__Host-doorstep=${await beginSession(db, rows[0]?.id ?? 0)}`;
}

const at = (sorted: readonly number[], share: number): number =>
  rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

/** At the 95th percentile. */
const aimMs = 100;

/**
 * `bench pages [--readers N] [--events N] [--editions N] [--times N]`: how long pages take with so many readers and requests, one after
 * another.
 */
export async function benchPages(args: readonly string[]): Promise<object> {
  const readers = numberAfter(args, '--readers', 20_000);
  const events = numberAfter(args, '--events', 10 * readers);
  // Each edition is a row for each reader: five make enough of a ledger of a million.
  const editions = numberAfter(args, '--editions', readers > 100_000 ? 5 : 10);
  const times = numberAfter(args, '--times', 30);
  return withBenchDatabase(async (database) => {
    const { db } = database;
    await addSampleNewsroom(db);
    const { edition, reader } = await buildLargeNewsroom(db, { readers, events, editions }, (words) =>
      console.error(words),
    );
    const cookie = await signIn(db);
    const site = await openSite(database);
    const pages: { path: string; p50: number; p95: number; aim: string }[] = [];
    try {
      for (const path of [
        '/admin',
        '/admin/reports',
        '/admin/reports?by=week',
        '/admin/reports?by=month',
        '/admin/reports?newsletter=morning-edition',
        '/admin/reports/revenue',
        '/admin/reports/sponsors',
        `/admin/editions/${edition}/report`,
        `/admin/editions/${edition}/progress`,
        `/admin/editions/${edition}/receipt`,
        '/admin/editions',
        '/admin/editions/new',
        '/admin/stories',
        '/admin/newsletters',
        '/admin/newsletters/morning-edition',
        '/admin/readers',
        '/admin/readers?state=active',
        '/admin/readers?state=ended&newsletter=morning-edition',
        '/admin/readers?state=suppressed',
        '/admin/readers?tag=choir',
        '/admin/readers?tag=nobody-has-it',
        `/admin/readers?q=reader.${Math.floor(readers / 3)}`,
        '/admin/readers?q=town-7.',
        '/admin/readers?q=nobody-of-that-name',
        '/admin/readers?q=Reader+Number+77',
        `/admin/readers/${reader}`,
        '/admin/readers/segments',
        '/admin/readers/import',
        '/admin/readers/bulk',
        '/admin/delivery',
        '/admin/delivery/domain',
        '/admin/delivery/feedback',
        '/admin/settings/forms',
        '/admin/settings/sign-up',
        '/admin/settings/subscriptions',
        '/admin/settings/trail',
        '/admin/settings/webhooks',
      ]) {
        const took: number[] = [];
        for (let n = 0; n <= times; n += 1) {
          const begun = performance.now();
          const response = await fetch(site.base + path, {
            headers: { cookie },
            redirect: 'manual',
          });
          await response.text();
          if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
          // The first one warms up what every later one finds warm.
          if (n > 0) took.push(performance.now() - begun);
        }
        const sorted = took.toSorted((a, b) => a - b);
        const p95 = at(sorted, 0.95);
        pages.push({
          path,
          p50: at(sorted, 0.5),
          p95,
          aim: p95 <= aimMs ? 'met' : `${(p95 / aimMs).toFixed(1)} x`,
        });
      }
    } finally {
      await site.close();
    }
    console.table(pages);
    return { subscribers: readers, events, pages };
  });
}
