import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type SignInRow = {
  readonly id: number;
  readonly subscriberId: number | null;
  readonly tokenHash: string;
  readonly codeHash: string;
  readonly codeTries: number;
  readonly isExpired: boolean;
  readonly isUsed: boolean;
};

export async function insertSignIn(
  tx: Db,
  row: { subscriberId: number | null; tokenHash: string; codeHash: string; minutes: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into sign_in (subscriber_id, token_hash, code_hash, expires_at)
    values (${row.subscriberId}, ${row.tokenHash}, ${row.codeHash}, now() + make_interval(mins => ${row.minutes}))
    returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the sign-in was not added');
  return id;
}

/** Locked, so that a code that is tried ten times at once counts ten tries. */
export async function lockSignIn(
  tx: Db,
  by: { readonly id: number } | { readonly tokenHash: string },
): Promise<SignInRow | null> {
  const where = 'id' in by ? sql`id = ${by.id}` : sql`token_hash = ${by.tokenHash}`;
  const { rows } = await sql<SignInRow>`
    select id, subscriber_id as "subscriberId", token_hash as "tokenHash", code_hash as "codeHash",
      code_tries as "codeTries", expires_at <= now() as "isExpired", used_at is not null as "isUsed"
    from sign_in where ${where} for update
  `.execute(tx);
  return rows[0] ?? null;
}

export async function countSignInTry(tx: Db, id: number): Promise<number> {
  const { rows } = await sql<{ tries: number }>`
    update sign_in set code_tries = code_tries + 1 where id = ${id} returning code_tries as tries
  `.execute(tx);
  return rows[0]?.tries ?? 0;
}

export async function markSignInUsed(tx: Db, id: number): Promise<void> {
  await sql`update sign_in set used_at = now() where id = ${id}`.execute(tx);
}

export type ReaderSession = {
  readonly publicId: string;
  readonly subscriberId: number;
  readonly csrfToken: string;
  readonly tokenHash: string;
};

export type SessionLine = {
  readonly publicId: string;
  readonly device: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
};

const idle = '90 days';

export async function insertSession(
  tx: Db,
  row: { tokenHash: string; publicId: string; subscriberId: number; csrfToken: string; device: string },
): Promise<void> {
  await sql`
    insert into reader_session (token_hash, public_id, subscriber_id, csrf_token, device, expires_at)
    values (${row.tokenHash}, ${row.publicId}, ${row.subscriberId}, ${row.csrfToken}, ${row.device},
      now() + interval '1 year')
  `.execute(tx);
}

const isAlive = sql`expires_at > now() and seen_at > now() - ${idle}::interval`;

/** The session a token stands for, while it lasts: 90 days without use, a year in all. */
export async function findSessionBy(db: Db, tokenHash: string): Promise<ReaderSession | null> {
  const { rows } = await sql<ReaderSession>`
    with seen as (
      update reader_session set seen_at = now()
      where token_hash = ${tokenHash} and ${isAlive} and seen_at < now() - interval '10 minutes'
    )
    select public_id as "publicId", subscriber_id as "subscriberId", csrf_token as "csrfToken", token_hash as "tokenHash"
    from reader_session where token_hash = ${tokenHash} and ${isAlive}
  `.execute(db);
  return rows[0] ?? null;
}

export async function listSessionsOf(db: Db, subscriberId: number): Promise<readonly SessionLine[]> {
  const { rows } = await sql<SessionLine>`
    select public_id as "publicId", device, created_at as "createdAt", seen_at as "seenAt"
    from reader_session where subscriber_id = ${subscriberId} and ${isAlive} order by seen_at desc
  `.execute(db);
  return rows;
}

/** Ends one session of a subscriber, or all of them with null. @returns how many */
export async function deleteSessions(tx: Db, subscriberId: number, publicId: string | null): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from reader_session
    where subscriber_id = ${subscriberId} and (${publicId}::text is null or public_id = ${publicId})
  `.execute(tx);
  return Number(numAffectedRows);
}

export async function insertAddressChange(
  tx: Db,
  row: { tokenHash: string; subscriberId: number; newAddress: string },
): Promise<void> {
  await sql`
    insert into address_change (token_hash, subscriber_id, new_address, expires_at)
    values (${row.tokenHash}, ${row.subscriberId}, ${row.newAddress}, now() + interval '1 hour')
  `.execute(tx);
}

export type AddressChange = {
  readonly subscriberId: number;
  readonly newAddress: string;
  readonly isOver: boolean;
};

export async function lockAddressChange(tx: Db, tokenHash: string): Promise<AddressChange | null> {
  const { rows } = await sql<AddressChange>`
    select subscriber_id as "subscriberId", new_address as "newAddress",
      (used_at is not null or expires_at <= now()) as "isOver"
    from address_change where token_hash = ${tokenHash} for update
  `.execute(tx);
  return rows[0] ?? null;
}

export async function markAddressChangeUsed(tx: Db, tokenHash: string): Promise<void> {
  await sql`update address_change set used_at = now() where token_hash = ${tokenHash}`.execute(tx);
}
