import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** How many processes are sending at this moment: without one, mails wait. */
export async function countLiveSenders(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from sender where gone_at is null and lease_until > now()
  `.execute(db);
  return rows[0]?.n ?? 0;
}

export type LiveSender = {
  readonly host: string;
  readonly startedAt: Date;
  /** How many mails are in its hands. */
  readonly handingOver: number;
  /** What holds it up at this moment, in words. */
  readonly brake: string | null;
};

/** The processes that are sending at this moment, oldest first. */
export async function listLiveSenders(db: Db): Promise<readonly LiveSender[]> {
  const { rows } = await sql<LiveSender>`
    select host, started_at as "startedAt", cardinality(handing_over) as "handingOver",
      case when brake_until > now() then brake end as brake
    from sender where gone_at is null and lease_until > now() order by id
  `.execute(db);
  return rows;
}
