import { sql } from 'kysely';
import type { Db, Fragment } from '../../platform/db.ts';

/** Rows that may be given another text: certainly not accepted, and in nobody's hands. */
const isMovable = sql`delivery.state = 'waiting' and delivery.resolution is null
  and delivery.id not in (select unnest(handing_over) from sender where gone_at is null)`;

export async function countMovable(db: Db, mailingId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from delivery where mailing_id = ${mailingId} and ${isMovable}
  `.execute(db);
  return rows[0]?.n ?? 0;
}

export async function nextVersion(tx: Db, mailingId: number): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select max(version) + 1 as version from mailing_content where mailing_id = ${mailingId}
  `.execute(tx);
  return rows[0]?.version ?? 1;
}

/** @param masks a select of recipient_id and block_mask: which blocks of the new text each may see */
export async function moveToVersion(
  tx: Db,
  mailingId: number,
  version: number,
  masks: Fragment,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update delivery set version = ${version}, block_mask = mask.block_mask
    from (${masks}) as mask
    where delivery.mailing_id = ${mailingId} and delivery.recipient_id = mask.recipient_id and ${isMovable}
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export type VersionLine = { readonly version: number; readonly accepted: number };

/** How many readers got which text. */
export async function countVersions(db: Db, mailingId: number): Promise<readonly VersionLine[]> {
  const { rows } = await sql<VersionLine>`
    select version, count(*) as accepted from delivery
    where mailing_id = ${mailingId} and state = 'accepted' group by version order by version
  `.execute(db);
  return rows;
}

/** Ends that are not the reader's address: another try may end otherwise. Nobody knows of a row in doubt, so none is here. */
const isRetryable = sql`delivery.resolution is null and (delivery.state in ('expired', 'stopped')
  or (delivery.state = 'refused' and delivery.reply_class not in ('address-dead', 'domain-dead')))`;

export type FailureLine = { readonly reason: string; readonly readers: number };

export async function listRetryable(db: Db, mailingId: number): Promise<readonly FailureLine[]> {
  const { rows } = await sql<FailureLine>`
    select case when state = 'refused' then reply_class else state end as reason, count(*) as readers
    from delivery where mailing_id = ${mailingId} and ${isRetryable} group by 1 order by 2 desc, 1
  `.execute(db);
  return rows;
}

/**
 * Puts such rows back to waiting. A row whose chunk is still there is due with it; the others get chunks of their own, which
 * never reach over an existing one: two chunks with one row would be two senders with it.
 */
export async function retryRows(tx: Db, mailingId: number): Promise<number> {
  const { rows } = await sql<{ retried: number }>`
    with retried as (
      update delivery set state = 'waiting', due_at = not_before, ended_at = null
      where mailing_id = ${mailingId} and ${isRetryable}
      returning id
    ),
    woken as (
      update delivery_chunk set due_at = now() where mailing_id = ${mailingId} and sender_id is null
    ),
    loose as (
      select retried.id,
        (select count(*) from delivery_chunk where mailing_id = ${mailingId} and first_delivery_id < retried.id) as island
      from retried
      where not exists (
        select from delivery_chunk where mailing_id = ${mailingId}
          and retried.id between first_delivery_id and last_delivery_id
      )
    ),
    numbered as (
      select id, island, (row_number() over (partition by island order by id) - 1) / 1000 as number from loose
    ),
    chunked as (
      insert into delivery_chunk (mailing_id, priority, first_delivery_id, last_delivery_id, due_at)
      select mailing.id, mailing.priority, min(numbered.id), max(numbered.id), now()
      from numbered, mailing where mailing.id = ${mailingId}
      group by mailing.id, numbered.island, numbered.number
    )
    select count(*) as retried from retried
  `.execute(tx);
  return rows[0]?.retried ?? 0;
}

/** @param audience a select like that of the freeze, of everybody who may get it now */
export const missingFrom = (mailingId: number, audience: Fragment): Fragment => sql`
  select * from (${audience}) as candidate
  where not exists (
    select from delivery where mailing_id = ${mailingId} and coalesce(once_key, address_key) = candidate.address_key
  )
`;

export async function countMissing(db: Db, mailingId: number, audience: Fragment): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (${missingFrom(mailingId, audience)}) as missing
  `.execute(db);
  return rows[0]?.n ?? 0;
}

/** Opens a mailing again whose rows had all come to an end, for as long as it was given at first. A pause stays one. */
export async function reopenMailing(tx: Db, mailingId: number): Promise<void> {
  await sql`
    update mailing set state = case when state = 'paused' then state else 'sending' end, ended_at = null,
      deadline = deadline + (now() - release_at)
    where id = ${mailingId}
  `.execute(tx);
}

export async function lockState(tx: Db, mailingId: number): Promise<string | null> {
  const { rows } = await sql<{ state: string }>`
    select state from mailing where id = ${mailingId} and not standing for update
  `.execute(tx);
  return rows[0]?.state ?? null;
}
