import { sql } from 'kysely';
import { foldGrowth } from '../../src/audience/growth.ts';
import { countEnded } from '../../src/delivery/mailing-totals.ts';
import type { Db } from '../../src/platform/db.ts';

export type LargeNewsroom = {
  readonly readers: number;
  /** Requests of readers: clicks. */
  readonly events: number;
  readonly editions: number;
};

/** What is built takes no indexes along and puts them up at the end, as a restore does. @returns what puts them up */
async function withoutIndexes(db: Db, table: string): Promise<() => Promise<void>> {
  const { rows } = await sql<{ name: string; make: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as make from pg_index
    where indrelid = ${table}::regclass and not exists (select from pg_constraint where conindid = indexrelid)
  `.execute(db);
  for (const { name } of rows) await sql.raw(`drop index ${name}`).execute(db);
  return async () => {
    for (const { make } of rows) await sql.raw(make).execute(db);
  };
}

/** Readers of the first newsletter over two years, a tenth of whom have left, from the forms and stories that there are. */
async function addReaders(db: Db, readers: number): Promise<void> {
  for (const table of ['subscriber', 'subscription'])
    await sql`alter table ${sql.id(table)} disable trigger user`.execute(db);
  await sql`
    insert into subscriber (public_id, address, address_key, name, confirmed_at, created_at, form, article_slug, tags)
    select 'bench-' || n, address, address, 'Reader Number ' || n, at, at, 'article', slugs.all_of_them[1 + n % 10],
      case when n % 50 = 0 then array['choir'] else '{}' end
    from (select array(select slug from article order by id) as all_of_them) as slugs,
      generate_series(1, ${readers}::integer) as n
      cross join lateral (
        select now() - make_interval(days => n % 700) as at,
          'reader.' || (n::bigint * 7919) % ${readers}::integer || '@town-' || n % 97 || '.example.org' as address
      ) as made
  `.execute(db);
  await sql`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm, asked_at, started_at, ended_at, ended_because)
    select id, (select min(id) from newsletter), case when id % 10 = 0 then 'ended' else 'active' end, 'daily', created_at, created_at,
      case when id % 10 = 0 then now() end, case when id % 10 = 0 then 'left' end
    from subscriber where public_id like 'bench-%'
  `.execute(db);
  for (const table of ['subscriber', 'subscription'])
    await sql`alter table ${sql.id(table)} enable trigger user`.execute(db);
}

/** What the triggers would have noted, a statement for all readers. */
async function addGrowth(db: Db): Promise<void> {
  await sql`
    insert into reader_standing (subscriber_id, newsletters, times_joined, joined_on)
    select id, case when id % 10 = 0 then 0 else 1 end, 1, created_at::date from subscriber where public_id like 'bench-%'
  `.execute(db);
  await sql`
    insert into growth_note (day, newsletter_id, kind, joined_on, form, article_slug, readers)
    select joined_on, 0, 'confirmed', joined_on, form, article_slug, count(*)
    from reader_standing join subscriber on id = subscriber_id group by joined_on, form, article_slug
    union all
    select current_date, 0, 'left', joined_on, form, article_slug, count(*)
    from reader_standing join subscriber on id = subscriber_id where newsletters = 0 group by joined_on, form, article_slug
  `.execute(db);
  await sql`
    insert into growth_note (day, newsletter_id, kind, readers)
    select joined_on, (select min(id) from newsletter), 'confirmed', count(*) from reader_standing group by joined_on
  `.execute(db);
  await foldGrowth(db);
  await sql`
    insert into growth_day (day, newsletter_id, kind, readers)
    select current_date - n, 0, kind, 5 from generate_series(1, 700) as n, (values ('confirmed'), ('left'), ('kept back')) as k (kind)
    on conflict do nothing
  `.execute(db);
}

/** Editions to everybody, one a day until yesterday. */
async function addEditions(db: Db, { editions }: LargeNewsroom): Promise<void> {
  const putUp = await withoutIndexes(db, 'delivery');
  await sql`
    with made as (
      insert into mailing (kind, priority, suppression_scopes, sender_name, sender_address, mail_domain, auto_submitted, key_id,
        in_doubt_policy, deadline, state, slots, frozen_at)
      select 'edition', 4, '{}', 'x', 'x@example.test', 'example.test', false, 1, 'ask', '1 day', 'sending',
        '[{"name": "click_url", "kind": "delivery-link", "base": "https://x/", "purpose": "click"}]', now()
      from generate_series(1, ${editions}::integer) as n
      returning id
    ),
    numbered as (select id, (row_number() over (order by id))::integer as n from made),
    edition as (
      insert into edition (public_id, newsletter_id, subject, preheader, blocks, created_by, mailing_id, released_at)
      select 'bench' || n, (select min(id) from newsletter), 'Edition ' || n, '', '[]', 'Ana', id,
        now() - make_interval(days => ${editions}::integer - n + 1) from numbered
    )
    insert into mailing_link (mailing_id, number, place, url, words)
    select id, link, link, 'https://lantern.example.org/' || link, 'Story ' || link
    from numbered, generate_series(1, 10) as link
  `.execute(db);
  await sql`
    insert into delivery (mailing_id, recipient_id, address, address_key, state, attempts, ended_at)
    select edition.mailing_id, subscriber.id, address, address_key, 'accepted', 1, released_at
    from edition, subscriber where edition.public_id like 'bench%' and subscriber.public_id like 'bench-%'
    order by edition.mailing_id
  `.execute(db);
  await putUp();
}

/** Months of requests before this one: the product makes only those that come. */
async function addPastMonths(db: Db): Promise<void> {
  await sql`
    do $$
    declare
      month date := date_trunc('month', now() at time zone 'utc');
    begin
      for n in 1..2 loop
        execute format('create table reader_event_%s partition of reader_event for values from (%L) to (%L)',
          to_char(month - make_interval(months => n), 'YYYY_MM'),
          (month - make_interval(months => n))::date || ' 00:00:00+00', (month - make_interval(months => n - 1))::date || ' 00:00:00+00');
      end loop;
    end $$
  `.execute(db);
}

/** Clicks spread over the deliveries and over some weeks, with what is made of them. */
async function addClicks(db: Db, { readers, events, editions }: LargeNewsroom): Promise<void> {
  const each = Math.max(1, Math.ceil(events / (readers * editions)));
  await addPastMonths(db);
  await sql`drop index reader_event_delivery`.execute(db);
  await sql`
    insert into reader_event (at, kind, mailing_id, delivery_id, link, network, program)
    select now() - make_interval(secs => delivery.id % 3000000), 'click', mailing_id, delivery.id, 1 + (delivery.id + n) % 10,
      '198.51.100.0/24', 'Mozilla/5.0'
    from delivery cross join generate_series(1, ${each}::integer) as n limit ${events}
  `.execute(db);
  await sql`create index reader_event_delivery on reader_event (delivery_id)`.execute(db);
  await sql`
    insert into reaction (delivery_id, kind, link, mailing_id, first_at, last_at, times)
    select id, 'click', 1 + id % 10, mailing_id, ended_at, ended_at, 1 from delivery
    where id % 5 = 0 and mailing_id in (select mailing_id from mailing_link)
  `.execute(db);
  await sql`
    insert into reaction_figure (mailing_id, kind, link, reason, readers)
    select mailing_id, kind, link, '', count(*) from reaction group by mailing_id, kind, link
    union all select mailing_id, kind, -1, '', count(distinct delivery_id) from reaction group by mailing_id, kind
  `.execute(db);
  await sql`
    insert into reaction_hour (mailing_id, kind, hour, readers)
    select mailing_id, kind, date_trunc('hour', min(first_at)) + make_interval(hours => n), count(*) / 48
    from reaction, generate_series(0, 47) as n group by mailing_id, kind, n
  `.execute(db);
}

/**
 * A newsroom of any size, made by the database itself: a million readers with five editions and ten million clicks take some minutes.
 * @returns the public ids of the newest edition and of one reader
 */
export async function buildLargeNewsroom(
  db: Db,
  size: LargeNewsroom,
  onStep: (words: string) => void,
): Promise<{ readonly edition: string; readonly reader: string }> {
  await db.connection().execute(async (one) => {
    await sql`set synchronous_commit = off`.execute(one);
    await sql`set maintenance_work_mem = '512MB'`.execute(one);
    const begun = performance.now();
    const step = async (words: string, act: () => Promise<void>) => {
      await act();
      onStep(`${words} stand after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    };
    await step('readers', () => addReaders(one, size.readers));
    await step('figures of growth', () => addGrowth(one));
    await step('editions', () => addEditions(one, size));
    await step('clicks', () => addClicks(one, size));
    await sql`analyze`.execute(one);
    // As a build worker does within seconds of their end, one at a time.
    for (let n = 0; n < size.editions; n += 1) await countEnded(db);
    await sql`set synchronous_commit = on`.execute(one);
  });
  return { edition: `bench${size.editions}`, reader: `bench-${Math.ceil(size.readers / 2)}` };
}
