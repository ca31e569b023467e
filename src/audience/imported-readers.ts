import { sql } from 'kysely';
import type { Db, Fragment } from '../platform/db.ts';

export { recordImportedConsents } from './sql/consents.ts';

/**
 * Rows of readers from a list elsewhere, as a query with the columns address, address_key, public_id, name, state (`active`,
 * `ended`, `bounced`, `complained`), joined_at, tags, fields, language, time_zone. Each address_key once.
 */
export type ImportedRows = Fragment;

export type Merge = {
  readonly rows: ImportedRows;
  readonly importId: number;
  readonly newsletterIds: readonly number[];
};

/** What marks lines of the vault and suppressions as an import's. */
export const importForm = (importId: number): string => `import ${importId}`;

/**
 * What keeps addresses from being subscribed by an import: a query with the columns address_key and reason. Few against the
 * rows of a list, so it is joined to them.
 */
export const keptOut = (newsletterIds: readonly number[]): Fragment => sql`
  select address_key,
    case when bool_or(is_bulk) then 'Kept from mail here' else 'Has left here before' end as reason
  from (
    select address_key, true as is_bulk, null::integer as newsletter_id from suppression
    where lifted_at is null and scope in ('everything', 'bulk')
    union all
    select address_key, false, split_part(scope, ':', 2)::integer from suppression
    where lifted_at is null and scope like 'newsletter:%'
    union all
    select subscriber.address_key, false, newsletter_id
    from subscription join subscriber on subscriber.id = subscription.subscriber_id
    where state = 'ended' and newsletter_id = any (${[...newsletterIds]}::integer[])
  ) as goodbyes
  group by address_key
  having bool_or(is_bulk) or count(distinct newsletter_id)
    filter (where newsletter_id = any (${[...newsletterIds]}::integer[])) = ${newsletterIds.length}
`;

/**
 * Adds imported readers and their subscriptions. Whoever is known keeps what they chose; suppressions and goodbyes here
 * win. Who left, bounced or complained elsewhere comes as somebody who must not be mailed. Run again it changes nothing.
 */
export async function mergeReaders(tx: Db, { rows, importId, newsletterIds }: Merge): Promise<void> {
  const ids = [...newsletterIds];
  await sql`
    insert into subscriber (public_id, address, address_key, name, confirmed_at, form, tags, fields, language, time_zone, import_id,
      created_at)
    select public_id, address, address_key, name, coalesce(joined_at, now()), ${importForm(importId)}, tags, fields, language,
      time_zone, ${importId}, coalesce(joined_at, now())
    from (${rows}) as row
    on conflict (address_key) do nothing
  `.execute(tx);
  // The tags of those who were here before; names, languages, zones and fields only where there are none.
  await sql`
    update subscriber set
      tags = coalesce((select array_agg(distinct tag) from unnest(subscriber.tags || row.tags) as tag), '{}'),
      name = coalesce(subscriber.name, row.name), language = coalesce(subscriber.language, row.language),
      time_zone = coalesce(subscriber.time_zone, row.time_zone),
      fields = row.fields || subscriber.fields
    from (${rows}) as row
    where subscriber.address_key = row.address_key and subscriber.import_id is distinct from ${importId}
      and (not row.tags <@ subscriber.tags or (subscriber.name is null and row.name is not null)
        or (subscriber.language is null and row.language is not null)
        or (subscriber.time_zone is null and row.time_zone is not null)
        or not row.fields <@ subscriber.fields)
  `.execute(tx);
  await sql`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm, asked_at, started_at, ended_at, ended_because, import_id)
    select subscriber.id, newsletter.id, case row.state when 'active' then 'active' else 'ended' end, default_rhythm,
      coalesce(row.joined_at, now()), coalesce(row.joined_at, now()),
      case when row.state <> 'active' then now() end, case when row.state <> 'active' then row.state || ' elsewhere' end,
      ${importId}
    from (${rows}) as row
      join subscriber on subscriber.address_key = row.address_key
      cross join newsletter
    where newsletter.id = any (${ids}::integer[])
      and not exists (
        select from suppression where suppression.address_key = row.address_key and lifted_at is null
          and scope in ('everything', 'bulk', 'newsletter:' || newsletter.id)
      )
    on conflict (newsletter_id, subscriber_id) do nothing
  `.execute(tx);
  await sql`
    insert into suppression (address_key, scope, reason, evidence)
    select row.address_key,
      case row.state when 'ended' then 'newsletter:' || subscription.newsletter_id when 'bounced' then 'everything' else 'bulk' end,
      case row.state when 'ended' then 'left' when 'bounced' then 'dead address' else 'complaint' end, ${importForm(importId)}
    from (${rows}) as row
      join subscriber on subscriber.address_key = row.address_key
      join subscription on subscription.subscriber_id = subscriber.id and subscription.import_id = ${importId}
    where row.state <> 'active' and subscription.ended_because like '% elsewhere'
    on conflict (address_key, scope) where lifted_at is null do nothing
  `.execute(tx);
}

/**
 * Takes back what an import added and nobody touched since. A reader who has had mail, or has done something of their own,
 * stays known; only the imported subscriptions end.
 * @returns how many readers were taken out
 */
export async function unmergeReaders(tx: Db, importId: number): Promise<number> {
  const form = importForm(importId);
  await sql`
    delete from suppression where evidence = ${form} and lifted_at is null
  `.execute(tx);
  await sql`
    update subscription set state = 'ended', ended_at = now(), ended_because = 'import undone', paused_until = null
    from subscriber
    where subscriber.id = subscription.subscriber_id and subscription.import_id = ${importId} and subscription.state <> 'ended'
      and not exists (
        select from consent where consent.subscriber_id = subscription.subscriber_id
          and consent.newsletter_id = subscription.newsletter_id
      )
  `.execute(tx);
  await sql`
    create temporary table untouched on commit drop as
    select subscriber.id from subscriber
    where import_id = ${importId} and erased_at is null
      and not exists (select from consent where subscriber_id = subscriber.id)
      and not exists (select from sign_up where subscriber_id = subscriber.id)
      and not exists (select from sign_in where subscriber_id = subscriber.id)
      and not exists (select from reader_session where subscriber_id = subscriber.id)
      and not exists (select from delivery where recipient_id = subscriber.id)
      and not exists (
        select from subscription where subscriber_id = subscriber.id and subscription.import_id is distinct from ${importId}
      )
  `.execute(tx);
  await sql`delete from subscription where subscriber_id in (select id from untouched)`.execute(tx);
  const { rows } = await sql<{ id: number }>`select id from untouched`.execute(tx);
  return rows.length;
}

/** Removes the readers that {@link unmergeReaders} found untouched, once the rooms above have let go of them. */
export async function removeUntouched(tx: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from subscriber where id in (select id from untouched)
  `.execute(tx);
  return Number(numAffectedRows);
}
