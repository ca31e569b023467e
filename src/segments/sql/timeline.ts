import { sql } from 'kysely';
import type { Subscriber } from '../../audience/subscribers.ts';
import type { Db } from '../../platform/db.ts';

/** One thing that happened to a reader. What the columns mean stands with each kind in {@link listTimeline}. */
export type TimelineLine = {
  /** The moment in microseconds, and what names the line among others of that moment: together they make a cursor. */
  readonly micros: number;
  readonly key: string;
  readonly kind:
    | 'came'
    | 'consent'
    | 'mail'
    | 'tier given'
    | 'tier ended'
    | 'tier asked for'
    | 'kept back'
    | 'let through'
    | 'act';
  readonly at: Date;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly mailingId: number | null;
  readonly until: Date | null;
};

export type TimelineCursor = { readonly micros: number; readonly key: string };

/** Consents that an import brought stand once for all of its subscriptions. */
const isTheirs = (id: number) => sql`(consent.subscriber_id = ${id} or exists (
  select from subscription where subscription.subscriber_id = ${id} and subscription.import_id = consent.import_id
    and subscription.newsletter_id = consent.newsletter_id
    and coalesce(subscription.ended_because, '') not like '% elsewhere'
))`;

/**
 * Everything that the tables hold of a reader's way, the newest first: how they came, what they agreed to, changed and left,
 * each mail with its outcome, tiers, suppressions, and what the newsroom did.
 */
export async function listTimeline(
  db: Db,
  { id, publicId, addressKey }: Pick<Subscriber, 'id' | 'publicId' | 'addressKey'>,
  { before, limit }: { readonly before: TimelineCursor | null; readonly limit: number },
): Promise<readonly TimelineLine[]> {
  const { rows } = await sql<TimelineLine>`
    with event as (
      -- subject: the story; reason: the form.
      select 'came' as kind, 'came' as key, created_at as at, article_slug as subject, form as reason, null as actor,
        null::bigint as mailing_id, null::timestamptz as until
      from subscriber where id = ${id}
      -- subject: the newsletter; reason: what was done.
      union all select 'consent', 'consent ' || consent.id, consent.at, newsletter.name, consent.act, null, null, null
      from consent left join newsletter on newsletter.id = consent.newsletter_id where ${isTheirs(id)}
      -- subject: the kind of the mailing; actor: the state; reason: what the mail server said.
      union all select 'mail', 'mail ' || delivery.id, coalesce(delivery.ended_at, delivery.created_at), mailing.kind,
        delivery.reply_text, delivery.state, delivery.mailing_id, null
      from delivery join mailing on mailing.id = delivery.mailing_id where delivery.recipient_id = ${id}
      -- subject: the tier; reason: why; actor: who gave it.
      union all select 'tier given', 'given ' || entitlement.id, starts_at, tier.name, reason, granted_by, null, ends_at
      from entitlement join tier on tier.id = entitlement.tier_id where subscriber_id = ${id} and starts_at <= now()
      union all select 'tier ended', 'ended ' || entitlement.id, least(ended_at, ends_at), tier.name, reason, null, null, null
      from entitlement join tier on tier.id = entitlement.tier_id
      where subscriber_id = ${id} and least(ended_at, ends_at) <= now()
      union all select 'tier asked for', 'asked ' || tier_request.id, asked_at, tier.name, form, null, null, null
      from tier_request join tier on tier.id = tier_request.tier_id where subscriber_id = ${id}
      -- subject: the scope; reason: why.
      union all select 'kept back', 'kept ' || id, created_at, scope, reason, null, null, null
      from suppression where address_key = ${addressKey}
      union all select 'let through', 'let ' || id, lifted_at, scope, lifted_because, null, null, null
      from suppression where address_key = ${addressKey} and lifted_at is not null
      -- subject: the act; actor: who.
      union all select 'act', 'act ' || id, at, action, null, actor, null, null
      from audit_entry where object = ${`subscriber ${publicId}`}
    ), numbered as (
      select *, (extract(epoch from at) * 1000000)::bigint as micros from event
    )
    select micros, key, kind, at, subject, reason, actor, mailing_id as "mailingId", until
    from numbered
    where ${before === null ? sql`true` : sql`(micros, key) < (${before.micros}::bigint, ${before.key}::text)`}
    order by micros desc, key desc limit ${limit}
  `.execute(db);
  return rows;
}
