import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** What a bucket gave, and when it is worth asking again if that was not all. */
export type PaceGrant = {
  readonly granted: number;
  readonly nextAt: Date | null;
  /** Why it gave nothing, when somebody or something holds it. */
  readonly because: string | null;
};

/** Tokens collected by a bucket that nobody asks: five minutes' worth, so a pause ends without a burst. */
const burstSeconds = 300;

const burstOf = (perHour: RawBuilder<unknown>) =>
  sql`greatest(1, ${perHour} * ${burstSeconds}::integer / 3600.0)`;

/**
 * Takes up to `wanted` tokens from a bucket, in one statement, so that any number of senders share it.
 * A key without a row, or with a row that sets no limit and holds nothing, gives everything.
 */
export async function takePace(db: Db, key: string, wanted: number): Promise<PaceGrant> {
  const { rows } = await sql<PaceGrant>`
    with bucket as (
      select key, per_hour, held_until, held_because,
        least(
          tokens + extract(epoch from clock_timestamp() - filled_at) * per_hour / 3600.0,
          ${burstOf(sql`per_hour`)}
        ) as full_tokens
      from pace where key = ${key} for update
    ),
    taken as (
      select key, per_hour, held_because, full_tokens, held_until > now() as is_held, held_until,
        case when held_until > now() then 0 when per_hour is null then ${wanted}::integer
          else least(${wanted}::integer, floor(full_tokens))::integer end as granted
      from bucket
    ),
    filled as (
      update pace set tokens = case when taken.per_hour is null then 0 else taken.full_tokens - taken.granted end,
        filled_at = clock_timestamp()
      from taken where pace.key = taken.key and not coalesce(taken.is_held, false)
    )
    select granted,
      case when is_held then held_until
        when granted < ${wanted}::integer
          then now() + make_interval(secs => greatest(1, least(60, (${wanted}::integer - granted) * 3600.0 / per_hour)))
      end as "nextAt",
      case when is_held then held_because end as because
    from taken
  `.execute(db);
  return rows[0] ?? { granted: wanted, nextAt: null, because: null };
}

/** Takes up to `wanted` of the `limit` mails a relay may hand over on one day (UTC) of its warm-up. */
export async function takeDay(db: Db, relayId: number, limit: number, wanted: number): Promise<PaceGrant> {
  const key = sql<string>`('day:' || ${relayId}::integer || ':' || (now() at time zone 'UTC')::date)`;
  await sql`insert into pace (key, tokens) values (${key}, ${limit}) on conflict do nothing`.execute(db);
  const { rows } = await sql<{ granted: number; nextAt: Date }>`
    with bucket as (select key, tokens from pace where key = ${key} for update),
    taken as (select key, least(${wanted}::integer, tokens)::integer as granted from bucket),
    left_over as (update pace set tokens = tokens - taken.granted from taken where pace.key = taken.key)
    select granted, ((now() at time zone 'UTC')::date + 1)::timestamp at time zone 'UTC' as "nextAt" from taken
  `.execute(db);
  const granted = rows[0]?.granted ?? 0;
  return { granted, nextAt: granted < wanted ? (rows[0]?.nextAt ?? null) : null, because: null };
}

export type PaceLine = {
  readonly key: string;
  readonly perHour: number | null;
  readonly heldUntil: Date | null;
  readonly heldBecause: string | null;
};

/** Limits and holds on receiving providers that are in force. */
export async function listDomainPaces(db: Db): Promise<readonly PaceLine[]> {
  const { rows } = await sql<PaceLine>`
    select substr(key, 8) as key, per_hour as "perHour",
      case when held_until > now() then held_until end as "heldUntil",
      case when held_until > now() then held_because end as "heldBecause"
    from pace where key like 'domain:%' and (per_hour is not null or held_until > now()) order by key
  `.execute(db);
  return rows;
}

/** Sets how many mails an hour a key may get; null takes the limit away. */
export async function setPace(tx: Db, key: string, perHour: number | null): Promise<void> {
  await sql`
    insert into pace (key, per_hour, tokens)
    values (${key}, ${perHour}, case when ${perHour}::integer is null then 0 else ${burstOf(sql`${perHour}::integer`)} end)
    on conflict (key) do update set per_hour = excluded.per_hour
  `.execute(tx);
}

/** Lets nothing leave for a key for a while; a longer hold that is in force stays. */
export async function holdPace(db: Db, key: string, seconds: number, because: string): Promise<void> {
  await sql`
    insert into pace (key, held_until, held_because)
    values (${key}, now() + make_interval(secs => ${seconds}), ${because})
    on conflict (key) do update set held_until = greatest(pace.held_until, excluded.held_until),
      held_because = excluded.held_because
  `.execute(db);
}

/** Ends a hold; what waits is due again within a minute. */
export async function releaseHold(tx: Db, key: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update pace set held_until = null, held_because = null where key = ${key} and held_until > now()
  `.execute(tx);
  return numAffectedRows === 1n;
}
