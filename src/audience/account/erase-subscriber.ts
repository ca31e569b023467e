import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { type KeyRing, keyedHash } from '../../platform/key-ring.ts';
import type { Subscriber } from '../sql/subscribers.ts';

const purpose = 'erased address';

const hashAddress = (keys: KeyRing, keyId: number, addressKey: string): string =>
  Buffer.from(keyedHash(keys, purpose, keyId, addressKey), 'latin1').toString('hex');

/**
 * Takes a person out of this room, and leaves a keyed hash of the address. A shell without a name stays, with when it came
 * and what it left, so that growth still adds up.
 * @param tx a transaction in which `doorstep.erasing` is on
 */
export async function eraseSubscriber(tx: Db, keys: KeyRing, subscriber: Subscriber): Promise<void> {
  const { id, addressKey } = subscriber;
  await sql`
    delete from sign_up_link where sign_up_id in (select id from sign_up where subscriber_id = ${id})
  `.execute(tx);
  for (const table of [
    'sign_up',
    'consent',
    'sign_in',
    'reader_session',
    'address_change',
    'followed_section',
  ])
    await sql`delete from ${sql.table(table)} where subscriber_id = ${id}`.execute(tx);
  await sql`delete from asked_mail where address_key = ${addressKey}`.execute(tx);
  await sql`
    update subscription set state = 'ended', ended_at = coalesce(ended_at, now()), ended_because = 'erased',
      leaving_reason = null, paused_until = null
    where subscriber_id = ${id}
  `.execute(tx);
  await sql`
    update subscriber set address = 'erased', address_key = 'erased:' || id, name = null, form = null, article_slug = null,
      language = null, time_zone = null, tags = '{}', fields = '{}', erased_at = now()
    where id = ${id}
  `.execute(tx);
  await sql`
    insert into erased_address (key_id, hash)
    values (${keys.currentId}, ${hashAddress(keys, keys.currentId, addressKey)})
    on conflict (hash, key_id) do update set erased_at = now(), returned_at = null
  `.execute(tx);
}

/** Says of an address whether it was erased and has not come back by its own hand: an import leaves it out. */
export async function openErasedCheck(db: Db, keys: KeyRing): Promise<(addressKey: string) => boolean> {
  const { rows } = await sql<{ keyId: number; hash: string }>`
    select key_id as "keyId", hash from erased_address where returned_at is null
  `.execute(db);
  const erased = new Set(rows.map(({ hash }) => hash));
  const keyIds = [...new Set(rows.map(({ keyId }) => keyId))];
  return (addressKey) => keyIds.some((keyId) => erased.has(hashAddress(keys, keyId, addressKey)));
}

/** Somebody whose address was erased signed up and confirmed: from now on it is an address like any other. */
export async function noteReturned(tx: Db, keys: KeyRing, addressKey: string): Promise<void> {
  const { rows } = await sql<{ keyId: number }>`
    select distinct key_id as "keyId" from erased_address where returned_at is null
  `.execute(tx);
  for (const { keyId } of rows)
    await sql`
      update erased_address set returned_at = now()
      where key_id = ${keyId} and hash = ${hashAddress(keys, keyId, addressKey)} and returned_at is null
    `.execute(tx);
}
