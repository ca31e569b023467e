import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { MailSender } from '../mail-sender.ts';

type StandingMailing = {
  readonly kind: string;
  readonly priority: number;
  readonly deadlineSeconds: number;
  readonly scopes: readonly string[];
  readonly sender: MailSender;
  readonly mailDomain: string;
  readonly keyId: number;
};

async function findStandingMailing(tx: Db, kind: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from mailing where kind = ${kind} and standing
  `.execute(tx);
  return rows[0]?.id ?? null;
}

/**
 * The mailing that all single mails of a kind share, made on first use. Looked up first: an upsert would lock the row and
 * make every sign-up wait for the one before it.
 */
export async function addStandingMailing(tx: Db, mailing: StandingMailing): Promise<number> {
  const existing = await findStandingMailing(tx, mailing.kind);
  if (existing !== null) return existing;
  await sql`
    insert into mailing (
      kind, standing, priority, suppression_scopes, sender_name, sender_address, reply_to, mail_domain,
      auto_submitted, key_id, in_doubt_policy, deadline, state
    ) values (
      ${mailing.kind}, true, ${mailing.priority}, ${[...mailing.scopes]}::text[], ${mailing.sender.name},
      ${mailing.sender.address}, ${mailing.sender.replyTo ?? null}, ${mailing.mailDomain},
      true, ${mailing.keyId}, 'resend', make_interval(secs => ${mailing.deadlineSeconds}), 'sending'
    ) on conflict (kind) where standing do nothing
  `.execute(tx);
  const added = await findStandingMailing(tx, mailing.kind);
  if (added === null) throw new Error(`the standing mailing ${mailing.kind} was not added`);
  return added;
}

type SingleDelivery = {
  readonly mailingId: number;
  readonly priority: number;
  readonly onceKey: string;
  readonly recipientId?: number | undefined;
  readonly to: { readonly address: string; readonly key: string };
};

/** A row and a chunk of its own, due now. Null when this occasion already has its mail. */
export async function insertSingleDelivery(tx: Db, mail: SingleDelivery): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    with added as (
      insert into delivery (mailing_id, recipient_id, address, address_key, once_key)
      values (${mail.mailingId}, ${mail.recipientId ?? null}, ${mail.to.address}, ${mail.to.key}, ${mail.onceKey})
      on conflict (mailing_id, (coalesce(once_key, address_key))) do nothing
      returning id
    )
    insert into delivery_chunk (mailing_id, priority, first_delivery_id, last_delivery_id, due_at)
    select ${mail.mailingId}, ${mail.priority}, id, id, now() from added
    returning first_delivery_id as id
  `.execute(tx);
  return rows[0]?.id ?? null;
}
