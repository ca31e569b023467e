import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

export type EndedAccess = { readonly sessions: number; readonly keys: number };

/**
 * Ends every way in that was opened with what somebody was or knew until now: sessions, half-finished sign-ins, links for a
 * password, API keys. Belongs into the transaction of each change of password, role or factor (ASVS 7.4.2, 7.4.3).
 */
export async function endAccess(tx: Db, staffId: number): Promise<EndedAccess> {
  const { rows } = await sql<EndedAccess>`
    with ended_session as (
      delete from staff_session where staff_id = ${staffId} returning 1
    ),
    ended_step as (
      delete from staff_sign_in_step where staff_id = ${staffId}
    ),
    ended_link as (
      delete from staff_password_link where staff_id = ${staffId}
    ),
    ended_key as (
      update api_key set revoked_at = now() where staff_id = ${staffId} and revoked_at is null returning 1
    )
    select (select count(*) from ended_session) as sessions, (select count(*) from ended_key) as keys
  `.execute(tx);
  return rows[0] ?? { sessions: 0, keys: 0 };
}
