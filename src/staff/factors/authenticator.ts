import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { type KeyRing, seal, unseal } from '../../platform/key-ring.ts';

/** Every app knows these; other values are ignored by some of them (RFC 6238). */
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const sealPurpose = 'authenticator secret';
const secretBytes = 20;

/** What an app needs to make codes: the secret in base32, and the same as an address for its camera. */
export type AuthenticatorSecret = { readonly secret: string; readonly url: string };

/** Loaded where it is needed: most processes never see a code. */
const loadOtp = () => import('otpauth');

/** A fresh secret of 160 random bits; nothing is kept yet. */
export async function makeSecret(issuer: string, label: string): Promise<AuthenticatorSecret> {
  const { Secret, TOTP } = await loadOtp();
  const secret = new Secret({ size: secretBytes });
  return { secret: secret.base32, url: new TOTP({ ...kind, issuer, label, secret }).toString() };
}

/** The same again, as for a form that comes back. */
export async function urlOfSecret(secret: string, issuer: string, label: string): Promise<string> {
  const { TOTP } = await loadOtp();
  return new TOTP({ ...kind, issuer, label, secret }).toString();
}

/** The time step a code belongs to, one step to either side allowed for clocks that differ; null for a wrong one. */
async function stepOf(secret: string, code: string, now: Date): Promise<number | null> {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const { TOTP } = await loadOtp();
  const delta = new TOTP({ ...kind, secret }).validate({
    token: digits,
    timestamp: now.getTime(),
    window: 1,
  });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / kind.period) + delta;
}

/** Keeps the app whose code proves that it was set up right. @returns false for a wrong code */
export async function keepAuthenticator(
  tx: Db,
  keys: KeyRing,
  {
    staffId,
    secret,
    code,
    now,
  }: { readonly staffId: number; readonly secret: string; readonly code: string; readonly now: Date },
): Promise<boolean> {
  const step = await stepOf(secret, code, now);
  if (step === null) return false;
  await sql`
    insert into staff_totp (staff_id, sealed_secret, last_step)
    values (${staffId}, ${seal(keys, sealPurpose, Buffer.from(secret))}, ${step})
    on conflict (staff_id)
    do update set sealed_secret = excluded.sealed_secret, last_step = excluded.last_step, created_at = now()
  `.execute(tx);
  return true;
}

/**
 * Takes a code of somebody's app. The row decides about a code that comes twice, also in the same moment: a step is taken
 * once, and none that lies before it.
 */
export async function takeAuthenticatorCode(
  tx: Db,
  keys: KeyRing,
  { staffId, code, now }: { readonly staffId: number; readonly code: string; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed_secret as sealed from staff_totp where staff_id = ${staffId}
  `.execute(tx);
  const secret = rows[0] && unseal(keys, sealPurpose, rows[0].sealed);
  const step = secret ? await stepOf(secret.toString(), code, now) : null;
  if (step === null) return false;
  const { numAffectedRows } = await sql`
    update staff_totp set last_step = ${step} where staff_id = ${staffId} and last_step < ${step}
  `.execute(tx);
  return numAffectedRows === 1n;
}
