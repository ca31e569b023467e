import { sql } from 'kysely';
import { type Address, parseAddress } from '../../delivery/address.ts';
import type { Db } from '../../platform/db.ts';
import { type Staff, insertStaff } from '../accounts.ts';
import { recordAct } from '../audit.ts';
import { noteFactorChange } from '../factors/change-factors.ts';
import { takeInvitationOf } from '../invitations.ts';
import type { StaffMailSetting } from '../letters.ts';
import { rolePhrase } from '../roles.ts';
import type { Whereabouts } from '../sessions.ts';
import { type SignInOutcome, enterOrAsk } from '../sign-in.ts';
import { addLink, findAddressProblem } from './links.ts';
import type { Proof, SignOnProvider } from './provider.ts';
import { readSignOnRules } from './rules.ts';

export type ThroughOutcome =
  | Exclude<SignInOutcome, { readonly kind: 'refused' | 'sign-on-only' }>
  | {
      readonly kind: 'refused';
      /**
       * `unverified`: the provider vouches for no address. `domain`: not one that is let in. `unknown`: nobody here has it.
       * `other-link`: that person's account is linked with another one. `owner`: an owner links it themselves.
       */
      readonly why: 'unverified' | 'domain' | 'unknown' | 'other-link' | 'owner';
    };

type Found =
  | { readonly kind: 'found'; readonly staff: Staff }
  | { readonly kind: 'refused'; readonly why: 'unknown' | 'other-link' | 'owner' };

type Through = { readonly provider: SignOnProvider; readonly proof: Proof; readonly where: Whereabouts };

const columns = sql`staff.id, staff.public_id as "publicId", staff.name, staff.address, staff.role`;

/** Whose account at the provider this is: undefined when nobody has it, null when their account here has ended. */
async function findLinked(tx: Db, { issuer, subject }: Proof): Promise<Staff | null | undefined> {
  const { rows } = await sql<Staff & { isOpen: boolean }>`
    update staff_sign_on link set last_used_at = now() from staff
    where staff.id = link.staff_id and link.issuer = ${issuer} and link.subject = ${subject}
    returning ${columns}, staff.ended_at is null as "isOpen"
  `.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { isOpen, ...staff } = row;
  return isOpen ? staff : null;
}

/**
 * The first time somebody comes through the provider: an account or an invitation waits for the address it vouches for.
 * Nobody becomes or is taken for an owner by an address alone.
 */
async function linkFirst(
  tx: Db,
  setting: StaffMailSetting | null,
  { provider, proof, address }: Pick<Through, 'provider' | 'proof'> & { readonly address: Address },
): Promise<Found> {
  const { rows } = await sql<Staff & { isOpen: boolean; hasLink: boolean }>`
    select ${columns}, ended_at is null as "isOpen",
      exists (select from staff_sign_on where staff_id = staff.id) as "hasLink"
    from staff where address_key = ${address.key} for update
  `.execute(tx);
  const [row] = rows;
  if (!row) return takeInvited(tx, { provider, proof, address });
  const { isOpen, hasLink, ...staff } = row;
  if (!isOpen) return { kind: 'refused', why: 'unknown' };
  if (hasLink) return { kind: 'refused', why: 'other-link' };
  if (staff.role === 'owner') return { kind: 'refused', why: 'owner' };
  if (!(await addLink(tx, staff.id, proof))) return { kind: 'refused', why: 'other-link' };
  const words = {
    action: `came through ${provider.name} for the first time: their account is linked with it`,
    what: `Your account was linked with ${provider.name}`,
  };
  await noteFactorChange(tx, setting, staff, words);
  return { kind: 'found', staff };
}

/** Makes the account that an invitation promises, without a password. */
async function takeInvited(
  tx: Db,
  { provider, proof, address }: Pick<Through, 'provider' | 'proof'> & { readonly address: Address },
): Promise<Found> {
  const invitation = await takeInvitationOf(tx, address.key);
  if (!invitation) return { kind: 'refused', why: 'unknown' };
  if (invitation.role === 'owner') return { kind: 'refused', why: 'owner' };
  const staff = await insertStaff(tx, { ...invitation, address }, null);
  if (!staff || !(await addLink(tx, staff.id, proof))) return { kind: 'refused', why: 'other-link' };
  await recordAct(tx, {
    actor: staff.name,
    action: `took the invitation through ${provider.name} and became ${rolePhrase(staff.role)}`,
    object: `staff ${staff.publicId}`,
  });
  return { kind: 'found', staff };
}

/** Thrown to undo what a refusal had begun. */
class NotIn extends Error {
  readonly found: Found & { readonly kind: 'refused' };
  constructor(found: Found & { readonly kind: 'refused' }) {
    super(found.why);
    this.found = found;
  }
}

/**
 * Signs in whom the provider has proved. Issuer and subject decide; an address only the first time. A second factor of ours is
 * asked for as after a password, unless the owner takes the provider's and it says that it asked for one.
 */
export async function signInThrough(
  db: Db,
  setting: StaffMailSetting | null,
  { provider, proof, where }: Through,
): Promise<ThroughOutcome> {
  const problem = findAddressProblem(provider, proof);
  const address = parseAddress(proof.address ?? '');
  const outcome =
    problem !== null || !address
      ? ({ kind: 'refused', why: problem ?? 'unverified' } as const)
      : await enterProved(db, setting, { provider, proof, where, address });
  if (outcome.kind === 'refused') {
    const action = `came through ${provider.name} and was not let in`;
    await recordAct(db, { actor: 'Somebody at the door', action, details: { why: outcome.why } });
  }
  return outcome;
}

async function enterProved(
  db: Db,
  setting: StaffMailSetting | null,
  { provider, proof, where, address }: Through & { readonly address: Address },
): Promise<ThroughOutcome> {
  const { trustsFactor } = await readSignOnRules(db);
  try {
    return await db.transaction().execute(async (tx) => {
      const linked = await findLinked(tx, proof);
      if (linked === null) throw new NotIn({ kind: 'refused', why: 'unknown' });
      const found: Found = linked
        ? { kind: 'found', staff: linked }
        : await linkFirst(tx, setting, { provider, proof, address });
      if (found.kind === 'refused') throw new NotIn(found);
      return enterOrAsk(tx, found.staff, {
        where,
        how: ` through ${provider.name}`,
        hasProviderFactor: trustsFactor && proof.hasSecondFactor,
      });
    });
  } catch (error) {
    if (error instanceof NotIn) return error.found;
    throw error;
  }
}
