import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { MailContent, MailingSlot, VariantContent } from '../mail-content.ts';
import type { MailSender } from '../mail-sender.ts';

export type NewMailing = {
  /** What it is, in one word: `edition`. */
  readonly kind: string;
  /** 1 codes, 2 transactional, 3 breaking news, 4 digests. */
  readonly priority: 1 | 2 | 3 | 4;
  readonly suppressionScopes: readonly string[];
  readonly sender: MailSender;
  readonly mailDomain: string;
  readonly list: { readonly id: string; readonly name: string };
  readonly unsubscribeSlot: string;
  readonly slots: readonly MailingSlot[];
  readonly isAutoSubmitted: boolean;
  readonly keyId: number;
  /** The signing keys of the mail domain at this moment. */
  readonly dkimKeyIds: readonly number[];
  readonly inDoubtPolicy: 'ask' | 'resend' | 'rest';
  readonly deadlineSeconds: number;
  /** The undo window: nothing leaves for this long after the transaction began. */
  readonly undoSeconds: number;
  /** Rows of this variant and above are held. */
  readonly heldFromVariant?: number | undefined;
};

export async function insertMailing(tx: Db, mailing: NewMailing): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into mailing (
      kind, priority, suppression_scopes, sender_name, sender_address, reply_to, mail_domain, list_id, list_name,
      unsubscribe_slot, slots, auto_submitted, key_id, dkim_key_ids, in_doubt_policy, deadline, state, release_at,
      held_from_variant
    ) values (
      ${mailing.kind}, ${mailing.priority}, ${mailing.suppressionScopes}::text[], ${mailing.sender.name},
      ${mailing.sender.address}, ${mailing.sender.replyTo ?? null}, ${mailing.mailDomain}, ${mailing.list.id},
      ${mailing.list.name}, ${mailing.unsubscribeSlot}, ${JSON.stringify(mailing.slots)}::jsonb,
      ${mailing.isAutoSubmitted}, ${mailing.keyId}, ${[...mailing.dkimKeyIds]}::integer[], ${mailing.inDoubtPolicy},
      make_interval(secs => ${mailing.deadlineSeconds}), 'freezing', now() + make_interval(secs => ${mailing.undoSeconds}),
      ${mailing.heldFromVariant ?? null}
    ) returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the mailing was not added');
  return id;
}

export type ContentVersion = {
  readonly mailingId: number;
  readonly variant: number;
  readonly version: number;
};

/** Adds a content version; one that is there stays as it is, since mails of it may have left. */
export async function insertContent(tx: Db, of: ContentVersion, content: MailContent): Promise<void> {
  await sql`
    insert into mailing_content (mailing_id, variant, version, content)
    values (${of.mailingId}, ${of.variant}, ${of.version}, ${JSON.stringify(content)}::jsonb)
    on conflict do nothing
  `.execute(tx);
}

/** The newest text of a mailing, in this variant if it has it; null before it is rendered. */
export async function findNewestContent(
  db: Db,
  mailingId: number,
  variant: number,
): Promise<MailContent | null> {
  const { rows } = await sql<{ content: MailContent }>`
    select content from mailing_content where mailing_id = ${mailingId} order by version desc, variant <> ${variant}::smallint, variant limit 1
  `.execute(db);
  return rows[0]?.content ?? null;
}

/** The same for all variants of one text. */
export async function insertContents(
  tx: Db,
  of: Omit<ContentVersion, 'variant'>,
  contents: readonly VariantContent[],
): Promise<void> {
  for (const { variant, content } of contents) await insertContent(tx, { ...of, variant }, content);
}

/** The variants that a mailing has texts in; none before it is rendered. */
export async function listVariants(db: Db, mailingId: number): Promise<readonly number[]> {
  const { rows } = await sql<{ variant: number }>`
    select distinct variant from mailing_content where mailing_id = ${mailingId} order by variant
  `.execute(db);
  return rows.map(({ variant }) => variant);
}

/** The slots a mailing began with; every text of it may use these. */
export async function listSlots(db: Db, mailingId: number): Promise<readonly MailingSlot[]> {
  const { rows } = await sql<{
    slots: MailingSlot[];
  }>`select slots from mailing where id = ${mailingId}`.execute(db);
  return rows[0]?.slots ?? [];
}

/** First statement of an undo: from here on no sender can claim until this transaction ends. */
export async function lockMailing(tx: Db, mailingId: number): Promise<void> {
  await sql`select id from mailing where id = ${mailingId} for update`.execute(tx);
}

