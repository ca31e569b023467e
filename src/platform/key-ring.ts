import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { type KeyedHash, createKeyedHash } from './keyed-hash.ts';

/** The signing secrets by id. New signatures use `currentId`; older ids stay valid, since they stand in old mails. */
export type KeyRing = {
  readonly currentId: number;
  /** A 256-bit key for one purpose, derived from the secret with that id (HKDF, RFC 5869); null for an unknown id. */
  readonly keyFor: (purpose: string, keyId: number) => Buffer | null;
  /** HMAC-SHA256 under the key for one purpose; null for an unknown id. */
  readonly hashFor: (purpose: string, keyId: number) => KeyedHash | null;
};

const nonceBytes = 12;
const tagBytes = 16;

function encrypt(key: Uint8Array, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Buffer): Buffer | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

const derive = (secret: Uint8Array, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'doorstep', label, 32));

/** What is made once for each purpose and key id, and null where there is no such key. */
function keepEach<Made>(make: (purpose: string, keyId: number) => Made | null) {
  const made = new Map<string, Map<number, Made>>();
  return (purpose: string, keyId: number): Made | null => {
    const known = made.get(purpose)?.get(keyId);
    if (known !== undefined) return known;
    const fresh = make(purpose, keyId);
    if (fresh !== null) made.set(purpose, (made.get(purpose) ?? new Map<number, Made>()).set(keyId, fresh));
    return fresh;
  };
}

/** Makes a ring from secrets already unwrapped; the highest id signs. */
export function createKeyRing(secrets: ReadonlyMap<number, Uint8Array>): KeyRing {
  const keyFor = keepEach((purpose, keyId) => {
    const secret = secrets.get(keyId);
    return secret ? derive(secret, purpose) : null;
  });
  const hashFor = keepEach((purpose, keyId) => {
    const key = keyFor(`hash/${purpose}`, keyId);
    return key && createKeyedHash(key);
  });
  return { currentId: Math.max(...secrets.keys()), keyFor, hashFor };
}

export type AppSecrets = { readonly current: string; readonly old?: string | undefined };

/** A key as it lies in the database. */
export type WrappedKey = { readonly id: number; readonly sealed: Buffer };

const wrapperOf = (secret: string): Buffer => derive(Buffer.from(secret), 'key ring');

type Unwrapped = { readonly id: number; readonly secret: Buffer; readonly isOld: boolean };

/** Each with the secret that opens it; null when one opens with neither. */
function unwrapEach(wrapped: readonly WrappedKey[], { current, old }: AppSecrets): Unwrapped[] | null {
  const opened: Unwrapped[] = [];
  for (const { id, sealed } of wrapped) {
    const secret = decrypt(wrapperOf(current), sealed);
    const oldSecret = secret || old === undefined ? null : decrypt(wrapperOf(old), sealed);
    const found = secret ?? oldSecret;
    if (!found) return null;
    opened.push({ id, secret: found, isOld: secret === null });
  }
  return opened;
}

const ringOf = (keys: readonly Unwrapped[]): KeyRing =>
  createKeyRing(new Map(keys.map(({ id, secret }) => [id, secret])));

export async function listWrappedKeys(db: Db): Promise<readonly WrappedKey[]> {
  const { rows } = await sql<WrappedKey>`
    select id, sealed_secret as sealed from signing_key order by id
  `.execute(db);
  return rows;
}

/** Makes a ring of keys that lie anywhere; null when the secrets do not open them or there are none. */
export function unwrapKeyRing(wrapped: readonly WrappedKey[], appSecrets: AppSecrets): KeyRing | null {
  const keys = unwrapEach(wrapped, appSecrets);
  return keys === null || keys.length === 0 ? null : ringOf(keys);
}

/**
 * Opens the ring kept in the database, making its first key when there is none. Keys are wrapped with APP_SECRET;
 * those still wrapped with APP_SECRET_OLD are wrapped anew.
 * @throws when neither secret opens a key: starting anyway would break every link ever mailed
 */
export async function openKeyRing(db: Db, appSecrets: AppSecrets): Promise<KeyRing> {
  const wrap = wrapperOf(appSecrets.current);
  await sql`
    insert into signing_key (id, sealed_secret) select 1, ${encrypt(wrap, randomBytes(32))}
    where not exists (select from signing_key)
    on conflict do nothing
  `.execute(db);
  const keys = unwrapEach(await listWrappedKeys(db), appSecrets);
  if (!keys) {
    throw new Error(
      'APP_SECRET does not open the keys in this database; set the secret it was made with, or name that one in APP_SECRET_OLD',
    );
  }
  for (const { id, secret } of keys.filter(({ isOld }) => isOld)) {
    await sql`update signing_key set sealed_secret = ${encrypt(wrap, secret)} where id = ${id}`.execute(db);
  }
  return ringOf(keys);
}

/** Encrypts bytes for one purpose (AES-256-GCM); the first byte names the key. */
export function seal(ring: KeyRing, purpose: string, plain: Uint8Array): Buffer {
  const key = ring.keyFor(`seal/${purpose}`, ring.currentId);
  if (!key) throw new Error('the key ring has no current key');
  return Buffer.concat([Buffer.of(ring.currentId), encrypt(key, plain)]);
}

/** Gives back what {@link seal} hid, or null when it was altered, cut, or sealed for another purpose. */
export function unseal(ring: KeyRing, purpose: string, sealed: Buffer): Buffer | null {
  const keyId = sealed[0];
  const key = keyId === undefined ? null : ring.keyFor(`seal/${purpose}`, keyId);
  return key && decrypt(key, sealed.subarray(1));
}

/**
 * Keyed hash (HMAC-SHA256) for one purpose under the key with that id.
 * @returns 32 bytes, one in each character ('latin1')
 */
export function keyedHash(ring: KeyRing, purpose: string, keyId: number, data: string | Uint8Array): string {
  const hash = ring.hashFor(purpose, keyId);
  if (!hash) throw new Error(`the key ring has no key ${keyId}`);
  return hash(data);
}
