import { sql } from 'kysely';
import { readToday } from '../../../src/reports/growth-report.ts';
import { readRevenueReport } from '../../../src/reports/revenue-report.ts';
import { addReaders } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

type Paid = {
  readonly tier?: string;
  readonly every?: 'month' | 'year';
  readonly amount?: number;
  readonly state?: string;
  readonly currency?: string;
};

let readers = 0;

async function pay({
  tier = 'digital',
  every = 'month',
  amount = 600,
  state = 'active',
  currency = 'GBP',
}: Paid) {
  readers += 1;
  const [id] = await addReaders(app, `payer${readers}@example.test`);
  const ref = `sub_${readers}`;
  await sql`
    insert into membership (public_id, subscriber_id, tier_id, provider, provider_ref, every, amount_minor, currency, state, seen_at)
    select ${ref}, ${id}, tier.id, 'stripe', ${ref}, ${every}, ${amount}, ${currency}, ${state}, now()
    from tier where slug = ${tier}
  `.execute(app.db);
  return (change: Paid) =>
    sql`
    update membership set state = coalesce(${change.state ?? null}, state), every = coalesce(${change.every ?? null}, every),
      amount_minor = coalesce(${change.amount ?? null}::integer, amount_minor),
      tier_id = coalesce((select id from tier where slug = ${change.tier ?? null}), tier_id)
    where provider_ref = ${ref}
  `.execute(app.db);
}

const report = async () => readRevenueReport(app.db, await readToday(app.db));

async function month(currency = 'GBP') {
  const found = (await report()).months.find((each) => each.currency === currency);
  if (!found) throw new Error('nothing was paid');
  return found;
}

beforeEach(async () => {
  await sql`delete from revenue_day`.execute(app.db);
  await sql`delete from membership`.execute(app.db);
});

test('a year counts as twelve months, a trial not before it is paid for', async () => {
  await pay({ amount: 600 });
  await pay({ amount: 6000, every: 'year' });
  const trial = await pay({ state: 'trial' });
  expect(await month()).toMatchObject({ before: 0, after: 1100, members: 2 });
  expect((await report()).trials).toEqual([{ tierName: 'Digital', readers: 1 }]);
  await trial({ state: 'active' });
  expect(await month()).toMatchObject({
    after: 1700,
    members: 3,
    changes: { new: { times: 3, mrrMinor: 1700 } },
  });
});

test('a failed payment still counts, and one that is given up is lost; whoever pays again has returned', async () => {
  const change = await pay({});
  await change({ state: 'past due' });
  expect((await month()).after).toBe(600);
  await change({ state: 'unpaid' });
  expect(await month()).toMatchObject({
    after: 0,
    members: 0,
    changes: { lost: { times: 1, mrrMinor: -600 } },
  });
  await change({ state: 'active' });
  expect(await month()).toMatchObject({ after: 600, changes: { returned: { times: 1, mrrMinor: 600 } } });
});

test('a change of tier moves what it brings, and counts once', async () => {
  const { rows } = await sql<{ slug: string }>`select slug from tier where rank > 0 order by rank`.execute(
    app.db,
  );
  const [low = '', high = ''] = rows.map(({ slug }) => slug);
  const change = await pay({ tier: low, amount: 600 });
  await change({ tier: high, amount: 1200 });
  expect(await month()).toMatchObject({
    after: 1200,
    members: 1,
    changes: { new: { times: 1, mrrMinor: 600 }, upgraded: { times: 1, mrrMinor: 600 } },
  });
  expect((await report()).tiers).toMatchObject([{ members: 1, mrrMinor: 1200 }]);
  await change({ amount: 12_000, every: 'year' });
  expect(await month()).toMatchObject({ after: 1000, changes: { downgraded: { times: 1, mrrMinor: -200 } } });
});

test('writing the same again changes nothing, and currencies stay apart', async () => {
  const change = await pay({});
  await change({ state: 'active' });
  await pay({ currency: 'EUR', amount: 900 });
  expect((await month()).changes.new.times).toBe(1);
  expect((await month('EUR')).after).toBe(900);
  expect((await month()).after).toBe(600);
});

test('the sums are the subscriptions of now', async () => {
  for (let n = 0; n < 5; n += 1) {
    const change = await pay({ amount: 500 + n, every: n % 2 === 0 ? 'month' : 'year' });
    if (n === 3) await change({ state: 'ended' });
  }
  const { rows } = await sql<{ mrr: number }>`
    select sum(mrr_of(state, every, amount_minor))::bigint as mrr from membership
  `.execute(app.db);
  expect((await month()).after).toBe(rows[0]?.mrr);
});

test('pages and files are for everybody on the staff, and for nobody else', async () => {
  await pay({});
  const analyst = await editors.signedIn('analyst');
  const growth = await analyst.get('/admin/reports?by=month');
  expect(growth.status).toBe(200);
  expect(growth.text).toContain('As of ');
  expect(growth.text).toContain('<svg class="growth"');
  expect(growth.text).toContain('The same as a table');
  expect(growth.text).toContain('How long they stay');
  const one = await analyst.get('/admin/reports?by=week&newsletter=morning-edition');
  expect(one.text).not.toContain('How long they stay');
  // What cannot be asked for is the usual page.
  expect((await analyst.get('/admin/reports?by=century&newsletter=nothing')).status).toBe(200);
  const revenue = await analyst.get('/admin/reports/revenue');
  expect(revenue.text).toContain('£6');

  for (const [file, words] of [
    ['growth.csv?by=day', 'from,confirmed,imported'],
    ['sources.csv', 'form,story,came'],
    ['cohorts.csv', 'came in,readers'],
    ['revenue.csv', 'GBP,after,1,600'],
  ] as const) {
    const csv = await analyst.get(`/admin/reports/${file}`);
    expect(csv.get('Content-Type')).toContain('text/csv');
    expect(csv.text).toContain(words);
    expect((await app.visitor().get(`/admin/reports/${file}`)).status).toBe(303);
  }
  expect((await app.visitor().get('/admin/reports')).status).toBe(303);
});
