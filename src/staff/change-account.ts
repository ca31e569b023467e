import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import type { Staff } from './accounts.ts';
import { recordAct } from './audit.ts';
import { endAccess } from './end-access.ts';
import { forgetFactors } from './factors/forget-factors.ts';
import { type StaffMailSetting, queueAccountNotice } from './letters.ts';
import { type Role, rolePhrase } from './roles.ts';

export type AccountChange =
  | { readonly kind: 'changed'; readonly staff: Staff }
  | { readonly kind: 'unknown' }
  /** Somebody must hold the keys: the last owner is neither demoted nor ended. */
  | { readonly kind: 'last-owner' };

type Found = Staff & { readonly isOpen: boolean; readonly isLastOwner: boolean };

/** Locks all owners first, in one order, so that two of them cannot demote each other in the same moment. */
async function findForChange(tx: Db, publicId: string): Promise<Found | null> {
  await sql`select from staff where role = 'owner' and ended_at is null order by id for update`.execute(tx);
  const { rows } = await sql<Found>`
    select id, public_id as "publicId", name, address, role, ended_at is null as "isOpen",
      role = 'owner' and ended_at is null and not exists (
        select from staff other where other.role = 'owner' and other.ended_at is null and other.id <> staff.id
      ) as "isLastOwner"
    from staff where public_id = ${publicId} for update
  `.execute(tx);
  return rows[0] ?? null;
}

const staffOf = ({ id, publicId, name, address, role }: Staff): Staff => ({
  id,
  publicId,
  name,
  address,
  role,
});

/** Gives somebody another role. All their sessions and keys end: what was opened as one role is not kept as another. */
export async function changeRole(
  db: Db,
  { publicId, role, actor }: { readonly publicId: string; readonly role: Role; readonly actor: Staff },
): Promise<AccountChange> {
  return db.transaction().execute(async (tx): Promise<AccountChange> => {
    const found = await findForChange(tx, publicId);
    if (!found?.isOpen) return { kind: 'unknown' };
    if (found.role === role) return { kind: 'changed', staff: staffOf(found) };
    if (found.isLastOwner) return { kind: 'last-owner' };
    await sql`update staff set role = ${role} where id = ${found.id}`.execute(tx);
    const ended = await endAccess(tx, found.id);
    await recordAct(tx, {
      actor: actor.name,
      action: `made ${found.name} ${rolePhrase(role)}`,
      object: `staff ${publicId}`,
      details: { before: found.role, ...ended },
    });
    return { kind: 'changed', staff: { ...staffOf(found), role } };
  });
}

/** Ends an account, and its sessions and keys at once. What the person did stays in the trail. */
export async function endStaff(
  db: Db,
  { publicId, actor }: { readonly publicId: string; readonly actor: Pick<Staff, 'name'> },
): Promise<AccountChange> {
  return db.transaction().execute(async (tx): Promise<AccountChange> => {
    const found = await findForChange(tx, publicId);
    if (!found?.isOpen) return { kind: 'unknown' };
    if (found.isLastOwner) return { kind: 'last-owner' };
    await sql`update staff set ended_at = now() where id = ${found.id}`.execute(tx);
    const details = { ...(await endAccess(tx, found.id)) };
    const action = `ended the account of ${found.name}`;
    await recordAct(tx, { actor: actor.name, action, object: `staff ${publicId}`, details });
    return { kind: 'changed', staff: staffOf(found) };
  });
}

/** Opens an ended account again, with the password and the factors it had. */
export async function reopenStaff(
  db: Db,
  { publicId, actor }: { readonly publicId: string; readonly actor: Staff },
): Promise<AccountChange> {
  return db.transaction().execute(async (tx): Promise<AccountChange> => {
    const found = await findForChange(tx, publicId);
    if (!found || found.isOpen) return { kind: 'unknown' };
    await sql`update staff set ended_at = null where id = ${found.id}`.execute(tx);
    const action = `opened the account of ${found.name} again`;
    await recordAct(tx, { actor: actor.name, action, object: `staff ${publicId}` });
    return { kind: 'changed', staff: staffOf(found) };
  });
}

/** Takes all second factors from somebody who lost them; their sessions and keys end, and they hear of it by mail. */
export async function takeFactors(
  db: Db,
  setting: StaffMailSetting | null,
  { publicId, actor }: { readonly publicId: string; readonly actor: Pick<Staff, 'name'> },
): Promise<AccountChange> {
  return db.transaction().execute(async (tx): Promise<AccountChange> => {
    const found = await findForChange(tx, publicId);
    if (!found?.isOpen || !(await forgetFactors(tx, found.id))) return { kind: 'unknown' };
    const details = { ...(await endAccess(tx, found.id)) };
    const action = `removed the second factor of ${found.name}`;
    await recordAct(tx, { actor: actor.name, action, object: `staff ${publicId}`, details });
    if (setting) {
      const what = `${actor.name} removed your second factor`;
      await queueAccountNotice(tx, setting, { address: found.address, what });
    }
    return { kind: 'changed', staff: staffOf(found) };
  });
}
