import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

type By = { readonly name: string; readonly staffId: number };

export async function setHandedIn(tx: Db, editionId: number, { name, staffId }: By): Promise<void> {
  await sql`
    update edition set handed_in_by = ${name}, handed_in_by_id = ${staffId}, handed_in_at = now(),
      approved_by = null, approved_at = null, approved_version = null, approved_text = null
    where id = ${editionId}
  `.execute(tx);
}

export async function setApproved(
  tx: Db,
  editionId: number,
  approval: { readonly by: string; readonly version: number; readonly text: string },
): Promise<void> {
  await sql`
    update edition set approved_by = ${approval.by}, approved_at = now(), approved_version = ${approval.version},
      approved_text = ${approval.text}
    where id = ${editionId}
  `.execute(tx);
}

/** As if it had never been handed in. */
export async function clearApproval(tx: Db, editionId: number): Promise<void> {
  await sql`
    update edition set handed_in_by = null, handed_in_by_id = null, handed_in_at = null,
      approved_by = null, approved_at = null, approved_version = null, approved_text = null
    where id = ${editionId}
  `.execute(tx);
}

/** A text that waits for the yes of a second person, or of anybody who may send. */
export type Awaiting = {
  /** The same for as long as it is the same question. */
  readonly occasion: string;
  readonly edition: string;
  /** Of an automatic one that is held. */
  readonly run: string | null;
  readonly subject: string;
  readonly newsletter: string;
  readonly handedInBy: string | null;
  readonly deadlineAt: Date | null;
  /** Numbers of staff who cannot be the second person. */
  readonly authors: readonly number[];
};

/** What was handed in during the last two days and is still open, and automatic editions that are held. */
export async function listAwaiting(db: Db): Promise<readonly Awaiting[]> {
  const { rows } = await sql<Awaiting>`
    select 'approval ' || edition.id || ' ' || extract(epoch from edition.handed_in_at) as occasion,
      edition.public_id as edition, null as run, edition.subject, newsletter.name as newsletter,
      edition.handed_in_by as "handedInBy", null::timestamptz as "deadlineAt",
      array_remove(array[edition.text_by_id, edition.handed_in_by_id], null) as authors
    from edition join newsletter on newsletter.id = edition.newsletter_id
    where newsletter.needs_approval and edition.handed_in_at > now() - interval '2 days'
      and edition.approved_at is null and (edition.mailing_id is null or edition.correcting_since is not null)
    union all
    select 'held ' || digest_run.id || ' ' || edition.id, edition.public_id, digest_run.public_id, edition.subject,
      newsletter.name, null, digest_run.deadline_at,
      case when newsletter.needs_approval then array_remove(array[edition.text_by_id], null) else '{}' end
    from digest_run join edition on edition.id = digest_run.edition_id
      join newsletter on newsletter.id = edition.newsletter_id
    where digest_run.state = 'held' and edition.mailing_id is null
  `.execute(db);
  return rows;
}

/** Which of these notices were queued before. */
export async function listNoticed(db: Db, onceKeys: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ onceKey: string }>`
    select once_key as "onceKey" from delivery
    where mailing_id = (select id from mailing where kind = 'staff-notice' and standing)
      and coalesce(once_key, address_key) = any (${[...onceKeys]}::text[])
  `.execute(db);
  return new Set(rows.map(({ onceKey }) => onceKey));
}
