import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { likeContaining } from '../../platform/like-pattern.ts';

export type EditionLine = {
  readonly id: number;
  readonly publicId: string;
  readonly newsletter: string;
  readonly newsletterSlug: string;
  readonly subject: string;
  readonly updatedAt: Date;
  readonly releasedAt: Date | null;
  /** Of a draft whose newsletter asks for a second person. */
  readonly approval: 'handed-in' | 'approved' | null;
  readonly mailing: {
    readonly state: 'freezing' | 'sending' | 'paused' | 'stopped' | 'undone';
    readonly pauseReason: string | null;
    readonly undoSecondsLeft: number;
    readonly audience: number;
    readonly accepted: number;
    readonly inDoubt: number;
    readonly open: number;
  } | null;
};

/** Released, and not over. A chunk stays while a row of it waits, or is in doubt and nobody has decided. */
const isUnsettled = sql`(mailing.state = 'freezing' or mailing.state in ('sending', 'paused')
  and exists (select from delivery_chunk where delivery_chunk.mailing_id = mailing.id))`;

export type EditionQuery = {
  readonly before?: number;
  readonly limit: number;
  /** Only what is not over yet. */
  readonly isUnsettled?: boolean;
  /** Only what has left, or is about to. */
  readonly isReleased?: boolean;
  /** Part of a subject. */
  readonly search?: string | undefined;
};

/**
 * Editions, newest first, with what became of them. Rows are counted of mailings under way alone: one that is over has its
 * figures kept, and nothing of it waits or is undecided.
 */
export async function listEditionLines(
  db: Db,
  { before, limit, isUnsettled: onlyUnsettled = false, isReleased = false, search }: EditionQuery,
): Promise<readonly EditionLine[]> {
  const pattern = likeContaining(search);
  const { rows } = await sql<EditionLine>`
    select edition.id, edition.public_id as "publicId", newsletter.name as newsletter,
      newsletter.slug as "newsletterSlug", edition.subject,
      edition.updated_at as "updatedAt", edition.released_at as "releasedAt",
      case when not newsletter.needs_approval then null when edition.approved_version = edition.version then 'approved'
        when edition.handed_in_at is not null then 'handed-in' end as approval,
      case when mailing.id is not null then json_build_object(
        'state', mailing.state, 'pauseReason', mailing.pause_reason, 'audience', mailing.audience,
        'undoSecondsLeft', greatest(0, ceil(extract(epoch from mailing.release_at - now())))::integer,
        'accepted', coalesce((kept.totals ->> 'accepted')::integer, counts.accepted),
        'inDoubt', coalesce(counts.in_doubt, 0), 'open', coalesce(counts.open, 0)
      ) end as mailing
    from edition
    join newsletter on newsletter.id = edition.newsletter_id
    left join mailing on mailing.id = edition.mailing_id
    left join mailing_total as kept on kept.mailing_id = mailing.id
    left join lateral (
      select count(*) filter (where state = 'accepted') as accepted,
        count(*) filter (where state = 'in doubt' and resolution is null) as in_doubt,
        count(*) filter (where state = 'waiting') as open
      -- Inside, where it keeps the rows from being read; beside the join it would only throw the counts away.
      from delivery where delivery.mailing_id = mailing.id and kept.mailing_id is null
    ) counts on true
    where (${before ?? null}::bigint is null or edition.id < ${before ?? null}::bigint)
      and ${onlyUnsettled ? isUnsettled : sql`true`}
      and (not ${isReleased} or edition.released_at is not null)
      and (${pattern}::text is null or lower(edition.subject) like ${pattern})
    order by edition.id desc limit ${limit}
  `.execute(db);
  return rows;
}

export type MailedEdition = {
  readonly mailingId: number;
  readonly publicId: string;
  readonly subject: string;
};

/** The editions behind these mailings; other mailings have none. */
export async function listEditionsOfMailings(
  db: Db,
  mailingIds: readonly number[],
): Promise<readonly MailedEdition[]> {
  const { rows } = await sql<MailedEdition>`
    select mailing_id as "mailingId", public_id as "publicId", subject from edition
    where mailing_id = any (${[...mailingIds]}::bigint[])
  `.execute(db);
  return rows;
}
