import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export async function findKeepMonths(db: Db): Promise<number> {
  const { rows } = await sql<{ months: number }>`
    select keep_months as months from reaction_setting
  `.execute(db);
  return rows[0]?.months ?? 6;
}

export async function updateKeepMonths(db: Db, months: number): Promise<void> {
  await sql`update reaction_setting set keep_months = ${months}`.execute(db);
}
