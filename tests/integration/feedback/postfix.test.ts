import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import pino from 'pino';
import { createSender } from '../../../src/delivery/sender.ts';
import { suppressionsOf } from '../../support/feedback.ts';
import { freezeDigest, newsroom } from '../../support/freeze-digest.ts';
import { testKeys } from '../../support/use-database.ts';
import { useListener } from '../../support/use-listener.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { hasPostfix, usePostfix } from '../../support/use-postfix.ts';

const mailbox = useMailbox();
const postfix = usePostfix();
const listener = useListener();
const { database } = listener;

/** What the servers behind Postfix say: to the recipient, or to the whole mail. */
const answers: Readonly<
  Record<string, { readonly code: number; readonly text: string; readonly isLate?: true }>
> = {
  gone: { code: 550, text: '5.1.1 The address is not known here' },
  moved: { code: 551, text: '5.1.6 The mailbox has moved, no forwarding address' },
  closed: { code: 554, text: '5.2.1 This account has been disabled' },
  full: { code: 552, text: '5.2.2 The mailbox is full' },
  busy: { code: 450, text: '4.2.1 The mailbox is receiving mail too quickly' },
  grey: { code: 451, text: '4.7.1 Greylisted, please try again later' },
  spam: { code: 554, text: '5.7.1 The message was refused as spam', isLate: true },
  proof: { code: 550, text: '5.7.26 This mail is not authenticated', isLate: true },
  large: { code: 552, text: '5.3.4 The message is too big for this system', isLate: true },
};
const nameOf = (address: string): string => address.split('@')[0] ?? '';

async function sendToAll(): Promise<void> {
  const names = [...Object.keys(answers), 'ben'];
  await freezeDigest(database.db, {
    audience: (cursor, limit) => sql`
      select n as recipient_id, name || '@example.test' as address, name || '@example.test' as address_key, 0 as variant,
        0 as block_mask, array['Hello,'] as fields
      from unnest(${names}::text[]) with ordinality as reader (name, n)
      where n > ${cursor}::integer order by n limit ${limit}::integer
    `,
  });
  const sender = createSender(database.db, testKeys, {
    relay: postfix.relay,
    databaseUrl: database.url,
    hostName: 'test',
    log: pino({ level: 'silent' }),
  });
  await sender.deliverDue('bulk');
  await sender.stop();
}

/** Waits until so many reports have come in, at most twenty seconds. */
async function readReports(count: number): Promise<void> {
  let read = 0;
  for (let tries = 0; tries < 200 && read < count; tries += 1) {
    read += await listener.read();
    await setTimeout(100);
  }
}

(hasPostfix ? test : test.skip)(
  'what Debian’s Postfix reports of mails that left through it is read for what it is',
  async () => {
    mailbox.script = {
      onRecipient: (address) => (answers[nameOf(address)]?.isLate ? undefined : answers[nameOf(address)]),
      onBody: ({ to }) => answers[nameOf(to)],
    };
    const bounceDomain = `bounce.${newsroom.address.split('@')[1]}`;
    await postfix.start({ next: mailbox.relay.port, bounces: listener.port, bounceDomain });
    await sendToAll();
    await readReports(Object.keys(answers).length);

    const { rows } = await sql<{
      name: string;
      class: string;
      isHard: boolean;
      status: string;
      foundBy: string;
    }>`
      select split_part(address_key, '@', 1) as name, class, is_hard as "isHard", status, found_by as "foundBy"
      from feedback_event order by address_key
    `.execute(database.db);
    expect(rows).toEqual(
      [
        ['busy', 'rate', false, '4.2.1'],
        ['closed', 'mailbox-disabled', false, '5.2.1'],
        ['full', 'mailbox-full', false, '5.2.2'],
        ['gone', 'address-dead', true, '5.1.1'],
        ['grey', 'rate', false, '4.7.1'],
        ['large', 'content', false, '5.3.4'],
        ['moved', 'address-dead', true, '5.1.6'],
        ['proof', 'sender-config', false, '5.7.26'],
        ['spam', 'content', false, '5.7.1'],
      ].map(([name, kind, isHard, status]) => ({
        name,
        class: kind,
        isHard,
        status,
        foundBy: 'bounce address',
      })),
    );
    expect(mailbox.mails.map(({ to }) => to)).toEqual(['ben@example.test']);
    const keptBack = await Promise.all(
      Object.keys(answers).map(async (name) => ({
        name,
        reasons: await suppressionsOf(database.db, `${name}@example.test`),
      })),
    );
    expect(keptBack.filter(({ reasons }) => reasons.length > 0).map(({ name }) => name)).toEqual([
      'gone',
      'moved',
    ]);
  },
  60_000,
);
