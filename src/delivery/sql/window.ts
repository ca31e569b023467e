import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { senderLockClass } from '../sender-connection.ts';
import type { MailContent, MailingSlot } from '../mail-content.ts';

export const leaseSeconds = 60;

/** Begins a sender: its id is the fencing epoch, so a process that was declared gone comes back as somebody else. */
export async function addSender(db: Db, host: string, pid: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into sender (host, pid, lease_until)
    values (${host}, ${pid}, now() + make_interval(secs => ${leaseSeconds})) returning id
  `.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the sender was not added');
  return id;
}

export type Chunk = {
  readonly id: number;
  readonly mailingId: number;
  readonly priority: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly datedAt: Date;
};

/**
 * Leases due chunks, best priority first. The share lock on the mailing makes an undo and a claim wait for each other,
 * so an undone mailing is never claimed.
 */
export async function claimChunks(
  db: Db,
  senderId: number,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<readonly Chunk[]> {
  const { rows } = await sql<Chunk>`
    with due as (
      select chunk.id
      from delivery_chunk chunk join mailing on mailing.id = chunk.mailing_id
      where chunk.sender_id is null and not chunk.held and chunk.due_at <= now() and chunk.priority between ${from} and ${to}
        and mailing.state = 'sending' and mailing.release_at <= now()
      order by chunk.priority, chunk.due_at
      limit ${limit}
      for update of chunk skip locked
      for share of mailing
    )
    update delivery_chunk chunk
    set sender_id = ${senderId}, dated_at = coalesce(chunk.dated_at, now())
    from due where chunk.id = due.id
    returning chunk.id, chunk.mailing_id as "mailingId", chunk.priority, chunk.first_delivery_id as "firstId",
      chunk.last_delivery_id as "lastId", chunk.dated_at as "datedAt"
  `.execute(db);
  return rows;
}

export type DueRow = {
  readonly id: number;
  readonly recipientId: number | null;
  readonly address: string;
  readonly variant: number;
  readonly version: number;
  readonly blockMask: string;
  readonly fields: readonly string[];
  readonly attempts: number;
  readonly isExpired: boolean;
  readonly sealedBytes: Buffer | null;
};

/** The rows of a chunk that may be tried now. */
export async function listDueRows(db: Db, chunk: Chunk): Promise<readonly DueRow[]> {
  const { rows } = await sql<DueRow>`
    select delivery.id, delivery.recipient_id as "recipientId", delivery.address,
      delivery.variant, delivery.version,
      delivery.block_mask::text as "blockMask", delivery.fields, delivery.attempts,
      greatest(delivery.created_at, mailing.release_at, delivery.not_before) + mailing.deadline < now() as "isExpired",
      body.sealed_bytes as "sealedBytes"
    from delivery
    join mailing on mailing.id = delivery.mailing_id
    left join delivery_body body on body.delivery_id = delivery.id
    where delivery.id between ${chunk.firstId} and ${chunk.lastId} and delivery.mailing_id = ${chunk.mailingId}
      and delivery.state = 'waiting' and (delivery.due_at is null or delivery.due_at <= now())
    order by delivery.id
  `.execute(db);
  return rows;
}

export type SendableMailing = {
  readonly id: number;
  readonly kind: string;
  readonly standing: boolean;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly replyTo: string | null;
  readonly mailDomain: string;
  readonly listId: string | null;
  readonly listName: string | null;
  readonly unsubscribeSlot: string | null;
  readonly slots: readonly MailingSlot[];
  readonly autoSubmitted: boolean;
  readonly keyId: number;
  readonly dkimKeyIds: readonly number[];
};

/** What a sender has to know of a mailing to write its mails. */
export async function findSendableMailing(db: Db, id: number): Promise<SendableMailing> {
  const { rows } = await sql<SendableMailing>`
    select id, kind, standing, sender_name as "senderName", sender_address as "senderAddress", reply_to as "replyTo",
      mail_domain as "mailDomain", list_id as "listId", list_name as "listName",
      unsubscribe_slot as "unsubscribeSlot", slots, auto_submitted as "autoSubmitted", key_id as "keyId",
      dkim_key_ids as "dkimKeyIds"
    from mailing where id = ${id}
  `.execute(db);
  const mailing = rows[0];
  if (!mailing) throw new Error(`mailing ${id} is missing`);
  return mailing;
}

/** A variant that a text was not rendered for, as by a release that knew none, is sent as the first there is. */
export async function findContent(
  db: Db,
  mailingId: number,
  variant: number,
  version: number,
): Promise<MailContent> {
  const { rows } = await sql<{ content: MailContent }>`
    select content from mailing_content
    where mailing_id = ${mailingId} and version = ${version}
    order by variant <> ${variant}, variant limit 1
  `.execute(db);
  const content = rows[0]?.content;
  if (!content) throw new Error(`mailing ${mailingId} has no content ${variant}.${version}`);
  return content;
}

/**
 * Lets a chunk go: away when every row has its end, due again when its earliest waiting row is. With rows in doubt that
 * nobody has decided it stays, never due, since it keeps the date that another copy must carry. A date that no mail of
 * the rest has carried is not kept: rows that were looked at hours before they are due are dated when they leave.
 */
export async function releaseChunk(db: Db, senderId: number, chunk: Chunk): Promise<void> {
  await sql`
    with rest as (
      select min(case when state = 'waiting' then coalesce(due_at, now()) else 'infinity' end) as due_at,
        bool_or(attempts > 0) as has_carried
      from delivery
      where id between ${chunk.firstId} and ${chunk.lastId} and mailing_id = ${chunk.mailingId}
        and (state = 'waiting' or (state = 'in doubt' and resolution is null))
    ),
    finished as (
      delete from delivery_chunk using rest
      where delivery_chunk.id = ${chunk.id} and delivery_chunk.sender_id = ${senderId} and rest.due_at is null
    )
    update delivery_chunk set sender_id = null, due_at = rest.due_at,
      dated_at = case when rest.has_carried then delivery_chunk.dated_at end
    from rest where delivery_chunk.id = ${chunk.id} and delivery_chunk.sender_id = ${senderId} and rest.due_at is not null
  `.execute(db);
}

/** What holds this sender up, for the progress page; null when nothing does. */
export async function noteBrake(
  db: Db,
  senderId: number,
  brake: { words: string; until: Date } | null,
): Promise<void> {
  await sql`
    update sender set brake = ${brake?.words ?? null}, brake_until = ${brake?.until ?? null} where id = ${senderId}
  `.execute(db);
}

/** An orderly end: the window is empty and all chunks are back. */
export async function endSender(db: Db, senderId: number): Promise<void> {
  await sql`
    with ended as (
      update sender set gone_at = now(), handing_over = '{}', brake = null where id = ${senderId} and gone_at is null
    )
    update delivery_chunk set sender_id = null where sender_id = ${senderId}
  `.execute(db);
}

// A confirmation is awaited by a person looking at the screen; a digest can wait for a late answer.
const quarantineSeconds = { urgent: 10, bulk: 120 };
const mostCopies = 3;

/** How long ago the database began to answer: nobody was heard before. */
export async function databaseUpSeconds(db: Db): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from now() - pg_postmaster_start_time())::double precision as seconds
  `.execute(db);
  return rows[0]?.seconds ?? 0;
}

