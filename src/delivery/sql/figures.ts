import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type SenderTotals = {
  readonly live: number;
  readonly handingOver: number;
  readonly braked: number;
  readonly accepted: number;
  readonly refused: number;
  readonly putBack: number;
  readonly inDoubt: number;
};

/** Sums over all sender processes there ever were: one row each, so this stays small. */
export async function sumSenders(db: Db): Promise<SenderTotals> {
  const { rows } = await sql<SenderTotals>`
    select count(*) filter (where is_live) as live,
      coalesce(sum(cardinality(handing_over)) filter (where is_live), 0)::integer as "handingOver",
      count(*) filter (where is_live and brake_until > now()) as braked,
      coalesce(sum(accepted), 0)::bigint as accepted, coalesce(sum(refused), 0)::bigint as refused,
      coalesce(sum(put_back), 0)::bigint as "putBack", coalesce(sum(in_doubt), 0)::bigint as "inDoubt"
    from (select *, gone_at is null and lease_until > now() as is_live from sender) as sender
  `.execute(db);
  const totals = rows[0];
  if (!totals) throw new Error('a sum gave no row');
  return totals;
}

export type DueChunks = {
  readonly priority: number;
  readonly chunks: number;
  readonly oldestSeconds: number;
};

/** What is due and in nobody's hands, by priority. A thousand mails are one row here. */
export async function listDueChunks(db: Db): Promise<readonly DueChunks[]> {
  const { rows } = await sql<DueChunks>`
    select chunk.priority, count(*) as chunks,
      extract(epoch from now() - min(chunk.due_at))::double precision as "oldestSeconds"
    from delivery_chunk chunk join mailing on mailing.id = chunk.mailing_id
    where chunk.sender_id is null and not chunk.held and chunk.due_at <= now()
      and mailing.state = 'sending' and mailing.release_at <= now()
    group by chunk.priority order by chunk.priority
  `.execute(db);
  return rows;
}

/** A chunk with doubts stays until somebody decides, so only chunks that were begun and put down are looked into. */
const mostChunks = 100;

/**
 * Rows in doubt that wait for a decision. Exact while at most 100 chunks lie begun; beyond that, at least so many, those that
 * wait for nothing else first. Chunk by chunk, and `is not distinct from`, which no index serves: a plan made right after a
 * freeze, without figures about the ledger, would go by the mailing and read all of it a hundred times.
 */
export async function countOpenDoubts(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with begun as materialized (
      select mailing_id, first_delivery_id, last_delivery_id from delivery_chunk
      where sender_id is null and dated_at is not null order by due_at desc limit ${mostChunks}
    )
    select coalesce(sum(doubts.n), 0)::integer as n from begun cross join lateral (
      select count(*) as n from delivery
      where delivery.id between begun.first_delivery_id and begun.last_delivery_id
        and delivery.mailing_id is not distinct from begun.mailing_id and state = 'in doubt' and resolution is null
    ) as doubts
  `.execute(db);
  return rows[0]?.n ?? 0;
}

export type MailingFigures = {
  readonly freezing: number;
  /** How long the oldest release has waited to be rendered and frozen, beyond its undo window. */
  readonly buildLateSeconds: number;
  readonly pausedWithWork: number;
};

export async function countMailings(db: Db): Promise<MailingFigures> {
  const { rows } = await sql<MailingFigures>`
    select count(*) filter (where state = 'freezing') as freezing,
      greatest(0, extract(epoch from now() - min(release_at) filter (where state = 'freezing')))::double precision
        as "buildLateSeconds",
      count(*) filter (
        where state = 'paused' and exists (select from delivery_chunk where delivery_chunk.mailing_id = mailing.id)
      ) as "pausedWithWork"
    from mailing where state in ('freezing', 'paused')
  `.execute(db);
  return rows[0] ?? { freezing: 0, buildLateSeconds: 0, pausedWithWork: 0 };
}

export type HeldLane = { readonly lane: string; readonly seconds: number };

/** Receiving providers and mail servers that get nothing for a while. */
export async function listHeldLanes(db: Db): Promise<readonly HeldLane[]> {
  const { rows } = await sql<HeldLane>`
    select key as lane, extract(epoch from held_until - now())::double precision as seconds
    from pace where held_until > now() order by key limit 100
  `.execute(db);
  return rows;
}
