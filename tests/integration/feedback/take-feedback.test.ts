import { sql } from 'kysely';
import type { FeedbackEvent } from '../../../src/feedback/intake/feedback-event.ts';
import { takeFeedback } from '../../../src/feedback/intake/take-feedback.ts';
import { takeRefusals } from '../../../src/feedback/intake/take-refusals.ts';
import { eraseFeedback } from '../../../src/feedback/intake/erase-feedback.ts';
import { liftSuppression } from '../../../src/delivery/suppressions.ts';
import { type SentMail, countEvents, sendDigestTo, suppressionsOf } from '../../support/feedback.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
let count = 0;

afterEach(async () => {
  await sql`truncate feedback_event, feedback_evidence, suppression, delivery, attempt cascade`.execute(
    database.db,
  );
});

const day = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * day);

const bounce = (mail: SentMail, more: Partial<FeedbackEvent> = {}): FeedbackEvent => {
  count += 1;
  return {
    kind: 'bounce',
    source: 'report',
    sourceId: `event ${count}`,
    about: { envelopeTo: mail.bounceAddress },
    class: 'mailbox-full',
    status: '5.2.2',
    diagnostic: '552 5.2.2 over quota',
    happenedAt: new Date(),
    ...more,
  };
};

const take = (event: FeedbackEvent) => takeFeedback(database.db, testKeys, event);

/** Bounces of one class, each about a mail of its own, so many days ago. */
async function bounceOn(days: readonly number[], more: Partial<FeedbackEvent>): Promise<readonly string[]> {
  const effects: string[] = [];
  for (const ago of days) {
    const mail = await sendDigestTo(database.db, 'emil@example.test', { daysAgo: ago });
    const outcome = await take(bounce(mail, { happenedAt: daysAgo(ago), ...more }));
    effects.push(outcome.kind === 'taken' ? outcome.effect : outcome.kind);
  }
  return effects;
}

test('a full mailbox: five mails on five days, thirty days from first to last, keep bulk mail back', async () => {
  const effects = await bounceOn([31, 24, 17, 10, 0], { class: 'mailbox-full' });
  expect(effects).toEqual(['strike', 'strike', 'strike', 'strike', 'suppressed']);
  const [suppression] = await suppressionsOf(database.db, 'emil@example.test');
  expect(suppression).toMatchObject({ scope: 'bulk', reason: 'mailbox full' });
  expect(suppression?.evidence).toContain('came back on 5 days since');
});

test.each([
  ['too few of them', [40, 20, 10, 0], 'mailbox-full'],
  ['too close together', [5, 4, 3, 2, 1, 0], 'mailbox-full'],
  ['all on one day', [0, 0, 0, 0], 'policy-recipient'],
  ['a disabled mailbox within a week', [6, 3, 0], 'mailbox-disabled'],
  ['a dead domain on one day', [0, 0], 'domain-dead'],
] as const)('no consequence yet: %s', async (_, days, bounceClass) => {
  const effects = await bounceOn(days, { class: bounceClass });
  expect(effects.every((effect) => effect === 'strike')).toBe(true);
  expect(await suppressionsOf(database.db, 'emil@example.test')).toEqual([]);
});

test.each([
  ['mailbox-disabled', [14, 7, 0], 'bulk', 'mailbox disabled'],
  ['policy-recipient', [2, 1, 0], 'bulk', 'refuses our mail'],
  ['domain-dead', [2, 0], 'everything', 'dead domain'],
  ['address-dead', [0], 'everything', 'dead address'],
] as const)('enough of %s keeps the address back', async (bounceClass, days, scope, reason) => {
  const effects = await bounceOn(days, { class: bounceClass });
  expect(effects.at(-1)).toBe('suppressed');
  expect(await suppressionsOf(database.db, 'emil@example.test')).toMatchObject([{ scope, reason }]);
});

test.each(['reputation', 'sender-config', 'content', 'rate', 'connection', 'needs-smtputf8'] as const)(
  '%s is never held against the reader',
  async (bounceClass) => {
    const effects = await bounceOn([60, 40, 30, 20, 10, 0], { class: bounceClass });
    expect(new Set(effects)).toEqual(new Set(['noted']));
    expect(await suppressionsOf(database.db, 'emil@example.test')).toEqual([]);
  },
);

test('a mail that got through in between begins the count anew', async () => {
  await bounceOn([50, 43, 36], { class: 'mailbox-full' });
  await sendDigestTo(database.db, 'emil@example.test', { daysAgo: 30 });
  const effects = await bounceOn([20, 0], { class: 'mailbox-full' });
  expect(effects).toEqual(['strike', 'strike']);
});

