import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** An edition that has left, to choose from. */
export type SentChoice = {
  readonly id: number;
  readonly publicId: string;
  readonly mailingId: number;
  readonly subject: string;
  readonly newsletter: string;
  readonly releasedAt: Date;
};

const choice = sql`
  edition.id, edition.public_id as "publicId", edition.mailing_id as "mailingId", edition.subject,
  newsletter.name as newsletter, mailing.release_at as "releasedAt"
  from edition join newsletter on newsletter.id = edition.newsletter_id join mailing on mailing.id = edition.mailing_id
`;

/** The newest editions that have left, of all newsletters. */
export async function listSentChoices(db: Db, limit: number): Promise<readonly SentChoice[]> {
  const { rows } = await sql<SentChoice>`
    select ${choice} where mailing.release_at <= now() order by mailing.release_at desc, edition.id desc limit ${limit}
  `.execute(db);
  return rows;
}

/** Those of these that have left, the oldest first. */
export async function findSentChoices(
  db: Db,
  by: { readonly publicIds: readonly string[] } | { readonly ids: readonly number[] },
): Promise<readonly SentChoice[]> {
  const which =
    'ids' in by
      ? sql`edition.id = any (${[...by.ids]}::bigint[])`
      : sql`edition.public_id = any (${[...by.publicIds]}::text[])`;
  const { rows } = await sql<SentChoice>`
    select ${choice} where mailing.release_at <= now() and ${which} order by mailing.release_at, edition.id
  `.execute(db);
  return rows;
}

export type SponsorLink = {
  readonly mailingId: number;
  readonly number: number;
  readonly url: string;
  readonly words: string;
};

export async function listLinksOf(db: Db, mailingIds: readonly number[]): Promise<readonly SponsorLink[]> {
  const { rows } = await sql<SponsorLink>`
    select mailing_id as "mailingId", number, url, words from mailing_link
    where mailing_id = any (${[...mailingIds]}::bigint[]) order by mailing_id, place, number
  `.execute(db);
  return rows;
}

export type SponsorRow = {
  readonly id: number;
  readonly publicId: string;
  readonly sponsor: string;
  readonly editionIds: readonly number[];
  readonly hosts: readonly string[];
  readonly urls: readonly string[];
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
};

const columns = sql`
  id, public_id as "publicId", sponsor, edition_ids as "editionIds", hosts, urls, made_by as "madeBy", made_at as "madeAt",
  expires_at as "expiresAt", ended_at as "endedAt"
`;

type NewSponsorRow = Pick<SponsorRow, 'publicId' | 'sponsor' | 'editionIds' | 'hosts' | 'urls' | 'madeBy'> & {
  readonly days: number;
};

export async function insertSponsorReport(tx: Db, row: NewSponsorRow): Promise<void> {
  await sql`
    insert into sponsor_report (public_id, sponsor, edition_ids, hosts, urls, made_by, expires_at)
    values (${row.publicId}, ${row.sponsor}, ${[...row.editionIds]}::bigint[], ${[...row.hosts]}::text[],
      ${[...row.urls]}::text[], ${row.madeBy}, now() + make_interval(days => ${row.days}))
  `.execute(tx);
}

export async function listSponsorRows(db: Db, limit: number): Promise<readonly SponsorRow[]> {
  const { rows } = await sql<SponsorRow>`
    select ${columns} from sponsor_report order by id desc limit ${limit}
  `.execute(db);
  return rows;
}

export async function findSponsorRow(
  db: Db,
  by: { readonly id: number } | { readonly publicId: string },
): Promise<SponsorRow | null> {
  const where = 'id' in by ? sql`id = ${by.id}` : sql`public_id = ${by.publicId}`;
  const { rows } = await sql<SponsorRow>`select ${columns} from sponsor_report where ${where}`.execute(db);
  return rows[0] ?? null;
}

/** False when it had ended before, or is not there. */
export async function setSponsorEnded(tx: Db, publicId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sponsor_report set ended_at = now() where public_id = ${publicId} and ended_at is null
  `.execute(tx);
  return numAffectedRows === 1n;
}
