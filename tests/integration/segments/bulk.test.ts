import { sql } from 'kysely';
import { leaveNewsletter } from '../../../src/audience/preferences.ts';
import { readAttributes, setTags } from '../../../src/audience/attributes.ts';
import { findSubscriberBy, listConsents, listSubscriptionsOf } from '../../../src/audience/subscribers.ts';
import { listSuppressionsOf, suppressAddress } from '../../../src/delivery/suppressions.ts';
import { listEntitlements } from '../../../src/membership/entitlements.ts';
import { findTier } from '../../../src/membership/tiers.ts';
import { findNewsletter } from '../../../src/newsletters/newsletter.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { type BulkAct, findBulkAction, runBulk, undoBulk } from '../../../src/segments/bulk.ts';
import { listActsOn } from '../../../src/staff/audit.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
let newsletterId = 0;
let tierId = 0;

beforeAll(async () => {
  await addSampleNewsroom(database.db);
  newsletterId = (await findNewsletter(database.db, { slug: 'morning-edition' }))?.id ?? 0;
  tierId = (await findTier(database.db, 'digital'))?.id ?? 0;
});

/** Readers of one test, found again by the domain it names. */
async function addReaders(domain: string, names: readonly string[]): Promise<readonly number[]> {
  const ids: number[] = [];
  for (const name of names) {
    const address = `${name}@${domain}.example.test`;
    const { rows } = await sql<{ id: number }>`
      insert into subscriber (public_id, address, address_key, confirmed_at)
      values (${`${domain}-${name}`}, ${address}, ${address}, now()) returning id
    `.execute(database.db);
    ids.push(rows[0]?.id ?? 0);
  }
  return ids;
}

const run = (domain: string, act: BulkAct, expected: number) =>
  runBulk(database.db, {
    act,
    where: sql`subscriber.address_key like ${`%@${domain}.example.test`}`,
    expected,
    by: 'Ana Reyes',
  });

async function done(domain: string, act: BulkAct, expected: number) {
  const outcome = await run(domain, act, expected);
  if (outcome.kind !== 'done') throw new Error(`it was not done: ${outcome.kind}`);
  return outcome;
}

const undo = (publicId: string) => undoBulk(database.db, publicId, 'Bea Ortiz');

const subscribe = (id: number, state: string) =>
  sql`
  insert into subscription (subscriber_id, newsletter_id, state, rhythm, paused_until)
  values (${id}, ${newsletterId}, ${state}, 'daily', case when ${state} = 'paused' then now() + interval '3 days' end)
`.execute(database.db);

const stateOf = async (id: number) =>
  (await listSubscriptionsOf(database.db, id)).find((each) => each.newsletterId === newsletterId)?.state ??
  'none';

const statesOf = (ids: readonly number[]) => Promise.all(ids.map(stateOf));

async function reader(id: number) {
  const found = await findSubscriberBy(database.db, { id });
  if (!found) throw new Error('the reader is not there');
  return found;
}

const unsubscribing = (): BulkAct => ({ kind: 'unsubscribe', newsletterId, newsletter: 'Morning Edition' });
const subscribing = (): BulkAct => ({
  kind: 'subscribe',
  newsletterId,
  newsletter: 'Morning Edition',
  words: 'Signed the sheet at the fair',
});

describe('a tag', () => {
  test('is added to those without it, stands in the trail, and is taken from them alone', async () => {
    const [ada = 0, ben = 0] = await addReaders('tags', ['ada', 'ben']);
    await setTags(database.db, ben, ['choir']);
    const { publicId, readers } = await done('tags', { kind: 'add tag', tag: 'choir' }, 2);
    expect(readers).toBe(1);
    expect((await readAttributes(database.db, ada)).tags).toEqual(['choir']);
    expect((await listActsOn(database.db, `bulk ${publicId}`))[0]).toMatchObject({
      actor: 'Ana Reyes',
      details: { tag: 'choir', readers: 1 },
    });

    expect(await undo(publicId)).toEqual({ kind: 'undone', readers: 1 });
    expect((await readAttributes(database.db, ada)).tags).toEqual([]);
    expect((await readAttributes(database.db, ben)).tags).toEqual(['choir']);
    expect(await findBulkAction(database.db, publicId)).toMatchObject({
      undoneBy: 'Bea Ortiz',
      readersUndone: 1,
    });
  });

  test('that is removed comes back with the undo, once', async () => {
    const [ada = 0] = await addReaders('untag', ['ada']);
    await setTags(database.db, ada, ['quay', 'choir']);
    const { publicId } = await done('untag', { kind: 'remove tag', tag: 'quay' }, 1);
    expect((await readAttributes(database.db, ada)).tags).toEqual(['choir']);
    await undo(publicId);
    expect((await readAttributes(database.db, ada)).tags).toEqual(['choir', 'quay']);
    expect(await undo(publicId)).toEqual({ kind: 'too-late' });
  });

  test('that everybody has changes nothing and keeps nothing', async () => {
    const [ada = 0] = await addReaders('same', ['ada']);
    await setTags(database.db, ada, ['choir']);
    expect(await run('same', { kind: 'add tag', tag: 'choir' }, 1)).toEqual({ kind: 'nobody' });
  });
});

