import { sql } from 'kysely';
import { parseAddress } from '../delivery/address.ts';
import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import { hashToken, randomId, randomToken } from '../platform/random-tokens.ts';
import {
  type Staff,
  type StaffProblem,
  addressTaken,
  findPersonProblems,
  findStaffProblems,
  insertStaff,
} from './accounts.ts';
import { recordAct } from './audit.ts';
import { type StaffMailSetting, queueStaffLetter } from './letters.ts';
import type { PasswordCheck } from './check-password.ts';
import { hashPassword } from './passwords.ts';
import { type Role, rolePhrase } from './roles.ts';

const lifeDays = 7;

export type Invitation = {
  readonly publicId: string;
  readonly name: string;
  readonly address: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export type NewInvitation = { readonly name: string; readonly address: string; readonly role: Role };

export type InviteOutcome =
  { readonly kind: 'invited' } | { readonly kind: 'refused'; readonly problems: readonly StaffProblem[] };

const columns = sql`
  public_id as "publicId", name, address, role, created_at as "createdAt", expires_at as "expiresAt"
`;

/**
 * Invites somebody: a link by mail, good once, for seven days. A second invitation to the same address takes the place of the
 * first, whose link then opens nothing. The caller rings `deliver-urgent`.
 */
export async function inviteStaff(
  db: Db,
  setting: StaffMailSetting,
  { actor, ...person }: NewInvitation & { readonly actor: Staff },
): Promise<InviteOutcome> {
  const problems = findPersonProblems(person);
  const address = parseAddress(person.address);
  if (problems.length > 0 || !address) return { kind: 'refused', problems };
  const name = person.name.trim();
  return db.transaction().execute(async (tx): Promise<InviteOutcome> => {
    const { rows } = await sql`select 1 from staff where address_key = ${address.key}`.execute(tx);
    if (rows.length > 0) return { kind: 'refused', problems: [addressTaken] };
    const token = randomToken();
    const publicId = randomId();
    await sql`
      insert into staff_invitation (public_id, token_hash, name, address, address_key, role, expires_at)
      values (${publicId}, ${hashToken(token)}, ${name}, ${address.address}, ${address.key}, ${person.role},
        now() + make_interval(days => ${lifeDays}))
      on conflict (address_key) where taken_at is null and taken_back_at is null
      do update set public_id = excluded.public_id, token_hash = excluded.token_hash, name = excluded.name,
        address = excluded.address, role = excluded.role, created_at = now(), expires_at = excluded.expires_at
    `.execute(tx);
    await queueStaffLetter(tx, setting, {
      kind: 'staff-invitation',
      address: address.address,
      subject: `${actor.name} invites you to the newsroom of ${setting.publication.name}`,
      paragraphs: [
        `You are to be ${rolePhrase(person.role)}. Choose a password, and the newsroom is open to you.`,
        `The link is good once, until seven days from now. Did you not expect it? Then leave it alone: nothing happens.`,
      ],
      link: { words: 'Take the invitation', url: `${setting.publicUrl}/admin/invitation/${token}` },
      reason: `You get this because ${actor.name} of ${setting.publication.name} gave your address.`,
    });
    await recordAct(tx, {
      actor: actor.name,
      action: `invited ${name} as ${rolePhrase(person.role)}`,
      object: `invitation ${publicId}`,
    });
    return { kind: 'invited' };
  });
}

/** Invitations that nobody has taken, also those whose time is over; newest first. */
export async function listInvitations(db: Db): Promise<readonly Invitation[]> {
  const { rows } = await sql<Invitation>`
    select ${columns} from staff_invitation where taken_at is null and taken_back_at is null order by id desc
  `.execute(db);
  return rows;
}

/** Takes an invitation back: its link opens nothing from now on. @returns false when there is none like it */
export async function takeBackInvitation(db: Db, publicId: string, actor: Staff): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ name: string }>`
      update staff_invitation set taken_back_at = now()
      where public_id = ${publicId} and taken_at is null and taken_back_at is null returning name
    `.execute(tx);
    const [invitation] = rows;
    if (!invitation) return false;
    const action = `took back the invitation of ${invitation.name}`;
    await recordAct(tx, { actor: actor.name, action, object: `invitation ${publicId}` });
    return true;
  });
}

/** What a link of an invitation opens; null when it was taken, taken back, is too old or was never made. */
export async function findInvitation(db: Db, token: string): Promise<Invitation | null> {
  const { rows } = await sql<Invitation>`
    select ${columns} from staff_invitation
    where token_hash = ${hashToken(token)} and taken_at is null and taken_back_at is null and expires_at > now()
  `.execute(db);
  return rows[0] ?? null;
}

export type TakeInvitationOutcome =
  | { readonly kind: 'taken'; readonly staff: Staff }
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly problems: readonly StaffProblem[] };

/** Makes the account that an invitation promises. The link is used in the same transaction, so it opens once. */
export async function takeInvitation(
  db: Db,
  token: string,
  { name, password }: { readonly name: string; readonly password: string },
  check: PasswordCheck,
): Promise<TakeInvitationOutcome> {
  const invitation = await findInvitation(db, token);
  if (!invitation) return { kind: 'closed' };
  const problems = await findStaffProblems({ name, address: invitation.address, password }, check);
  const address = parseAddress(invitation.address);
  if (problems.length > 0 || !address) return { kind: 'refused', problems };
  const hash = await hashPassword(password);
  return db.transaction().execute(async (tx): Promise<TakeInvitationOutcome> => {
    const { numAffectedRows } = await sql`
      update staff_invitation set taken_at = now()
      where token_hash = ${hashToken(token)} and taken_at is null and taken_back_at is null and expires_at > now()
    `.execute(tx);
    if (numAffectedRows !== 1n) return { kind: 'closed' };
    const staff = await insertStaff(tx, { name, role: invitation.role, address }, hash);
    if (!staff) return { kind: 'refused', problems: [addressTaken] };
    await recordAct(tx, {
      actor: staff.name,
      action: `took the invitation and became ${rolePhrase(staff.role)}`,
      object: `staff ${staff.publicId}`,
    });
    return { kind: 'taken', staff };
  });
}

/**
 * Takes the open invitation of an address, for whoever has proved that it is theirs in another way than by its link.
 * @returns what it promises; null when there is none
 */
export async function takeInvitationOf(tx: Db, addressKey: string): Promise<Invitation | null> {
  const { rows } = await sql<Invitation>`
    update staff_invitation set taken_at = now()
    where address_key = ${addressKey} and taken_at is null and taken_back_at is null and expires_at > now()
    returning ${columns}
  `.execute(tx);
  return rows[0] ?? null;
}

/** Invitations that came to nothing, thirty days after their time: they hold an address. @returns how many rows went */
export const forgetOldInvitations = (db: Db): Promise<number> =>
  forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from staff_invitation where id in (
        select id from staff_invitation where expires_at < now() - interval '30 days' limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
