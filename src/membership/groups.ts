import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { hashToken, randomId, randomToken } from '../platform/random-tokens.ts';

export type NewGroup = {
  readonly name: string;
  readonly tierId: number;
  readonly seats: number;
  /** Whoever confirms an address of this domain takes a seat; null: by invitation alone. */
  readonly mailDomain: string | null;
  readonly endsAt: Date | null;
  readonly createdBy: string;
};

export type Group = {
  readonly publicId: string;
  readonly name: string;
  readonly tierName: string;
  readonly seats: number;
  readonly taken: number;
  readonly mailDomain: string | null;
  readonly endsAt: Date | null;
};

/** Adds a group. @returns the token of its invitation; null when another group has the domain */
export async function addGroup(tx: Db, group: NewGroup): Promise<string | null> {
  const token = randomToken();
  const { numAffectedRows } = await sql`
    insert into member_group (public_id, name, tier_id, seats, mail_domain, token_hash, ends_at, created_by)
    values (${randomId()}, ${group.name}, ${group.tierId}, ${group.seats}, ${group.mailDomain}, ${hashToken(token)},
      ${group.endsAt}, ${group.createdBy})
    on conflict (mail_domain) where ended_at is null and mail_domain is not null do nothing
  `.execute(tx);
  return numAffectedRows === 1n ? token : null;
}

const columns = sql`
  member_group.public_id as "publicId", member_group.name, tier.name as "tierName", seats, mail_domain as "mailDomain",
  member_group.ends_at as "endsAt",
  (select count(*) from entitlement where group_id = member_group.id and ended_at is null) as taken
`;

/** Groups that stand, by name. */
export async function listGroups(db: Db): Promise<readonly Group[]> {
  const { rows } = await sql<Group>`
    select ${columns} from member_group join tier on tier.id = tier_id where ended_at is null order by name
  `.execute(db);
  return rows;
}

export async function findGroupByInvitation(db: Db, token: string): Promise<Group | null> {
  const { rows } = await sql<Group>`
    select ${columns} from member_group join tier on tier.id = tier_id
    where token_hash = ${hashToken(token)} and ended_at is null and (ends_at is null or ends_at > now())
  `.execute(db);
  return rows[0] ?? null;
}

export type SeatOutcome = { readonly kind: 'seated' | 'seated-before' | 'full' | 'unknown' };

async function takeSeat(
  tx: Db,
  by: { readonly token: string } | { readonly domain: string },
  subscriberId: number,
): Promise<SeatOutcome> {
  const where = 'token' in by ? sql`token_hash = ${hashToken(by.token)}` : sql`mail_domain = ${by.domain}`;
  // Locked: the last seat is given once.
  const { rows } = await sql<{
    id: number;
    tierId: number;
    seats: number;
    endsAt: Date | null;
    name: string;
  }>`
    select id, tier_id as "tierId", seats, ends_at as "endsAt", name from member_group
    where ${where} and ended_at is null and (ends_at is null or ends_at > now()) for update
  `.execute(tx);
  const group = rows[0];
  if (!group) return { kind: 'unknown' };
  const held = await sql<{ taken: number; isMine: boolean }>`
    select count(*) as taken, coalesce(bool_or(subscriber_id = ${subscriberId}), false) as "isMine"
    from entitlement where group_id = ${group.id} and ended_at is null
  `.execute(tx);
  if (held.rows[0]?.isMine) return { kind: 'seated-before' };
  if ((held.rows[0]?.taken ?? 0) >= group.seats) return { kind: 'full' };
  await sql`
    insert into entitlement (subscriber_id, tier_id, reason, note, ends_at, granted_by, group_id)
    values (${subscriberId}, ${group.tierId}, 'group', ${group.name}, ${group.endsAt}, 'a seat of a group', ${group.id})
  `.execute(tx);
  return { kind: 'seated' };
}

/** Takes a seat by the link of an invitation. */
export const takeSeatByInvitation = (db: Db, token: string, subscriberId: number): Promise<SeatOutcome> =>
  db.transaction().execute((tx) => takeSeat(tx, { token }, subscriberId));

/** Gives a seat to somebody who has just proved an address of a group's domain. */
export const takeSeatByDomain = (tx: Db, addressKey: string, subscriberId: number): Promise<SeatOutcome> =>
  takeSeat(tx, { domain: addressKey.slice(addressKey.lastIndexOf('@') + 1) }, subscriberId);

/** Ends a group and every seat of it, now. False when it had ended. */
export async function endGroup(tx: Db, publicId: string): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    update member_group set ended_at = now() where public_id = ${publicId} and ended_at is null returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) return false;
  await sql`update entitlement set ended_at = now() where group_id = ${id} and ended_at is null`.execute(tx);
  return true;
}
