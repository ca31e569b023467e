import { sql } from 'kysely';
import { listSessionsOf } from '../audience/account/reader-sessions.ts';
import { readAttributes } from '../audience/attributes.ts';
import { listFollowedSections } from '../audience/followed-sections.ts';
import { type Subscriber, listConsents, listSubscriptionsOf } from '../audience/subscribers.ts';
import { listMailsTo } from '../delivery/erase-recipient.ts';
import { listSuppressionsOf } from '../delivery/suppressions.ts';
import { listAnswersOf } from '../feedback/polls/poll-answers.ts';
import { listFeedback } from '../feedback/intake/list-feedback.ts';
import { listRequestsOf } from '../feedback/reactions/list-requests.ts';
import { listNewsletters } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { listMembershipsOf } from './payments/memberships.ts';

/**
 * Everything we hold of a reader, as plain facts for their own copy (GDPR, articles 15 and 20). Dates are ISO 8601 in UTC.
 * Secrets (hashes of links, codes and sessions) are left out: they say nothing about the person.
 */
export async function readReaderData(
  db: Db,
  subscriber: Subscriber,
): Promise<Readonly<Record<string, unknown>>> {
  const {
    id,
    publicId,
    address,
    name,
    language,
    timeZone,
    confirmedAt,
    createdAt,
    form,
    articleSlug,
    addressKey,
  } = subscriber;
  const [
    newsletters,
    attributes,
    subscriptions,
    consents,
    sessions,
    mails,
    suppressions,
    entitlements,
    requests,
    freeStories,
    gifts,
  ] = await Promise.all([
    listNewsletters(db),
    readAttributes(db, id),
    listSubscriptionsOf(db, id),
    listConsents(db, id),
    listSessionsOf(db, id),
    listMailsTo(db, id),
    listSuppressionsOf(db, addressKey),
    sql<object>`
        select tier.slug as tier, reason, starts_at as "startsAt", ends_at as "endsAt", ended_at as "endedAt"
        from entitlement join tier on tier.id = tier_id where subscriber_id = ${id} order by entitlement.id
      `.execute(db),
    sql<object>`
        select tier.slug as tier, asked_at as "askedAt", answered_at as "answeredAt", form, article_slug as article
        from tier_request join tier on tier.id = tier_id where subscriber_id = ${id} order by tier_request.id
      `.execute(db),
    sql<object>`
        select article.slug as article, month::text as month from metered_read join article on article.id = article_id
        where subscriber_id = ${id} order by month, slug
      `.execute(db),
    sql<object>`
        select article.slug as article, gift_link.created_at as "createdAt" from gift_link
        join article on article.id = article_id where subscriber_id = ${id} order by gift_link.created_at
      `.execute(db),
  ]);
  return {
    subscriber: {
      id: publicId,
      address,
      name,
      language,
      timeZone,
      confirmedAt,
      createdAt,
      form,
      article: articleSlug,
    },
    notedByTheNewsroom: attributes,
    subscriptions: subscriptions.map(({ newsletterId, ...subscription }) => ({
      newsletter: newsletters.find((newsletter) => newsletter.id === newsletterId)?.slug,
      ...subscription,
    })),
    // By number: the sections are not known in this room.
    followedSections: await listFollowedSections(db, id),
    consents,
    subscriptionTiers: entitlements.rows,
    askedForTiers: requests.rows,
    payments: (await listMembershipsOf(db, id)).map(
      ({ ref: _ref, customerRef: _customer, ...membership }) => membership,
    ),
    freeStoriesRead: freeStories.rows,
    storiesGiven: gifts.rows,
    answersGiven: await listAnswersOf(db, id),
    signedInOn: sessions.map(({ device, createdAt: since, seenAt }) => ({ device, since, seenAt })),
    keptFromMail: suppressions.map(({ scope, reason, createdAt: since }) => ({ scope, reason, since })),
    mails,
    cameBack: (await listFeedback(db, { addressKey, limit: 1000 })).map((line) => ({
      kind: line.kind,
      why: line.class,
      said: line.diagnostic,
      effect: line.effect,
      at: line.happenedAt,
    })),
    clicksAndOpens: await listRequestsOf(db, id),
  };
}
