import { sql } from 'kysely';
import { parseAddress } from '../delivery/address.ts';
import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import { hashToken, randomToken } from '../platform/random-tokens.ts';
import type { Staff } from './accounts.ts';
import { isPassword } from './passwords.ts';

export type Session = { readonly staff: Staff; readonly csrfToken: string; readonly tokenHash: string };

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly token: string }
  /** Wrong address or wrong password: the same answer after the same work. */
  | { readonly kind: 'refused' };

const life = { idle: '8 hours', absolute: '7 days' };

/** Begins a session; the token goes into a cookie, its hash into the database. */
export async function beginSession(tx: Db, staffId: number): Promise<string> {
  const token = randomToken();
  await sql`
    insert into staff_session (token_hash, staff_id, csrf_token, expires_at)
    values (${hashToken(token)}, ${staffId}, ${randomToken()}, now() + ${life.absolute}::interval)
  `.execute(tx);
  return token;
}

export async function signIn(
  db: Db,
  { address, password }: { address: string; password: string },
): Promise<SignInOutcome> {
  const { rows } = await sql<{ id: number; hash: string | null }>`
    select id, password_hash as hash from staff
    where address_key = ${parseAddress(address)?.key ?? ''} and ended_at is null
  `.execute(db);
  const account = rows[0];
  const isRight = await isPassword(password, account?.hash ?? null);
  if (!account || !isRight) return { kind: 'refused' };
  return { kind: 'signed-in', token: await beginSession(db, account.id) };
}

/** Who a session belongs to, as long as it lasts: 8 hours without use, 7 days in all. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const { rows } = await sql<Staff & { csrfToken: string; tokenHash: string }>`
    with seen as (
      update staff_session set seen_at = now()
      where token_hash = ${hashToken(token)} and expires_at > now() and seen_at > now() - ${life.idle}::interval
        and seen_at < now() - interval '1 minute'
    )
    select staff.id, staff.public_id as "publicId", staff.name, staff.address, staff.role,
      session.csrf_token as "csrfToken", session.token_hash as "tokenHash"
    from staff_session session join staff on staff.id = session.staff_id
    where session.token_hash = ${hashToken(token)} and session.expires_at > now()
      and session.seen_at > now() - ${life.idle}::interval and staff.ended_at is null
  `.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { csrfToken, tokenHash, ...staff } = row;
  return { staff, csrfToken, tokenHash };
}

export async function endSession(db: Db, tokenHash: string): Promise<void> {
  await sql`delete from staff_session where token_hash = ${tokenHash}`.execute(db);
}

/** Sessions that ended a month ago. @returns how many rows went */
export const forgetOldStaffSessions = (db: Db): Promise<number> =>
  forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from staff_session where token_hash in (
        select token_hash from staff_session where expires_at < now() - interval '30 days' limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
