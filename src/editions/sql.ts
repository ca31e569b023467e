import { sql } from 'kysely';
import type { Rhythm } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import type { EditionBlock } from './edition-block.ts';

export type Edition = {
  readonly id: number;
  readonly publicId: string;
  readonly newsletterId: number;
  /** Of an automatic one: it goes to the readers who chose this rhythm. Null: made by hand, for all readers. */
  readonly rhythm: Rhythm | null;
  readonly subject: string;
  readonly preheader: string;
  readonly blocks: readonly EditionBlock[];
  readonly version: number;
  readonly mailingId: number | null;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  /** Since when a released one is being corrected, while its mailing is paused. */
  readonly correctingSince: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

const columns = sql`
  edition.id, edition.public_id as "publicId", edition.newsletter_id as "newsletterId", edition.rhythm,
  edition.subject, edition.preheader, edition.blocks, edition.version, edition.mailing_id as "mailingId", edition.released_by as "releasedBy",
  edition.released_at as "releasedAt", edition.correcting_since as "correctingSince", edition.created_by as "createdBy",
  edition.created_at as "createdAt", edition.updated_at as "updatedAt"
`;

export async function findEditionBy(
  db: Db,
  by: { readonly publicId: string } | { readonly mailingId: number },
  { forUpdate = false } = {},
): Promise<Edition | null> {
  const where = 'publicId' in by ? sql`public_id = ${by.publicId}` : sql`mailing_id = ${by.mailingId}`;
  const lock = forUpdate ? sql`for update` : sql``;
  const { rows } = await sql<Edition>`select ${columns} from edition where ${where} ${lock}`.execute(db);
  return rows[0] ?? null;
}

export type NewEdition = Pick<
  Edition,
  'publicId' | 'newsletterId' | 'subject' | 'preheader' | 'blocks' | 'createdBy'
> & { readonly rhythm?: Rhythm };

export async function insertEdition(tx: Db, edition: NewEdition): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into edition (public_id, newsletter_id, rhythm, subject, preheader, blocks, created_by)
    values (${edition.publicId}, ${edition.newsletterId}, ${edition.rhythm ?? null}, ${edition.subject},
      ${edition.preheader}, ${JSON.stringify(edition.blocks)}::jsonb, ${edition.createdBy})
    returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the edition was not added');
  return id;
}

export type EditionText = Pick<Edition, 'subject' | 'preheader' | 'blocks'>;

/** Saves a draft if its version is still the one the editor saw; null otherwise. */
export async function updateDraft(
  tx: Db,
  publicId: string,
  version: number,
  edition: EditionText,
): Promise<{ id: number; version: number; updatedAt: Date } | null> {
  const { rows } = await sql<{ id: number; version: number; updatedAt: Date }>`
    update edition set subject = ${edition.subject}, preheader = ${edition.preheader},
      blocks = ${JSON.stringify(edition.blocks)}::jsonb, version = version + 1, updated_at = now()
    where public_id = ${publicId} and version = ${version} and (mailing_id is null or correcting_since is not null)
    returning id, version, updated_at as "updatedAt"
  `.execute(tx);
  return rows[0] ?? null;
}

/** Which stories an edition carries, kept beside its blocks so that others can ask for it. */
export async function setEditionArticles(tx: Db, editionId: number, slugs: readonly string[]): Promise<void> {
  await sql`delete from edition_article where edition_id = ${editionId}`.execute(tx);
  await sql`
    insert into edition_article (edition_id, article_id)
    select ${editionId}, id from article where slug = any (${[...slugs]}::text[])
      or id in (select article_id from article_address where slug = any (${[...slugs]}::text[]))
    on conflict do nothing
  `.execute(tx);
}

export async function setRelease(
  tx: Db,
  editionId: number,
  release: { mailingId: number; releaseKey: string; releasedBy: string; noticeTo: string | null },
): Promise<void> {
  await sql`
    update edition set mailing_id = ${release.mailingId}, release_key = ${release.releaseKey},
      released_by = ${release.releasedBy}, released_at = now(), notice_to = ${release.noticeTo}, noticed = null
    where id = ${editionId}
  `.execute(tx);
}

