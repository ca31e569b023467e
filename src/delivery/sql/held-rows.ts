import { sql } from 'kysely';
import type { Db, Fragment } from '../../platform/db.ts';

export async function releaseHeld(tx: Db, mailingId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mailing set held_from_variant = null, deadline = deadline + greatest(now() - release_at, interval '0')
    where id = ${mailingId} and held_from_variant is not null
  `.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await sql`
    update delivery_chunk set held = false, due_at = now() where mailing_id = ${mailingId} and held
  `.execute(tx);
  return true;
}

export async function suppressHeldBut(db: Db, mailingId: number, recipients: Fragment): Promise<number> {
  const { numAffectedRows } = await sql`
    with recipient as materialized (${recipients})
    update delivery set state = 'suppressed', reply_text = 'no reader any more when it was let go', ended_at = now()
    from mailing
    where mailing.id = ${mailingId} and delivery.mailing_id = mailing.id
      and delivery.variant >= mailing.held_from_variant and delivery.state = 'waiting'
      and not exists (
        select from recipient
        where recipient.recipient_id = delivery.recipient_id and recipient.address_key = delivery.address_key
      )
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export async function copyTexts(
  tx: Db,
  mailingId: number,
  { first, count, to }: { readonly first: number; readonly count: number; readonly to: number },
): Promise<void> {
  await sql`
    insert into mailing_content (mailing_id, variant, version, content)
    select mailing_id, variant + ${to - first}::integer, version, content from mailing_content
    where mailing_id = ${mailingId} and variant >= ${first}::integer and variant < ${first + count}::integer
    on conflict do nothing
  `.execute(tx);
}

export type VariantCount = {
  readonly variant: number;
  readonly readers: number;
  readonly accepted: number;
};

/** How the rows of a mailing stand, by variant. */
export async function countByVariant(db: Db, mailingId: number): Promise<readonly VariantCount[]> {
  const { rows } = await sql<VariantCount>`
    select variant, count(*) as readers, count(*) filter (where state = 'accepted') as accepted
    from delivery where mailing_id = ${mailingId} group by variant order by variant
  `.execute(db);
  return rows;
}

/** Whether a row below this variant was not tried once, or is being tried for the first time. */
export async function hasUntriedBelow(db: Db, mailingId: number, variant: number): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from delivery
      where mailing_id = ${mailingId} and variant < ${variant}::smallint and state = 'waiting' and attempts = 0
    ) as has
  `.execute(db);
  return rows[0]?.has ?? false;
}
