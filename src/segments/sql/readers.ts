import { sql } from 'kysely';
import { isInState } from '../../audience/reachable.ts';
import type { SubscriptionState } from '../../audience/subscribers.ts';
import type { Db, Fragment } from '../../platform/db.ts';

export type ReaderLine = {
  readonly id: number;
  readonly publicId: string;
  readonly address: string;
  readonly name: string | null;
  /** What our pages and mails speak to them; null: the publication's. */
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly createdAt: Date;
  readonly confirmedAt: Date | null;
  readonly form: string | null;
  readonly articleSlug: string | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  /** Names of the tiers they hold at this moment, the highest first. */
  readonly tiers: readonly string[];
  readonly subscriptions: ReadonlyArray<{
    readonly newsletter: string;
    readonly slug: string;
    readonly state: SubscriptionState;
    readonly rhythm: string;
  }>;
  /** When a mail server took the last mail to them. */
  readonly lastMailAt: Date | null;
};

const stateToday = sql`case when ${isInState('active')} then 'active' else subscription.state end`;

const beyond = (after: number | undefined): Fragment =>
  after === undefined ? sql`true` : sql`subscriber.id < ${after}`;

export type PageQuery = {
  /** The id of the last line of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
};

/** Reads from the newest on until the page is full: quick where many match, and for going through all of them. */
async function scanPage(db: Db, where: Fragment, { after, limit }: PageQuery): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select subscriber.id from subscriber
    where subscriber.erased_at is null and ${beyond(after)} and ${where}
    order by subscriber.id desc limit ${limit}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** The lines of these readers, the newest first. */
async function listLines(db: Db, ids: readonly number[]): Promise<readonly ReaderLine[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ReaderLine>`
    select subscriber.id, subscriber.public_id as "publicId", subscriber.address, subscriber.name,
      subscriber.created_at as "createdAt", subscriber.confirmed_at as "confirmedAt", subscriber.form,
      subscriber.article_slug as "articleSlug", subscriber.tags, subscriber.fields, subscriber.language,
      subscriber.time_zone as "timeZone",
      coalesce((
        select array_agg(tier.name order by tier.rank desc)
        from entitlement join tier on tier.id = entitlement.tier_id
        where entitlement.subscriber_id = subscriber.id and entitlement.ended_at is null
          and entitlement.starts_at <= now() and (entitlement.ends_at is null or entitlement.ends_at > now())
      ), '{}') as tiers,
      coalesce((
        select json_agg(json_build_object('newsletter', newsletter.name, 'slug', newsletter.slug, 'state', ${stateToday},
          'rhythm', subscription.rhythm) order by newsletter.position, newsletter.id)
        from subscription join newsletter on newsletter.id = subscription.newsletter_id
        where subscription.subscriber_id = subscriber.id
      ), '[]') as subscriptions,
      (
        select delivery.ended_at from delivery
        where delivery.recipient_id = subscriber.id and delivery.state = 'accepted'
        order by delivery.id desc limit 1
      ) as "lastMailAt"
    from subscriber where subscriber.id = any (${[...ids]}::bigint[])
    order by subscriber.id desc
  `.execute(db);
  return rows;
}

/** Readers for whom a condition holds, the newest first, `after` this id. */
export const listReaders = async (
  db: Db,
  where: Fragment,
  query: PageQuery,
): Promise<readonly ReaderLine[]> => listLines(db, await scanPage(db, where, query));

export type CountedPage = {
  readonly lines: readonly ReaderLine[];
  /** How many match in all, counted up to one more than `most`. */
  readonly matching: number;
};

/**
 * A page and how many match in all. Where few match, going from the newest on would look at everybody for one page, row by row,
 * after the count has looked at everybody: so all of them are found at once, as the planner likes best, and sorted.
 */
export async function readCountedPage(
  db: Db,
  where: Fragment,
  query: PageQuery & { readonly most: number },
): Promise<CountedPage> {
  const { rows } = await sql<{ matching: number; ids: number[] | null }>`
    with subscriber_found as materialized (
      select subscriber.id from subscriber
      where subscriber.erased_at is null and ${where} limit ${query.most + 1}
    )
    select (select count(*) from subscriber_found) as matching, (
      select json_agg(id) from (
        select subscriber.id from subscriber_found as subscriber
        where ${beyond(query.after)} order by subscriber.id desc limit ${query.limit}
      ) as page
    ) as ids
  `.execute(db);
  const { matching = 0, ids = null } = rows[0] ?? {};
  const page = matching > query.most ? await scanPage(db, where, query) : (ids ?? []);
  return { lines: await listLines(db, page), matching };
}

/** How many readers a condition holds for, counted up to one more than `most`. */
export async function countUpTo(db: Db, where: Fragment, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select from subscriber where subscriber.erased_at is null and ${where} limit ${most + 1}
    ) as counted
  `.execute(db);
  return rows[0]?.n ?? 0;
}
