import { sql } from 'kysely';
import { openErasedCheck } from '../../../src/audience/account/erase-subscriber.ts';
import { addKnownReader, findSubscriberBy, listConsents } from '../../../src/audience/subscribers.ts';
import { parseAddress } from '../../../src/delivery/address.ts';
import { suppressAddress } from '../../../src/delivery/suppressions.ts';
import { eraseReader } from '../../../src/membership/erase-reader.ts';
import { grantEntitlement, listEntitlements } from '../../../src/membership/entitlements.ts';
import { findTier } from '../../../src/membership/tiers.ts';
import { findNewsletter } from '../../../src/newsletters/newsletter.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { findImport, problemRowsCsv, startImport, undoImport } from '../../../src/transfer/imports.ts';
import { checkImport, runImport } from '../../../src/transfer/run-import.ts';
import { uploadImport } from '../../../src/transfer/upload-import.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
beforeAll(() => addSampleNewsroom(database.db));

async function addReader(text: string, state: 'active' | 'ended'): Promise<number> {
  const address = parseAddress(text);
  const newsletter = await findNewsletter(database.db, { slug: 'weekend' });
  if (!address || !newsletter) throw new Error('the test is wrong');
  return addKnownReader(database.db, {
    address,
    name: 'Known before',
    newsletterIds: [newsletter.id],
    rhythm: null,
    state,
    words: 'Known before the import',
  });
}

async function upload(text: string) {
  const outcome = await uploadImport(database.db, {
    fileName: 'readers.csv',
    bytes: (async function* bytes() {
      yield Buffer.from(text);
    })(),
    newsletters: ['weekend'],
    words: 'Signed up at the old newsletter, with a confirmation',
    createdBy: 'Ana Reyes',
  });
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  return outcome.import;
}

async function run(text: string) {
  const found = await upload(text);
  await startImport(database.db, found);
  return { found, counts: await runImport(database.db, testKeys, found.id) };
}

async function stateOf(address: string): Promise<string | null> {
  const { rows } = await sql<{ state: string }>`
    select state from subscription join subscriber on subscriber.id = subscriber_id
      join newsletter on newsletter.id = newsletter_id
    where address_key = ${address} and slug = 'weekend'
  `.execute(database.db);
  return rows[0]?.state ?? null;
}

const snapshot = async (): Promise<unknown> => {
  const { rows } = await sql<{ digest: string }>`
    select md5(string_agg(line, '|' order by line)) as digest from (
      select subscriber::text as line from subscriber union all select subscription::text from subscription
      union all select suppression::text from suppression union all select entitlement::text from entitlement
      union all select consent::text from consent
    ) as lines
  `.execute(database.db);
  return rows;
};

test('a check says to the row what a run will do, and changes no reader', async () => {
  await addReader('known@example.test', 'active');
  await addReader('gone@example.test', 'ended');
  await suppressAddress(database.db, {
    addressKey: 'dead@example.test',
    scope: 'everything',
    reason: 'dead address',
  });
  const erasedId = await addReader('forgotten@example.test', 'active');
  await eraseReader(database.db, testKeys, erasedId);
  const file = [
    'email,name,status,tags,plan',
    'new@example.test,New Reader,active,"harbour,sports",',
    'NEW@example.test,Twice,active,,',
    'paid@example.test,Paid,active,,yearly',
    'comp@example.test,Comp,active,,comp',
    'known@example.test,Other Name,active,council,',
    'gone@example.test,,active,,',
    'dead@example.test,,active,,',
    'forgotten@example.test,,active,,',
    'left@example.test,,unsubscribed,,',
    'bounced@example.test,,bounced,,',
    'complained@example.test,,complained,,',
    'pending@example.test,,pending,,',
    'not an address,,active,,',
    'odd@example.test,,hovering,,',
  ].join('\n');
  const found = await upload(file);
  const before = await snapshot();
  const checked = await checkImport(database.db, testKeys, found);
  expect(await snapshot()).toEqual(before);
  expect(checked).toEqual({
    rows: 14,
    subscribed: 3,
    fresh: 3,
    known: 1,
    goodbyes: 3,
    keptOut: 2,
    repeated: 1,
    refused: 4,
    paid: 1,
    comp: 1,
  });

  expect(await startImport(database.db, found)).toBe(true);
  expect(await startImport(database.db, found)).toBe(false);
  expect(await runImport(database.db, testKeys, found.id)).toEqual(checked);

  expect(await stateOf('new@example.test')).toBe('active');
  expect(await stateOf('gone@example.test')).toBe('ended');
  expect(await stateOf('dead@example.test')).toBeNull();
  expect(await stateOf('left@example.test')).toBe('ended');
  expect(await stateOf('pending@example.test')).toBeNull();
  const known = await findSubscriberBy(database.db, { addressKey: 'known@example.test' });
  expect(known?.name).toBe('Known before');
  expect(await findSubscriberBy(database.db, { addressKey: 'forgotten@example.test' })).toBeNull();
  expect((await openErasedCheck(database.db, testKeys))('forgotten@example.test')).toBe(true);
  const { rows: held } = await sql<{ line: string }>`
    select address_key || ' ' || tier.slug || ' ' || reason as line from entitlement
      join subscriber on subscriber.id = subscriber_id join tier on tier.id = tier_id
    where granted_by like 'import %' order by 1
  `.execute(database.db);
  expect(held.map(({ line }) => line)).toEqual([
    'comp@example.test digital comp',
    'paid@example.test digital invoice',
  ]);
  const { rows: suppressed } = await sql<{ line: string }>`
    select address_key || ' ' || split_part(scope, ':', 1) as line from suppression
    where evidence like 'import %' order by 1
  `.execute(database.db);
  expect(suppressed.map(({ line }) => line)).toEqual([
    'bounced@example.test everything',
    'complained@example.test bulk',
    'left@example.test newsletter',
  ]);
  const added = await findSubscriberBy(database.db, { addressKey: 'new@example.test' });
  expect(await listConsents(database.db, added?.id ?? 0)).toMatchObject([
    {
      act: 'imported',
      words: 'Signed up at the old newsletter, with a confirmation',
      newsletter: 'The Weekend Lantern',
    },
  ]);
  const left = await findSubscriberBy(database.db, { addressKey: 'left@example.test' });
  expect(await listConsents(database.db, left?.id ?? 0)).toEqual([]);

  let problems = '';
  for await (const part of problemRowsCsv(database.db, found)) problems += part;
  expect(problems.split('\r\n').slice(0, 3)).toEqual([
    'email,name,status,tags,plan,not imported because',
    'NEW@example.test,Twice,active,,,This address stands in the file before',
    'gone@example.test,,active,,,Has left here before',
  ]);
  expect(problems).toContain('odd@example.test,,hovering,,,We do not know the status “hovering”');
});

