import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/**
 * Notes editions that have left for all their readers: that is computed from the ledger and changes no row, so somebody has to
 * look. Each is told once, whoever looks; a stopped one has not been sent.
 * @returns how many are new
 */
export async function findSentEditions(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into webhook_event (kind, data, once_key)
    select 'edition.sent', jsonb_build_object('edition', edition.public_id, 'newsletter', newsletter.slug,
      'subject', edition.subject, 'releasedAt', mailing.release_at), 'edition.sent ' || edition.id
    from edition join mailing on mailing.id = edition.mailing_id join newsletter on newsletter.id = edition.newsletter_id
    where is_webhook_wanted('edition.sent') and mailing.release_at > now() - interval '7 days'
      and mailing.state = 'sending'
      and not exists (select from delivery_chunk where mailing_id = mailing.id and due_at < 'infinity')
      and not exists (select from webhook_event where once_key = 'edition.sent ' || edition.id)
    on conflict (once_key) do nothing
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
