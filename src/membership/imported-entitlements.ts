import { sql } from 'kysely';
import { importForm } from '../audience/imported-readers.ts';
import type { Db, Fragment } from '../platform/db.ts';

/**
 * Gives imported readers the tier they held elsewhere, with its end. What they hold here already is not given again.
 * @param rows a query with the columns address_key, tier (a slug or null), is_comp, tier_ends_at, state
 */
export async function grantImported(tx: Db, rows: Fragment, importId: number): Promise<void> {
  await sql`
    insert into entitlement (subscriber_id, tier_id, reason, note, ends_at, granted_by)
    select subscriber.id, tier.id, case when row.is_comp then 'comp' else 'invoice' end, 'held before the import',
      row.tier_ends_at, ${importForm(importId)}
    from (${rows}) as row
      join subscriber on subscriber.address_key = row.address_key
      join tier on tier.slug = row.tier
    where row.tier is not null and (row.tier_ends_at is null or row.tier_ends_at > now())
      and not exists (
        select from entitlement where entitlement.subscriber_id = subscriber.id and entitlement.tier_id = tier.id
          and ended_at is null and (ends_at is null or ends_at > now())
      )
  `.execute(tx);
}

/**
 * Takes back what an import gave; of readers it leaves in place they end, of the others they go. Whoever holds, asked for or
 * used anything else of this room since is somebody the newsroom knows, and stays.
 */
export async function takeImportedBack(tx: Db, importId: number): Promise<void> {
  await sql`
    delete from untouched where id in (
      select subscriber_id from entitlement where granted_by <> ${importForm(importId)}
      union all select subscriber_id from membership
      union all select subscriber_id from tier_request
      union all select subscriber_id from metered_read
      union all select subscriber_id from gift_link
      union all select claimed_by from gift where claimed_by is not null
    )
  `.execute(tx);
  await sql`
    delete from entitlement
    where granted_by = ${importForm(importId)} and subscriber_id in (select id from untouched)
  `.execute(tx);
  await sql`
    update entitlement set ended_at = now() where granted_by = ${importForm(importId)} and ended_at is null
  `.execute(tx);
}
