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

/**
 * Opens the ring kept in the database, making its first key when there is none. Keys are wrapped with APP_SECRET;
 * those still wrapped with APP_SECRET_OLD are wrapped anew.
 * @throws when neither secret opens a key: starting anyway would break every link ever mailed
 */
export async function openKeyRing(db: Db, appSecrets: AppSecrets): Promise<KeyRing> {
  const wrap = derive(Buffer.from(appSecrets.current), 'key ring');
  const oldWrap = appSecrets.old === undefined ? null : derive(Buffer.from(appSecrets.old), 'key ring');
  await sql`
    insert into signing_key (id, sealed_secret) select 1, ${encrypt(wrap, randomBytes(32))}
    where not exists (select from signing_key)
    on conflict do nothing
  `.execute(db);
  const { rows } = await sql<{ id: number; sealed: Buffer }>`
    select id, sealed_secret as sealed from signing_key
  `.execute(db);

  const secrets = new Map<number, Uint8Array>();
  for (const { id, sealed } of rows) {
    const secret = decrypt(wrap, sealed);
    if (secret) {
      secrets.set(id, secret);
      continue;
    }
    const oldSecret = oldWrap && decrypt(oldWrap, sealed);
    if (!oldSecret) {
      throw new Error(
        'APP_SECRET does not open the keys in this database; set the secret it was made with, or name that one in APP_SECRET_OLD',
      );
    }
    await sql`update signing_key set sealed_secret = ${encrypt(wrap, oldSecret)} where id = ${id}`.execute(
      db,
    );
    secrets.set(id, oldSecret);
  }
  return createKeyRing(secrets);
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
