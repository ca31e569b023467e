import { sql } from 'kysely';
import { parseAddress } from '../../delivery/address.ts';
import type { Db } from '../../platform/db.ts';
import type { Staff } from '../accounts.ts';
import { noteFactorChange } from '../factors/change-factors.ts';
import type { StaffMailSetting } from '../letters.ts';
import type { Proof, SignOnProvider } from './provider.ts';

export type SignOnLink = {
  readonly issuer: string;
  readonly linkedAt: Date;
  readonly lastUsedAt: Date | null;
};

/** What somebody comes in with besides passkeys: the account at the provider, and whether there is a password. */
export async function readSignOn(
  db: Db,
  staffId: number,
): Promise<{ readonly link: SignOnLink | null; readonly hasPassword: boolean }> {
  const { rows } = await sql<Partial<SignOnLink> & { hasPassword: boolean }>`
    select issuer, linked_at as "linkedAt", last_used_at as "lastUsedAt",
      password_hash is not null as "hasPassword"
    from staff left join staff_sign_on on staff_id = id where id = ${staffId}
  `.execute(db);
  const [row] = rows;
  if (!row?.issuer || !row.linkedAt) return { link: null, hasPassword: row?.hasPassword ?? false };
  const { issuer, linkedAt, lastUsedAt = null, hasPassword } = row;
  return { link: { issuer, linkedAt, lastUsedAt }, hasPassword };
}

/** Whether the provider vouches for an address, and the newsroom lets its domain in. */
export function findAddressProblem(
  { domains }: SignOnProvider,
  { address }: Proof,
): 'unverified' | 'domain' | null {
  const parsed = parseAddress(address ?? '');
  if (!parsed) return 'unverified';
  const [, domain = ''] = parsed.key.split('@');
  return domains.length === 0 || domains.includes(domain) ? null : 'domain';
}

/** Notes whose account at the provider this is. @returns false when it is somebody else's, or they have another one */
export async function addLink(tx: Db, staffId: number, { issuer, subject }: Proof): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into staff_sign_on (staff_id, issuer, subject) values (${staffId}, ${issuer}, ${subject})
    on conflict do nothing
  `.execute(tx);
  return numAffectedRows === 1n;
}

export type LinkOutcome = 'linked' | 'unverified' | 'domain' | 'other-address' | 'other-link';

/** Links one's own account, for whoever is signed in and has given their password. Every session ends with it. */
export async function linkSignOn(
  db: Db,
  setting: StaffMailSetting,
  {
    staff,
    provider,
    proof,
  }: { readonly staff: Staff; readonly provider: SignOnProvider; readonly proof: Proof },
): Promise<LinkOutcome> {
  const problem = findAddressProblem(provider, proof);
  if (problem !== null) return problem;
  if (parseAddress(proof.address ?? '')?.key !== parseAddress(staff.address)?.key) return 'other-address';
  return db.transaction().execute(async (tx): Promise<LinkOutcome> => {
    if (!(await addLink(tx, staff.id, proof))) return 'other-link';
    await noteFactorChange(tx, setting, staff, {
      action: `linked their account with ${provider.name}`,
      what: `Your account was linked with ${provider.name}`,
    });
    return 'linked';
  });
}

/**
 * Takes the link away; its account at the provider opens nothing here any more.
 * @param actor who does it: the person themselves, or an owner
 * @returns false when there is none
 */
export async function unlinkSignOn(
  db: Db,
  setting: StaffMailSetting,
  { staff, actor, name }: { readonly staff: Staff; readonly actor: Staff; readonly name: string },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      delete from staff_sign_on where staff_id = ${staff.id}
    `.execute(tx);
    if (numAffectedRows !== 1n) return false;
    const isOwn = staff.id === actor.id;
    await noteFactorChange(tx, setting, staff, {
      actor,
      action: isOwn ? `removed their link with ${name}` : `removed the link of ${staff.name} with ${name}`,
      what: `The link of your account with ${name} was removed`,
    });
    return true;
  });
}
