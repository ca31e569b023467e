import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** Takes a person out of what came back: the events stay as counts, the evidence goes. */
export async function eraseFeedback(
  tx: Db,
  { recipientId, addressKey }: { recipientId: number; addressKey: string },
): Promise<void> {
  const theirs = sql`
    address_key = ${addressKey} or delivery_id in (select id from delivery where recipient_id = ${recipientId})
  `;
  await sql`
    delete from feedback_evidence
    where id in (select evidence_id from feedback_event where evidence_id is not null and (${theirs}))
  `.execute(tx);
  await sql`
    update feedback_event set address_key = null, diagnostic = null, evidence_id = null where ${theirs}
  `.execute(tx);
}
