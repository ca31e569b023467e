import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import type { Staff } from '../accounts.ts';
import { recordAct } from '../audit.ts';
import { endAccess } from '../end-access.ts';
import { type StaffMailSetting, queueAccountNotice } from '../letters.ts';
import { keepAuthenticator } from './authenticator.ts';
import { forgetFactors } from './forget-factors.ts';
import { hasSecondFactor, readFactors } from './factors.ts';
import { countRecoveryCodes, makeRecoveryCodes } from './recovery-codes.ts';

/** What a change of a factor has in common: all access ends, the trail has a line, its owner a mail. */
export async function noteFactorChange(
  tx: Db,
  setting: StaffMailSetting | null,
  staff: Staff,
  {
    action,
    what,
    actor = staff,
  }: { readonly action: string; readonly what: string; readonly actor?: Pick<Staff, 'name'> },
): Promise<void> {
  const details = { ...(await endAccess(tx, staff.id)) };
  await recordAct(tx, { actor: actor.name, action, object: `staff ${staff.publicId}`, details });
  if (setting) await queueAccountNotice(tx, setting, { address: staff.address, what });
}

/** Codes for whoever sets up a first factor; null for whoever has some. */
export const firstRecoveryCodes = async (tx: Db, staffId: number): Promise<readonly string[] | null> =>
  (await countRecoveryCodes(tx, staffId)) > 0 ? null : makeRecoveryCodes(tx, staffId);

export type SetUpAppOutcome =
  | { readonly kind: 'wrong-code' }
  /** Every session has ended, also the one that asked: the caller begins a new one. */
  | { readonly kind: 'set-up'; readonly codes: readonly string[] | null };

/** Makes an authenticator app a second factor, in place of an earlier one. */
export async function setUpApp(
  db: Db,
  setting: StaffMailSetting,
  keys: KeyRing,
  proof: { readonly staff: Staff; readonly secret: string; readonly code: string; readonly now: Date },
): Promise<SetUpAppOutcome> {
  const { staff } = proof;
  return db.transaction().execute(async (tx): Promise<SetUpAppOutcome> => {
    const isKept = await keepAuthenticator(tx, keys, { ...proof, staffId: staff.id });
    if (!isKept) return { kind: 'wrong-code' };
    const codes = await firstRecoveryCodes(tx, staff.id);
    const change = { action: 'set up an authenticator app', what: 'An authenticator app was set up' };
    await noteFactorChange(tx, setting, staff, change);
    return { kind: 'set-up', codes };
  });
}

/** Recovery codes belong to a factor: they go with the last one. */
async function forgetCodesWithout(tx: Db, staffId: number): Promise<void> {
  if (!hasSecondFactor(await readFactors(tx, staffId))) await forgetFactors(tx, staffId);
}

/** Removes the app. @returns false when there is none */
export async function removeApp(db: Db, setting: StaffMailSetting, staff: Staff): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`delete from staff_totp where staff_id = ${staff.id}`.execute(tx);
    if (numAffectedRows !== 1n) return false;
    await forgetCodesWithout(tx, staff.id);
    const change = { action: 'removed the authenticator app', what: 'The authenticator app was removed' };
    await noteFactorChange(tx, setting, staff, change);
    return true;
  });
}

/** Removes a passkey. @returns false when this person has none like it */
export async function removePasskey(
  db: Db,
  setting: StaffMailSetting,
  staff: Staff,
  publicId: string,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ name: string }>`
      delete from staff_passkey where public_id = ${publicId} and staff_id = ${staff.id} returning name
    `.execute(tx);
    const [passkey] = rows;
    if (!passkey) return false;
    await forgetCodesWithout(tx, staff.id);
    const change = {
      action: `removed the passkey ${passkey.name}`,
      what: `The passkey ${passkey.name} was removed`,
    };
    await noteFactorChange(tx, setting, staff, change);
    return true;
  });
}

/** Ten new recovery codes in place of the old ones; null for whoever has no second factor. */
export async function renewRecoveryCodes(
  db: Db,
  setting: StaffMailSetting,
  staff: Staff,
): Promise<readonly string[] | null> {
  return db.transaction().execute(async (tx) => {
    if (!hasSecondFactor(await readFactors(tx, staff.id))) return null;
    const codes = await makeRecoveryCodes(tx, staff.id);
    const change = { action: 'made new recovery codes', what: 'New recovery codes were made' };
    await noteFactorChange(tx, setting, staff, change);
    return codes;
  });
}
