import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** The numbers of mailings that were no single mails, the newest first. */
export async function listSentMailings(db: Db, limit: number | null): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from mailing where not standing order by id desc limit ${limit}
  `.execute(db);
  return rows.map(({ id }) => id);
}
