import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';

/**
 * What no rule looks at any more: stories read free in months that are over, and stories given away whose link has run out.
 * Payment events stay for ever: an id that was forgotten could be played in once more.
 * @returns how many rows went
 */
export async function forgetOldPasses(db: Db): Promise<number> {
  const reads = await forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from metered_read where (subscriber_id, month, article_id) in (
        select subscriber_id, month, article_id from metered_read
        where month < (now() - interval '3 months')::date limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
  const links = await forgetInParts(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from gift_link where token_hash in (
        select token_hash from gift_link where expires_at < now() - interval '90 days' limit ${limit}
      )
    `.execute(db);
    return Number(numAffectedRows ?? 0n);
  });
  return reads + links;
}
