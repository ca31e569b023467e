import { sql } from 'kysely';
import { isActiveNow, isInState, isKeptBack } from '../../audience/reachable.ts';
import type { Fragment } from '../../platform/db.ts';

/*
 * What holds for a row of `subscriber`. Every value is a parameter. Each condition is true or false, never unknown, so that
 * `not` turns it round.
 */

export const not = (condition: Fragment): Fragment => sql`not ${condition}`;

/** The text as part of a `like` pattern: its own `%` and `_` mean themselves. */
const literal = (text: string): string => text.toLowerCase().replace(/[\\%_]/g, '\\$&');

export const addressOrNameHas = (text: string): Fragment => {
  const pattern = `%${literal(text)}%`;
  return sql`(subscriber.address_key like ${pattern} or coalesce(lower(subscriber.name) like ${pattern}, false))`;
};

export const domainIs = (domain: string): Fragment =>
  sql`(subscriber.address_key like ${`%@${literal(domain.replace(/^@/, ''))}`})`;

export type SubscriptionTest = {
  /** Null: any. */
  readonly newsletterId: number | null;
  readonly rhythm: string | null;
  readonly state: 'pending' | 'active' | 'paused' | 'ended' | null;
};

export const hasSubscription = ({ newsletterId, rhythm, state }: SubscriptionTest): Fragment => {
  const parts = [
    newsletterId === null ? [] : [sql`subscription.newsletter_id = ${newsletterId}`],
    rhythm === null ? [] : [sql`subscription.rhythm = ${rhythm}`],
    state === null ? [] : [state === 'active' ? isActiveNow : isInState(state)],
  ].flat();
  const where = sql.join([sql`subscription.subscriber_id = subscriber.id`, ...parts], sql` and `);
  return sql`exists (select from subscription where ${where})`;
};

/** Without a newsletter: kept from all mail, or from all newsletters. */
export const isSuppressed = (newsletterId: number | null): Fragment =>
  newsletterId === null
    ? sql`exists (
        select from suppression where suppression.address_key = subscriber.address_key
          and suppression.lifted_at is null and suppression.scope in ('everything', 'bulk')
      )`
    : isKeptBack(newsletterId);

const inForce = sql`entitlement.ended_at is null and entitlement.starts_at <= now()
  and (entitlement.ends_at is null or entitlement.ends_at > now())`;

export const holdsTier = (tierId: number): Fragment => sql`exists (
  select from entitlement where entitlement.subscriber_id = subscriber.id and entitlement.tier_id = ${tierId} and ${inForce}
)`;

/** Reads free of charge: holds nothing at this moment. */
export const holdsNoTier: Fragment = sql`not exists (
  select from entitlement where entitlement.subscriber_id = subscriber.id and ${inForce}
)`;

export const everHeldTier = (tierId: number): Fragment => sql`exists (
  select from entitlement where entitlement.subscriber_id = subscriber.id and entitlement.tier_id = ${tierId}
)`;

/** A day begins at midnight in the newsroom's zone. */
export const cameBefore = (day: string, timeZone: string): Fragment =>
  sql`(subscriber.created_at < ${day}::date::timestamp at time zone ${timeZone})`;

export const cameWithin = (days: number): Fragment =>
  sql`(subscriber.created_at >= now() - make_interval(days => ${days}))`;

/** The form or the story that earned the reader. */
export const sourceIs = (source: string): Fragment => {
  const lower = source.toLowerCase();
  return sql`(coalesce(lower(subscriber.form) = ${lower}, false) or coalesce(subscriber.article_slug = ${lower}, false))`;
};

/** Who has chosen none reads in the publication's. */
export const readsIn = (language: string, own: string): Fragment =>
  sql`(coalesce(subscriber.language, ${own}) = ${language})`;

export const hasTag = (tag: string): Fragment =>
  sql`(subscriber.tags <> '{}' and subscriber.tags @> array[${tag}]::text[])`;

/** The value of a custom field; null where there is none. */
const valueOf = (field: string): Fragment => sql`nullif(subscriber.fields ->> ${field}, '')`;

export const hasValue = (field: string): Fragment => sql`(${valueOf(field)} is not null)`;

export const textIs = (field: string, text: string): Fragment =>
  sql`coalesce(lower(${valueOf(field)}) = ${text.toLowerCase()}, false)`;

export const textHas = (field: string, text: string): Fragment =>
  sql`coalesce(lower(${valueOf(field)}) like ${`%${literal(text)}%`}, false)`;

const order = { is: sql`=`, below: sql`<`, above: sql`>` } as const;

/** A value that is no number (an import brings what it likes) is neither above nor below. */
export const numberIs = (field: string, how: keyof typeof order, number: string): Fragment => sql`coalesce(
  case when ${valueOf(field)} ~ '^-?[0-9]{1,15}([.][0-9]{1,6})?$' then (${valueOf(field)})::numeric end
    ${order[how]} ${number}::numeric, false)`;

/** Days are kept as `2027-01-31`, so their order is that of their letters. */
export const dateIs = (field: string, how: keyof typeof order, day: string): Fragment => sql`coalesce(
  case when ${valueOf(field)} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then ${valueOf(field)} end collate "C"
    ${order[how]} ${day} collate "C", false)`;

const isBulk = sql`exists (select from mailing where mailing.id = delivery.mailing_id and not mailing.standing)`;

/** Of editions; a code or a confirmation does not count. */
export const gotMailWithin = (days: number | null): Fragment => sql`exists (
  select from delivery where delivery.recipient_id = subscriber.id and delivery.state = 'accepted' and ${isBulk}
    ${days === null ? sql`` : sql`and delivery.ended_at >= now() - make_interval(days => ${days})`}
)`;

export const gotMailing = (mailingId: number): Fragment => sql`exists (
  select from delivery where delivery.mailing_id = ${mailingId} and delivery.recipient_id = subscriber.id
    and delivery.state = 'accepted'
)`;