/** The edition is a draft again; its key stays, so that it never counts a second time. */
export async function takeReleaseBack(tx: Db, editionId: number): Promise<void> {
  await sql`
    update edition set mailing_id = null, released_by = null, released_at = null where id = ${editionId}
  `.execute(tx);
}

export async function isKeyUsed(tx: Db, editionId: number, releaseKey: string): Promise<boolean> {
  const { rows } = await sql`
    select from edition where id = ${editionId} and release_key = ${releaseKey}
  `.execute(tx);
  return rows.length > 0;
}

export async function isPaused(tx: Db, mailingId: number): Promise<boolean> {
  const { rows } = await sql`select from mailing where id = ${mailingId} and state = 'paused'`.execute(tx);
  return rows.length > 0;
}

/** Opens a released edition for a correction and keeps its text as it was sent; one that is open stays as it is. */
export async function beginCorrecting(tx: Db, editionId: number): Promise<void> {
  await sql`
    update edition set correcting_since = now(),
      sent_text = jsonb_build_object('subject', subject, 'preheader', preheader, 'blocks', blocks)
    where id = ${editionId} and correcting_since is null
  `.execute(tx);
}

/** Ends a correction that was sent. */
export async function endCorrecting(tx: Db, editionId: number): Promise<void> {
  await sql`update edition set correcting_since = null, sent_text = null where id = ${editionId}`.execute(tx);
}

/** Ends a correction that nobody wanted: the text is again the one that was sent. */
export async function dropCorrection(tx: Db, editionId: number): Promise<void> {
  await sql`
    update edition set subject = sent_text ->> 'subject', preheader = sent_text ->> 'preheader',
      blocks = sent_text -> 'blocks', version = version + 1, correcting_since = null, sent_text = null
    where id = ${editionId} and sent_text is not null
  `.execute(tx);
}

export type EditionLine = {
  readonly id: number;
  readonly publicId: string;
  readonly newsletter: string;
  readonly newsletterSlug: string;
  readonly subject: string;
  readonly updatedAt: Date;
  readonly releasedAt: Date | null;
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
};

/** Editions, newest first, with what became of them. */
export async function listEditionLines(
  db: Db,
  { before, limit, isUnsettled: onlyUnsettled = false, isReleased = false }: EditionQuery,
): Promise<readonly EditionLine[]> {
  const { rows } = await sql<EditionLine>`
    select edition.id, edition.public_id as "publicId", newsletter.name as newsletter,
      newsletter.slug as "newsletterSlug", edition.subject,
      edition.updated_at as "updatedAt", edition.released_at as "releasedAt",
      case when mailing.id is not null then json_build_object(
        'state', mailing.state, 'pauseReason', mailing.pause_reason, 'audience', mailing.audience,
        'undoSecondsLeft', greatest(0, ceil(extract(epoch from mailing.release_at - now())))::integer,
        'accepted', counts.accepted, 'inDoubt', counts.in_doubt, 'open', counts.open
      ) end as mailing
    from edition
    join newsletter on newsletter.id = edition.newsletter_id
    left join mailing on mailing.id = edition.mailing_id
    left join lateral (
      select count(*) filter (where state = 'accepted') as accepted,
        count(*) filter (where state = 'in doubt' and resolution is null) as in_doubt,
        count(*) filter (where state = 'waiting') as open
      from delivery where delivery.mailing_id = mailing.id
    ) counts on mailing.id is not null
    where (${before ?? null}::bigint is null or edition.id < ${before ?? null}::bigint)
      and ${onlyUnsettled ? isUnsettled : sql`true`}
      and (not ${isReleased} or edition.released_at is not null)
    order by edition.id desc limit ${limit}
  `.execute(db);
  return rows;
}

/** Editions whose audience is not frozen yet: work for a build worker, also after a crash. */
export async function listFreezing(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ mailingId: number }>`
    select mailing.id as "mailingId" from mailing join edition on edition.mailing_id = mailing.id
    where mailing.state = 'freezing' order by mailing.priority, mailing.id
  `.execute(db);
  return rows.map((row) => row.mailingId);
}

