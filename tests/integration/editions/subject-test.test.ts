import { sql } from 'kysely';
import { unsubscribe } from '../../../src/audience/unsubscribe.ts';
import { createSender } from '../../../src/delivery/sender.ts';
import { readReceipt } from '../../../src/delivery/receipt.ts';
import { findSentEdition } from '../../../src/editions/archive.ts';
import { buildReleases } from '../../../src/editions/build-release.ts';
import { beginCorrection, sendCorrection } from '../../../src/editions/correct-edition.ts';
import { createEdition, findEdition, saveEdition } from '../../../src/editions/editions.ts';
import {
  pauseEdition,
  releaseEdition,
  stopEdition,
  undoRelease,
} from '../../../src/editions/release-edition.ts';
import { retryFailures, sendToMissing } from '../../../src/editions/more-readers.ts';
import { decideByHand, runSubjectTests } from '../../../src/editions/subject-test/decide.ts';
import type { SubjectTest } from '../../../src/editions/subject-test/subject-test.ts';
import { takeEvents } from '../../../src/feedback/reactions/take-events.ts';
import { eraseReader } from '../../../src/membership/erase-reader.ts';
import { findNewsletter } from '../../../src/newsletters/newsletter.ts';
import { randomId } from '../../../src/platform/random-tokens.ts';
import { signToken } from '../../../src/platform/signed-token.ts';
import { addReaders } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const mailbox = useMailbox();
const app = useApp();
const editors = useEditors(app);

const subjects = { a: 'Harbour opens again', b: 'Boats are back at the pier' };
const half: SubjectTest = { subject: subjects.b, sharePercent: 50, waitMinutes: 30, decideBy: 'clicks' };
const by = { name: 'Ana Reyes', staffId: null };

beforeAll(async () => {
  await sql`
    insert into subscriber (public_id, address, address_key)
    select 'crowd' || n, 'crowd' || n || '@example.test', 'crowd' || n || '@example.test' from generate_series(1, 160) n
  `.execute(app.db);
  await sql`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm)
    select subscriber.id, newsletter.id, 'active', 'daily' from subscriber, newsletter
    where public_id like 'crowd%' and slug = 'morning-edition'
  `.execute(app.db);
});

beforeEach(() => {
  mailbox.mails.length = 0;
});
// What a test left waiting is none of the next one's mails.
afterEach(() => sql`update mailing set state = 'stopped' where not standing`.execute(app.db));

const edition = () => ({ keys: testKeys, publicUrl: app.setting.publicUrl });

async function release(publicId: string): Promise<number> {
  const outcome = await releaseEdition(app.db, edition(), {
    publicId,
    releaseKey: randomId(),
    releasedBy: by.name,
    undoSeconds: 0,
  });
  if (outcome.kind !== 'released') throw new Error(`not released: ${JSON.stringify(outcome)}`);
  await buildReleases(app.db, app.setting.publicUrl);
  return outcome.mailingId;
}

async function draft(subjectTest: SubjectTest | null = half): Promise<string> {
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: [],
    subject: subjects.a,
    subjectTest,
    createdBy: by.name,
  });
  if (created.kind !== 'created') throw new Error(created.message);
  const saved = await saveEdition(
    app.db,
    created.id,
    {
      version: 1,
      subject: subjects.a,
      preheader: '',
      subjectTest,
      blocks: [{ kind: 'intro', text: 'Good morning.' }],
    },
    by,
  );
  if (saved.kind !== 'saved') throw new Error(saved.kind);
  return created.id;
}

async function deliver(): Promise<void> {
  const sender = createSender(app.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: app.url,
    hostName: 'sender.example.test',
    log: app.setting.log,
  });
  await sender.deliverDue('bulk');
  await sender.stop();
}

type Row = {
  readonly id: number;
  readonly recipientId: number;
  readonly address: string;
  readonly variant: number;
};

