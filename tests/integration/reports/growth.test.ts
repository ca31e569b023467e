import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { addKnownReader, findSubscriberBy } from '../../../src/audience/subscribers.ts';
import { countOnList, foldGrowth } from '../../../src/audience/growth.ts';
import { leaveEverything, leaveNewsletter, takeUpNewsletters } from '../../../src/audience/preferences.ts';
import { parseAddress } from '../../../src/delivery/address.ts';
import { liftSuppression, suppressAddress } from '../../../src/delivery/suppressions.ts';
import { eraseReader } from '../../../src/membership/erase-reader.ts';
import { listNewsletters } from '../../../src/newsletters/newsletter.ts';
import { type GrowthReport, readGrowthReport } from '../../../src/reports/growth-report.ts';
import { packageRoot } from '../../../src/platform/package-root.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';

const app = useApp();

async function newsletterIds(): Promise<readonly number[]> {
  return (await listNewsletters(app.db)).map(({ id }) => id);
}

async function add(text: string, ids: readonly number[]): Promise<number> {
  const address = parseAddress(text);
  if (!address) throw new Error('no address');
  return addKnownReader(app.db, {
    address,
    name: null,
    newsletterIds: ids,
    rhythm: null,
    state: 'active',
    words: 'A test',
  });
}

const readerOf = async (id: number) => {
  const reader = await findSubscriberBy(app.db, { id });
  if (!reader) throw new Error('no reader');
  return reader;
};

/** What the newest day says, by kind, without the quiet kinds. */
async function today(newsletterId = 0): Promise<Record<string, number>> {
  const { lines } = await readGrowthReport(app.db, { newsletterId, span: 'day' });
  const { from: _from, ...kinds } = lines.at(-1) ?? { from: '' };
  return Object.fromEntries(Object.entries(kinds).filter(([, readers]) => readers !== 0));
}

const difference = (after: Record<string, number>, before: Record<string, number>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(after), ...Object.keys(before)])]
      .map((kind) => [kind, (after[kind] ?? 0) - (before[kind] ?? 0)] as const)
      .filter(([, change]) => change !== 0),
  );

/** Counted anew from the rows themselves. */
async function standing(newsletterId: number): Promise<number> {
  const { rows } = await sql<{ readers: number }>`
    select count(distinct subscriber_id) as readers from subscription join subscriber on subscriber.id = subscriber_id
    where state in ('active', 'paused') and (${newsletterId} = 0 or newsletter_id = ${newsletterId})
      and not exists (select from suppression where suppression.address_key = subscriber.address_key
        and lifted_at is null and scope in ('bulk', 'everything'))
  `.execute(app.db);
  return rows[0]?.readers ?? 0;
}

async function expectToAddUp(): Promise<void> {
  for (const id of [0, ...(await newsletterIds())])
    expect([id, await countOnList(app.db, id)]).toEqual([id, await standing(id)]);
}

test('the sample newsroom adds up', async () => {
  expect(await standing(0)).toBeGreaterThan(0);
  await expectToAddUp();
});

test('a reader counts once in the paper, whatever they read, and once in each newsletter', async () => {
  const ids = await newsletterIds();
  const [first = 0, second = 0] = ids;
  const before = [await today(), await today(first)];
  const ada = await readerOf(await add('ada@example.test', [first, second]));
  expect(difference(await today(), before[0] ?? {})).toEqual({ confirmed: 1 });
  expect(difference(await today(first), before[1] ?? {})).toEqual({ confirmed: 1 });

  await app.db.transaction().execute((tx) => leaveNewsletter(tx, ada, first, 'Left'));
  expect(difference(await today(), before[0] ?? {})).toEqual({ confirmed: 1 });
  await app.db.transaction().execute((tx) => leaveNewsletter(tx, ada, second, 'Left'));
  expect(difference(await today(), before[0] ?? {})).toEqual({ confirmed: 1, left: 1 });
  await app.db
    .transaction()
    .execute((tx) => takeUpNewsletters(tx, ada, { ids: [first, second], rhythm: null, words: 'Back' }));
  expect(difference(await today(), before[0] ?? {})).toEqual({ confirmed: 1, left: 1, returned: 1 });
  await app.db.transaction().execute((tx) => leaveEverything(tx, ada));
  expect(difference(await today(), before[0] ?? {})).toEqual({ confirmed: 1, left: 2, returned: 1 });
  await app.db
    .transaction()
    .execute((tx) => takeUpNewsletters(tx, ada, { ids: [first], rhythm: null, words: 'Back' }));
  expect(difference(await today(), before[0] ?? {})).toEqual({ confirmed: 1, left: 2, returned: 2 });
  await expectToAddUp();
});