/** How long a sender whose session lock is free may be silent. */
const silentSeconds = 15;

/**
 * Settles what dead senders left: their lease ran out, or they are silent for 15 s and their session lock is free. Rows of
 * their window without a result are in doubt, or go out again after a quarantine where the mailing says so (three copies
 * at most); the rest of their chunks go back at once.
 * @param presentSeconds silence before that does not count
 * @returns how many senders were gone and how many rows are in doubt because of it
 */
export async function settleGoneSenders(
  db: Db,
  presentSeconds: number,
): Promise<{ senders: number; inDoubt: number }> {
  const { rows } = await sql<{ senders: number; inDoubt: number }>`
    with gone as (
      update sender set gone_at = now()
      where gone_at is null and (
        (lease_until < now() and ${presentSeconds}::double precision > ${leaseSeconds})
        or (lease_until < now() + make_interval(secs => ${leaseSeconds - silentSeconds})
            and ${presentSeconds}::double precision > ${silentSeconds}
            and pg_try_advisory_xact_lock(${senderLockClass}, id::integer))
      )
      returning id, handing_over
    ),
    handed as (
      select unnest(handing_over) as id, id as sender_id from gone
    ),
    again as (
      update delivery
      set due_at = now() + make_interval(secs => case when mailing.priority = 1 then ${quarantineSeconds.urgent}::integer
            else ${quarantineSeconds.bulk}::integer end),
        attempts = delivery.attempts + 1, resolution = 'resend'
      from handed, mailing
      where delivery.id = handed.id and mailing.id = delivery.mailing_id and delivery.state = 'waiting'
        and mailing.in_doubt_policy = 'resend' and delivery.attempts + 1 < ${mostCopies}
      returning delivery.id, handed.sender_id, 'the sender died; another copy follows' as words
    ),
    doubted as (
      update delivery
      set state = 'in doubt', attempts = delivery.attempts + 1, ended_at = now(),
        resolution = case when mailing.in_doubt_policy = 'rest' then 'rest' end,
        reply_text = 'the sender died while it may have been handing this over'
      from handed, mailing
      where delivery.id = handed.id and mailing.id = delivery.mailing_id and delivery.state in ('waiting', 'stopped')
        and not (mailing.in_doubt_policy = 'resend' and delivery.attempts + 1 < ${mostCopies})
      returning delivery.id, handed.sender_id, 'the sender died' as words
    ),
    trail as (
      insert into attempt (delivery_id, sender_id, outcome, reply_text)
      select id, sender_id, 'in doubt', words from (select * from again union all select * from doubted) as lost
    ),
    back as (
      update delivery_chunk set sender_id = null, due_at = now() from gone where delivery_chunk.sender_id = gone.id
    )
    select (select count(*) from gone) as senders, (select count(*) from doubted) as "inDoubt"
  `.execute(db);
  return rows[0] ?? { senders: 0, inDoubt: 0 };
}