async function rowsOf(mailingId: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select id, recipient_id as "recipientId", address, variant from delivery where mailing_id = ${mailingId} order by id
  `.execute(app.db);
  return rows;
}

const inArm = (rows: readonly Row[], first: number) =>
  rows.filter(({ variant }) => variant >= first && variant < first + 100);

/** The subjects of the mails that came to each address. */
function arrived(): ReadonlyMap<string, readonly string[]> {
  const subjectsOf = new Map<string, string[]>();
  for (const { to, raw } of mailbox.mails) {
    const subject = /^Subject: (.*?)\r\n(?! )/ms.exec(raw)?.[1] ?? '';
    subjectsOf.set(to, [...(subjectsOf.get(to) ?? []), subject]);
  }
  return subjectsOf;
}

const countArrived = (subject: string): number =>
  mailbox.mails.filter(({ raw }) => raw.includes(`Subject: ${subject}`)).length;

/** So many readers of these rows follow a link, as people. */
const click = (mailingId: number, rows: readonly Row[], readers: number) =>
  takeEvents(
    app.db,
    rows.slice(0, readers).map(({ id }) => ({
      at: new Date(Date.now() + 3_600_000),
      kind: 'click',
      mailingId,
      deliveryId: id,
      link: 1,
      reason: null,
      network: '198.51.100.0/24',
      program: 'Firefox',
    })),
  );

const look = () => runSubjectTests(app.db, new Date());

/** As if the wait had begun long ago. */
const passTheWait = (mailingId: number) =>
  sql`update subject_test set out_at = now() - interval '2 days' where mailing_id = ${mailingId}`.execute(
    app.db,
  );

const endOf = async (mailingId: number) => {
  const { rows } = await sql<{ winner: string | null; reason: string | null; isLetGo: boolean }>`
    select winner, reason, let_go_at is not null as "isLetGo" from subject_test where mailing_id = ${mailingId}
  `.execute(app.db);
  return rows[0];
};

/** Released, and both subjects are with their readers; the wait has begun. */
async function testOut(subjectTest: SubjectTest = half) {
  const publicId = await draft(subjectTest);
  const mailingId = await release(publicId);
  await deliver();
  await look();
  const rows = await rowsOf(mailingId);
  return { publicId, mailingId, a: inArm(rows, 0), b: inArm(rows, 100), rest: inArm(rows, 200) };
}

test('half of the test gets each subject, the rest waits, and then gets the one that more people clicked', async () => {
  const { publicId, mailingId, a, b, rest } = await testOut();
  const all = a.length + b.length + rest.length;
  expect(all).toBeGreaterThan(160);
  expect(a.length + b.length).toBe(Math.floor(all / 2));
  expect(a.length - b.length).toBe((a.length + b.length) % 2);
  expect([countArrived(subjects.a), countArrived(subjects.b)]).toEqual([a.length, b.length]);
  expect(mailbox.mails.map(({ to }) => to).toSorted()).toEqual(
    [...a, ...b].map(({ address }) => address).toSorted(),
  );

  // Nothing of the rest goes before its time, whatever wakes the senders.
  await retryFailures(app.db, publicId);
  await deliver();
  expect([await look(), await endOf(mailingId)]).toEqual([0, { winner: null, reason: null, isLetGo: false }]);
  expect(mailbox.mails).toHaveLength(a.length + b.length);

  await click(mailingId, a, 4);
  await click(mailingId, b, 12);
  // Meanwhile one left, one paused, one was erased, and one joined.
  const [leaves, pauses, erased] = rest;
  if (!leaves || !pauses || !erased) throw new Error('the rest is too small');
  const newsletter = await findNewsletter(app.db, { slug: 'morning-edition' });
  await unsubscribe(
    app.db,
    testKeys,
    signToken(testKeys, 'unsubscribe', [newsletter?.id ?? 0, leaves.recipientId]),
  );
  await sql`
    update subscription set state = 'paused', paused_until = now() + interval '3 days' where subscriber_id = ${pauses.recipientId}
  `.execute(app.db);
  expect(await eraseReader(app.db, testKeys, erased.recipientId)).toEqual({ kind: 'erased' });
  await addReaders(app, 'late@example.test');
  expect((await sendToMissing(app.db, app.setting.publicUrl, publicId)).kind).toBe('done');
  await deliver();
  expect(arrived().has('late@example.test')).toBe(false);

  await passTheWait(mailingId);
  expect(await look()).toBe(1);
  expect(await endOf(mailingId)).toEqual({ winner: 'b', reason: 'more', isLetGo: true });
  expect(await look()).toBe(0);
  await deliver();

  const mails = arrived();
  expect([...mails.values()].filter((all) => all.length > 1)).toEqual([]);
  for (const { address } of rest.slice(3)) expect(mails.get(address)).toEqual([subjects.b]);
  expect(mails.get('late@example.test')).toEqual([subjects.b]);
  expect([leaves, pauses, erased].map(({ address }) => mails.has(address))).toEqual([false, false, false]);
  const receipt = await readReceipt(app.db, mailingId);
  expect(receipt).toMatchObject({
    audience: a.length + b.length + rest.length + 1,
    accepted: a.length + b.length + rest.length - 2,
    suppressed: 3,
    waiting: 0,
  });

  // Whoever joins when it is over gets the winner, and so do those who read it in the archive.
  await addReaders(app, 'later@example.test');
  await sendToMissing(app.db, app.setting.publicUrl, publicId);
  await deliver();
  expect(arrived().get('later@example.test')).toEqual([subjects.b]);
  const sent = await findSentEdition(app.db, newsletter?.id ?? 0, publicId);
  expect(sent?.subject).toBe(subjects.b);
});

test('the same readers are chosen when a release is taken back, and again after a kill in the freeze', async () => {
  const publicId = await draft();
  const chosen = async (mailingId: number) =>
    (await rowsOf(mailingId)).map(({ address, variant }) => `${address} ${variant}`).toSorted();
  const undone = await releaseEdition(app.db, edition(), {
    publicId,
    releaseKey: randomId(),
    releasedBy: by.name,
    undoSeconds: 300,
  });
  if (undone.kind !== 'released') throw new Error(undone.kind);
  await buildReleases(app.db, app.setting.publicUrl);
  const before = await chosen(undone.mailingId);
  expect(before.length).toBeGreaterThan(160);
  expect((await undoRelease(app.db, publicId)).kind).toBe('done');
  expect(await look()).toBe(0);

  const mailingId = await release(publicId);
  expect(await chosen(mailingId)).toEqual(before);
  await stopEdition(app.db, publicId);
});

test('a tie and too few clicks leave the edition its own subject', async () => {
  const tie = await testOut();
  await sql`update delivery set state = 'accepted' where mailing_id = ${tie.mailingId} and variant < 200`.execute(
    app.db,
  );
  const even = Math.min(tie.a.length, tie.b.length);
  await sql`
    update delivery set state = 'refused', reply_class = 'address-dead'
    where id = any (${[...tie.a.slice(even), ...tie.b.slice(even)].map(({ id }) => id)}::bigint[])
  `.execute(app.db);
  await click(tie.mailingId, tie.a, 6);
  await click(tie.mailingId, tie.b, 6);
  await passTheWait(tie.mailingId);
  await look();
  expect(await endOf(tie.mailingId)).toMatchObject({ winner: 'a', reason: 'tie' });

  const few = await testOut();
  await click(few.mailingId, few.b, 9);
  await passTheWait(few.mailingId);
  await look();
  expect(await endOf(few.mailingId)).toMatchObject({ winner: 'a', reason: 'too few' });
});

test('a person decides before the wait is over, once, and the trail knows who', async () => {
  await sql`update subscriber set language = 'es' where public_id like 'crowd1%'`.execute(app.db);
  const { publicId, mailingId, rest } = await testOut();
  const decide = (winner: 'a' | 'b') =>
    decideByHand(app.db, publicId, { winner, by: 'Ana Reyes', now: new Date() });
  expect(await decide('b')).toEqual({ kind: 'done' });
  expect(await decide('a')).toEqual({ kind: 'no-change' });
  expect(await endOf(mailingId)).toEqual({ winner: 'b', reason: 'by hand', isLetGo: true });
  await deliver();
  // Each in their own language, with the subject that was chosen.
  for (const { address, variant } of rest) {
    expect(arrived().get(address)).toEqual([subjects.b]);
    const { raw = '' } = mailbox.mails.find(({ to }) => to === address) ?? {};
    expect(raw.includes('Darme de baja')).toBe(variant === 201);
  }
  expect(new Set(rest.map(({ variant }) => variant))).toEqual(new Set([200, 201]));
  await sql`update subscriber set language = null`.execute(app.db);
  const { rows } = await sql<{ actor: string; action: string }>`
    select actor, action from audit_entry where object = ${`edition ${publicId}`} order by id
  `.execute(app.db);
  expect(rows).toEqual([
    { actor: 'Ana Reyes', action: 'released an edition' },
    { actor: 'Ana Reyes', action: 'decided a subject test for B' },
  ]);
  expect(await decideByHand(app.db, await draft(null), { winner: 'a', by: 'Ana', now: new Date() })).toEqual({
    kind: 'no-change',
  });
});

test('killed between the decision and the rest, it goes on from there; two processes let the rest go once', async () => {
  const { mailingId, rest } = await testOut();
  // However long the test took, the rest has as much time as everybody had.
  await sql`update mailing set release_at = release_at - interval '6 days' where id = ${mailingId}`.execute(
    app.db,
  );
  await sql`update delivery set created_at = created_at - interval '6 days' where mailing_id = ${mailingId}`.execute(
    app.db,
  );
  // What the first transaction leaves behind.
  await sql`
    update subject_test set winner = 'b', reason = 'more', decided_at = now(), figures = '{}' where mailing_id = ${mailingId}
  `.execute(app.db);
  expect((await Promise.all([look(), look(), look()])).toSorted()).toEqual([0, 0, 1]);
  await Promise.all([deliver(), deliver()]);
  const mails = arrived();
  expect(rest.map(({ address }) => mails.get(address))).toEqual(rest.map(() => [subjects.b]));
});

test('a correction in the middle reaches the rest, with the subject that wins', async () => {
  const { publicId, mailingId, a, rest } = await testOut();
  expect((await pauseEdition(app.db, publicId)).kind).toBe('done');
  expect((await beginCorrection(app.db, publicId)).kind).toBe('done');
  const open = await findEdition(app.db, publicId);
  if (!open) throw new Error('no edition');
  const save = (version: number, subjectTest: SubjectTest | null) =>
    saveEdition(
      app.db,
      publicId,
      { ...open, version, subjectTest, blocks: [{ kind: 'intro', text: 'Corrected.' }] },
      by,
    );
  await save(open.version, null);
  expect(await sendCorrection(app.db, app.setting.publicUrl, publicId, open.version + 1)).toMatchObject({
    kind: 'blocked',
    checks: expect.arrayContaining([expect.objectContaining({ code: 'subject-test-begun' })]),
  });
  await save(open.version + 1, { ...half, subject: 'Boats are home' });
  expect(await sendCorrection(app.db, app.setting.publicUrl, publicId, open.version + 2)).toEqual({
    kind: 'sent',
    readers: rest.length,
  });
  await deliver();
  await click(mailingId, a, 1);
  await decideByHand(app.db, publicId, { winner: 'b', by: 'Ana Reyes', now: new Date() });
  await deliver();
  expect(countArrived('Boats are home')).toBe(rest.length);
});

test('stopped in the middle, the rest gets nothing; whoever is tried again gets the edition’s own subject', async () => {
  const { publicId, mailingId, a, b, rest } = await testOut();
  expect((await stopEdition(app.db, publicId)).kind).toBe('done');
  await deliver();
  expect(mailbox.mails).toHaveLength(a.length + b.length);
  expect(await endOf(mailingId)).toEqual({ winner: 'a', reason: 'stopped', isLetGo: true });
  expect((await readReceipt(app.db, mailingId)).stopped).toBe(rest.length);
  expect((await retryFailures(app.db, publicId)).kind).toBe('done');
  await deliver();
  expect(countArrived(subjects.a)).toBe(a.length + rest.length);
});

test('decided at night, the rest waits for the end of the quiet hours', async () => {
  const { mailingId, rest } = await testOut();
  await sql`
    insert into digest_plan (newsletter_id, quiet_from, quiet_until)
    select id, 22 * 60, 7 * 60 from newsletter where slug = 'morning-edition'
  `.execute(app.db);
  await sql`update publication set time_zone = 'Europe/London'`.execute(app.db);
  await passTheWait(mailingId);
  expect(await runSubjectTests(app.db, new Date('2027-01-06T22:30:00Z'))).toBe(0);
  expect(await endOf(mailingId)).toEqual({ winner: 'a', reason: 'too few', isLetGo: false });
  await deliver();
  expect(rest.some(({ address }) => arrived().has(address))).toBe(false);
  expect(await runSubjectTests(app.db, new Date('2027-01-07T07:00:00Z'))).toBe(1);
  await sql`delete from digest_plan`.execute(app.db);
});

test('the pages follow a test, let an editor decide, and report A beside B, also as a file', async () => {
  const { publicId, mailingId, a, b, rest } = await testOut();
  await click(mailingId, b, 3);
  const ana = await editors.signedIn('editor');
  const path = `/admin/editions/${publicId}`;
  const waiting = (await ana.get(`${path}/progress`)).text;
  expect(waiting).toContain('Two subjects are being tried');
  expect(waiting).toContain(`B: ${subjects.b}`);
  expect(waiting).toContain('3 clicked');
  expect((await ana.get(`${path}/report`)).text).toContain('It is not decided yet');
  expect((await ana.submit(`${path}/progress`, 'subject-test', { winner: 'c' })).status).toBe(404);

  expect((await ana.submit(`${path}/progress`, 'subject-test', { winner: 'b' })).status).toBe(303);
  expect(app.rung).toContain('deliver');
  await deliver();
  const over = (await ana.get(`${path}/progress`)).text;
  const why = `Ana Reyes chose B when 0 of ${a.length} had clicked with A, 3 of ${b.length} with B.`;
  expect(over).toContain(why);
  expect(over).not.toContain(`${path}/subject-test`);
  expect((await ana.get(`${path}/report`)).text).toContain(why);
  const csv = (await ana.get(`${path}/report.csv`)).text;
  expect(csv).toContain(`subject B,${subjects.b},"clicks, people",3`);
  expect(csv).toContain(`subject that won,${subjects.b},by hand,`);
  expect(csv).toContain(`the rest,${subjects.b},delivered,${rest.length}`);
  const receipt = (await ana.get(`${path}/receipt.csv`)).text.trim().split('\r\n');
  expect(receipt.filter((line) => line.endsWith(',A'))).toHaveLength(a.length);
  expect(receipt.filter((line) => line.endsWith(',B'))).toHaveLength(b.length + rest.length);
});
