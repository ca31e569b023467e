import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { type KeyRing, seal } from '../platform/key-ring.ts';
import { isPublicAddress } from '../platform/public-address.ts';
import { randomId } from '../platform/random-tokens.ts';
import type { EventKind } from './event-kinds.ts';

export const secretPurpose = 'webhook secret';

/** The old secret signs beside the new one for so long. */
const overlapHours = 24;

export type Endpoint = {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly EventKind[];
  readonly withAddress: boolean;
  readonly isOn: boolean;
  readonly offBecause: string | null;
  readonly failingSince: Date | null;
  readonly oldSecretUntil: Date | null;
};

const columns = sql`
  id, public_id as "publicId", name, url, kinds, with_address as "withAddress", is_on as "isOn",
  off_because as "offBecause", failing_since as "failingSince", old_secret_until as "oldSecretUntil"
`;

export type EndpointDraft = Pick<Endpoint, 'name' | 'url' | 'kinds' | 'withAddress'>;
export type EndpointProblem = { readonly field: 'name' | 'url' | 'kinds'; readonly message: string };

/** What is wrong with an address somebody typed in; null when it may be posted to. A name is looked up at each attempt. */
function findUrlProblem(text: string): string | null {
  const url = text.length <= 500 && URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    return 'Please give a web address that begins with https://';
  if (url.username !== '' || url.password !== '') return 'Please leave name and password out of the address';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && !isPublicAddress(host)))
    return 'Please give an address on the open internet';
  if (!['', '80', '443'].includes(url.port))
    return 'Please give an address without a port: only 80 and 443 are reached';
  return null;
}

/** Checks what somebody gave for an endpoint; an empty list means that it may be kept. */
export function findEndpointProblems({ name, url, kinds }: EndpointDraft): readonly EndpointProblem[] {
  const urlProblem = findUrlProblem(url);
  return [
    ...(name === '' || name.length > 80
      ? [{ field: 'name', message: 'Please say who listens there, in at most 80 characters' } as const]
      : []),
    ...(urlProblem === null ? [] : [{ field: 'url', message: urlProblem } as const]),
    ...(kinds.length === 0 ? [{ field: 'kinds', message: 'Please choose what it is to hear' } as const] : []),
  ];
}

/** 32 random bytes in the notation of Standard Webhooks. */
const makeSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Keeps an endpoint. Its secret is shown this once. */
export async function addEndpoint(
  tx: Db,
  keys: KeyRing,
  draft: EndpointDraft,
): Promise<{ readonly publicId: string; readonly secret: string }> {
  const secret = makeSecret();
  const publicId = randomId();
  await sql`
    insert into webhook_endpoint (public_id, name, url, kinds, with_address, sealed_secret)
    values (${publicId}, ${draft.name}, ${draft.url}, ${[...draft.kinds]}::text[], ${draft.withAddress},
      ${seal(keys, secretPurpose, Buffer.from(secret))})
  `.execute(tx);
  return { publicId, secret };
}

export async function listEndpoints(db: Db): Promise<readonly Endpoint[]> {
  const { rows } = await sql<Endpoint>`
    select ${columns} from webhook_endpoint where deleted_at is null order by id
  `.execute(db);
  return rows;
}

export async function findEndpoint(db: Db, publicId: string): Promise<Endpoint | null> {
  const { rows } = await sql<Endpoint>`
    select ${columns} from webhook_endpoint where public_id = ${publicId} and deleted_at is null
  `.execute(db);
  return rows[0] ?? null;
}

export async function saveEndpoint(tx: Db, publicId: string, draft: EndpointDraft): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update webhook_endpoint set name = ${draft.name}, url = ${draft.url}, kinds = ${[...draft.kinds]}::text[],
      with_address = ${draft.withAddress}
    where public_id = ${publicId} and deleted_at is null
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** A new secret; the one before signs beside it for a day. @returns it; null when there is no such endpoint */
export async function rotateSecret(tx: Db, keys: KeyRing, publicId: string): Promise<string | null> {
  const secret = makeSecret();
  const { numAffectedRows } = await sql`
    update webhook_endpoint set sealed_old_secret = sealed_secret,
      old_secret_until = now() + make_interval(hours => ${overlapHours}),
      sealed_secret = ${seal(keys, secretPurpose, Buffer.from(secret))}
    where public_id = ${publicId} and deleted_at is null
  `.execute(tx);
  return numAffectedRows === 1n ? secret : null;
}

/** Turns an endpoint on or off. What waits for it waits on; what happens while it is off it never hears of. */
export async function turnEndpoint(tx: Db, publicId: string, isOn: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update webhook_endpoint set is_on = ${isOn}, off_because = null, failing_since = null
    where public_id = ${publicId} and deleted_at is null and is_on <> ${isOn}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Removes an endpoint with all that waits for it; its log goes with the events. */
export async function deleteEndpoint(tx: Db, publicId: string): Promise<boolean> {
  const { rows } = await sql`
    with gone as (
      update webhook_endpoint set deleted_at = now(), is_on = false, url = '', sealed_secret = '', sealed_old_secret = null
      where public_id = ${publicId} and deleted_at is null returning id
    ), ended as (
      update webhook_delivery set state = 'given-up', ended_at = now() from gone
      where endpoint_id = gone.id and state = 'waiting'
    )
    select id from gone
  `.execute(tx);
  return rows.length === 1;
}
