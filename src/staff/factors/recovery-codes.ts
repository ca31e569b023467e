import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { hashToken, randomId } from '../../platform/random-tokens.ts';

const count = 10;

/** As it is shown: four letters at a time. */
const spaced = (code: string): string => (code.match(/.{4}/g) ?? []).join('-');

/** As it is compared: what people add or change when they copy by hand does not matter. */
const plain = (code: string): string => code.toLowerCase().replaceAll(/[^a-z2-7]/g, '');

/** Ten new codes of 80 random bits in place of all older ones. Only hashes are kept: they are shown this once. */
export async function makeRecoveryCodes(tx: Db, staffId: number): Promise<readonly string[]> {
  const codes = Array.from({ length: count }, randomId);
  await sql`delete from staff_recovery_code where staff_id = ${staffId}`.execute(tx);
  await sql`
    insert into staff_recovery_code (staff_id, code_hash)
    select ${staffId}, unnest(${codes.map(hashToken)}::text[])
  `.execute(tx);
  return codes.map(spaced);
}

/** Uses a code up. @returns false for one that is unknown or was used */
export async function useRecoveryCode(tx: Db, staffId: number, code: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update staff_recovery_code set used_at = now()
    where staff_id = ${staffId} and code_hash = ${hashToken(plain(code))} and used_at is null
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** How many codes are left. */
export async function countRecoveryCodes(db: Db, staffId: number): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*) as left from staff_recovery_code where staff_id = ${staffId} and used_at is null
  `.execute(db);
  return rows[0]?.left ?? 0;
}
