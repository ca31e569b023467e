import { sql } from 'kysely';
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
