import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { type KeyRing, seal, unseal } from '../platform/key-ring.ts';
import { createDkimKey } from './dkim/create-dkim-key.ts';
import { type DkimSigner, createDkimSigner } from './dkim/create-dkim-signer.ts';
import type { DkimAlgorithm } from './dkim/dkim-algorithm.ts';
import { type DkimRecord, dkimRecord } from './dkim/dkim-record.ts';

const purpose = 'dkim key';

export type DkimKeyLine = {
  readonly id: number;
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: DkimAlgorithm;
  /** What is published at SELECTOR._domainkey.DOMAIN; null for a key from before it was kept. */
  readonly record: string | null;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
};

export type AddDkimKeyOutcome =
  /** The record to publish before the key signs for others to see. */
  { readonly kind: 'added'; readonly record: DkimRecord } | { readonly kind: 'selector-taken' };

/** Makes a signing key for a mail domain; its private half is kept encrypted. RSA first, Ed25519 as a second signature. */
export async function addDkimKey(
  tx: Db,
  keys: KeyRing,
  key: { readonly domain: string; readonly selector: string; readonly algorithm: DkimAlgorithm },
): Promise<AddDkimKeyOutcome> {
  const pem = await createDkimKey(key.algorithm);
  const record = dkimRecord(key.selector, pem);
  const { numAffectedRows } = await sql`
    insert into dkim_key (domain, selector, algorithm, record, sealed_private_key)
    values (${key.domain}, ${key.selector}, ${key.algorithm}, ${record.text}, ${seal(keys, purpose, Buffer.from(pem))})
    on conflict (domain, selector) do nothing
  `.execute(tx);
  return numAffectedRows === 1n ? { kind: 'added', record } : { kind: 'selector-taken' };
}

/** New mailings are signed with it no more; those begun before still are. False when no such key is in use. */
export async function retireDkimKey(tx: Db, domain: string, selector: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update dkim_key set retired_at = now() where domain = ${domain} and selector = ${selector} and retired_at is null
  `.execute(tx);
  return numAffectedRows === 1n;
}

export async function listDkimKeys(db: Db): Promise<readonly DkimKeyLine[]> {
  const { rows } = await sql<DkimKeyLine>`
    select id, domain, selector, algorithm, record, created_at as "createdAt", retired_at as "retiredAt"
    from dkim_key order by domain, id
  `.execute(db);
  return rows;
}

/** The keys that sign mail of a domain now: what a mailing remembers when it begins. */
export async function listDkimKeyIds(db: Db, domain: string): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from dkim_key where domain = ${domain} and retired_at is null order by algorithm desc, id
  `.execute(db);
  return rows.map((row) => row.id);
}

/** A signer with exactly these keys, RSA first; null without any. @throws when a key cannot be opened */
export async function openDkimSigner(
  db: Db,
  keys: KeyRing,
  ids: readonly number[],
): Promise<DkimSigner | null> {
  if (ids.length === 0) return null;
  const { rows } = await sql<{ domain: string; selector: string; sealed: Buffer }>`
    select domain, selector, sealed_private_key as sealed from dkim_key
    where id = any (${[...ids]}::integer[]) order by algorithm desc, id
  `.execute(db);
  const [first] = rows;
  if (!first || rows.length < ids.length) throw new Error('a signing key of this mailing is missing');
  return createDkimSigner({
    domain: first.domain,
    keys: rows.map(({ selector, sealed }) => {
      const pem = unseal(keys, purpose, sealed);
      if (!pem) throw new Error(`the signing key ${selector} cannot be opened`);
      return { selector, privateKey: pem.toString() };
    }),
  });
}
