import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import { hashToken, randomToken } from '../platform/random-tokens.ts';
import type { Staff } from './accounts.ts';
import { factorDueAt } from './factors/demand.ts';

export type Session = {
  readonly staff: Staff;
  readonly csrfToken: string;
  readonly tokenHash: string;
  /** The owner asks everybody for a second factor and this person has none: until then they set one up. */
  readonly factorDueAt: Date | null;
  /** That day is over. */
  readonly owesFactor: boolean;
  /** The provider of the newsroom asked for a second factor, and the owner takes its word. */
  readonly hasProviderFactor: boolean;
};

/** Where a session is, so that its owner recognises it: a shortened network and a kind of browser. */
export type Whereabouts = { readonly network: string; readonly program: string };

const life = { idle: '8 hours', absolute: '7 days' };

/**
 * Begins a session; the token goes into a cookie, its hash into the database.
 * @param hasProviderFactor see {@link Session}
 */
export async function beginSession(
  tx: Db,
  staffId: number,
  where?: Whereabouts,
  hasProviderFactor = false,
): Promise<string> {
  const token = randomToken();
  await sql`
    insert into staff_session (token_hash, staff_id, csrf_token, expires_at, network, program, has_provider_factor)
    values (${hashToken(token)}, ${staffId}, ${randomToken()}, now() + ${life.absolute}::interval,
      ${where?.network ?? null}, ${where?.program ?? null}, ${hasProviderFactor})
  `.execute(tx);
  return token;
}

/** Who a session belongs to, as long as it lasts: 8 hours without use, 7 days in all. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const { rows } = await sql<Staff & Omit<Session, 'staff'>>`
    with seen as (
      update staff_session set seen_at = now()
      where token_hash = ${hashToken(token)} and expires_at > now() and seen_at > now() - ${life.idle}::interval
        and seen_at < now() - interval '1 minute'
    )
    select staff.id, staff.public_id as "publicId", staff.name, staff.address, staff.role,
      session.csrf_token as "csrfToken", session.token_hash as "tokenHash",
      session.has_provider_factor as "hasProviderFactor", owed.due_at as "factorDueAt",
      coalesce(owed.due_at <= now(), false) as "owesFactor"
    from staff_session session join staff on staff.id = session.staff_id
      cross join lateral (select case when not session.has_provider_factor then ${factorDueAt} end as due_at) owed
    where session.token_hash = ${hashToken(token)} and session.expires_at > now()
      and session.seen_at > now() - ${life.idle}::interval and staff.ended_at is null
  `.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { csrfToken, tokenHash, factorDueAt: dueAt, owesFactor, hasProviderFactor, ...staff } = row;
  return { staff, csrfToken, tokenHash, factorDueAt: dueAt, owesFactor, hasProviderFactor };
}

export async function endSession(db: Db, tokenHash: string): Promise<void> {
  await sql`delete from staff_session where token_hash = ${tokenHash}`.execute(db);
}

export type SessionLine = {
  readonly publicId: string;
  readonly tokenHash: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly network: string | null;
  readonly program: string | null;
};

/** Somebody's sessions that are open, newest use first. */
export async function listSessions(db: Db, staffId: number): Promise<readonly SessionLine[]> {
  const { rows } = await sql<SessionLine>`
    select public_id as "publicId", token_hash as "tokenHash", created_at as "createdAt", seen_at as "seenAt", network,
      program
    from staff_session
    where staff_id = ${staffId} and expires_at > now() and seen_at > now() - ${life.idle}::interval
    order by seen_at desc, public_id
  `.execute(db);
  return rows;
}

/** Ends one of somebody's own sessions. @returns false when they have none like it */
export async function endOwnSession(db: Db, staffId: number, publicId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from staff_session where staff_id = ${staffId} and public_id = ${publicId}
  `.execute(db);
  return numAffectedRows === 1n;
}

/** Ends all of somebody's sessions but the one that asks. @returns how many ended */
export async function endOtherSessions(db: Db, staffId: number, ownTokenHash: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from staff_session where staff_id = ${staffId} and token_hash <> ${ownTokenHash}
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
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
