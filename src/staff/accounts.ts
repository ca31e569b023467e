import { sql } from 'kysely';
import { type Address, parseAddress } from '../delivery/address.ts';
import type { Db } from '../platform/db.ts';
import { randomId } from '../platform/random-tokens.ts';
import { type PasswordCheck, checkPassword } from './check-password.ts';
import { hashPassword } from './passwords.ts';
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

/** Checks what stands for a person: their name and where mail reaches them. */
export function findPersonProblems({
  name,
  address,
}: Pick<NewStaff, 'name' | 'address'>): readonly StaffProblem[] {
  const problems: StaffProblem[] = [];
  if (name.trim() === '') problems.push({ field: 'name', message: 'Please give a name' });
  if (name.length > 80 || /[\u0000-\u001f\u007f]/.test(name)) {
    problems.push({ field: 'name', message: 'Please give a name of at most 80 characters on one line' });
  }
  if (!parseAddress(address)) {
    problems.push({ field: 'address', message: 'Please give one e-mail address, such as ana@example.org' });
  }
  return problems;
}

/** Checks what a person gave for an account; an empty list means that it may be made. */
export async function findStaffProblems(
  { name, address, password }: Omit<NewStaff, 'role'>,
  check: PasswordCheck,
): Promise<readonly StaffProblem[]> {
  const message = await checkPassword(password, check, [name, address]);
  const problems = findPersonProblems({ name, address });
  return message === null ? problems : [...problems, { field: 'password', message }];
}

/**
 * Adds the row of somebody whose name and address were checked. One address has one account; the constraint decides.
 * @param hash of their password; null for who comes in through the provider of the newsroom
 * @returns null when the address has an account
 */
export async function insertStaff(
  tx: Db,
  person: Pick<NewStaff, 'name' | 'role'> & { readonly address: Address },
  hash: string | null,
): Promise<Staff | null> {
  const { name, role, address } = person;
  const { rows } = await sql<Staff>`
    insert into staff (public_id, name, address, address_key, role, password_hash)
    values (${randomId()}, ${name.trim()}, ${address.address}, ${address.key}, ${role}, ${hash})
    on conflict (address_key) do nothing
    returning id, public_id as "publicId", name, address, role
  `.execute(tx);
  return rows[0] ?? null;
}

export const addressTaken: StaffProblem = {
  field: 'address',
  message: 'Somebody with this address has an account already',
};

/** Makes an account with a password. */
export async function addStaff(
  db: Db,
  staff: NewStaff,
  check: PasswordCheck = { names: [] },
): Promise<AddStaffOutcome> {
  const problems = await findStaffProblems(staff, check);
  const address = parseAddress(staff.address);
  if (problems.length > 0 || !address) return { kind: 'refused', problems };
  const added = await insertStaff(db, { ...staff, address }, await hashPassword(staff.password));
  return added ? { kind: 'added', staff: added } : { kind: 'refused', problems: [addressTaken] };
}

/** Everybody with an account that is open, oldest first. */
export async function listStaff(db: Db): Promise<readonly Staff[]> {
  const { rows } = await sql<Staff>`
    select id, public_id as "publicId", name, address, role from staff where ended_at is null order by id
  `.execute(db);
  return rows;
}

export type StaffLine = Staff & {
  readonly endedAt: Date | null;
  /** An authenticator app or a passkey. */
  readonly hasSecondFactor: boolean;
  readonly seenAt: Date | null;
};

/** Everybody who has or had an account, oldest first; those that were ended last. */
export async function listAccounts(db: Db): Promise<readonly StaffLine[]> {
  const { rows } = await sql<StaffLine>`
    select id, public_id as "publicId", name, address, role, ended_at as "endedAt",
      exists (select from staff_totp where staff_id = staff.id)
        or exists (select from staff_passkey where staff_id = staff.id) as "hasSecondFactor",
      (select max(seen_at) from staff_session where staff_id = staff.id) as "seenAt"
    from staff order by ended_at is not null, id
  `.execute(db);
  return rows;
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