test('the same file again changes nothing', async () => {
  const { counts } = await run('email\nagain@example.test\n');
  expect(counts).toMatchObject({ fresh: 1 });
  const before = await snapshot();
  const { counts: second } = await run('email\nagain@example.test\n');
  expect(second).toMatchObject({ subscribed: 0, known: 1 });
  expect(await snapshot()).toEqual(before);
});

test('an undo keeps whom staff gave a tier since, and takes only back what the import gave', async () => {
  const { found } = await run('email,plan\nundo-held@example.test,yearly\n');
  const held = await findSubscriberBy(database.db, { addressKey: 'undo-held@example.test' });
  const tier = await findTier(database.db, 'supporter');
  await grantEntitlement(database.db, {
    subscriberId: held?.id ?? 0,
    tierId: tier?.id ?? 0,
    reason: 'comp',
    note: null,
    endsAt: null,
    grantedBy: 'Ana Reyes',
  });
  expect(await undoImport(database.db, found.publicId)).toEqual({ kind: 'undone', removed: 0 });
  const entitlements = (await listEntitlements(database.db, [held?.id ?? 0])).get(held?.id ?? 0) ?? [];
  expect(entitlements.map((each) => each.tier)).toEqual(['supporter']);
});

test('an undo removes whom nobody knew, keeps whoever did something since, and happens once', async () => {
  const { found } = await run(
    'email,plan,status\nundo-new@example.test,yearly,active\nundo-acted@example.test,,active\nundo-left@example.test,,bounced\n',
  );
  const acted = await findSubscriberBy(database.db, { addressKey: 'undo-acted@example.test' });
  await sql`
    insert into consent (subscriber_id, newsletter_id, act, words)
    select ${acted?.id ?? 0}, id, 'rhythm', 'weekly' from newsletter where slug = 'weekend'
  `.execute(database.db);
  expect((await findImport(database.db, found.publicId))?.mayBeUndone).toBe(true);

  expect(await undoImport(database.db, found.publicId)).toEqual({ kind: 'undone', removed: 2 });
  expect(await findSubscriberBy(database.db, { addressKey: 'undo-new@example.test' })).toBeNull();
  expect(await findSubscriberBy(database.db, { addressKey: 'undo-left@example.test' })).toBeNull();
  expect(await stateOf('undo-acted@example.test')).toBe('active');
  expect(await undoImport(database.db, found.publicId)).toEqual({ kind: 'too-late' });
  const { rows } = await sql`select from suppression where evidence = ${`import ${found.id}`}`.execute(
    database.db,
  );
  expect(rows).toHaveLength(0);
});

test('a run that died in the middle is finished by the next one, with the counts of the first', async () => {
  const found = await upload('email\nhalf-a@example.test\nhalf-b@example.test\n');
  await startImport(database.db, found);
  const counts = await checkImport(database.db, testKeys, found);
  await sql`update import set merged_line = 1 where id = ${found.id}`.execute(database.db);
  expect(await runImport(database.db, testKeys, found.id)).toEqual(counts);
  expect(await stateOf('half-b@example.test')).toBe('active');
});

test('a file without a column of addresses, or that ends inside a quote, says so and adds nobody', async () => {
  const found = await upload('colour,size\nred,9\n');
  expect(found.mapping.email).toBe('');
  const broken = await upload('email,name\nbroken@example.test,"never closed\n');
  await startImport(database.db, broken);
  await expect(runImport(database.db, testKeys, broken.id)).rejects.toThrow();
  const after = await findImport(database.db, broken.publicId);
  expect(after?.state).toBe('failed');
  expect(after?.problem).not.toBeNull();
  expect(await stateOf('broken@example.test')).toBeNull();
});
