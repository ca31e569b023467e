import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { EditionBlock } from '../edition-block.ts';

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

/** While a correction is being written, the text is the one that went out. The subject is the one that won, where two were tried. */
const sentColumns = sql`
  edition.id, edition.public_id as "publicId",
  coalesce(
    (select coalesce(edition.sent_text -> 'subjectTest', edition.subject_test) ->> 'subject' from subject_test
      where subject_test.mailing_id = mailing.id and subject_test.winner = 'b'),
    edition.sent_text ->> 'subject', edition.subject
  ) as subject,
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
