import { sql } from 'kysely';
import pino from 'pino';
import { changeTimeZone } from '../../../src/audience/change-time-zone.ts';
import { suppressAddress } from '../../../src/delivery/suppressions.ts';
import { readProgress, readReceipt } from '../../../src/delivery/receipt.ts';
import { createSender } from '../../../src/delivery/sender.ts';
import { retryMailing } from '../../../src/delivery/steer-mailing.ts';
import { stopMailing } from '../../../src/delivery/mailings.ts';
import { sendRunAtOnce } from '../../../src/editions/digests/steer-run.ts';
import { testKeys } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { setFollowedSections } from '../../../src/audience/followed-sections.ts';
import { useNewsroom } from './use-newsroom.ts';

const newsroom = useNewsroom();
const { set, story, reader, sweep, mailed } = newsroom;
beforeEach(() => newsroom.clear());

const daily = [{ rhythm: 'daily' }] as const;

async function sectionId(slug: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from section where slug = ${slug}`.execute(
    newsroom.db,
  );
  return rows[0]?.id ?? 0;
}

test('a reader gets the stories of the sections they follow, one who follows none gets them all', async () => {
  const ada = await reader('ada@example.test', ['morning']);
  await reader('ben@example.test', ['morning']);
  const cleo = await reader('cleo@example.test', ['morning']);
  await setFollowedSections(newsroom.db, ada, [await sectionId('schools')]);
  await setFollowedSections(newsroom.db, cleo, [999]);
  await set('morning', '2027-01-06T12:00:00Z', daily, { byFollowedSections: true });
  await story('pier', '2027-01-06T18:00:00Z', 'harbour');
  await story('bell', '2027-01-06T18:00:00Z', 'schools');
  await sweep('2027-01-07T05:30:00Z');
  expect(await mailed()).toEqual(['ada@example.test: bell', 'ben@example.test: bell, pier']);
  expect(await newsroom.leftOut()).toEqual({ 'had all stories': 1 });
});

describe('the combined digest', () => {
  const setUp = async () => {
    const harbour = await sectionId('harbour');
    const schools = await sectionId('schools');
    await set('morning', '2027-01-06T12:00:00Z', daily, { sectionIds: [harbour] });
    await set('weekend', '2027-01-06T12:00:00Z', daily, { sectionIds: [schools] });
    await set('all-in-one', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', minutes: '07:00' }], {
      isCombined: true,
    });
    await story('pier', '2027-01-06T18:00:00Z', 'harbour');
    await story('bell', '2027-01-06T18:00:00Z', 'schools');
  };

  test('comes in place of the separate ones, with the stories of those a reader has', async () => {
    await reader('ada@example.test', ['morning', 'weekend', 'all-in-one']);
    await reader('ben@example.test', ['morning', 'weekend']);
    await reader('cleo@example.test', ['morning', 'all-in-one']);
    await reader('dora@example.test', ['all-in-one']);
    await setUp();
    await sweep('2027-01-07T05:30:00Z');
    expect(await mailed()).toEqual(['ben@example.test: pier', 'ben@example.test: bell']);
    expect(await newsroom.leftOut()).toEqual({ 'has the combined digest': 1 });
    await sweep('2027-01-07T06:00:00Z');
    expect(await mailed('all-in-one')).toEqual([
      'ada@example.test: bell, pier',
      'cleo@example.test: pier',
      'dora@example.test: bell, pier',
    ]);
    const { rows } = await sql<{ listId: string; scopes: string[] }>`
      select list_id as "listId", suppression_scopes as scopes from mailing order by id desc limit 1
    `.execute(newsroom.db);
    expect(rows).toEqual([
      {
        listId: 'all-in-one.lantern.example.org',
        scopes: ['everything', 'bulk', `newsletter:${newsroom.idOf('all-in-one')}`],
      },
    ]);
  });

  test('who leaves it, or chose a rhythm in which it does not come, gets the separate ones', async () => {
    await reader('ada@example.test', ['morning', 'all-in-one']);
    await reader('ben@example.test', ['morning', 'all-in-one']);
    await sql`
      update subscription set rhythm = 'weekly' where newsletter_id = ${newsroom.idOf('all-in-one')}
        and subscriber_id = (select id from subscriber where address = 'ada@example.test')
    `.execute(newsroom.db);
    await sql`
      insert into suppression (address_key, scope, reason)
      values ('ben@example.test', ${`newsletter:${newsroom.idOf('all-in-one')}`}, 'left')
    `.execute(newsroom.db);
    await setUp();
    await sweep('2027-01-07T05:30:00Z');
    expect(await mailed()).toEqual(['ada@example.test: pier', 'ben@example.test: pier']);
  });
});

describe('at the reader’s own hour', () => {
  const mailbox = useMailbox();
  const zones: Readonly<Record<string, string>> = {
    ada: 'America/New_York',
    ben: 'Europe/Berlin',
    dora: 'Pacific/Kiritimati',
    emil: 'Pacific/Pago_Pago',
  };

  async function setUp(rhythm: 'daily' | 'each_story' = 'daily'): Promise<void> {
    await reader('cleo@example.test', ['morning'], rhythm);
    for (const [name, timeZone] of Object.entries(zones)) {
      const id = await reader(`${name}@example.test`, ['morning'], rhythm);
      const { rows } = await sql<{ publicId: string }>`
        select public_id as "publicId" from subscriber where id = ${id}
      `.execute(newsroom.db);
      await changeTimeZone(newsroom.db, { publicId: rows[0]?.publicId ?? '', timeZone, by: 'Ana Reyes' });
    }
  }

  /** `ada 07 11:30`: until when each reader of the newest mailing waits, in UTC; `–` for not at all. */
  async function waits(): Promise<readonly string[]> {
    const { rows } = await sql<{ line: string }>`
      select split_part(address, '@', 1) || ' ' || coalesce(to_char(not_before at time zone 'UTC', 'DD HH24:MI'), '–') as line
      from delivery where mailing_id = (select max(id) from mailing where not standing) order by address
    `.execute(newsroom.db);
    return rows.map(({ line }) => line);
  }
  const newestMailing = async (): Promise<number> => {
    const { rows } = await sql<{ id: number }>`select max(id) as id from mailing where not standing`.execute(
      newsroom.db,
    );
    return rows[0]?.id ?? 0;
  };

  test('one run, and each waits for the hour in their zone; who has none gets it as it leaves', async () => {
    await setUp();
    await set('morning', '2027-01-06T12:00:00Z', daily, { atReadersHour: true });
    await story('pier', '2027-01-06T18:00:00Z');
    expect(await sweep('2027-01-07T05:30:00Z')).toBe(1);
    expect(await waits()).toEqual(['ada 07 11:30', 'ben –', 'cleo –', 'dora 07 16:30', 'emil 07 17:30']);
    const { rows } = await sql`
      select from delivery_chunk join delivery on delivery.id between first_delivery_id and last_delivery_id
        and delivery.mailing_id = delivery_chunk.mailing_id
      where delivery_chunk.due_at < delivery.not_before
    `.execute(newsroom.db);
    expect(rows).toEqual([]);
    expect(await mailed()).toHaveLength(5);

    // Tomorrow's run brings none of it again to those who still wait.
    await sweep('2027-01-08T05:30:00Z');
    expect(await newsroom.runs('morning')).toContain('07 05:30 – 08 05:30 skipped: No new story came out.');
  });

  test.each([
    ['our clocks go forward', '2027-03-27T12:00:00Z', '2027-03-28T04:30:00Z', 'ada 28 10:30'],
    ['our clocks go back', '2027-10-30T12:00:00Z', '2027-10-31T05:30:00Z', 'ada 31 10:30'],
    ['theirs go forward', '2027-03-13T12:00:00Z', '2027-03-14T05:30:00Z', 'ada 14 10:30'],
    ['theirs go back', '2027-11-06T12:00:00Z', '2027-11-07T05:30:00Z', 'ada 07 11:30'],
  ])('on the morning on which %s', async (_what, since, departure, expected) => {
    await setUp();
    await set('morning', since, daily, { atReadersHour: true });
    await story('pier', new Date(Date.parse(departure) - 600_000).toISOString());
    expect(await sweep(departure)).toBe(1);
    expect(await waits()).toEqual(expect.arrayContaining([expected, 'ben –', 'cleo –']));
  });

  test('nobody waits without the wish, for a single story, or for news that cannot wait', async () => {
    await setUp();
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T05:30:00Z');
    expect(await waits()).toContain('ada –');

    await set('morning', '2027-01-07T06:00:00Z', daily, { atReadersHour: true });
    await story('flood', '2027-01-07T18:00:00Z');
    await sweep('2027-01-07T19:00:00Z');
    const word = { publicId: await newsroom.runId('morning'), by: 'Ana Reyes', reason: 'The dyke is open' };
    await sendRunAtOnce(newsroom.db, word, new Date('2027-01-07T19:00:00Z'));
    expect(await sweep('2027-01-07T19:00:01Z')).toBe(1);
    expect(await waits()).toContain('ada –');

    await newsroom.clear();
    await setUp('each_story');
    await set('morning', '2027-01-07T12:00:00Z', [{ rhythm: 'each_story' }], { atReadersHour: true });
    await story('tide', '2027-01-07T12:01:00Z');
    expect(await sweep('2027-01-07T12:01:00Z')).toBe(1);
    expect(await waits()).toContain('ada –');
  });

  test('who leaves while they wait does not get it; the rest is dated when it leaves', async () => {
    const { db } = newsroom;
    await setUp();
    await set('morning', '2027-01-06T12:00:00Z', daily, { atReadersHour: true });
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T05:30:00Z');
    const mailingId = await newestMailing();
    // The same wait by the clock of the database.
    await sql`
      update delivery set not_before = now() + interval '1 hour', due_at = now() + interval '1 hour' where not_before is not null
    `.execute(db);
    await sql`
      update delivery_chunk set due_at = case when exists (select from delivery where not_before is not null
        and id between first_delivery_id and last_delivery_id) then now() + interval '1 hour' else now() end
    `.execute(db);
    const sender = createSender(db, testKeys, {
      relay: mailbox.relay,
      databaseUrl: newsroom.databaseUrl,
      hostName: 'test',
      log: pino({ level: 'silent' }),
    });
    await sender.deliverDue('bulk');
    expect(mailbox.mails).toHaveLength(2);
    const progress = await readProgress(db, mailingId);
    expect(progress).toMatchObject({ stage: 'sending', pace: { ownHour: { readers: 3 } } });

    // A stop, and another try: they wait for their hour all the same.
    expect(await stopMailing(db, mailingId)).toBe(true);
    expect(await db.transaction().execute((tx) => retryMailing(tx, mailingId))).toBe(3);
    await sender.deliverDue('bulk');
    expect(mailbox.mails).toHaveLength(2);
    const dated = await sql`select from delivery_chunk where dated_at is not null`.execute(db);
    expect(dated.rows).toEqual([]);

    await suppressAddress(db, {
      addressKey: 'ada@example.test',
      scope: `newsletter:${newsroom.idOf('morning')}`,
      reason: 'left',
    });
    await sql`update delivery set not_before = now(), due_at = now() where state = 'waiting'`.execute(db);
    await sql`update delivery_chunk set due_at = now()`.execute(db);
    await sender.deliverDue('bulk');
    await sender.stop();
    expect(mailbox.mails).toHaveLength(4);
    expect(await readReceipt(db, mailingId)).toMatchObject({ audience: 5, accepted: 4, suppressed: 1 });
  });
});