describe('subscribing many', () => {
  test('leaves out who has left, waits, paused, is kept back or has not confirmed', async () => {
    const ids = await addReaders('join', [
      'new',
      'left',
      'waits',
      'paused',
      'bounced',
      'gone',
      'unconfirmed',
    ]);
    const [fresh = 0, left = 0, waits = 0, paused = 0, bounced = 0, gone = 0, unconfirmed = 0] = ids;
    await subscribe(left, 'ended');
    await subscribe(waits, 'pending');
    await subscribe(paused, 'paused');
    const suppress = async (id: number, scope: 'everything' | `newsletter:${number}`) =>
      suppressAddress(database.db, { addressKey: (await reader(id)).addressKey, scope, reason: 'test' });
    await suppress(bounced, 'everything');
    await suppress(gone, `newsletter:${newsletterId}`);
    await sql`update subscriber set confirmed_at = null where id = ${unconfirmed}`.execute(database.db);

    const { readers } = await done('join', subscribing(), 7);
    expect(readers).toBe(1);
    expect(await statesOf(ids)).toEqual(['active', 'ended', 'pending', 'paused', 'none', 'none', 'none']);
    expect(await listConsents(database.db, fresh)).toMatchObject([
      { act: 'added by staff', words: 'Signed the sheet at the fair' },
    ]);
  });

  test('is taken back, but not from who has touched it since', async () => {
    const [ada = 0, ben = 0, cleo = 0] = await addReaders('rejoin', ['ada', 'ben', 'cleo']);
    const { publicId } = await done('rejoin', subscribing(), 3);
    await sql`
      insert into consent (subscriber_id, newsletter_id, act, words) values (${ben}, ${newsletterId}, 'rhythm', 'weekly')
    `.execute(database.db);
    await leaveNewsletter(database.db, await reader(cleo), newsletterId, 'Left by the link in a mail');
    expect(await undo(publicId)).toEqual({ kind: 'undone', readers: 1 });
    expect(await statesOf([ada, ben, cleo])).toEqual(['none', 'active', 'ended']);
  });
});

describe('taking many off', () => {
  test('ends it, keeps waiting mail back, and the undo puts each back as they were', async () => {
    const ids = await addReaders('off', ['active', 'paused', 'waits', 'left']);
    const [active = 0, paused = 0, waits = 0, left = 0] = ids;
    await subscribe(active, 'active');
    await subscribe(paused, 'paused');
    await subscribe(waits, 'pending');
    await subscribe(left, 'ended');
    const { publicId, readers } = await done('off', unsubscribing(), 4);
    expect(readers).toBe(3);
    expect(await statesOf(ids)).toEqual(['ended', 'ended', 'ended', 'ended']);
    const { addressKey } = await reader(active);
    expect(await listSuppressionsOf(database.db, addressKey)).toMatchObject([
      { scope: `newsletter:${newsletterId}`, evidence: `bulk ${publicId}` },
    ]);

    expect(await undo(publicId)).toEqual({ kind: 'undone', readers: 3 });
    expect(await statesOf(ids)).toEqual(['active', 'paused', 'pending', 'ended']);
    expect(await listSuppressionsOf(database.db, addressKey)).toEqual([]);
  });

  test('a reader who says goodbye themselves afterwards is not brought back', async () => {
    const ids = await addReaders('bye', ['clicked', 'complained', 'stays']);
    for (const id of ids) await subscribe(id, 'active');
    const [clicked = 0, complained = 0] = ids;
    const { publicId } = await done('bye', unsubscribing(), 3);
    await leaveNewsletter(database.db, await reader(clicked), newsletterId, 'Left by the link in a mail');
    const { addressKey } = await reader(complained);
    await suppressAddress(database.db, { addressKey, scope: 'bulk', reason: 'complaint' });

    expect(await undo(publicId)).toEqual({ kind: 'undone', readers: 1 });
    expect(await statesOf(ids)).toEqual(['ended', 'ended', 'active']);
    expect(await listSuppressionsOf(database.db, (await reader(clicked)).addressKey)).toMatchObject([
      { reason: 'left' },
    ]);
  });
});

