import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** Readers of one domain whose mail was refused for one reason. */
export type RefusedGroup = {
  readonly domain: string;
  readonly replyClass: string;
  readonly code: number | null;
  /** What a server said to one of them, without addresses. */
  readonly text: string;
  readonly readers: number;
};

export type MailingTotals = {
  readonly audience: number;
  readonly accepted: number;
  readonly refused: number;
  readonly expired: number;
  readonly inDoubt: number;
  readonly waiting: number;
  readonly refusals: readonly RefusedGroup[];
  /** Missing where a release before this one counted. */
  readonly suppressed?: number | undefined;
  readonly stopped?: number | undefined;
  readonly firstAt?: string | null | undefined;
  readonly lastAt?: string | null | undefined;
  readonly firstId?: number | null | undefined;
};

export async function isOver(db: Db, mailingId: number): Promise<boolean> {
  const { rows } = await sql<{ over: boolean }>`
    select state in ('sending', 'stopped')
      and not exists (select from delivery_chunk where mailing_id = mailing.id) as over
    from mailing where id = ${mailingId}
  `.execute(db);
  return rows[0]?.over ?? false;
}

export async function findTotals(
  db: Db,
  mailingIds: readonly number[],
): Promise<ReadonlyMap<number, MailingTotals>> {
  const { rows } = await sql<{ id: number; totals: MailingTotals }>`
    select mailing_id as id, totals from mailing_total where mailing_id = any (${[...mailingIds]}::bigint[])
  `.execute(db);
  return new Map(rows.map(({ id, totals }) => [id, totals]));
}

export async function insertTotals(tx: Db, mailingId: number, totals: MailingTotals): Promise<void> {
  await sql`
    insert into mailing_total (mailing_id, totals) values (${mailingId}, ${JSON.stringify(totals)}::jsonb)
    on conflict (mailing_id) do update set totals = excluded.totals, counted_at = now()
  `.execute(tx);
}

/** Counts every row of a mailing, and groups the refused ones. */
export async function countTotals(db: Db, mailingId: number): Promise<MailingTotals> {
  const { rows } = await sql<Omit<MailingTotals, 'refusals'>>`
    select count(*) as audience,
      count(*) filter (where state = 'accepted') as accepted,
      count(*) filter (where state = 'refused') as refused,
      count(*) filter (where state = 'expired') as expired,
      count(*) filter (where state = 'in doubt') as "inDoubt",
      count(*) filter (where state = 'waiting') as waiting,
      count(*) filter (where state = 'suppressed') as suppressed,
      count(*) filter (where state = 'stopped') as stopped,
      to_json(min(ended_at)) as "firstAt", to_json(max(ended_at)) as "lastAt",
      min(id) as "firstId"
    from delivery where mailing_id = ${mailingId}
  `.execute(db);
  const counts = rows[0];
  if (!counts) throw new Error('a count gave no row');
  if (counts.refused + counts.expired === 0) return { ...counts, refusals: [] };
  const { rows: refusals } = await sql<RefusedGroup>`
    select lower(split_part(address, '@', 2)) as domain, coalesce(reply_class, 'unknown') as "replyClass",
      min(reply_code) as code, count(*) as readers,
      coalesce(min(regexp_replace(reply_text, '[^[:space:]<>"]+@', '…@', 'g')), '') as text
    from delivery where mailing_id = ${mailingId} and state in ('refused', 'expired')
    group by 1, 2 order by readers desc, domain limit 1000
  `.execute(db);
  return { ...counts, refusals };
}

/**
 * What is kept of a mailing that ran to its end, while nothing has opened it again: its rows do not change any more. One that was
 * stopped is always counted, since a mail that was in a dialogue then may still be accepted.
 */
export async function findFinished(db: Db, mailingId: number): Promise<MailingTotals | null> {
  const { rows } = await sql<{ totals: MailingTotals }>`
    select totals from mailing_total join mailing on mailing.id = mailing_total.mailing_id
    where mailing_id = ${mailingId} and mailing.state = 'sending' and totals ? 'firstId' and (totals ->> 'waiting')::integer = 0
      and not exists (select from delivery_chunk where delivery_chunk.mailing_id = mailing.id)
  `.execute(db);
  return rows[0]?.totals ?? null;
}

/** Mailings that are over and not counted yet, newest first. */
export async function listUncounted(db: Db, limit: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from mailing
    where not standing and state in ('sending', 'stopped')
      and not exists (select from delivery_chunk where mailing_id = mailing.id)
      and not exists (select from mailing_total where mailing_id = mailing.id and totals ? 'firstId')
    order by id desc limit ${limit}
  `.execute(db);
  return rows.map(({ id }) => id);
}
