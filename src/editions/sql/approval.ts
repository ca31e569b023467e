import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

type By = { readonly name: string; readonly staffId: number };

export async function setHandedIn(tx: Db, editionId: number, { name, staffId }: By): Promise<void> {
  await sql`
    update edition set handed_in_by = ${name}, handed_in_by_id = ${staffId}, handed_in_at = now(),
      approved_by = null, approved_at = null, approved_version = null, approved_text = null
    where id = ${editionId}
  `.execute(tx);
}

export async function setApproved(
  tx: Db,
  editionId: number,
  approval: { readonly by: string; readonly version: number; readonly text: string },
): Promise<void> {
  await sql`
    update edition set approved_by = ${approval.by}, approved_at = now(), approved_version = ${approval.version},
      approved_text = ${approval.text}
    where id = ${editionId}
  `.execute(tx);
}

/** As if it had never been handed in. */
export async function clearApproval(tx: Db, editionId: number): Promise<void> {
  await sql`
    update edition set handed_in_by = null, handed_in_by_id = null, handed_in_at = null,
      approved_by = null, approved_at = null, approved_version = null, approved_text = null
    where id = ${editionId}
  `.execute(tx);
}
