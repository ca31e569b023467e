import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { hashToken, randomToken } from '../platform/random-tokens.ts';
import { parseAddress } from '../delivery/address.ts';
import {
  type NewStaff,
  type StaffProblem,
  addressTaken,
  findStaffProblems,
  insertStaff,
} from './accounts.ts';
import { recordAct } from './audit.ts';
import type { PasswordCheck } from './check-password.ts';
import { hashPassword } from './passwords.ts';
import { type Whereabouts, beginSession } from './sessions.ts';

async function hasOwner(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from staff where role = 'owner' and ended_at is null) as found
  `.execute(db);
  return rows[0]?.found ?? false;
}

/** A new link that makes the owner's account, in place of an unused earlier one; null when there is an owner. */
export async function makeSetUpLink(db: Db): Promise<string | null> {
  if (await hasOwner(db)) return null;
  const token = randomToken();
  await db.transaction().execute(async (tx) => {
    await sql`delete from set_up_link where used_at is null`.execute(tx);
    await sql`insert into set_up_link (token_hash) values (${hashToken(token)})`.execute(tx);
  });
  return token;
}

export type SetUpLinkState = 'open' | 'used' | 'unknown';

export async function findSetUpLink(db: Db, token: string): Promise<SetUpLinkState> {
  const { rows } = await sql<{ isUsed: boolean }>`
    select used_at is not null as "isUsed" from set_up_link where token_hash = ${hashToken(token)}
  `.execute(db);
  const link = rows[0];
  if (!link) return 'unknown';
  return link.isUsed ? 'used' : 'open';
}

export type SetUpOutcome =
  | { readonly kind: 'signed-in'; readonly token: string }
  | { readonly kind: 'used' | 'unknown' }
  | { readonly kind: 'refused'; readonly problems: readonly StaffProblem[] };

/** Makes the owner and signs them in. The link is used in the same transaction, so it opens once. */
export async function setUpOwner(
  db: Db,
  token: string,
  owner: Omit<NewStaff, 'role'>,
  { check, where }: { readonly check: PasswordCheck; readonly where?: Whereabouts },
): Promise<SetUpOutcome> {
  const state = await findSetUpLink(db, token);
  if (state !== 'open') return { kind: state };
  const problems = await findStaffProblems(owner, check);
  const address = parseAddress(owner.address);
  if (problems.length > 0 || !address) return { kind: 'refused', problems };
  const hash = await hashPassword(owner.password);
  return db.transaction().execute(async (tx): Promise<SetUpOutcome> => {
    const { numAffectedRows } = await sql`
      update set_up_link set used_at = now() where token_hash = ${hashToken(token)} and used_at is null
    `.execute(tx);
    if (numAffectedRows !== 1n) return { kind: 'used' };
    const staff = await insertStaff(tx, { name: owner.name, role: 'owner', address }, hash);
    if (!staff) return { kind: 'refused', problems: [addressTaken] };
    await recordAct(tx, { actor: staff.name, action: 'set Doorstep up and became its owner' });
    return { kind: 'signed-in', token: await beginSession(tx, staff.id, where) };
  });
}
