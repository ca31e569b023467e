import { sql } from 'kysely';
import { addCustomField } from '../../../src/audience/custom-fields.ts';
import { suppressAddress } from '../../../src/delivery/suppressions.ts';
import { compileNow, countReaders, listReaders, readReaders } from '../../../src/segments/readers.ts';
import type { Rule, RuleGroup, RuleNode } from '../../../src/segments/rules.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const domain = 'rules.example.test';

/** Only the readers of this file, whatever the sample newsroom has. */
const ours: Rule = { on: 'domain', is: 'is', value: domain };

async function addReader(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<number> {
  const { tags = '{}', fields = '{}', daysAgo = 0, form = null, full = null } = more;
  const { rows } = await sql<{ id: number }>`
    insert into subscriber (public_id, address, address_key, name, confirmed_at, form, tags, fields, created_at)
    values (${`id-${name}`}, ${`${name}@${domain}`}, ${`${name}@${domain}`}, ${full}, now(), ${form}, ${tags}::text[],
      ${fields}::jsonb, now() - make_interval(days => ${daysAgo}::integer))
    returning id
  `.execute(database.db);
  return rows[0]?.id ?? 0;
}

const subscribe = (id: number, state: string, rhythm = 'daily', pausedFor = 0) =>
  sql`
  insert into subscription (subscriber_id, newsletter_id, state, rhythm, paused_until)
  select ${id}, id, ${state}, ${rhythm}, case when ${state} = 'paused' then now() + make_interval(days => ${pausedFor}) end
  from newsletter where slug = 'morning-edition'
`.execute(database.db);

const give = (id: number, endedDaysAgo: number | null) =>
  sql`
  insert into entitlement (subscriber_id, tier_id, reason, starts_at, ends_at, granted_by)
  select ${id}, id, 'comp', now() - interval '100 days',
    ${endedDaysAgo === null ? null : sql`now() - make_interval(days => ${endedDaysAgo})`}, 'Ana'
  from tier where slug = 'digital'
`.execute(database.db);

/** Not standing: an edition. */
async function addMailing(standing: boolean): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into mailing (kind, standing, priority, suppression_scopes, sender_name, sender_address, mail_domain,
      auto_submitted, key_id, in_doubt_policy, deadline, state)
    values (${standing ? 'rules test' : 'edition'}, ${standing}, 4, '{}', 'The Lantern', 'news@example.test', 'example.test',
      false, 1, 'ask', interval '1 day', 'sending')
    returning id
  `.execute(database.db);
  return rows[0]?.id ?? 0;
}

const deliver = (mailingId: number, id: number, state: string, daysAgo: number) =>
  sql`
  insert into delivery (mailing_id, recipient_id, address, address_key, state, ended_at)
  select ${mailingId}, id, address, address_key, ${state}, now() - make_interval(days => ${daysAgo})
  from subscriber where id = ${id}
`.execute(database.db);

let mailing = 0;

beforeAll(async () => {
  const { db } = database;
  await addSampleNewsroom(db);
  for (const [name, kind] of [
    ['Street', 'text'],
    ['Children', 'number'],
    ['Since', 'date'],
    ['Calls', 'yes or no'],
  ])
    await addCustomField(db, { name: name ?? '', kind: kind ?? '' });
  mailing = await addMailing(false);
  const codes = await addMailing(true);

  const ada = await addReader('ada', { tags: '{choir,Quay}', full: 'Ada Fenn', form: 'footer', daysAgo: 40 });
  const ben = await addReader('ben', {
    fields: { street: 'Quay 4', children: '10', since: '2026-05-01', calls: 'yes' },
    daysAgo: 10,
  });
  const cleo = await addReader('cleo', {
    fields: { street: '', children: 'two', since: 'May', calls: 'no' },
  });
  const dora = await addReader('dora', { fields: { children: '9.5' } });
  await sql`insert into subscriber (public_id, address, address_key, erased_at) values ('id-x', 'erased', ${`x@${domain}`}, now())`.execute(
    db,
  );
  await subscribe(ada, 'pending');
  await subscribe(ben, 'active', 'weekly');
  await subscribe(cleo, 'ended');
  await subscribe(dora, 'paused', 'daily', 3);
  await give(dora, null);
  await give(ben, 5);
  await suppressAddress(db, { addressKey: `cleo@${domain}`, scope: 'bulk', reason: 'complaint' });
  await deliver(mailing, ben, 'accepted', 3);
  await deliver(mailing, dora, 'refused', 3);
  await deliver(codes, ada, 'accepted', 1);
});

const pick = async (...rules: readonly RuleNode[]): Promise<string> => {
  const compiled = await compileNow(database.db, { match: 'all', rules: [ours, ...rules] });
  if (compiled.kind !== 'compiled') throw new Error(compiled.problems[0]?.message);
  const lines = await listReaders(database.db, compiled.where, { limit: 100 });
  const count = { readers: lines.length, isMore: false };
  expect(await countReaders(database.db, compiled.where)).toEqual(count);
  expect(await readReaders(database.db, compiled.where, { size: 100 })).toEqual({
    lines,
    count,
    hasMore: false,
  });
  return lines
    .map(({ address }) => address.split('@')[0])
    .reverse()
    .join(' ');
};

const newsletter = (
  is: 'active' | 'not active' | 'pending' | 'paused' | 'ended' | 'ever' | 'never',
): Rule => ({
  on: 'newsletter',
  is,
  newsletter: 'morning-edition',
  rhythm: '',
});

test('nobody who was erased is ever picked', async () => {
  expect(await pick()).toBe('ada ben cleo dora');
});

test.each<[Rule, string]>([
  [{ on: 'address or name', is: 'contains', value: 'FENN' }, 'ada'],
  [{ on: 'address or name', is: 'does not contain', value: 'fenn' }, 'ben cleo dora'],
  [{ on: 'domain', is: 'is', value: '@Rules.Example.Test' }, 'ada ben cleo dora'],
  [{ on: 'domain', is: 'is not', value: 'example.test' }, 'ada ben cleo dora'],
  [newsletter('active'), 'ben'],
  [newsletter('not active'), 'ada cleo dora'],
  [newsletter('pending'), 'ada'],
  [newsletter('paused'), 'dora'],
  [newsletter('ended'), 'cleo'],
  [newsletter('ever'), 'ada ben cleo dora'],
  [newsletter('never'), ''],
  [{ on: 'newsletter', is: 'active', newsletter: '', rhythm: 'weekly' }, 'ben'],
  [{ on: 'newsletter', is: 'active', newsletter: '', rhythm: 'daily' }, ''],
  [{ on: 'kept back', is: 'yes', newsletter: '' }, 'cleo'],
  [{ on: 'kept back', is: 'no', newsletter: 'morning-edition' }, 'ada ben dora'],
  [{ on: 'tier', is: 'has', value: 'digital' }, 'dora'],
  [{ on: 'tier', is: 'has not', value: 'digital' }, 'ada ben cleo'],
  [{ on: 'tier', is: 'never had', value: 'digital' }, 'ada cleo'],
  [{ on: 'tier', is: 'has', value: 'free' }, 'ada ben cleo'],
  [{ on: 'tier', is: 'never had', value: 'free' }, ''],
  [{ on: 'days since', is: 'at most', value: 30 }, 'ben cleo dora'],
  [{ on: 'days since', is: 'more than', value: 30 }, 'ada'],
  [{ on: 'signed up', is: 'before', value: '2020-01-01' }, ''],
  [{ on: 'signed up', is: 'on or after', value: '2020-01-01' }, 'ada ben cleo dora'],
  [{ on: 'source', is: 'is', value: 'Footer' }, 'ada'],
  [{ on: 'source', is: 'is not', value: 'footer' }, 'ben cleo dora'],
  [{ on: 'tag', is: 'has', value: 'choir' }, 'ada'],
  [{ on: 'tag', is: 'has not', value: 'choir' }, 'ben cleo dora'],
  [{ on: 'field', field: 'street', is: 'is', value: 'quay 4' }, 'ben'],
  [{ on: 'field', field: 'street', is: 'is not', value: 'quay 4' }, 'ada cleo dora'],
  [{ on: 'field', field: 'street', is: 'contains', value: '_' }, ''],
  [{ on: 'field', field: 'street', is: 'is empty', value: '' }, 'ada cleo dora'],
  [{ on: 'field', field: 'children', is: 'is above', value: '9.6' }, 'ben'],
  [{ on: 'field', field: 'children', is: 'is below', value: '10' }, 'dora'],
  [{ on: 'field', field: 'children', is: 'is', value: '10.00' }, 'ben'],
  [{ on: 'field', field: 'children', is: 'is not', value: '10' }, 'ada cleo dora'],
  [{ on: 'field', field: 'since', is: 'is before', value: '2026-05-02' }, 'ben'],
  [{ on: 'field', field: 'since', is: 'is after', value: '2026-05-01' }, ''],
  [{ on: 'field', field: 'calls', is: 'is', value: 'yes' }, 'ben'],
  [{ on: 'field', field: 'calls', is: 'is given', value: '' }, 'ben cleo'],
  [{ on: 'mail within', is: 'got', value: 7 }, 'ben'],
  [{ on: 'mail within', is: 'got', value: 2 }, ''],
  [{ on: 'mail within', is: 'got none', value: 7 }, 'ada cleo dora'],
  [{ on: 'mail ever', is: 'got none' }, 'ada cleo dora'],
])('%j picks “%s”', async (rule, readers) => {
  expect(await pick(rule)).toBe(readers);
});

test('a mailing is got by whom a mail server took it for, and never got by all others', async () => {
  expect(await pick({ on: 'mailing', is: 'got', value: mailing })).toBe('ben');
  expect(await pick({ on: 'mailing', is: 'never got', value: mailing })).toBe('ada cleo dora');
});

test('groups hold together: any of, none of, one within the other', async () => {
  const choir: Rule = { on: 'tag', is: 'has', value: 'choir' };
  const any: RuleGroup = { match: 'any', rules: [choir, newsletter('active')] };
  expect(await pick(any)).toBe('ada ben');
  expect(await pick({ match: 'not', rules: [choir, newsletter('active')] })).toBe('cleo dora');
  expect(await pick({ match: 'not', rules: [any, { on: 'kept back', is: 'yes', newsletter: '' }] })).toBe(
    'dora',
  );
});

test('pages follow each other by id and show everybody once', async () => {
  const compiled = await compileNow(database.db, { match: 'all', rules: [ours] });
  if (compiled.kind !== 'compiled') throw new Error('the rule is well-formed');
  const seen: string[] = [];
  for (let after: number | undefined; ;) {
    const lines = await listReaders(database.db, compiled.where, { after, limit: 3 });
    seen.push(...lines.map(({ publicId }) => publicId));
    after = lines.at(-1)?.id;
    if (lines.length < 3) break;
  }
  expect(seen).toEqual(['id-dora', 'id-cleo', 'id-ben', 'id-ada']);
});

test('a count stops at its cap and says so', async () => {
  const compiled = await compileNow(database.db, { match: 'all', rules: [ours] });
  if (compiled.kind !== 'compiled') throw new Error('the rule is well-formed');
  expect(await countReaders(database.db, compiled.where, 3)).toEqual({ readers: 3, isMore: true });
});
