import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { EditionBlock } from '../edition-block.ts';

export type PolledEdition = {
  readonly id: number;
  readonly subject: string;
  readonly newsletterId: number;
  /** As they went out. */
  readonly blocks: readonly EditionBlock[];
};

/** An edition that has left, by its number, with the blocks its readers got. */
export async function findPolledEdition(db: Db, editionId: number): Promise<PolledEdition | null> {
  const { rows } = await sql<PolledEdition>`
    select id, coalesce(sent_text ->> 'subject', subject) as subject, newsletter_id as "newsletterId",
      coalesce(sent_text -> 'blocks', blocks) as blocks
    from edition where id = ${editionId} and mailing_id is not null
  `.execute(db);
  return rows[0] ?? null;
}

/** Whether somebody is still a reader; while this transaction lasts nobody erases them. */
export async function holdReader(tx: Db, subscriberId: number): Promise<boolean> {
  const { rows } = await sql`
    select from subscriber where id = ${subscriberId} and erased_at is null for key share
  `.execute(tx);
  return rows.length > 0;
}