describe('giving a tier', () => {
  const gift = (endsAt: string | null): BulkAct => ({ kind: 'give tier', tierId, tier: 'Digital', endsAt });

  test('leaves out who holds it for as long, and the undo ends what was given', async () => {
    const [ada = 0, ben = 0, cleo = 0] = await addReaders('gift', ['ada', 'ben', 'cleo']);
    const hold = (id: number, endsAt: string | null) =>
      sql`
      insert into entitlement (subscriber_id, tier_id, reason, ends_at, granted_by)
      values (${id}, ${tierId}, 'invoice', ${endsAt}::timestamptz, 'Ana')
    `.execute(database.db);
    await hold(ben, null);
    await hold(cleo, '2099-01-01T00:00:00Z');
    const { publicId, readers } = await done('gift', gift('2099-06-01T00:00:00Z'), 3);
    expect(readers).toBe(2);
    const held = await listEntitlements(database.db, [ada, ben, cleo]);
    expect([ada, ben, cleo].map((id) => held.get(id)?.length)).toEqual([1, 1, 2]);

    await undo(publicId);
    const left = await listEntitlements(database.db, [ada, ben, cleo]);
    expect([ada, ben, cleo].map((id) => left.get(id)?.map(({ reason }) => reason))).toEqual([
      undefined,
      ['invoice'],
      ['invoice'],
    ]);
  });
});

describe('what is not done', () => {
  test('when the number is another than somebody was told', async () => {
    const [ada = 0] = await addReaders('drift', ['ada', 'ben']);
    expect(await run('drift', { kind: 'add tag', tag: 'x' }, 1)).toEqual({
      kind: 'other-number',
      readers: 2,
    });
    expect((await readAttributes(database.db, ada)).tags).toEqual([]);
  });

  test('when more readers are meant than can be changed at once', async () => {
    await sql`
      insert into subscriber (public_id, address, address_key)
      select 'many-' || n, n || '@many.example.test', n || '@many.example.test' from generate_series(1, 50001) as n
    `.execute(database.db);
    expect(await run('many', { kind: 'add tag', tag: 'x' }, 50_001)).toEqual({ kind: 'too-many' });
    await sql`delete from subscriber where address_key = '7@many.example.test'`.execute(database.db);
    const { readers, publicId } = await done('many', { kind: 'add tag', tag: 'x' }, 50_000);
    expect(readers).toBe(50_000);
    expect(await undo(publicId)).toEqual({ kind: 'undone', readers: 50_000 });
  });

  test('an undo after seven days, or of what is not there', async () => {
    await addReaders('late', ['ada']);
    const { publicId } = await done('late', { kind: 'add tag', tag: 'x' }, 1);
    await sql`update bulk_action set created_at = now() - interval '8 days' where public_id = ${publicId}`.execute(
      database.db,
    );
    expect(await undo(publicId)).toEqual({ kind: 'too-late' });
    expect(await undo('nobody')).toEqual({ kind: 'unknown' });
  });

  test('to somebody who was erased, and an undo gives them nothing back', async () => {
    const [ada = 0] = await addReaders('erased', ['ada', 'ben']);
    await setTags(database.db, ada, ['x']);
    const { publicId } = await done('erased', { kind: 'remove tag', tag: 'x' }, 2);
    await sql`update subscriber set erased_at = now() where id = ${ada}`.execute(database.db);
    expect(await undo(publicId)).toEqual({ kind: 'undone', readers: 0 });
    expect(await run('erased', { kind: 'add tag', tag: 'y' }, 2)).toEqual({
      kind: 'other-number',
      readers: 1,
    });
  });
});
