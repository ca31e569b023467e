import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import { forgetInParts } from '../../platform/forget.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { randomId, randomToken } from '../../platform/random-tokens.ts';
import { readSealedToken, sealToken } from '../../platform/signed-token.ts';
import type { Staff } from '../accounts.ts';
import type { StaffMailSetting } from '../letters.ts';
import { firstRecoveryCodes, noteFactorChange } from './change-factors.ts';

/** Loaded where it is needed: it brings a reader of certificates along. */
const loadWebAuthn = () => import('@simplewebauthn/server');

const challengeMinutes = 5;

/** Where passkeys of this install are good. */
export type PasskeySite = {
  readonly keys: KeyRing;
  readonly publicUrl: string;
  /** What authenticators show. */
  readonly name: string;
};

const hostOf = ({ publicUrl }: PasskeySite): string => new URL(publicUrl).hostname;
const originOf = ({ publicUrl }: PasskeySite): string => new URL(publicUrl).origin;

/** Passkeys want a name with https, or this machine itself: a bare number is no home for them. */
export function mayUsePasskeys(publicUrl: string): boolean {
  const { hostname, protocol } = new URL(publicUrl);
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('[')) return false;
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

export type Passkey = {
  readonly publicId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

export async function listPasskeys(db: Db, staffId: number): Promise<readonly Passkey[]> {
  const { rows } = await sql<Passkey>`
    select public_id as "publicId", name, created_at as "createdAt", last_used_at as "lastUsedAt"
    from staff_passkey where staff_id = ${staffId} order by id
  `.execute(db);
  return rows;
}

/** Options for the browser, and the challenge in them once more, sealed: it comes back with the answer. */
export type Asked = { readonly options: unknown; readonly challenge: string };

type Challenge = { readonly challenge: string; readonly staffId: number | null };

const challengeShape = z.object({ challenge: z.string(), staffId: z.int().nullable() });

/** Nothing is written when somebody asks: the challenge is in the token, and noted once it is answered. */
function sealChallenge(keys: KeyRing, purpose: string, facts: Challenge, now: Date): string {
  return sealToken(keys, purpose, facts, new Date(now.getTime() + challengeMinutes * 60_000));
}

/** The challenge of a token of ours, once; null for a foreign, an old and a used one. */
async function takeChallenge(
  tx: Db,
  keys: KeyRing,
  { purpose, token, now }: { readonly purpose: string; readonly token: string; readonly now: Date },
): Promise<Challenge | null> {
  const read = challengeShape.safeParse(readSealedToken(keys, purpose, token, now));
  if (!read.success) return null;
  const { numAffectedRows } = await sql`
    insert into staff_used_challenge (challenge) values (${read.data.challenge}) on conflict do nothing
  `.execute(tx);
  return numAffectedRows === 1n ? read.data : null;
}

const addPurpose = 'passkey to add';
const signInPurpose = 'passkey to sign in';

/** What a browser needs to make a passkey for somebody. */
export async function askForNewPasskey(db: Db, site: PasskeySite, staff: Staff, now: Date): Promise<Asked> {
  const { generateRegistrationOptions } = await loadWebAuthn();
  const { rows } = await sql<{ id: string; transports: string[] }>`
    select credential_id as id, transports from staff_passkey where staff_id = ${staff.id}
  `.execute(db);
  const options = await generateRegistrationOptions({
    rpID: hostOf(site),
    rpName: site.name,
    userName: staff.address,
    userDisplayName: staff.name,
    // Names the account to the authenticator and nobody else: no address, no number of ours.
    userID: Buffer.from(staff.publicId),
    challenge: Buffer.from(randomToken(), 'base64url'),
    attestationType: 'none',
    excludeCredentials: rows.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const facts = { challenge: options.challenge, staffId: staff.id };
  return { options, challenge: sealChallenge(site.keys, addPurpose, facts, now) };
}

const hasResponse = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'response' in value && 'id' in value;

// Their parts are checked where they are verified.
const registrationAnswer = z.custom<RegistrationResponseJSON>(hasResponse);
const signInAnswer = z.custom<AuthenticationResponseJSON>(hasResponse);

/** The JSON a browser sent; null for anything that is none. */
function parseAnswer<Answer>(shape: z.ZodType<Answer>, text: string): Answer | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export type PasskeyAnswer = {
  /** The JSON of the browser. */
  readonly answer: string;
  /** The sealed challenge. */
  readonly challenge: string;
  readonly now: Date;
};

export type AddPasskeyOutcome =
  | { readonly kind: 'refused' }
  /** Every session has ended, also the one that asked: the caller begins a new one. */
  | { readonly kind: 'added'; readonly codes: readonly string[] | null };

async function verifyNew(site: PasskeySite, response: RegistrationResponseJSON, expectedChallenge: string) {
  const { verifyRegistrationResponse } = await loadWebAuthn();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: originOf(site),
      expectedRPID: hostOf(site),
      requireUserVerification: true,
    });
    return registrationInfo?.credential ?? null;
  } catch {
    // Whatever is wrong with it, it opens nothing: the library throws for each fault of the answer.
    return null;
  }
}

