import { sql } from 'kysely';
import type { Address } from '../../delivery/address.ts';
import type { Db } from '../../platform/db.ts';
import { likeStartingWith } from '../../platform/like-pattern.ts';
import { randomId } from '../../platform/random-tokens.ts';

export type Subscriber = {
  readonly id: number;
  readonly publicId: string;
  readonly address: string;
  readonly addressKey: string;
  readonly name: string | null;
  readonly confirmedAt: Date | null;
  readonly form: string | null;
  readonly articleSlug: string | null;
  readonly createdAt: Date;
  /** What our pages and mails speak to them; null: the publication's. */
  readonly language: string | null;
  /** On whose clock digests come at their hour, an IANA name; null: the paper's. */
  readonly timeZone: string | null;
};

/** A shell that an erasure left is nobody. */
const columns = sql`
  id, public_id as "publicId", address, address_key as "addressKey", name, confirmed_at as "confirmedAt", form,
  article_slug as "articleSlug", created_at as "createdAt", language, time_zone as "timeZone"
`;

type Origin = { readonly form: string; readonly articleSlug: string | null };

/** The subscriber of an address, added when it is new; the form and article that came first are kept. */
export async function findOrAddSubscriber(tx: Db, address: Address, origin: Origin): Promise<Subscriber> {
  await sql`
    insert into subscriber (public_id, address, address_key, form, article_slug)
    values (${randomId()}, ${address.address}, ${address.key}, ${origin.form}, ${origin.articleSlug})
    on conflict (address_key) do nothing
  `.execute(tx);
  const subscriber = await findSubscriberBy(tx, { addressKey: address.key });
  if (!subscriber) throw new Error('the subscriber was not added');
  return subscriber;
}

export async function findSubscriberBy(
  db: Db,
  by: { readonly id: number } | { readonly publicId: string } | { readonly addressKey: string },
): Promise<Subscriber | null> {
  const where =
    'id' in by
      ? sql`id = ${by.id}`
      : 'publicId' in by
        ? sql`public_id = ${by.publicId}`
        : sql`address_key = ${by.addressKey}`;
  const { rows } =
    await sql<Subscriber>`select ${columns} from subscriber where ${where} and erased_at is null`.execute(db);
  return rows[0] ?? null;
}

/**
 * The readers whose address begins so, in the order of addresses, at most `limit`; nobody for an empty beginning. Compared and
 * ordered letter by letter, as `subscriber_address_start` is: a few rows are read, however many readers there are.
 */
export async function listByAddressStart(
  db: Db,
  start: string,
  limit: number,
): Promise<readonly Pick<Subscriber, 'publicId' | 'address' | 'name'>[]> {
  if (start === '') return [];
  const pattern = likeStartingWith(start);
  const { rows } = await sql<Pick<Subscriber, 'publicId' | 'address' | 'name'>>`
    select public_id as "publicId", address, name from subscriber
    where address_key like ${pattern} and erased_at is null
    order by address_key using ~<~ limit ${limit}
  `.execute(db);
  return rows;
}

/**
 * A name given later replaces the earlier one; none given leaves it. The language of a sign-up is for those who have chosen
 * none: a choice of theirs stays.
 */
export async function markConfirmed(
  tx: Db,
  subscriberId: number,
  name: string | null,
  language: string | null = null,
): Promise<void> {
  await sql`
    update subscriber set confirmed_at = coalesce(confirmed_at, now()), name = coalesce(${name}, name),
      language = coalesce(language, ${language})
    where id = ${subscriberId}
  `.execute(tx);
}

/** Sets what our pages and mails speak to a reader. */
export async function setLanguage(tx: Db, subscriberId: number, language: string | null): Promise<void> {
  await sql`update subscriber set language = ${language} where id = ${subscriberId}`.execute(tx);
}

/** Sets the zone on whose clock digests come at their hour; null: the paper's. */
export async function setTimeZone(tx: Db, subscriberId: number, timeZone: string | null): Promise<void> {
  await sql`update subscriber set time_zone = ${timeZone} where id = ${subscriberId}`.execute(tx);
}

export async function setName(tx: Db, subscriberId: number, name: string | null): Promise<void> {
  await sql`update subscriber set name = ${name} where id = ${subscriberId}`.execute(tx);
}

/** Gives a subscriber another address; false when somebody else has it. */
export async function setAddress(tx: Db, subscriberId: number, address: Address): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update subscriber set address = ${address.address}, address_key = ${address.key}
    where id = ${subscriberId}
      and not exists (select from subscriber other where other.address_key = ${address.key} and other.id <> ${subscriberId})
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** The public ids of those among these addresses whom we know as readers. */
export async function listReaderIds(
  db: Db,
  addressKeys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; publicId: string }>`
    select address_key as key, public_id as "publicId" from subscriber
    where address_key = any (${[...addressKeys]}::text[])
  `.execute(db);
  return new Map(rows.map(({ key, publicId }) => [key, publicId]));
}
