import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/**
 * Keeps mail that has not begun to leave from leaving.
 * @returns how many mails to this recipient a sender may have in its hands at this moment
 */
export async function withdrawMails(db: Db, recipientId: number): Promise<number> {
  const { rows } = await sql<{ inHands: number }>`
    with in_hands as (
      select delivery.id from delivery join (select unnest(handing_over) as id from sender where gone_at is null) handed
        on handed.id = delivery.id
      where delivery.recipient_id = ${recipientId} and delivery.state = 'waiting'
    ),
    withdrawn as (
      update delivery set state = 'suppressed', reply_text = 'erased', ended_at = now()
      where recipient_id = ${recipientId} and state = 'waiting' and id not in (select id from in_hands)
    )
    select count(*) as "inHands" from in_hands
  `.execute(db);
  return rows[0]?.inHands ?? 0;
}

/**
 * Takes the person out of the ledger: the rows and their outcomes stay, so every receipt still adds up, but not to whom.
 * Suppressions of the address go too; whoever erases keeps the address away by other means.
 * @param tx a transaction in which `doorstep.erasing` is on, since the trail of attempts is append-only otherwise
 */
export async function eraseRecipient(
  tx: Db,
  { recipientId, addressKey }: { recipientId: number; addressKey: string },
): Promise<void> {
  await sql`
    delete from delivery_body
    where delivery_id in (select id from delivery where recipient_id = ${recipientId})
  `.execute(tx);
  // Replies quote addresses.
  await sql`
    update attempt set reply_text = null
    where delivery_id in (select id from delivery where recipient_id = ${recipientId})
  `.execute(tx);
  await sql`
    update delivery set address = 'erased', address_key = 'erased:' || id, fields = '{}', recipient_id = null,
      reply_text = null, resolution = case when state = 'in doubt' then coalesce(resolution, 'rest') else resolution end
    where recipient_id = ${recipientId}
  `.execute(tx);
  await sql`delete from suppression where address_key = ${addressKey}`.execute(tx);
}

export type MailLine = {
  readonly kind: string;
  readonly address: string;
  readonly state: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
};

/** Every mail to a recipient, newest first: for their own copy of what we hold. */
export async function listMailsTo(db: Db, recipientId: number): Promise<readonly MailLine[]> {
  const { rows } = await sql<MailLine>`
    select mailing.kind, delivery.address, delivery.state, delivery.created_at as "createdAt", delivery.ended_at as "endedAt"
    from delivery join mailing on mailing.id = delivery.mailing_id
    where delivery.recipient_id = ${recipientId} order by delivery.id desc
  `.execute(db);
  return rows;
}
