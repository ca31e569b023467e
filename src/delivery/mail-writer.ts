import type { Db } from '../platform/db.ts';
import { type KeyRing, unseal } from '../platform/key-ring.ts';
import { signToken } from '../platform/signed-token.ts';
import { type Assemble, type CompiledMail, compileMail } from './compile-mail.ts';
import { envelopeSender, messageId } from './mail-ids.ts';
import type { MailingSlot } from './mail-content.ts';
import type { Envelope } from './smtp-session.ts';
import {
  type Chunk,
  type DueRow,
  type SendableMailing,
  findContent,
  findSendableMailing,
} from './sql/window.ts';

export type ReadyMail = { readonly envelope: Envelope; readonly bytes: Buffer };

/** Writes the mails of one sender process: mailings and their rendered content are read and compiled once. */
export type MailWriter = { readonly write: (chunk: Chunk, row: DueRow) => Promise<ReadyMail> };

function slotValue(keys: KeyRing, mailing: SendableMailing, slot: MailingSlot, row: DueRow): string {
  if (slot.kind === 'field') return row.fields[slot.position] ?? '';
  return slot.base + signToken(keys, slot.purpose, [slot.ref, row.recipientId ?? 0], mailing.keyId);
}

const headerOf = (mailing: SendableMailing) => ({
  sender: { name: mailing.senderName, address: mailing.senderAddress, replyTo: mailing.replyTo ?? undefined },
  label: `${mailing.id}:${mailing.kind}`,
  list: mailing.listId === null ? undefined : { id: mailing.listId, name: mailing.listName ?? '' },
  unsubscribeSlot: mailing.unsubscribeSlot ?? undefined,
  isBulk: true,
  isAutoSubmitted: mailing.autoSubmitted,
});

/** A few mailings are in work at a time; older ones are read again if they come back. */
const mostKept = 50;

function remember<Key, Value>(cache: Map<Key, Value>, key: Key, value: Value): Value {
  const oldest = cache.keys().next();
  if (cache.size >= mostKept && !oldest.done) cache.delete(oldest.value);
  cache.set(key, value);
  return value;
}

export function createMailWriter(db: Db, keys: KeyRing): MailWriter {
  const mailings = new Map<number, Promise<SendableMailing>>();
  const compiled = new Map<string, Promise<CompiledMail>>();
  const assembled = new Map<string, Promise<Assemble>>();

  const mailingOf = (id: number) => mailings.get(id) ?? remember(mailings, id, findSendableMailing(db, id));

  function compiledOf(mailing: SendableMailing, row: DueRow): Promise<CompiledMail> {
    const key = `${mailing.id}/${row.variant}/${row.version}`;
    const known = compiled.get(key);
    if (known) return known;
    const fresh = findContent(db, mailing.id, row.variant, row.version).then((content) =>
      compileMail(headerOf(mailing), content),
    );
    return remember(compiled, key, fresh);
  }

  function assembleOf(mailing: SendableMailing, row: DueRow): Promise<Assemble> {
    const key = `${mailing.id}/${row.variant}/${row.version}/${row.blockMask}`;
    const known = assembled.get(key);
    if (known) return known;
    return remember(
      assembled,
      key,
      compiledOf(mailing, row).then((mail) => mail.forMask(row.blockMask)),
    );
  }

  return {
    async write(chunk, row) {
      const mailing = await mailingOf(chunk.mailingId);
      const envelope = {
        from: envelopeSender(keys, mailing.keyId, row.id, mailing.mailDomain),
        to: row.address,
      };
      if (mailing.standing) {
        const bytes = row.sealedBytes && unseal(keys, 'mail body', row.sealedBytes);
        if (!bytes) throw new Error(`delivery ${row.id} has no body`);
        return { envelope, bytes };
      }
      const assemble = await assembleOf(mailing, row);
      const slots = Object.fromEntries(
        mailing.slots.map((slot) => [slot.name, slotValue(keys, mailing, slot, row)]),
      );
      const bytes = assemble({
        to: row.address,
        messageId: messageId(keys, mailing.keyId, mailing.id, row.occasion, mailing.mailDomain),
        datedAt: chunk.datedAt,
        slots,
      });
      return { envelope, bytes };
    },
  };
}