test('mail that is kept back takes a reader off the list, and a way back brings them onto it', async () => {
  const [first = 0] = await newsletterIds();
  await add('ben@example.test', [first]);
  const before = await today();
  const addressKey = 'ben@example.test';
  await suppressAddress(app.db, { addressKey, scope: 'bulk', reason: 'complaint' });
  await suppressAddress(app.db, { addressKey, scope: 'everything', reason: 'dead address' });
  expect(difference(await today(), before)).toEqual({ keptBack: 1 });
  await liftSuppression(app.db, { addressKey, scope: 'bulk', because: 'a mistake' });
  expect(difference(await today(), before)).toEqual({ keptBack: 1 });
  await liftSuppression(app.db, { addressKey, scope: 'everything', because: 'a mistake' });
  expect(difference(await today(), before)).toEqual({ keptBack: 1, returned: 1 });
  await suppressAddress(app.db, { addressKey, scope: 'offers', reason: 'no offers' });
  expect(difference(await today(), before)).toEqual({ keptBack: 1, returned: 1 });
  await expectToAddUp();
});

test('an erased reader went as erased, once, and leaves sums alone that name nobody', async () => {
  const ids = await newsletterIds();
  const cleo = await add('cleo@example.test', ids);
  const before = await today();
  expect(await eraseReader(app.db, testKeys, cleo)).toEqual({ kind: 'erased' });
  expect(difference(await today(), before)).toEqual({ erased: 1 });
  await expectToAddUp();
});

test('nobody counts who has not confirmed, and a change that is none counts nothing', async () => {
  const [first = 0] = await newsletterIds();
  const before = await today();
  await sql`
    insert into subscriber (public_id, address, address_key) values ('emilpending', 'emil2@example.test', 'emil2@example.test')
  `.execute(app.db);
  await sql`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm)
    select id, ${first}, 'pending', 'daily' from subscriber where address_key = 'emil2@example.test'
  `.execute(app.db);
  await sql`
    update subscription set rhythm = 'weekly' where newsletter_id = ${first} and state = 'active'
  `.execute(app.db);
  await sql`
    update subscription set state = 'paused', paused_until = now() where newsletter_id = ${first} and state = 'active'
  `.execute(app.db);
  await sql`
    update subscription set state = 'active', paused_until = null where newsletter_id = ${first} and state = 'paused'
  `.execute(app.db);
  expect(await today()).toEqual(before);
  await expectToAddUp();
});

test('two transactions at once are both counted, and folding changes no figure', async () => {
  const [first = 0] = await newsletterIds();
  const before = await today();
  await Promise.all(
    Array.from({ length: 12 }, (_, index) => add(`reader${index}@example.test`, [first])).concat([
      foldGrowth(app.db),
    ]),
  );
  expect(difference(await today(), before)).toEqual({ confirmed: 12 });
  const figures = async (): Promise<GrowthReport> =>
    readGrowthReport(app.db, { newsletterId: 0, span: 'month' });
  const unfolded = await figures();
  await foldGrowth(app.db);
  const { rows } = await sql`select from growth_note`.execute(app.db);
  expect(rows).toEqual([]);
  expect(await figures()).toEqual(unfolded);
  await expectToAddUp();
});

test('sources and cohorts say how many stayed', async () => {
  const [first = 0] = await newsletterIds();
  await sql`
    insert into subscriber (public_id, address, address_key, form, article_slug)
    select 'src' || n, 'src' || n || '@example.test', 'src' || n || '@example.test', 'article', 'last-ferry-stays-by-a-single-vote'
    from generate_series(1, 5) as n
  `.execute(app.db);
  await sql`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm, started_at)
    select id, ${first}, 'active', 'daily', now() from subscriber where public_id like 'src%'
  `.execute(app.db);
  await sql`
    update subscription set state = 'ended', ended_at = now(), ended_because = 'left'
    where subscriber_id in (select id from subscriber where public_id in ('src1', 'src2'))
  `.execute(app.db);
  const report = await readGrowthReport(app.db, { newsletterId: 0, span: 'month' });
  expect(report.sources.find(({ articleSlug }) => articleSlug.startsWith('last-ferry'))).toMatchObject({
    form: 'article',
    formName: 'In every story',
    came: 5,
    stayed: 3,
  });
  const cohort = report.cohorts.at(-1);
  expect(cohort?.stayed).toHaveLength(1);
  expect(cohort?.stayed[0]).toBe(report.cohorts.length === 1 ? report.readers : expect.any(Number));
});

test('what was there before the update is counted by its migration', async () => {
  const file = path.join(packageRoot, 'src/audience/migrations/0041-growth.sql');
  const [, rebuild = ''] = readFileSync(file, 'utf8').split('-- What is there already.');
  await app.db.transaction().execute(async (tx) => {
    await sql`truncate reader_standing, growth_note, growth_day, growth_cohort, growth_source`.execute(tx);
    await sql.raw(`--${rebuild}`).execute(tx);
  });
  await expectToAddUp();
  const { cohorts, readers } = await readGrowthReport(app.db, { newsletterId: 0, span: 'month' });
  expect(cohorts.reduce((sum, { stayed }) => sum + (stayed.at(-1) ?? 0), 0)).toBe(readers);
  // From here on it goes on as before.
  const ids = await newsletterIds();
  const before = await today();
  await add('dora.later@example.test', ids);
  expect(difference(await today(), before)).toEqual({ confirmed: 1 });
  await expectToAddUp();
});
