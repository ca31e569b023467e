import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** Removes authenticator app, passkeys and recovery codes. @returns whether there were any */
export async function forgetFactors(tx: Db, staffId: number): Promise<boolean> {
  const { rows } = await sql<{ removed: number }>`
    with app as (delete from staff_totp where staff_id = ${staffId} returning 1),
    passkeys as (delete from staff_passkey where staff_id = ${staffId} returning 1),
    codes as (delete from staff_recovery_code where staff_id = ${staffId} returning 1)
    select (select count(*) from app) + (select count(*) from passkeys) + (select count(*) from codes) as removed
  `.execute(tx);
  return (rows[0]?.removed ?? 0) > 0;
}
