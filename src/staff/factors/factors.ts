import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type Factors = {
  readonly hasApp: boolean;
  readonly passkeys: number;
  readonly recoveryCodes: number;
};

/** What somebody has besides their password. */
export async function readFactors(db: Db, staffId: number): Promise<Factors> {
  const { rows } = await sql<Factors>`
    select exists (select from staff_totp where staff_id = ${staffId}) as "hasApp",
      (select count(*) from staff_passkey where staff_id = ${staffId}) as passkeys,
      (select count(*) from staff_recovery_code where staff_id = ${staffId} and used_at is null) as "recoveryCodes"
  `.execute(db);
  return rows[0] ?? { hasApp: false, passkeys: 0, recoveryCodes: 0 };
}

export const hasSecondFactor = ({ hasApp, passkeys }: Factors): boolean => hasApp || passkeys > 0;
