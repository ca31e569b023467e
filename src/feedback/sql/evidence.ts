import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

type NewMail = { readonly digest: string; readonly envelopeTo: string; readonly sealedBytes: Buffer };

/** Keeps a mail until it is read; the very same mail again changes nothing. */
export async function insertMail(db: Db, { digest, envelopeTo, sealedBytes }: NewMail): Promise<void> {
  await sql`
    insert into feedback_evidence (digest, envelope_to, sealed_bytes) values (${digest}, ${envelopeTo}, ${sealedBytes})
    on conflict (digest) do nothing
  `.execute(db);
}

/** Evidence of an event that has been read already. */
export async function insertEvidence(tx: Db, sealedBytes: Buffer): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into feedback_evidence (sealed_bytes, read_at) values (${sealedBytes}, now()) returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the evidence was not kept');
  return id;
}

export type UnreadMail = {
  readonly id: number;
  readonly digest: string;
  readonly envelopeTo: string;
  readonly sealedBytes: Buffer;
  readonly receivedAt: Date;
};

const mostTries = 5;

/** Takes the next unread mail for this process; another one looks at it again when we have not finished in five minutes. */
export async function claimMail(db: Db): Promise<UnreadMail | null> {
  const { rows } = await sql<UnreadMail>`
    update feedback_evidence set claimed_at = now(), tries = tries + 1
    where id = (
      select id from feedback_evidence
      where read_at is null and tries < ${mostTries} and (claimed_at is null or claimed_at < now() - interval '5 minutes')
      order by id limit 1 for update skip locked
    )
    returning id, digest, envelope_to as "envelopeTo", sealed_bytes as "sealedBytes", received_at as "receivedAt"
  `.execute(db);
  return rows[0] ?? null;
}

/** A mail that led to an event stays as its evidence; any other is forgotten at once. */
export async function finishMail(db: Db, id: number): Promise<void> {
  await sql`
    with gone as (
      delete from feedback_evidence
      where id = ${id} and not exists (select from feedback_event where evidence_id = ${id})
    )
    update feedback_evidence set read_at = now()
    where id = ${id} and exists (select from feedback_event where evidence_id = ${id})
  `.execute(db);
}

export async function findEvidence(db: Db, id: number): Promise<Buffer | null> {
  const { rows } = await sql<{ sealedBytes: Buffer }>`
    select sealed_bytes as "sealedBytes" from feedback_evidence where id = ${id}
  `.execute(db);
  return rows[0]?.sealedBytes ?? null;
}

/** Evidence is kept as long as a bounce address is believed; used signatures as long as the clock lets them pass. */
export async function forgetOldEvidence(db: Db): Promise<void> {
  await sql`delete from feedback_evidence where received_at < now() - interval '90 days'`.execute(db);
  await sql`delete from feedback_used_token where used_at < now() - interval '1 day'`.execute(db);
}
