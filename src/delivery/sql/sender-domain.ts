import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { DomainRecord } from '../sender-domain/domain-record.ts';

export type DomainFindings = {
  /** Mail goes further than this machine. */
  readonly leavesHouse?: boolean;
  /** The proof of who mail is from. */
  readonly records?: readonly DomainRecord[];
  /** What providers look at beside it. */
  readonly standing?: readonly DomainRecord[];
  /** Mails that Gmail's servers accepted in the day before the look. */
  readonly gmailDay?: number;
};

export type SenderDomainRow = {
  readonly domain: string;
  readonly findings: DomainFindings;
  readonly checkedAt: Date | null;
  readonly allowedBecause: string | null;
  readonly allowedBy: string | null;
  readonly allowedAt: Date | null;
};

export async function findDomainRow(db: Db, domain: string): Promise<SenderDomainRow | null> {
  const { rows } = await sql<SenderDomainRow>`
    select domain, findings, checked_at as "checkedAt", allowed_because as "allowedBecause", allowed_by as "allowedBy",
      allowed_at as "allowedAt"
    from sender_domain where domain = ${domain}
  `.execute(db);
  return rows[0] ?? null;
}

export async function writeFindings(
  db: Db,
  domain: string,
  findings: DomainFindings,
  at: Date,
): Promise<void> {
  await sql`
    insert into sender_domain (domain, findings, checked_at) values (${domain}, ${JSON.stringify(findings)}::jsonb, ${at})
    on conflict (domain) do update set findings = excluded.findings, checked_at = excluded.checked_at
  `.execute(db);
}

export async function setAllowed(
  tx: Db,
  { domain, because, by }: { domain: string; because: string; by: string },
): Promise<void> {
  await sql`
    insert into sender_domain (domain, allowed_because, allowed_by, allowed_at) values (${domain}, ${because}, ${by}, now())
    on conflict (domain) do update set allowed_because = excluded.allowed_because, allowed_by = excluded.allowed_by,
      allowed_at = excluded.allowed_at
  `.execute(tx);
}

/** False when nothing was allowed. */
export async function withdrawAllowed(tx: Db, domain: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sender_domain set allowed_because = null, allowed_by = null, allowed_at = null
    where domain = ${domain} and allowed_because is not null
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Mails of editions that the servers of some domains accepted in the last hours; looked for in mailings of two days alone. */
export async function countAcceptedAt(db: Db, domains: readonly string[], hours: number): Promise<number> {
  const { rows } = await sql<{ mails: number }>`
    select count(*) as mails from delivery
    where mailing_id in (
      select id from mailing where not standing and created_at > now() - interval '2 days'
    )
      and state = 'accepted' and ended_at > now() - make_interval(hours => ${hours})
      and split_part(address_key, '@', 2) = any (${[...domains]}::text[])
  `.execute(db);
  return rows[0]?.mails ?? 0;
}

/** Readers who pressed "spam", and mails that were accepted in the same days, of mailings that began in them. */
export async function countComplaintsSince(
  db: Db,
  days: number,
): Promise<{ readonly complaints: number; readonly mailingIds: readonly number[] }> {
  const since = sql`now() - make_interval(days => ${days})`;
  const { rows } = await sql<{ complaints: number; mailingIds: number[] }>`
    select (select count(*) from suppression where reason = 'complaint' and created_at > ${since}) as complaints,
      to_json(array(select id from mailing where not standing and created_at > ${since} and frozen_at is not null))
        as "mailingIds"
  `.execute(db);
  return rows[0] ?? { complaints: 0, mailingIds: [] };
}
