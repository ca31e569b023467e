import { sql } from 'kysely';
import { parseAddress } from '../delivery/address.ts';
import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { hashToken, randomToken } from '../platform/random-tokens.ts';
import type { Staff } from './accounts.ts';
import { recordAct } from './audit.ts';
import { takeAuthenticatorCode } from './factors/authenticator.ts';
import { type Factors, hasSecondFactor, readFactors } from './factors/factors.ts';
import { useRecoveryCode } from './factors/recovery-codes.ts';
import { isPassword } from './passwords.ts';
import { type Whereabouts, beginSession } from './sessions.ts';
import { isBoundToSignOn } from './sign-on/rules.ts';

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly token: string }
  /** The password is right; a second factor is owed. The token names this half of a sign-in and opens nothing. */
  | { readonly kind: 'second-factor'; readonly token: string }
  /** The password is right, and this person comes in through the provider of the newsroom alone. */
  | { readonly kind: 'sign-on-only' }
  /** Wrong address or wrong password: the same answer after the same work. */
  | { readonly kind: 'refused' };

const stepMinutes = 10;
const mostTries = 5;

/**
 * Begins a session and says so in the trail.
 * @param how the words behind "signed in"
 * @param hasProviderFactor see `Session`
 */
export async function enter(
  tx: Db,
  staff: Staff,
  where: Whereabouts,
  how = '',
  hasProviderFactor = false,
): Promise<string> {
  await recordAct(tx, { actor: staff.name, action: `signed in${how}`, object: `staff ${staff.publicId}` });
  return beginSession(tx, staff.id, where, hasProviderFactor);
}

/** Lets in whoever has shown their first factor, or begins the half sign-in that waits for the second one they have. */
export async function enterOrAsk(
  tx: Db,
  staff: Staff,
  {
    where,
    how,
    hasProviderFactor = false,
  }: { readonly where: Whereabouts; readonly how?: string; readonly hasProviderFactor?: boolean },
): Promise<Extract<SignInOutcome, { readonly kind: 'signed-in' | 'second-factor' }>> {
  if (hasProviderFactor || !hasSecondFactor(await readFactors(tx, staff.id)))
    return { kind: 'signed-in', token: await enter(tx, staff, where, how, hasProviderFactor) };
  const token = randomToken();
  await sql`
    insert into staff_sign_in_step (token_hash, staff_id, expires_at)
    values (${hashToken(token)}, ${staff.id}, now() + make_interval(mins => ${stepMinutes}))
  `.execute(tx);
  return { kind: 'second-factor', token };
}

type Given = {
  readonly address: string;
  readonly password: string;
  readonly where: Whereabouts;
  /** Staff may come in through a provider: the rule that they have to counts. */
  readonly hasSignOn?: boolean;
};

/** The first half of a sign-in; all of it for whoever has no second factor. */
export async function signIn(
  db: Db,
  { address, password, where, hasSignOn = false }: Given,
): Promise<SignInOutcome> {
  const { rows } = await sql<Staff & { hash: string | null }>`
    select id, public_id as "publicId", name, address, role, password_hash as hash from staff
    where address_key = ${parseAddress(address)?.key ?? ''} and ended_at is null
  `.execute(db);
  const account = rows[0];
  const isRight = await isPassword(password, account?.hash ?? null);
  if (!account) return { kind: 'refused' };
  if (!isRight) {
    const object = `staff ${account.publicId}`;
    await recordAct(db, { actor: 'Somebody at the door', action: 'gave a wrong password', object });
    return { kind: 'refused' };
  }
  if (hasSignOn && (await isBoundToSignOn(db, account.role))) return { kind: 'sign-on-only' };
  return enterOrAsk(db, account, { where });
}

/** What can finish a half sign-in; null when its time or its tries are over. */
export async function findSignInStep(
  db: Db,
  token: string,
): Promise<{ readonly staff: Staff; readonly factors: Factors } | null> {
  const { rows } = await sql<Staff>`
    select staff.id, staff.public_id as "publicId", staff.name, staff.address, staff.role
    from staff_sign_in_step step join staff on staff.id = step.staff_id
    where step.token_hash = ${hashToken(token)} and step.expires_at > now() and step.tries < ${mostTries}
      and staff.ended_at is null
  `.execute(db);
  const [staff] = rows;
  return staff ? { staff, factors: await readFactors(db, staff.id) } : null;
}

export type SecondStepOutcome =
  | { readonly kind: 'signed-in'; readonly token: string }
  | { readonly kind: 'wrong-code' }
  /** Too late or too often: the password has to be given again. */
  | { readonly kind: 'closed' };

/** The second half of a sign-in: a code of the app, or a recovery code. A try counts before it is looked at. */
export async function finishSignIn(
  db: Db,
  keys: KeyRing,
  {
    token,
    code,
    now,
    where,
  }: { readonly token: string; readonly code: string; readonly now: Date; readonly where: Whereabouts },
): Promise<SecondStepOutcome> {
  const step = await findSignInStep(db, token);
  const { numAffectedRows } = await sql`
    update staff_sign_in_step set tries = tries + 1
    where token_hash = ${hashToken(token)} and tries < ${mostTries} and expires_at > now()
  `.execute(db);
  if (!step || numAffectedRows !== 1n) return { kind: 'closed' };
  const { staff } = step;
  return db.transaction().execute(async (tx): Promise<SecondStepOutcome> => {
    const isApp = await takeAuthenticatorCode(tx, keys, { staffId: staff.id, code, now });
    const isRecovery = !isApp && (await useRecoveryCode(tx, staff.id, code));
    if (!isApp && !isRecovery) {
      const object = `staff ${staff.publicId}`;
      await recordAct(tx, { actor: 'Somebody at the door', action: 'gave a wrong code', object });
      return { kind: 'wrong-code' };
    }
    await sql`delete from staff_sign_in_step where token_hash = ${hashToken(token)}`.execute(tx);
    const how = isApp ? ' with a code of the app' : ' with a recovery code';
    return { kind: 'signed-in', token: await enter(tx, staff, where, how) };
  });
}

/** Half sign-ins whose time is over. @returns how many rows went */
export const forgetOldSignInSteps = (db: Db): Promise<number> =>
  forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from staff_sign_in_step where token_hash in (
        select token_hash from staff_sign_in_step where expires_at < now() limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
