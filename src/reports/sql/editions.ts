import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type PastEdition = {
  readonly mailingId: number;
  readonly publicId: string;
  readonly subject: string;
  readonly releasedAt: Date;
  /** When the newsletter's next edition left; null: none has. */
  readonly nextAt: Date | null;
};

/** A released edition and those of its newsletter before it, newest first. */
export async function listEditionsUpTo(
  db: Db,
  mailingId: number,
  limit: number,
): Promise<readonly PastEdition[]> {
  const { rows } = await sql<PastEdition>`
    select edition.mailing_id as "mailingId", edition.public_id as "publicId", edition.subject,
      mailing.release_at as "releasedAt",
      (select min(after.release_at) from edition later join mailing after on after.id = later.mailing_id
        where later.newsletter_id = edition.newsletter_id and after.release_at > mailing.release_at) as "nextAt"
    from edition asked join mailing asked_mailing on asked_mailing.id = asked.mailing_id
    join edition on edition.newsletter_id = asked.newsletter_id
    join mailing on mailing.id = edition.mailing_id and mailing.release_at <= asked_mailing.release_at
    where asked.mailing_id = ${mailingId}
    order by mailing.release_at desc, edition.id desc limit ${limit}
  `.execute(db);
  return rows;
}

export type Figure = {
  readonly mailingId: number;
  readonly kind: 'click' | 'open';
  readonly link: number;
  /** Empty: a person's. */
  readonly reason: string;
  readonly readers: number;
};

export async function listFigures(db: Db, mailingIds: readonly number[]): Promise<readonly Figure[]> {
  const { rows } = await sql<Figure>`
    select mailing_id as "mailingId", kind, link, reason, readers from reaction_figure
    where mailing_id = any (${[...mailingIds]}::bigint[]) and readers > 0
    order by mailing_id, kind, link, readers desc, reason
  `.execute(db);
  return rows;
}

export type LinkLine = { readonly number: number; readonly url: string; readonly words: string };

export async function listReportLinks(db: Db, mailingId: number): Promise<readonly LinkLine[]> {
  const { rows } = await sql<LinkLine>`
    select number, url, words from mailing_link where mailing_id = ${mailingId} order by place, number
  `.execute(db);
  return rows;
}

export type Hour = { readonly hour: Date; readonly readers: number };

/** When people first followed a link. */
export async function listClickHours(db: Db, mailingId: number, limit: number): Promise<readonly Hour[]> {
  const { rows } = await sql<Hour>`
    select hour, readers from reaction_hour where mailing_id = ${mailingId} and kind = 'click' and readers > 0
    order by hour limit ${limit}
  `.execute(db);
  return rows;
}

export type Departures = {
  readonly mailingId: number;
  readonly unsubscribes: number;
  readonly complaints: number;
};

/**
 * Who left the newsletter or complained after they had got an edition and before the next one, within a week: people do not
 * say which mail it was.
 */
export async function listDepartures(
  db: Db,
  newsletterId: number,
  editions: readonly PastEdition[],
): Promise<readonly Departures[]> {
  const { rows } = await sql<Departures>`
    select edition.id as "mailingId",
      count(*) filter (where suppression.reason <> 'complaint') as unsubscribes,
      count(*) filter (where suppression.reason = 'complaint') as complaints
    from unnest(${editions.map(({ mailingId }) => mailingId)}::bigint[],
      ${editions.map(({ releasedAt }) => releasedAt)}::timestamptz[],
      ${editions.map(({ nextAt }) => nextAt)}::timestamptz[]) as edition (id, begun_at, next_at)
    join suppression on suppression.created_at >= edition.begun_at
      and suppression.created_at < least(edition.begun_at + interval '7 days', coalesce(edition.next_at, 'infinity'))
      and suppression.scope in (${`newsletter:${newsletterId}`}, 'bulk', 'everything')
      and (suppression.reason = 'complaint' or suppression.reason like 'left%')
    join delivery on delivery.mailing_id = edition.id and delivery.state = 'accepted'
      and coalesce(delivery.once_key, delivery.address_key) = suppression.address_key
    group by edition.id
  `.execute(db);
  return rows;
}