test('what came back of mail from before a lifting does not count; a new mail that fails does', async () => {
  const before = await sendDigestTo(database.db, 'emil@example.test');
  expect(await take(bounce(before, { class: 'address-dead' }))).toMatchObject({ effect: 'suppressed' });
  await liftSuppression(database.db, {
    addressKey: 'emil@example.test',
    scope: 'everything',
    because: 'Ana Reyes said so',
  });
  expect(await take(bounce(before, { class: 'address-dead' }))).toMatchObject({ effect: 'lifted since' });
  expect(await suppressionsOf(database.db, 'emil@example.test')).toEqual([]);
  const after = await sendDigestTo(database.db, 'emil@example.test');
  expect(await take(bounce(after, { class: 'address-dead' }))).toMatchObject({ effect: 'suppressed' });
});

test('a complaint keeps all bulk mail back at once, and the same one again is known', async () => {
  const mail = await sendDigestTo(database.db, 'cleo@example.test');
  const complaint = bounce(mail, { kind: 'complaint', class: null, status: null, diagnostic: 'abuse' });
  expect(await take(complaint)).toMatchObject({ kind: 'taken', effect: 'suppressed' });
  expect(await take(complaint)).toEqual({ kind: 'known' });
  expect(await suppressionsOf(database.db, 'cleo@example.test')).toMatchObject([
    { scope: 'bulk', reason: 'complaint' },
  ]);
});

test('a hundred copies of one event at the same moment count once', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  const event = bounce(mail, { class: 'address-dead' });
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => take(event)));
  expect(outcomes.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
  expect(await countEvents(database.db)).toBe(1);
});

test('a bounce address of long ago is not believed', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test', { daysAgo: 91 });
  expect(await take(bounce(mail, { class: 'address-dead' }))).toEqual({ kind: 'not-ours' });
  expect(await countEvents(database.db)).toBe(0);
});

test('a recipient alone is believed of a source that has proved itself, for a mail of ours, and of no other', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test');
  const by = (recipient: string, isRecipientEnough: boolean) =>
    take(bounce(mail, { class: 'address-dead', about: { recipient, isRecipientEnough } }));
  expect(await by('emil@example.test', false)).toEqual({ kind: 'not-ours' });
  expect(await by('stranger@example.test', true)).toEqual({ kind: 'not-ours' });
  expect(await by('not an address', true)).toEqual({ kind: 'not-ours' });
  expect(await by('EMIL@Example.test', true)).toMatchObject({ kind: 'taken', effect: 'suppressed' });
});

test('refusals that the sender heard are taken in once each, and given up mail counts as a strike', async () => {
  const dead = await sendDigestTo(database.db, 'emil@example.test');
  const given = await sendDigestTo(database.db, 'ben@example.test', { recipientId: 2 });
  const tried = sql`insert into attempt (delivery_id, sender_id, outcome, reply_code, reply_class, reply_text) values `;
  await sql`${tried} (${dead.deliveryId}, 1, 'refused', 550, 'address-dead', '550 5.1.1 no such user'),
    (${dead.deliveryId}, 1, 'put back', 450, 'rate', '450 4.7.1 slow down'),
    (${given.deliveryId}, 1, 'expired', null, null, null)`.execute(database.db);
  expect(await takeRefusals(database.db, testKeys)).toBe(2);
  expect(await takeRefusals(database.db, testKeys)).toBe(0);
  expect(await suppressionsOf(database.db, 'emil@example.test')).toMatchObject([
    { scope: 'everything', reason: 'dead address' },
  ]);
  expect(await suppressionsOf(database.db, 'ben@example.test')).toEqual([]);
  expect(await countEvents(database.db)).toBe(2);
});

test('a refusal that is committed late, behind others, is not overlooked', async () => {
  const early = await sendDigestTo(database.db, 'emil@example.test');
  const late = await sendDigestTo(database.db, 'ben@example.test', { recipientId: 2 });
  const refuse = (id: number, secondsAgo: number) =>
    sql`
    insert into attempt (delivery_id, sender_id, outcome, reply_class, reply_text, at)
    values (${id}, 1, 'refused', 'address-dead', '550 5.1.1 no', now() - make_interval(secs => ${secondsAgo}))
  `.execute(database.db);
  await refuse(early.deliveryId, 0);
  expect(await takeRefusals(database.db, testKeys)).toBe(1);
  await refuse(late.deliveryId, 60);
  expect(await takeRefusals(database.db, testKeys)).toBe(1);
});

test('an erased reader leaves an event that names nobody', async () => {
  const mail = await sendDigestTo(database.db, 'emil@example.test', { recipientId: 9 });
  const evidence = { kind: 'new', bytes: Buffer.from('To: emil@example.test') } as const;
  await take(bounce(mail, { class: 'address-dead', diagnostic: '550 5.1.1 <emil@example.test>', evidence }));
  await database.db
    .transaction()
    .execute((tx) => eraseFeedback(tx, { recipientId: 9, addressKey: 'emil@example.test' }));
  const { rows } = await sql`
    select address_key, diagnostic, evidence_id, (select count(*) from feedback_evidence) as kept from feedback_event
  `.execute(database.db);
  expect(rows).toEqual([{ address_key: null, diagnostic: null, evidence_id: null, kept: 0 }]);
});
