import { once } from 'node:events';
import { createServer } from 'node:http';
import { sql } from 'kysely';
import pino from 'pino';
import { foldGrowth } from '../../src/audience/growth.ts';
import { createEventBuffer } from '../../src/feedback/reactions/event-buffer.ts';
import { payByInvoice } from '../../src/membership/payments/by-invoice.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/db.ts';
import { randomId } from '../../src/platform/random-tokens.ts';
import { openLimits } from '../../src/platform/rate-limit.ts';
import { addSampleNewsroom } from '../../src/sample/add-sample-newsroom.ts';
import { hashPassword } from '../../src/staff/passwords.ts';
import { beginSession } from '../../src/staff/sessions.ts';
import { createApp } from '../../src/web/app.ts';
import { type BenchDatabase, withBenchDatabase } from './bench-database.ts';
import { rounded } from './median.ts';

const numberAfter = (args: readonly string[], flag: string, usual: number): number => {
  const at = args.indexOf(flag);
  return at === -1 ? usual : Number(args[at + 1]);
};

const editions = 10;
const part = 50_000;

/** Readers of the first newsletter over two years, a tenth of whom have left, from the forms and stories that there are. */
async function addReaders(db: Db, readers: number): Promise<void> {
  for (let from = 0; from < readers; from += part) {
    await sql`
      insert into subscriber (public_id, address, address_key, confirmed_at, created_at, form, article_slug)
      select 'r' || n, 'r' || n || '@example.test', 'r' || n || '@example.test', at, at, 'article',
        (array(select slug from article order by id))[1 + n % 10]
      from generate_series(${from + 1}::integer, ${Math.min(from + part, readers)}::integer) as n
        cross join lateral (select now() - make_interval(days => n % 700) as at) as moment
    `.execute(db);
    await sql`
      insert into subscription (subscriber_id, newsletter_id, state, rhythm, asked_at, started_at, ended_at, ended_because)
      select id, (select min(id) from newsletter), 'active', 'daily', created_at, created_at, null, null
      from subscriber where public_id like 'r%' and not exists (select from subscription where subscriber_id = subscriber.id)
    `.execute(db);
  }
  await sql`
    update subscription set state = 'ended', ended_at = now(), ended_because = 'left' where subscriber_id % 10 = 0
  `.execute(db);
  // As if it had happened over two years.
  await sql`
    update growth_note set day = day - (id % 700)::integer, joined_on = joined_on - (id % 700)::integer
  `.execute(db);
  await foldGrowth(db);
  await sql`
    insert into growth_day (day, newsletter_id, kind, readers)
    select current_date - n, 0, kind, 5 from generate_series(1, 700) as n, (values ('confirmed'), ('left'), ('kept back')) as k (kind)
    on conflict do nothing
  `.execute(db);
}

/** Editions to everybody, with requests of readers spread over them. */
async function addEvents(db: Db, readers: number, events: number): Promise<string> {
  for (let n = 0; n < editions; n += 1) {
    await sql`
      with mailing as (
        insert into mailing (kind, priority, suppression_scopes, sender_name, sender_address, mail_domain, auto_submitted, key_id,
          in_doubt_policy, deadline, state, slots, frozen_at)
        values ('edition', 4, '{}', 'x', 'x@example.test', 'example.test', false, 1, 'ask', '1 day', 'sending',
          '[{"name": "click_url", "kind": "delivery-link", "base": "https://x/", "purpose": "click"}]', now())
        returning id
      ),
      edition as (
        insert into edition (public_id, newsletter_id, subject, preheader, blocks, created_by, mailing_id, released_at)
        select ${`bench${n}`}, (select min(id) from newsletter), ${`Edition ${n}`}, '', '[]', 'Ana', id,
          now() - make_interval(days => ${editions - n}) from mailing
      ),
      links as (
        insert into mailing_link (mailing_id, number, place, url, words)
        select id, n, n, 'https://lantern.example.org/' || n, 'Story ' || n from mailing, generate_series(1, 10) as n
      )
      insert into delivery (mailing_id, recipient_id, address, address_key, state, attempts, ended_at)
      select mailing.id, subscriber.id, address, address_key, 'accepted', 1, now() - make_interval(days => ${editions - n})
      from mailing, subscriber where subscriber.id <= ${readers}
    `.execute(db);
  }
  await sql`
    insert into reader_event (at, kind, mailing_id, delivery_id, link, network, program)
    select now() - make_interval(secs => n % 100000), 'click', mailing_id, id, 1 + n % 10, '198.51.100.0/24', 'Mozilla/5.0'
    from delivery cross join generate_series(1, ${Math.max(1, Math.ceil(events / (readers * editions)))}::integer) as n
    limit ${events}
  `.execute(db);
  await sql`
    insert into reaction_figure (mailing_id, kind, link, reason, readers)
    select mailing_id, 'click', number, '', 100 * number from mailing_link
    union all select distinct mailing_id, 'click', -1, '', 1000 from mailing_link
  `.execute(db);
  await sql`analyze`.execute(db);
  return `bench${editions - 1}`;
}

async function openServer({ db, keys, url, dataDir }: BenchDatabase) {
  const limits = openLimits(url);
  const log = pino({ level: 'silent' });
  const reactions = createEventBuffer(db, log);
  const server = createServer(
    createApp({
      db,
      keys,
      ring: () => Promise.resolve(),
      clock: systemClock,
      limits,
      log,
      publicUrl: 'https://lantern.example.org',
      dataDir,
      isProduction: false,
      hasInbox: true,
      relay: { host: '127.0.0.1', port: 9, tls: 'none' },
      trustProxy: '1',
      payments: payByInvoice,
      metricsToken: undefined,
      reactions,
    }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await reactions.close();
      await limits.close();
    },
  };
}

async function signIn(db: Db): Promise<string> {
  const { rows } = await sql<{ id: number }>`
    insert into staff (public_id, name, address, address_key, role, password_hash)
    values (${randomId()}, 'Ana', 'ana@example.test', 'ana@example.test', 'owner', ${await hashPassword('a lantern on the quay')})
    returning id
  `.execute(db);
  return `doorstep=${await beginSession(db, rows[0]?.id ?? 0)}`;
}

const at = (sorted: readonly number[], share: number): number =>
  rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

/**
 * `bench pages [--readers N] [--events N] [--times N]`: how long pages take with so many readers and requests, one after
 * another.
 */
export async function benchPages(args: readonly string[]): Promise<object> {
  const readers = numberAfter(args, '--readers', 20_000);
  const events = numberAfter(args, '--events', 10 * readers);
  const times = numberAfter(args, '--times', 30);
  return withBenchDatabase(async (database) => {
    const { db } = database;
    await addSampleNewsroom(db);
    await addReaders(db, readers);
    const edition = await addEvents(db, readers, events);
    const cookie = await signIn(db);
    const server = await openServer(database);
    const pages: { path: string; p50: number; p95: number }[] = [];
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
        '/admin/editions',
        '/admin/readers',
        '/admin/delivery',
        '/admin/delivery/domain',
      ]) {
        const took: number[] = [];
        for (let n = 0; n <= times; n += 1) {
          const begun = performance.now();
          const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { cookie } });
          await response.text();
          if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
          // The first one warms up what every later one finds warm.
          if (n > 0) took.push(performance.now() - begun);
        }
        const sorted = took.toSorted((a, b) => a - b);
        pages.push({ path, p50: at(sorted, 0.5), p95: at(sorted, 0.95) });
      }
    } finally {
      await server.close();
    }
    console.table(pages);
    return { subscribers: readers, events, pages };
  });
}
