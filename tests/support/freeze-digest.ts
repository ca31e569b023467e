import { type RawBuilder, sql } from 'kysely';
import { createMailing, freezeAudience, putContent } from '../../src/delivery/mailings.ts';
import type { Db } from '../../src/platform/db.ts';
import { testKeys } from './use-database.ts';

export const newsroom = { name: 'The Lantern', address: 'news@lantern.example.org' };

/** Recipients beyond a cursor, in order, at most so many. */
export type Recipients = (cursor: number, limit: number) => RawBuilder<unknown>;

/** reader1@example.test … readerN@example.test; the even ones see the block for supporters. */
export const countedReaders =
  (
    readers: number,
    addressOf: (n: RawBuilder<unknown>) => RawBuilder<unknown> = (n) =>
      sql`'reader' || ${n} || '@example.test'`,
  ): Recipients =>
  (cursor, limit) => sql`
    select n as recipient_id, ${addressOf(sql`n`)} as address, ${addressOf(sql`n`)} as address_key,
      0 as variant, case when n % 2 = 0 then 8 else 0 end as block_mask, array['Hello reader ' || n || ','] as fields
    from generate_series(${cursor}::integer + 1, least(${cursor}::integer + ${limit}::integer, ${readers}::integer)) as n
  `;

type DigestOptions = {
  readonly audience: Recipients;
  readonly undoSeconds?: number;
  readonly heldFromVariant?: number;
};

/** A frozen mailing of the newsletter 7 to this audience. */
export async function freezeDigest(
  db: Db,
  { audience, undoSeconds = 0, heldFromVariant }: DigestOptions,
): Promise<number> {
  const mailingId = await createMailing(db, testKeys, {
    kind: 'edition',
    priority: 4,
    suppressionScopes: ['everything', 'bulk', 'newsletter:7'],
    sender: newsroom,
    list: { id: 'morning.lantern.example.org', name: 'Morning' },
    unsubscribeSlot: 'unsubscribe_url',
    slots: [
      { name: 'greeting', kind: 'field', position: 0 },
      {
        name: 'unsubscribe_url',
        kind: 'link',
        base: 'https://lantern.example.org/unsubscribe/',
        purpose: 'unsubscribe',
        ref: 7,
      },
    ],
    isAutoSubmitted: false,
    undoSeconds,
    heldFromVariant,
  });
  await putContent(db, mailingId, {
    subject: [{ text: 'Harbour opens again' }],
    html: [
      { text: '<p>' },
      { slot: 'greeting' },
      { text: '</p><p>For everyone</p>' },
      { text: '<p>For supporters only</p>', block: 3 },
      { text: '<a href="' },
      { slot: 'unsubscribe_url' },
      { text: '">Leave</a>' },
    ],
    text: [{ slot: 'greeting' }, { text: '\n\nLeave: ' }, { slot: 'unsubscribe_url' }, { text: '\n' }],
  });
  const isFrozen = await freezeAudience(db, mailingId, {
    chunk: audience,
    countLeftOut: () => Promise.resolve([{ reason: 'pending', readers: 4 }]),
  });
  if (!isFrozen) throw new Error('the mailing was not frozen');
  return mailingId;
}