/** Slugs of the newest stories that no edition carries. */
export async function listUncarried(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from article
    where not exists (select from edition_article where edition_article.article_id = article.id)
    order by published_at desc, id desc limit ${limit}
  `.execute(db);
  return rows.map((row) => row.slug);
}

/** The subject of the edition before, and which of these stories an earlier one of the newsletter has sent. */
export async function findEarlier(
  db: Db,
  edition: { readonly id: number; readonly newsletterId: number },
  slugs: readonly string[],
): Promise<{ readonly subject: string | null; readonly sentSlugs: readonly string[] }> {
  const { rows } = await sql<{ subject: string | null; sentSlugs: string[] }>`
    select
      (select subject from edition
        where newsletter_id = ${edition.newsletterId} and id <> ${edition.id} and mailing_id is not null
        order by released_at desc limit 1) as subject,
      to_json(array(select distinct article.slug
        from edition_article join article on article.id = edition_article.article_id
        join edition on edition.id = edition_article.edition_id
        where edition.newsletter_id = ${edition.newsletterId} and edition.id <> ${edition.id}
          and edition.mailing_id is not null and (article.slug = any (${[...slugs]}::text[])
            or article.id in (select article_id from article_address where slug = any (${[...slugs]}::text[]))))) as "sentSlugs"
  `.execute(db);
  return rows[0] ?? { subject: null, sentSlugs: [] };
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

/** The public ids of subscribers, by their numbers. */
export async function listPublicIds(
  db: Db,
  subscriberIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ id: number; publicId: string }>`
    select id, public_id as "publicId" from subscriber where id = any (${[...subscriberIds]}::bigint[])
  `.execute(db);
  return new Map(rows.map(({ id, publicId }) => [id, publicId]));
}

/** An edition as it went out. */
export type SentEdition = {
  readonly id: number;
  readonly publicId: string;
  readonly subject: string;
  readonly preheader: string;
  readonly blocks: readonly EditionBlock[];
  readonly sentAt: Date;
  readonly updatedAt: Date;
};

/** While a correction is being written, the text is the one that went out. */
const sentColumns = sql`
  edition.id, edition.public_id as "publicId",
  coalesce(edition.sent_text ->> 'subject', edition.subject) as subject,
  coalesce(edition.sent_text ->> 'preheader', edition.preheader) as preheader,
  coalesce(edition.sent_text -> 'blocks', edition.blocks) as blocks,
  mailing.release_at as "sentAt", greatest(edition.updated_at, mailing.release_at) as "updatedAt"
`;

/** Past its undo window and not stopped: what the newsroom called back is not shown to others. */
const hasGoneOut = sql`mailing.state in ('sending', 'paused') and mailing.release_at <= now()`;

/** Editions of a newsletter that went out, newest first. */
export async function listSentEditions(
  db: Db,
  newsletterId: number,
  { before, limit }: { readonly before?: readonly [Date, number] | null; readonly limit: number },
): Promise<readonly SentEdition[]> {
  const [sentAt, id] = before ?? [];
  const { rows } = await sql<SentEdition>`
    select ${sentColumns} from edition join mailing on mailing.id = edition.mailing_id
    where edition.newsletter_id = ${newsletterId} and ${hasGoneOut}
      and (${sentAt ?? null}::timestamptz is null
        or (mailing.release_at, edition.id) < (${sentAt ?? null}::timestamptz, ${id ?? null}::bigint))
    order by mailing.release_at desc, edition.id desc limit ${limit}
  `.execute(db);
  return rows;
}

/** One of them; null for what never went out, or is another newsletter's. */
export async function findSentEdition(
  db: Db,
  newsletterId: number,
  publicId: string,
): Promise<SentEdition | null> {
  const { rows } = await sql<SentEdition>`
    select ${sentColumns} from edition join mailing on mailing.id = edition.mailing_id
    where edition.newsletter_id = ${newsletterId} and edition.public_id = ${publicId} and ${hasGoneOut}
  `.execute(db);
  return rows[0] ?? null;
}

/** The newsletters that have something in their archive. */
export async function listArchivedNewsletterIds(db: Db): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ id: number }>`
    select distinct edition.newsletter_id as id from edition join mailing on mailing.id = edition.mailing_id
    where ${hasGoneOut}
  `.execute(db);
  return new Set(rows.map(({ id }) => id));
}
