import { type RawBuilder, sql } from 'kysely';

/** One file of the export: a row of its table becomes a line, in the order of `key`. */
export type Sheet = {
  readonly file: string;
  /** What it holds, for the file that explains the folder. */
  readonly what: string;
  readonly form: 'csv' | 'jsonl';
  /** The next rows after a key, at most `limit`; each with its `key`, and the columns in their order. */
  readonly page: (after: number, limit: number) => RawBuilder<SheetRow>;
};

export type SheetRow = { readonly key: number } & Readonly<Record<string, unknown>>;

const reader = sql`subscriber.public_id as reader`;

/** Everything that belongs to the newsroom and its readers; no hash, token or password. */
export const sheets: readonly Sheet[] = [
  {
    file: 'readers.csv',
    what: 'every reader, with tags and fields of your own',
    form: 'csv',
    page: (after, limit) => sql`
      select id as key, public_id as reader, address as email, name, created_at, confirmed_at, form, article_slug as article,
        language, time_zone, tags, fields
      from subscriber where id > ${after} and erased_at is null order by id limit ${limit}
    `,
  },
  {
    file: 'subscriptions.csv',
    what: 'which newsletter a reader gets, how often, since when',
    form: 'csv',
    // With ties: the lines of one reader are never torn apart.
    page: (after, limit) => sql`
      select subscriber.id as key, ${reader}, newsletter.slug as newsletter, state, rhythm, asked_at, started_at, paused_until,
        ended_at, ended_because
      from subscription join subscriber on subscriber.id = subscriber_id join newsletter on newsletter.id = newsletter_id
      where subscriber_id > ${after} and erased_at is null
      order by subscriber_id fetch first ${limit} rows with ties
    `,
  },
  {
    file: 'consents.csv',
    what: 'what readers agreed to, in the words they saw',
    form: 'csv',
    page: (after, limit) => sql`
      select consent.id as key, ${reader}, newsletter.slug as newsletter, act, words, consent.form,
        consent.article_slug as article, network, at
      from consent join subscriber on subscriber.id = subscriber_id left join newsletter on newsletter.id = newsletter_id
      where consent.id > ${after} order by consent.id limit ${limit}
    `,
  },
  {
    file: 'entitlements.csv',
    what: 'which tier a reader held or holds, why, until when',
    form: 'csv',
    page: (after, limit) => sql`
      select entitlement.id as key, ${reader}, tier.slug as tier, reason, note, starts_at, ends_at, ended_at, granted_by
      from entitlement join subscriber on subscriber.id = subscriber_id join tier on tier.id = tier_id
      where entitlement.id > ${after} order by entitlement.id limit ${limit}
    `,
  },
  {
    file: 'paid-subscriptions.csv',
    what: 'what readers pay or paid for, with the names the payment provider gives it',
    form: 'csv',
    page: (after, limit) => sql`
      select membership.id as key, ${reader}, tier.slug as tier, provider, provider_ref, customer_ref, every, amount_minor,
        currency, state, period_ends_at, ends_with_period, started_at, ended_at, membership.form, membership.article_slug as article
      from membership join subscriber on subscriber.id = subscriber_id join tier on tier.id = tier_id
      where membership.id > ${after} order by membership.id limit ${limit}
    `,
  },
  {
    file: 'suppressions.csv',
    what: 'addresses that must not be mailed, and why: take them with you',
    form: 'csv',
    page: (after, limit) => sql`
      select id as key, address_key as email, scope, reason, evidence, created_at, lifted_at, lifted_because
      from suppression where id > ${after} order by id limit ${limit}
    `,
  },
  {
    file: 'poll-answers.csv',
    what: 'what readers answered to the questions of editions',
    form: 'csv',
    page: (after, limit) => sql`
      select recipient_id as key, ${reader}, edition.public_id as edition, poll, answer, words, answered_at
      from poll_answer join subscriber on subscriber.id = recipient_id join edition on edition.id = edition_id
      where recipient_id > ${after} order by recipient_id fetch first ${limit} rows with ties
    `,
  },
  {
    file: 'deliveries.csv',
    what: 'each mail of an edition, and how it ended',
    form: 'csv',
    page: (after, limit) => sql`
      select delivery.id as key, edition.public_id as edition, address as email, delivery.state, attempts, reply_code, reply_text,
        delivery.ended_at
      from delivery join edition on edition.mailing_id = delivery.mailing_id
      where delivery.id > ${after} order by delivery.id limit ${limit}
    `,
  },
  {
    file: 'stories.jsonl',
    what: 'every story with its parts',
    form: 'jsonl',
    page: (after, limit) => sql`
      select article.id as key, article.slug, title, dek, byline, section.slug as section, picture_media_id as picture,
        picture_alt, picture_caption, picture_credit, blocks, published_at, updated_at, taken_back_at
      from article left join section on section.id = section_id
      where article.id > ${after} order by article.id limit ${limit}
    `,
  },
  {
    file: 'story-drafts.jsonl',
    what: 'every draft as it stands',
    form: 'jsonl',
    page: (after, limit) => sql`
      select story_draft.id as key, public_id as draft, article.slug as article, version, content, published_version, publish_at,
        scheduled_by, source_url, story_draft.updated_by, story_draft.updated_at
      from story_draft left join article on article.id = article_id
      where story_draft.id > ${after} order by story_draft.id limit ${limit}
    `,
  },
  {
    file: 'editions.jsonl',
    what: 'every edition with its blocks',
    form: 'jsonl',
    page: (after, limit) => sql`
      select edition.id as key, public_id as edition, newsletter.slug as newsletter, subject, preheader, blocks, subject_test,
        (select winner from subject_test as test where test.mailing_id = edition.mailing_id) as subject_test_winner, created_by,
        released_by, released_at
      from edition join newsletter on newsletter.id = newsletter_id
      where edition.id > ${after} order by edition.id limit ${limit}
    `,
  },
  {
    file: 'newsletters.jsonl',
    what: 'what can be subscribed to',
    form: 'jsonl',
    page: (after, limit) => sql`
      select id as key, slug, name, promise, frequency, sender_name, rhythms, default_rhythm, is_open
      from newsletter where id > ${after} order by id limit ${limit}
    `,
  },
  {
    file: 'mail-templates.jsonl',
    what: 'the versions of templates of your own',
    form: 'jsonl',
    page: (after, limit) => sql`
      select newsletter_id * 1000000::bigint + version as key, newsletter.slug as newsletter, version, note, saved_by, saved_at,
        newsletter_template.is_in_force, source
      from newsletter_template join newsletter on newsletter.id = newsletter_id
      where newsletter_id * 1000000::bigint + version > ${after} order by 1 limit ${limit}
    `,
  },
  {
    file: 'tiers.jsonl',
    what: 'tiers and their prices',
    form: 'jsonl',
    page: (after, limit) => sql`
      select id as key, slug, name, description, benefits, rank, is_recommended,
        (select coalesce(jsonb_agg(jsonb_build_object('every', every, 'amount_minor', amount_minor, 'currency', currency)), '[]')
          from price where tier_id = tier.id) as prices
      from tier where id > ${after} order by id limit ${limit}
    `,
  },
  {
    file: 'trail.jsonl',
    what: 'who did what in the newsroom',
    form: 'jsonl',
    page: (after, limit) => sql`
      select id as key, at, actor, action, object, details from audit_entry where id > ${after} order by id limit ${limit}
    `,
  },
];
