import { sql } from 'kysely';
import { parseAddress } from '../delivery/address.ts';
import type { Db } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import { findPasswordProblem, hashPassword } from './passwords.ts';
import type { Role } from './roles.ts';

export type Staff = {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly address: string;
  readonly role: Role;
};

export type NewStaff = {
  readonly name: string;
  readonly address: string;
  readonly role: Role;
  readonly password: string;
};

export type StaffProblem = { readonly field: 'name' | 'address' | 'password'; readonly message: string };

export type AddStaffOutcome =
  | { readonly kind: 'added'; readonly staff: Staff }
  | { readonly kind: 'refused'; readonly problems: readonly StaffProblem[] };

/** Checks what a person gave for an account; an empty list means that it may be made. */
export function findStaffProblems({
  name,
  address,
  password,
}: Omit<NewStaff, 'role'>): readonly StaffProblem[] {
  const problems: StaffProblem[] = [];
  if (name.trim() === '') problems.push({ field: 'name', message: 'Please give a name' });
  if (name.length > 80 || /[\u0000-\u001f\u007f]/.test(name)) {
    problems.push({ field: 'name', message: 'Please give a name of at most 80 characters on one line' });
  }
  if (!parseAddress(address)) {
    problems.push({ field: 'address', message: 'Please give one e-mail address, such as ana@example.org' });
  }
  const passwordProblem = findPasswordProblem(password);
  if (passwordProblem !== null) problems.push({ field: 'password', message: passwordProblem });
  return problems;
}

/** Makes an account. One address has one account; the constraint decides. */
export async function addStaff(db: Db, staff: NewStaff): Promise<AddStaffOutcome> {
  const problems = findStaffProblems(staff);
  const address = parseAddress(staff.address);
  if (problems.length > 0 || !address) return { kind: 'refused', problems };
  const hash = await hashPassword(staff.password);
  const { rows } = await sql<Staff>`
    insert into staff (public_id, name, address, address_key, role, password_hash)
    values (${randomId()}, ${staff.name.trim()}, ${address.address}, ${address.key}, ${staff.role}, ${hash})
    on conflict (address_key) do nothing
    returning id, public_id as "publicId", name, address, role
  `.execute(db);
  const added = rows[0];
  return added
    ? { kind: 'added', staff: added }
    : {
        kind: 'refused',
        problems: [{ field: 'address', message: 'Somebody with this address has an account already' }],
      };
}

/** Everybody with an account, oldest first. */
export async function listStaff(db: Db): Promise<readonly Staff[]> {
  const { rows } = await sql<Staff>`
    select id, public_id as "publicId", name, address, role from staff where ended_at is null order by id
  `.execute(db);
  return rows;
}

/**
 * Ends an account and all its sessions at once. An owner's account is not ended here: somebody must hold the keys.
 * @returns who it was; null when there is no such account
 */
export async function endStaff(tx: Db, publicId: string): Promise<Staff | null> {
  const { rows } = await sql<Staff>`
    with ended as (
      update staff set ended_at = now() where public_id = ${publicId} and ended_at is null and role <> 'owner'
      returning id, public_id as "publicId", name, address, role
    ), signed_out as (
      delete from staff_session using ended where staff_session.staff_id = ended.id
    )
    select id, "publicId", name, address, role from ended
  `.execute(tx);
  return rows[0] ?? null;
}

/** The address this person sent tests to last; their own until then. */
export async function findTestAddress(db: Db, staffId: number): Promise<string> {
  const { rows } = await sql<{ address: string }>`
    select coalesce(test_address, address) as address from staff where id = ${staffId}
  `.execute(db);
  return rows[0]?.address ?? '';
}

export async function rememberTestAddress(db: Db, staffId: number, address: string): Promise<void> {
  await sql`update staff set test_address = ${address} where id = ${staffId}`.execute(db);
}
