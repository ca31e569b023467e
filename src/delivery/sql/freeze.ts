import { sql } from 'kysely';
import type { Db, Fragment } from '../../platform/db.ts';

/** Locks a mailing that is being frozen and gives the recipient id reached so far; null when it is not (or no longer). */
export async function lockFreezeCursor(tx: Db, mailingId: number): Promise<number | null> {
  const { rows } = await sql<{ cursor: number }>`
    select freeze_cursor as cursor from mailing where id = ${mailingId} and state = 'freezing' for update
  `.execute(tx);
  return rows[0]?.cursor ?? null;
}

/** From which variant on the rows of a mailing are held; null: none is. */
async function findHeldFrom(tx: Db, mailingId: number): Promise<number | null> {
  const { rows } = await sql<{ heldFrom: number | null }>`
    select held_from_variant as "heldFrom" from mailing where id = ${mailingId}
  `.execute(tx);
  return rows[0]?.heldFrom ?? null;
}

/** Deliveries that one sender works on at a time. */
const chunkRows = 1000;

/**
 * Adds a part of the audience: delivery rows for the newest text, their chunks, and the cursor, in one statement.
 * @param audience a select of recipient_id, address, address_key, variant, block_mask, fields, in order of recipient_id, all
 *   beyond the cursor
 * @param skipsKnown passes over an address that has its row; without it such an address is an error (and it is quicker)
 * @param waits the select gives not_before, too: rows that wait for one moment stand together in chunks that are due then
 * @returns how many recipients the select gave
 */
export async function insertAudiencePart(
  tx: Db,
  mailingId: number,
  audience: Fragment,
  { skipsKnown, waits = false }: { skipsKnown: boolean; waits?: boolean },
): Promise<number> {
  const known = skipsKnown
    ? sql`on conflict (mailing_id, (coalesce(once_key, address_key))) do nothing`
    : sql``;
  const notBefore = waits ? sql`not_before` : sql`null::timestamptz`;
  const heldFrom = await findHeldFrom(tx, mailingId);
  const isHeld = heldFrom === null ? sql`false` : sql`variant >= ${heldFrom}::smallint`;
  // Rows are numbered in this order, so that a chunk is a run of ids that are held, or due, together. With neither there is
  // nothing to sort.
  const kinds = [...(heldFrom === null ? [] : [isHeld]), ...(waits ? [sql`not_before`] : [])];
  const order = kinds.length === 0 ? sql`` : sql`order by ${sql.join(kinds)}, recipient_id`;
  const apart = kinds.length === 0 ? sql`` : sql`partition by ${sql.join(kinds)}`;
  const { rows } = await sql<{ found: number }>`
    with audience as materialized (${audience}),
    added as (
      insert into delivery (mailing_id, recipient_id, address, address_key, variant, version, block_mask, fields, due_at,
        not_before)
      select ${mailingId}, recipient_id, address, address_key, variant,
        coalesce((select max(version) from mailing_content where mailing_id = ${mailingId}), 1), block_mask, fields,
        ${notBefore}, ${notBefore}
      from audience ${order}
      ${known}
      returning id, variant, not_before
    ),
    numbered as (
      select id, ${isHeld} as held, not_before,
        (row_number() over (${apart} order by id) - 1) / ${chunkRows}::integer as number from added
    ),
    chunk as (
      insert into delivery_chunk (mailing_id, priority, first_delivery_id, last_delivery_id, due_at, held)
      select mailing.id, mailing.priority, min(numbered.id), max(numbered.id),
        greatest(mailing.release_at, numbered.not_before), numbered.held
      from numbered, mailing
      where mailing.id = ${mailingId}
      group by mailing.id, numbered.held, numbered.not_before, numbered.number
    ),
    reached as (
      update mailing
      set freeze_cursor = greatest(freeze_cursor, (select coalesce(max(recipient_id), 0) from audience)),
        audience = audience + (select count(*) from added),
        first_delivery_id = case when audience = 0 then (select min(id) from added) else first_delivery_id end
      where id = ${mailingId}
    )
    select count(*) as found from audience
  `.execute(tx);
  return rows[0]?.found ?? 0;
}

/** The end of the freeze: who was left out, and the mailing may be claimed from its release time on. */
export async function finishFreeze(
  tx: Db,
  mailingId: number,
  leftOut: ReadonlyArray<{ readonly reason: string; readonly readers: number }>,
): Promise<void> {
  await sql`
    with counted as (
      insert into mailing_left_out (mailing_id, reason, readers)
      select ${mailingId}, reason, readers
      from unnest(${leftOut.map((row) => row.reason)}::text[], ${leftOut.map((row) => row.readers)}::integer[])
        as r (reason, readers)
      on conflict do nothing
    )
    update mailing set state = 'sending', frozen_at = now() where id = ${mailingId} and state = 'freezing'
  `.execute(tx);
}
