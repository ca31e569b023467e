import type { Db } from '../platform/db.ts';
import { type KeyRing, unseal } from '../platform/key-ring.ts';
import { signToken } from '../platform/signed-token.ts';
import { envelopeAddress } from './address.ts';
import type { BulkMail } from './bulk-session.ts';
import { type Assemble, type CompiledMail, compileMail } from './compile-mail.ts';
import { openDkimSigner } from './dkim-keys.ts';
import { envelopeSender, messageId } from './mail-ids.ts';
import type { MailContent, MailingSlot, Piece } from './mail-content.ts';
import { escapeHtml } from './mime-text.ts';
import {
  type Chunk,
  type DueRow,
  type SendableMailing,
  findContent,
  findSendableMailing,
} from './sql/window.ts';

/** Writes the mails of one sender process: mailings and their rendered content are read and compiled once. */
export type MailWriter = {
  /** Reads what the rows of a chunk need, so that writing them waits for nothing. */
  readonly prepare: (chunk: Chunk, rows: readonly DueRow[]) => Promise<void>;
  /** Writes a mail of a prepared chunk, into `room` if it fits. @throws when a fault of ours keeps it from being written */
  readonly write: (chunk: Chunk, row: DueRow, room: Buffer) => BulkMail;
};

/** The end of a link after its base: what differs from reader to reader. */
function slotValue(keys: KeyRing, mailing: SendableMailing, slot: MailingSlot, row: DueRow): string {
  switch (slot.kind) {
    case 'field':
      return row.fields[slot.position] ?? '';
    case 'link':
      return signToken(keys, slot.purpose, [slot.ref, row.recipientId ?? 0], mailing.keyId);
    case 'delivery-link':
      return signToken(keys, slot.purpose, [mailing.id, row.id], mailing.keyId);
    default:
      return slot satisfies never;
  }
}

const baseOf = (slot: MailingSlot): string => (slot.kind === 'field' ? '' : slot.base);

/** Gives the part of every link that all readers share to the ready text, so that only tokens are filled in. */
function withLinkBases(content: MailContent, slots: readonly MailingSlot[]): MailContent {
  const bases = new Map(slots.map((slot) => [slot.name, baseOf(slot)]));
  const spread = (pieces: readonly Piece[], escape: (value: string) => string): Piece[] =>
    pieces.flatMap((piece): Piece[] => {
      const base = 'slot' in piece ? bases.get(piece.slot) : undefined;
      return base
        ? [{ text: escape(base), ...(piece.block !== undefined && { block: piece.block }) }, piece]
        : [piece];
    });
  return {
    subject: content.subject,
    html: spread(content.html, escapeHtml),
    text: spread(content.text, (value) => value),
  };
}

function headerOf(mailing: SendableMailing) {
  const slot = mailing.slots.find(({ name }) => name === mailing.unsubscribeSlot);
  return {
    sender: {
      name: mailing.senderName,
      address: mailing.senderAddress,
      replyTo: mailing.replyTo ?? undefined,
    },
    label: `${mailing.id}:${mailing.kind}`,
    list: mailing.listId === null ? undefined : { id: mailing.listId, name: mailing.listName ?? '' },
    unsubscribe: slot && { base: baseOf(slot), slot: slot.name },
    isBulk: true,
    isAutoSubmitted: mailing.autoSubmitted,
  };
}

/** A few mailings are in work at a time; older ones are read again if they come back. */
const mostKept = 50;

function remember<Key, Value>(cache: Map<Key, Value>, key: Key, value: Value): Value {
  const oldest = cache.keys().next();
  if (cache.size >= mostKept && !oldest.done) cache.delete(oldest.value);
  cache.set(key, value);
  return value;
}

export function createMailWriter(db: Db, keys: KeyRing): MailWriter {
  const mailings = new Map<number, SendableMailing>();
  const compiled = new Map<string, CompiledMail>();
  const assembled = new Map<string, Assemble>();

  async function prepareVersion(mailing: SendableMailing, row: DueRow): Promise<void> {
    const key = `${mailing.id}/${row.variant}/${row.version}`;
    if (compiled.has(key)) return;
    const content = await findContent(db, mailing.id, row.variant, row.version);
    const signer = await openDkimSigner(db, keys, mailing.dkimKeyIds);
    remember(compiled, key, compileMail(headerOf(mailing), withLinkBases(content, mailing.slots), signer));
  }

  function assembleOf(mailing: SendableMailing, row: DueRow): Assemble {
    const version = `${mailing.id}/${row.variant}/${row.version}`;
    const key = `${version}/${row.blockMask}`;
    const known = assembled.get(key);
    if (known) return known;
    const mail = compiled.get(version);
    if (!mail) throw new Error(`the content ${version} was not prepared`);
    return remember(assembled, key, mail.forMask(row.blockMask));
  }

  return {
    async prepare(chunk, rows) {
      const mailing =
        mailings.get(chunk.mailingId) ??
        remember(mailings, chunk.mailingId, await findSendableMailing(db, chunk.mailingId));
      if (mailing.standing) return;
      const versions = new Map(rows.map((row) => [`${row.variant}/${row.version}`, row]));
      for (const row of versions.values()) await prepareVersion(mailing, row);
    },
    write(chunk, row, room) {
      const mailing = mailings.get(chunk.mailingId);
      if (!mailing) throw new Error(`mailing ${chunk.mailingId} was not prepared`);
      const envelope = {
        from: envelopeSender(keys, mailing.keyId, row.id, mailing.mailDomain),
        to: envelopeAddress(row.address),
      };
      if (mailing.standing) {
        const bytes = row.sealedBytes && unseal(keys, 'mail body', row.sealedBytes);
        if (!bytes) throw new Error(`delivery ${row.id} has no body`);
        return { envelope, bytes };
      }
      const slots: Record<string, string> = {};
      for (const slot of mailing.slots) slots[slot.name] = slotValue(keys, mailing, slot, row);
      const bytes = assembleOf(mailing, row).into(room, {
        to: row.address,
        messageId: messageId(keys, mailing.keyId, row.id, mailing.mailDomain),
        datedAt: chunk.datedAt,
        slots,
      });
      return { envelope, bytes, hasNoDotLine: true };
    },
  };
}
