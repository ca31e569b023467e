import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** How many editions of a newsletter were released with which version of its own template. */
export async function countByTemplate(db: Db, newsletterId: number): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ version: number; editions: number }>`
    select template_version as version, count(*)::integer as editions from edition
    where newsletter_id = ${newsletterId} and template_version is not null
    group by template_version
  `.execute(db);
  return new Map(rows.map(({ version, editions }) => [version, editions]));
}
