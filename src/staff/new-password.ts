import { sql } from 'kysely';
import { parseAddress } from '../delivery/address.ts';
import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import { hashToken, randomToken } from '../platform/random-tokens.ts';
import type { Staff } from './accounts.ts';
import { recordAct } from './audit.ts';
import { type PasswordCheck, checkPassword } from './check-password.ts';
import { endAccess } from './end-access.ts';
import { type StaffMailSetting, queueAccountNotice, queueStaffLetter } from './letters.ts';
import { hashPassword, isPassword } from './passwords.ts';

const lifeMinutes = 60;

/** A new link takes the place of the older ones of this account. @returns its token */
export async function makePasswordLink(tx: Db, staffId: number): Promise<string> {
  const token = randomToken();
  await sql`delete from staff_password_link where staff_id = ${staffId}`.execute(tx);
  await sql`
    insert into staff_password_link (token_hash, staff_id, expires_at)
    values (${hashToken(token)}, ${staffId}, now() + make_interval(mins => ${lifeMinutes}))
  `.execute(tx);
  return token;
}

/**
 * Mails a link for a new password to an address that has an account, and does nothing for any other. It tells nobody which
 * of the two it was: the caller answers alike and in even time, and rings `deliver-urgent` either way.
 */
export async function askForPassword(
  db: Db,
  setting: StaffMailSetting,
  address: string,
  actor = 'Somebody at the door',
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<Staff>`
      select id, public_id as "publicId", name, address, role from staff
      where address_key = ${parseAddress(address)?.key ?? ''} and ended_at is null
    `.execute(tx);
    const [staff] = rows;
    if (!staff) return;
    const token = await makePasswordLink(tx, staff.id);
    await queueStaffLetter(tx, setting, {
      kind: 'staff-password',
      address: staff.address,
      subject: `A new password for the newsroom of ${setting.publication.name}`,
      paragraphs: [
        'Somebody asked for a new password for your account. Was it meant for you? Then choose one here. The link is good once, for an hour.',
        'If not, there is nothing to do: your password stays as it is.',
      ],
      link: { words: 'Choose a password', url: `${setting.publicUrl}/admin/password/${token}` },
    });
    await recordAct(tx, {
      actor,
      action: 'asked for a new password',
      object: `staff ${staff.publicId}`,
    });
  });
}

/** Whose link this is; null when it was used, is too old or was never made. */
export async function findPasswordLink(db: Db, token: string): Promise<Staff | null> {
  const { rows } = await sql<Staff>`
    select staff.id, staff.public_id as "publicId", staff.name, staff.address, staff.role
    from staff_password_link link join staff on staff.id = link.staff_id
    where link.token_hash = ${hashToken(token)} and link.expires_at > now() and staff.ended_at is null
  `.execute(db);
  return rows[0] ?? null;
}

export type NewPasswordOutcome =
  | { readonly kind: 'changed' }
  /** The link opens nothing any more. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly message: string };

async function setPassword(
  tx: Db,
  setting: StaffMailSetting | null,
  staff: Staff,
  { hash, action, what }: { readonly hash: string; readonly action: string; readonly what: string },
): Promise<void> {
  await sql`update staff set password_hash = ${hash} where id = ${staff.id}`.execute(tx);
  const details = { ...(await endAccess(tx, staff.id)) };
  await recordAct(tx, { actor: staff.name, action, object: `staff ${staff.publicId}`, details });
  if (setting) await queueAccountNotice(tx, setting, { address: staff.address, what });
}

/** Sets a password by the link of a mail. It opens no session: whoever has a second factor still has to show it. */
export async function setPasswordByLink(
  db: Db,
  setting: StaffMailSetting | null,
  {
    token,
    password,
    check,
  }: { readonly token: string; readonly password: string; readonly check: PasswordCheck },
): Promise<NewPasswordOutcome> {
  const person = await findPasswordLink(db, token);
  if (!person) return { kind: 'closed' };
  const message = await checkPassword(password, check, [person.name, person.address]);
  if (message !== null) return { kind: 'refused', message };
  const hash = await hashPassword(password);
  return db.transaction().execute(async (tx): Promise<NewPasswordOutcome> => {
    const staff = await findPasswordLink(tx, token);
    const { numAffectedRows } = await sql`
      delete from staff_password_link where token_hash = ${hashToken(token)}
    `.execute(tx);
    if (!staff || numAffectedRows !== 1n) return { kind: 'closed' };
    const what = 'Your password was changed by a link from a mail';
    await setPassword(tx, setting, staff, { hash, action: 'chose a new password by a link', what });
    return { kind: 'changed' };
  });
}

/** Whether this is the password somebody has now: asked again before anything about their way in is changed. */
export async function hasPassword(db: Db, staffId: number, password: string): Promise<boolean> {
  const { rows } = await sql<{ hash: string | null }>`
    select password_hash as hash from staff where id = ${staffId} and ended_at is null
  `.execute(db);
  return isPassword(password, rows[0]?.hash ?? null);
}

export type ChangePasswordOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly field: 'current' | 'password'; readonly message: string };

/** Changes one's own password. Every session ends, also the one that asked: the caller begins a new one. */
export async function changePassword(
  db: Db,
  setting: StaffMailSetting,
  {
    staff,
    current,
    password,
    check,
  }: {
    readonly staff: Staff;
    readonly current: string;
    readonly password: string;
    readonly check: PasswordCheck;
  },
): Promise<ChangePasswordOutcome> {
  if (!(await hasPassword(db, staff.id, current)))
    return { kind: 'refused', field: 'current', message: 'This is not the password you have now' };
  const message = await checkPassword(password, check, [staff.name, staff.address]);
  if (message !== null) return { kind: 'refused', field: 'password', message };
  const hash = await hashPassword(password);
  await db.transaction().execute(async (tx) => {
    const what = 'Your password was changed';
    await setPassword(tx, setting, staff, { hash, action: 'changed their own password', what });
  });
  return { kind: 'changed' };
}

/** Links whose hour is over. @returns how many rows went */
export const forgetOldPasswordLinks = (db: Db): Promise<number> =>
  forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from staff_password_link where token_hash in (
        select token_hash from staff_password_link where expires_at < now() limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
