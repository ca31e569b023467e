import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** The public ids of subscribers, by their numbers. */
export async function listPublicIds(
  db: Db,
  subscriberIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ id: number; publicId: string }>`
    select id, public_id as "publicId" from subscriber where id = any (${[...subscriberIds]}::bigint[])
  `.execute(db);
  return new Map(rows.map(({ id, publicId }) => [id, publicId]));
}
