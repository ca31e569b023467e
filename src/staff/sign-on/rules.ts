import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Role } from '../roles.ts';

/** The owner's word about the provider. */
export type SignOnRules = {
  /** A second factor that the provider says it asked for is enough. */
  readonly trustsFactor: boolean;
  /** Everybody but owners comes in through the provider. */
  readonly demandsSignOn: boolean;
};

export async function readSignOnRules(db: Db): Promise<SignOnRules> {
  const { rows } = await sql<SignOnRules>`
    select trusts_provider_factor as "trustsFactor", demands_sign_on as "demandsSignOn" from staff_rules
  `.execute(db);
  return rows[0] ?? { trustsFactor: false, demandsSignOn: false };
}

export async function saveSignOnRules(tx: Db, { trustsFactor, demandsSignOn }: SignOnRules): Promise<void> {
  await sql`
    update staff_rules set trusts_provider_factor = ${trustsFactor}, demands_sign_on = ${demandsSignOn}
  `.execute(tx);
}

/** Whether this role may come in by the provider alone. Owners keep their password: a provider can be away for long. */
export const isBoundToSignOn = async (db: Db, role: Role): Promise<boolean> =>
  role !== 'owner' && (await readSignOnRules(db)).demandsSignOn;
