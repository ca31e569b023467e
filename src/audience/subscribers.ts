import { sql } from 'kysely';
import { type Address } from '../delivery/address.ts';
import type { Rhythm } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { likeContaining } from '../platform/like-pattern.ts';
import { stateNow } from './sql/subscriptions.ts';
import { recordConsents } from './sql/consents.ts';
import { findOrAddSubscriber, markConfirmed } from './sql/subscribers.ts';
import { type SubscriptionState, activate, addPending, end } from './sql/subscriptions.ts';

export { type ConsentLine, listConsents } from './sql/consents.ts';
export { type Subscriber, findSubscriberBy, listByAddressStart, listReaderIds } from './sql/subscribers.ts';
export { type Subscription, type SubscriptionState, listSubscriptionsOf } from './sql/subscriptions.ts';

export type SubscriberLine = {
  readonly id: number;
  readonly publicId: string;
  readonly address: string;
  readonly name: string | null;
  readonly confirmedAt: Date | null;
  readonly createdAt: Date;
  /** What our pages and mails speak to them; null: the publication's. */
  readonly language: string | null;
  /** On whose clock digests come at their hour; null: the paper's. */
  readonly timeZone: string | null;
  readonly subscriptions: ReadonlyArray<{
    readonly newsletter: string;
    readonly slug: string;
    readonly state: SubscriptionState;
    readonly rhythm: Rhythm;
  }>;
};

export type SubscriberQuery = {
  /** This one reader alone. */
  readonly only?: { readonly publicId: string } | { readonly addressKey: string } | undefined;
  /** Part of an address or a name. */
  readonly search?: string | undefined;
  readonly newsletterId?: number | undefined;
  readonly state?: string | undefined;
  /** The id of the last line of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
};

/** Readers, newest first. */
export async function listSubscribers(db: Db, query: SubscriberQuery): Promise<readonly SubscriberLine[]> {
  const only =
    query.only === undefined
      ? sql`true`
      : 'publicId' in query.only
        ? sql`subscriber.public_id = ${query.only.publicId}`
        : sql`subscriber.address_key = ${query.only.addressKey}`;
  const pattern = likeContaining(query.search);
  const { rows } = await sql<SubscriberLine>`
    select subscriber.id, subscriber.public_id as "publicId", subscriber.address, subscriber.name,
      subscriber.confirmed_at as "confirmedAt", subscriber.created_at as "createdAt",
      subscriber.language, subscriber.time_zone as "timeZone",
      coalesce((
        select json_agg(json_build_object('newsletter', newsletter.name, 'slug', newsletter.slug, 'state', ${stateNow}, 'rhythm', rhythm)
          order by newsletter.position, newsletter.id)
        from subscription join newsletter on newsletter.id = subscription.newsletter_id
        where subscription.subscriber_id = subscriber.id
      ), '[]') as subscriptions
    from subscriber
    where ${only} and subscriber.erased_at is null and (${query.after ?? null}::bigint is null or subscriber.id < ${query.after ?? null}::bigint)
      and (${pattern}::text is null or address_key like ${pattern} or lower(name) like ${pattern})
      and ((${query.newsletterId ?? null}::integer is null and ${query.state ?? null}::text is null) or exists (
        select from subscription where subscription.subscriber_id = subscriber.id
          and (${query.newsletterId ?? null}::integer is null or newsletter_id = ${query.newsletterId ?? null}::integer)
          and (${query.state ?? null}::text is null or ${stateNow} = ${query.state ?? null}::text)
      ))
    order by subscriber.id desc limit ${query.limit}
  `.execute(db);
  return rows;
}

export type KnownReader = {
  readonly address: Address;
  readonly name: string | null;
  readonly newsletterIds: readonly number[];
  readonly rhythm: Rhythm | null;
  readonly state: 'active' | 'pending' | 'ended';
  /** Where the consent comes from, in words. */
  readonly words: string;
};

/** Adds a reader whose consent the newsroom already holds. Somebody who is known keeps what they chose. */
export async function addKnownReader(tx: Db, reader: KnownReader): Promise<number> {
  const subscriber = await findOrAddSubscriber(tx, reader.address, {
    form: 'added by staff',
    articleSlug: null,
  });
  if (reader.state === 'pending') {
    await addPending(tx, subscriber.id, reader.newsletterIds, reader.rhythm);
    return subscriber.id;
  }
  await activate(tx, subscriber.id, reader.newsletterIds, reader.rhythm);
  await markConfirmed(tx, subscriber.id, reader.name);
  await recordConsents(tx, subscriber.id, reader.newsletterIds, {
    act: 'added by staff',
    words: reader.words,
  });
  if (reader.state === 'ended') {
    const ended = await end(tx, subscriber.id, null, 'left');
    await recordConsents(tx, subscriber.id, ended, { act: 'left', words: reader.words });
  }
  return subscriber.id;
}
