import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** How many processes are sending at this moment: without one, mails wait. */
export async function countLiveSenders(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from sender where gone_at is null and lease_until > now()
  `.execute(db);
  return rows[0]?.n ?? 0;
}