/** Keeps a passkey that the browser has made for somebody. */
export async function addPasskey(
  db: Db,
  site: PasskeySite,
  mail: StaffMailSetting,
  { staff, name, ...given }: PasskeyAnswer & { readonly staff: Staff; readonly name: string },
): Promise<AddPasskeyOutcome> {
  const response = parseAnswer(registrationAnswer, given.answer);
  const asked = await takeChallenge(db, site.keys, {
    purpose: addPurpose,
    token: given.challenge,
    now: given.now,
  });
  if (!response || asked?.staffId !== staff.id) return { kind: 'refused' };
  const credential = await verifyNew(site, response, asked.challenge);
  if (!credential) return { kind: 'refused' };
  return db.transaction().execute(async (tx): Promise<AddPasskeyOutcome> => {
    const { numAffectedRows } = await sql`
      insert into staff_passkey (public_id, staff_id, credential_id, public_key, sign_count, transports, name)
      values (${randomId()}, ${staff.id}, ${credential.id}, ${Buffer.from(credential.publicKey)},
        ${credential.counter}, ${credential.transports ?? []}::text[], ${name})
      on conflict (credential_id) do nothing
    `.execute(tx);
    if (numAffectedRows !== 1n) return { kind: 'refused' };
    const codes = await firstRecoveryCodes(tx, staff.id);
    const change = { action: `added the passkey ${name}`, what: `The passkey ${name} was added` };
    await noteFactorChange(tx, mail, staff, change);
    return { kind: 'added', codes };
  });
}

/** What a browser needs to sign somebody in: it finds the passkey itself, so nobody says who they are. */
export async function askForPasskey(site: PasskeySite, now: Date): Promise<Asked> {
  const { generateAuthenticationOptions } = await loadWebAuthn();
  const options = await generateAuthenticationOptions({
    rpID: hostOf(site),
    challenge: Buffer.from(randomToken(), 'base64url'),
    userVerification: 'required',
  });
  const facts = { challenge: options.challenge, staffId: null };
  return { options, challenge: sealChallenge(site.keys, signInPurpose, facts, now) };
}

type KnownPasskey = Staff & {
  readonly passkeyId: number;
  readonly passkeyName: string;
  readonly publicKey: Buffer;
  readonly signCount: number;
};

async function findCredential(tx: Db, credentialId: string): Promise<KnownPasskey | null> {
  const { rows } = await sql<KnownPasskey>`
    select staff.id, staff.public_id as "publicId", staff.name, staff.address, staff.role, passkey.id as "passkeyId",
      passkey.name as "passkeyName", passkey.public_key as "publicKey", passkey.sign_count as "signCount"
    from staff_passkey passkey join staff on staff.id = passkey.staff_id
    where passkey.credential_id = ${credentialId} and staff.ended_at is null
    for update of passkey
  `.execute(tx);
  return rows[0] ?? null;
}

async function verifyKnown(
  site: PasskeySite,
  response: AuthenticationResponseJSON,
  { known, expectedChallenge }: { readonly known: KnownPasskey; readonly expectedChallenge: string },
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: originOf(site),
      expectedRPID: hostOf(site),
      requireUserVerification: true,
      // Also refuses a counter that did not move on: then there are two of this authenticator.
      credential: {
        id: response.id,
        publicKey: new Uint8Array(known.publicKey),
        counter: known.signCount,
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

/**
 * Who a passkey proves somebody to be; null when it proves nothing. The authenticator has asked for a finger, a face or a PIN
 * as well, so it stands for both factors.
 */
export async function takePasskey(
  db: Db,
  site: PasskeySite,
  given: PasskeyAnswer,
): Promise<{ readonly staff: Staff; readonly passkey: string } | null> {
  const response = parseAnswer(signInAnswer, given.answer);
  const asked = await takeChallenge(db, site.keys, {
    purpose: signInPurpose,
    token: given.challenge,
    now: given.now,
  });
  if (!response || !asked || typeof response.id !== 'string') return null;
  return db.transaction().execute(async (tx) => {
    const known = await findCredential(tx, response.id);
    if (!known) return null;
    const counter = await verifyKnown(site, response, { known, expectedChallenge: asked.challenge });
    if (counter === null) return null;
    await sql`
      update staff_passkey set sign_count = ${counter}, last_used_at = now() where id = ${known.passkeyId}
    `.execute(tx);
    const { id, publicId, name, address, role } = known;
    return { staff: { id, publicId, name, address, role }, passkey: known.passkeyName };
  });
}

/** Gives a passkey another name. @returns false when this person has none like it */
export async function renamePasskey(
  tx: Db,
  { staffId, publicId, name }: { readonly staffId: number; readonly publicId: string; readonly name: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update staff_passkey set name = ${name} where public_id = ${publicId} and staff_id = ${staffId}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Challenges whose token has ended by itself. @returns how many rows went */
export const forgetUsedChallenges = (db: Db): Promise<number> =>
  forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from staff_used_challenge where challenge in (
        select challenge from staff_used_challenge where used_at < now() - interval '1 hour' limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