/** Undone only while the window is open by the database's clock at this very moment. */
export async function markUndone(tx: Db, mailingId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mailing set state = 'undone', ended_at = now()
    where id = ${mailingId} and state in ('freezing', 'sending') and clock_timestamp() < release_at
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Nothing of an undone mailing was handed over, so nothing has to be remembered. */
export async function deleteUndone(tx: Db, mailingId: number): Promise<void> {
  await sql`delete from delivery_chunk where mailing_id = ${mailingId}`.execute(tx);
  await sql`delete from delivery where mailing_id = ${mailingId}`.execute(tx);
  await sql`delete from mailing_left_out where mailing_id = ${mailingId}`.execute(tx);
  await sql`delete from mailing_content where mailing_id = ${mailingId}`.execute(tx);
}

/** Moves between states; false when the mailing was not in one of `from`, so a second click changes nothing. */
export async function moveMailing(
  db: Db,
  mailingId: number,
  from: readonly string[],
  to: string,
  pauseReason: string | null = null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mailing set state = ${to}, pause_reason = ${pauseReason},
      resumed_at = case when ${to} = 'sending' then now() else resumed_at end,
      ended_at = case when ${to} = 'stopped' then now() end
    where id = ${mailingId} and state = any (${from}::text[]) and not standing
  `.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Gives the waiting rows of a stopped mailing their end, except those a sender may be handing over at this moment. A result
 * that arrives later outranks it.
 */
export async function stopWaitingRows(db: Db, mailingId: number): Promise<void> {
  await sql`
    with stopped as (
      update delivery set state = 'stopped', ended_at = now()
      where mailing_id = ${mailingId} and state = 'waiting'
        and id not in (select unnest(handing_over) from sender where gone_at is null)
    )
    delete from delivery_chunk where mailing_id = ${mailingId} and sender_id is null
  `.execute(db);
}

/** Stopped mailings with rows still without an end. */
export async function listUnsettledStops(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from mailing
    where state = 'stopped' and ended_at > now() - interval '1 day'
      and exists (select from delivery where mailing_id = mailing.id and state = 'waiting')
  `.execute(db);
  return rows.map((row) => row.id);
}

/**
 * Decides rows in doubt: `resend` puts them back to waiting, under the date they carried, `rest` records that they stay as
 * they are. A stopped mailing sends no more copies.
 */
export async function resolveDoubts(tx: Db, mailingId: number, choice: 'resend' | 'rest'): Promise<number> {
  const { rows } = await sql<{ decided: number }>`
    with decided as (
      update delivery
      set resolution = ${choice},
        state = case when ${choice} = 'resend' then 'waiting' else delivery.state end,
        due_at = null, ended_at = case when ${choice} = 'resend' then null else delivery.ended_at end
      from mailing
      where delivery.mailing_id = ${mailingId} and mailing.id = ${mailingId} and delivery.state = 'in doubt'
        and delivery.resolution is null and not (${choice} = 'resend' and mailing.state = 'stopped')
      returning delivery.id
    ),
    woken as (
      update delivery_chunk set due_at = now() where mailing_id = ${mailingId} and sender_id is null
    )
    select count(*) as decided from decided
  `.execute(tx);
  return rows[0]?.decided ?? 0;
}

export type ComplainedMailing = { readonly mailingId: number; readonly complaints: number };

/**
 * Mailings under way that too many of their readers complained about since they began. One that was resumed after such a
 * pause counts the complaints since then.
 */
export async function listComplainedMailings(
  db: Db,
  { least, share }: { least: number; share: number },
): Promise<readonly ComplainedMailing[]> {
  const { rows } = await sql<ComplainedMailing>`
    select mailing.id as "mailingId", count(*) as complaints
    from suppression
    join mailing on mailing.state = 'sending' and not mailing.standing
      and suppression.created_at > coalesce(mailing.resumed_at, mailing.release_at)
    join delivery on delivery.mailing_id = mailing.id and delivery.state = 'accepted'
      and coalesce(delivery.once_key, delivery.address_key) = suppression.address_key
    where suppression.reason = 'complaint' and suppression.created_at > now() - interval '2 days'
      and exists (select from delivery_chunk where mailing_id = mailing.id and due_at < 'infinity')
    group by mailing.id
    having count(*) >= ${least} and count(*) > ${share}::double precision * mailing.audience
  `.execute(db);
  return rows;
}

/** Everything that would leave by itself waits for a person: mailings with rows that have no end yet. @returns how many */
export async function pauseAllWithWork(tx: Db, reason: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update mailing set state = 'paused', pause_reason = ${reason}
    where state = 'sending' and not standing
      and exists (select from delivery_chunk where delivery_chunk.mailing_id = mailing.id)
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Opens the undo window of a mailing that is not frozen yet, however long ago it closed. */
export async function reopenUndo(tx: Db, mailingId: number): Promise<void> {
  await sql`
    update mailing set release_at = clock_timestamp() + interval '1 minute'
    where id = ${mailingId} and state = 'freezing'
  `.execute(tx);
}
