import { sql } from 'kysely';
import pino from 'pino';
import { publishDraft } from '../../../src/articles/drafts/publish-draft.ts';
import { takeStoryBack } from '../../../src/articles/drafts/take-back.ts';
import { buildReleases } from '../../../src/editions/build-release.ts';
import { runDigests } from '../../../src/editions/digests/run-digests.ts';
import { findEdition, saveEdition } from '../../../src/editions/editions.ts';
import {
  approveRun,
  buildRunNow,
  findRun,
  pinLead,
  sendRunAtOnce,
  skipRun,
} from '../../../src/editions/digests/steer-run.ts';
import { testKeys } from '../../support/use-database.ts';
import { useNewsroom } from './use-newsroom.ts';

const newsroom = useNewsroom();
const { set, story, reader, sweep, runs, mailed } = newsroom;
beforeEach(() => newsroom.clear());

const daily = [{ rhythm: 'daily' }] as const;

describe('a daily digest', () => {
  test('takes the stories of its window and goes to the readers of its rhythm', async () => {
    await reader('ada@example.test', ['morning']);
    await reader('ben@example.test', ['morning'], 'weekly');
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await story('old', '2027-01-05T05:29:59Z');
    await story('pier', '2027-01-06T05:30:00Z');
    await story('tide', '2027-01-07T05:29:59Z');
    await story('next', '2027-01-07T05:30:00Z');

    expect(await sweep('2027-01-07T05:29:59Z')).toBe(0);
    expect(await runs('morning')).toEqual(['06 05:30 – 07 05:30 due']);
    expect(await sweep('2027-01-07T05:30:00Z')).toBe(1);
    expect(await mailed()).toEqual(['ada@example.test: pier, tide']);
    expect(await newsroom.leftOut()).toEqual({ 'other rhythm': 1 });

    expect(await sweep('2027-01-07T05:30:05Z')).toBe(0);
    expect(await runs('morning')).toEqual(['06 05:30 – 07 05:30 released', '07 05:30 – 08 05:30 due']);
    await sweep('2027-01-08T05:30:01Z');
    expect(await mailed()).toEqual(['ada@example.test: pier, tide', 'ada@example.test: next']);
  });

  test.each([
    [
      'spring',
      '2027-03-26T12:00:00Z',
      ['2027-03-27T05:30:00Z', '2027-03-28T04:30:00Z', '2027-03-29T04:30:00Z'],
    ],
    [
      'autumn',
      '2027-10-29T12:00:00Z',
      ['2027-10-30T04:30:00Z', '2027-10-31T05:30:00Z', '2027-11-01T05:30:00Z'],
    ],
  ])('leaves once a day when the clocks change in %s', async (_season, since, departures) => {
    await reader('ada@example.test', ['morning']);
    await set('morning', since, daily);
    for (const [n, departure] of departures.entries()) {
      const hour = new Date(departure).getTime();
      await story(`story-${n}`, new Date(hour - 600_000).toISOString());
      expect(await sweep(new Date(hour - 1000).toISOString())).toBe(0);
      expect(await sweep(new Date(hour).toISOString())).toBe(1);
      expect(await sweep(new Date(hour + 3_600_000).toISOString())).toBe(0);
    }
    expect(await mailed()).toEqual([0, 1, 2].map((n) => `ada@example.test: story-${n}`));
  });

  test('two processes at the same moment make and release it once', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await story('pier', '2027-01-06T18:00:00Z');
    const released = await Promise.all([1, 2, 3].map(() => sweep('2027-01-07T05:30:00Z')));
    await sweep('2027-01-07T05:30:05Z');
    expect(released.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await mailed()).toEqual(['ada@example.test: pier']);
  });

  test('too few stories are a skip with its note, and go into the next one', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', leastStories: 2 }]);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T05:30:00Z');
    await story('tide', '2027-01-07T18:00:00Z');
    await sweep('2027-01-08T05:30:00Z');
    await sweep('2027-01-09T05:30:00Z');
    expect(await runs('morning')).toEqual([
      '06 05:30 – 07 05:30 skipped: Only one new story; it wants 2. What there is goes into the next one.',
      '07 05:30 – 08 05:30 released',
      '08 05:30 – 09 05:30 skipped: No new story came out.',
      '09 05:30 – 10 05:30 due',
    ]);
    expect(await mailed()).toEqual(['ada@example.test: pier, tide']);
  });

  test('a story that came in after its window closed goes into the next one', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T05:30:00Z');
    await story('late', '2027-01-07T05:10:00Z');
    await sweep('2027-01-08T05:30:00Z');
    expect(await mailed()).toEqual(['ada@example.test: pier', 'ada@example.test: late']);
  });

  test('only the sections it takes', async () => {
    await reader('ada@example.test', ['morning']);
    const { rows } = await sql<{ id: number }>`select id from section where slug = 'schools'`.execute(
      newsroom.db,
    );
    await set('morning', '2027-01-06T12:00:00Z', daily, { sectionIds: rows.map(({ id }) => id) });
    await story('pier', '2027-01-06T18:00:00Z', 'harbour');
    await story('bell', '2027-01-06T18:00:00Z', 'schools');
    await sweep('2027-01-07T05:30:00Z');
    expect(await mailed()).toEqual(['ada@example.test: bell']);
  });

  test('the story an editor pinned leads, also one from outside the window', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await story('fair', '2026-12-01T18:00:00Z');
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-06T20:00:00Z');
    const id = await newsroom.runId('morning');
    expect(await pinLead(newsroom.db, id, 'fair')).toEqual({ kind: 'done' });
    expect(await pinLead(newsroom.db, id, 'nothing')).toEqual({ kind: 'missing' });
    await sweep('2027-01-07T05:30:00Z');
    const run = await findRun(newsroom.db, id);
    const edition = await findEdition(newsroom.db, run?.edition ?? '');
    expect(edition?.subject).toBe('fair');
    expect(edition?.preheader).toBe('Also: pier');
    expect(edition?.blocks.map((block) => 'article' in block && block.article)).toEqual(['fair', 'pier']);
  });
});

describe('when nobody was there', () => {
  test('each missing run is found, says so and asks, and the next one leaves at its hour', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-04T12:00:00Z', daily);
    await story('pier', '2027-01-05T18:00:00Z');
    expect(await sweep('2027-01-07T12:00:00Z')).toBe(0);
    const lines = await runs('morning');
    expect(lines.map((line) => line.slice(0, 22))).toEqual([
      '04 05:30 – 05 05:30 la',
      '05 05:30 – 06 05:30 la',
      '06 05:30 – 07 05:30 la',
      '07 05:30 – 08 05:30 du',
    ]);
    expect(lines[2]).toContain('Nobody was there to build it at its hour; it is 6 h 30 min late.');
    expect(await mailed()).toEqual([]);

    const { rows } = await sql<{ id: string }>`
      select public_id as id from digest_run where state = 'late' order by window_start
    `.execute(newsroom.db);
    const [first, second, third] = rows.map(({ id }) => id);
    const word = (publicId = '') => ({ publicId, by: 'Ana Reyes' });
    const now = new Date('2027-01-07T12:05:00Z');
    expect(await skipRun(newsroom.db, word(first), now)).toEqual({ kind: 'done' });
    expect(await approveRun(newsroom.db, word(second), now)).toEqual({ kind: 'done' });
    expect(await skipRun(newsroom.db, word(third), now)).toEqual({ kind: 'done' });
    expect(await sweep('2027-01-07T12:05:05Z')).toBe(1);
    expect(await mailed()).toEqual(['ada@example.test: pier']);
    expect(await skipRun(newsroom.db, word(second), now)).toEqual({ kind: 'no-change' });
  });

  test('a run within the limit leaves late without a question', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await story('pier', '2027-01-06T18:00:00Z');
    expect(await sweep('2027-01-07T06:29:00Z')).toBe(1);
  });

  test('a run that another process holds, and one that breaks, block no other', async () => {
    const { db } = newsroom;
    await reader('ada@example.test', ['morning', 'weekend']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await set('weekend', '2027-01-06T12:00:00Z', daily);
    await set('all-in-one', '2027-01-06T12:00:00Z', daily);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T05:00:00Z');
    const stuck = newsroom.idOf('morning');
    await db.transaction().execute(async (tx) => {
      await sql`select from digest_run where newsletter_id = ${stuck} for update`.execute(tx);
      expect(await sweep('2027-01-07T05:30:00Z')).toBe(1);
    });
    expect((await runs('morning'))[0]).toBe('06 05:30 – 07 05:30 due');
    expect(await mailed('weekend')).toEqual(['ada@example.test: pier']);
  });
});

describe('a digest that is held for approval', () => {
  const held = [{ rhythm: 'daily', needsApproval: true, leadMinutes: 60, deadlineMinutes: 30 }] as const;

  test('is a draft an hour before, and leaves at its hour when somebody says yes', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', held);
    await story('pier', '2027-01-07T04:29:00Z');
    await story('after', '2027-01-07T04:31:00Z');
    expect(await sweep('2027-01-07T04:30:00Z')).toBe(0);
    expect(await runs('morning')).toEqual(['06 04:30 – 07 04:30 held']);
    const publicId = await newsroom.runId('morning');
    const word = { publicId, by: 'Ana Reyes' };
    expect(await approveRun(newsroom.db, word, new Date('2027-01-07T05:00:00Z'))).toEqual({ kind: 'done' });
    expect(await sweep('2027-01-07T05:29:00Z')).toBe(0);
    expect(await sweep('2027-01-07T05:30:00Z')).toBe(1);
    expect(await mailed()).toEqual(['ada@example.test: pier']);
    const edition = await findEdition(newsroom.db, (await findRun(newsroom.db, publicId))?.edition ?? '');
    expect(edition).toMatchObject({ releasedBy: 'Ana Reyes', createdBy: 'Doorstep', rhythm: 'daily' });
  });

  test.each([
    ['skip', 0, 'skipped: Nobody approved it in time.'],
    ['send', 1, 'released'],
  ] as const)('without a word until the deadline: %s', async (unapproved, released, state) => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', [{ ...held[0], unapproved }]);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T04:30:00Z');
    expect(await sweep('2027-01-07T05:59:00Z')).toBe(0);
    await sweep('2027-01-07T06:00:00Z');
    expect((await sweep('2027-01-07T06:00:05Z')) + (await mailed()).length * 0).toBe(released);
    expect((await runs('morning'))[0]).toBe(`06 04:30 – 07 04:30 ${state}`);
  });

  test('a draft that was changed after the yes asks again', async () => {
    const { db } = newsroom;
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', held);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T04:30:00Z');
    const publicId = await newsroom.runId('morning');
    await approveRun(db, { publicId, by: 'Ana Reyes', version: 1 }, new Date('2027-01-07T05:00:00Z'));
    await sql`update edition set subject = 'Another', version = 2`.execute(db);
    expect(await sweep('2027-01-07T05:30:00Z')).toBe(0);
    expect((await runs('morning'))[0]).toContain('failed: Somebody changed the edition meanwhile.');
  });

  describe('of a newsletter that asks for a second person', () => {
    const approver = (staffId: number) => ({ staffId, publicUrl: 'http://lantern.example.test' });
    const staffNumbers = async (): Promise<readonly number[]> => {
      const { rows } = await sql<{ id: number }>`
        insert into staff (public_id, name, address, address_key, role)
        select 'p' || n || '-' || (select count(*) from staff), 'Editor', n || '-' || (select count(*) from staff),
          n || '-' || (select count(*) from staff), 'editor' from generate_series(1, 2) as n returning id
      `.execute(newsroom.db);
      return rows.map(({ id }) => id);
    };
    beforeEach(async () => {
      await reader('ada@example.test', ['morning']);
      await sql`update newsletter set needs_approval = true`.execute(newsroom.db);
      await story('pier', '2027-01-06T18:00:00Z');
    });
    afterEach(async () => {
      await sql`update newsletter set needs_approval = false`.execute(newsroom.db);
    });

    test('it never leaves without a word, also where it would otherwise', async () => {
      await set('morning', '2027-01-06T12:00:00Z', [{ ...held[0], unapproved: 'send' }]);
      await sweep('2027-01-07T04:30:00Z');
      await sweep('2027-01-07T06:00:00Z');
      expect(await sweep('2027-01-07T06:00:05Z')).toBe(0);
      expect((await runs('morning'))[0]).toBe('06 04:30 – 07 04:30 skipped: Nobody approved it in time.');
    });

    test('whoever changed the draft cannot approve it; somebody else can', async () => {
      const { db } = newsroom;
      const [author = 0, second = 0] = await staffNumbers();
      await set('morning', '2027-01-06T12:00:00Z', held);
      await sweep('2027-01-07T04:30:00Z');
      const publicId = await newsroom.runId('morning');
      const edition = (await findRun(db, publicId))?.edition ?? '';
      const draft = await findEdition(db, edition);
      if (!draft) throw new Error('there is no draft');
      const text = { version: 1, subject: 'Another', preheader: '', blocks: draft.blocks };
      await saveEdition(db, edition, text, { name: 'Ana Reyes', staffId: author });
      const word = { publicId, by: 'Ana Reyes', version: 2 };
      const now = new Date('2027-01-07T05:00:00Z');
      expect(await approveRun(db, { ...word, approver: approver(author) }, now)).toEqual({
        kind: 'own-text',
      });
      const cannotWait = { ...word, approver: approver(author), reason: 'The dyke is open' };
      expect(await sendRunAtOnce(db, cannotWait, now)).toEqual({ kind: 'own-text' });
      expect(await approveRun(db, word, now)).toEqual({ kind: 'no-change' });
      expect(await approveRun(db, { ...word, approver: approver(second) }, now)).toEqual({ kind: 'done' });
      expect(await sweep('2027-01-07T05:30:00Z')).toBe(1);
    });

    test('a draft that leaves by its timetable asks as soon as somebody has changed it', async () => {
      const { db } = newsroom;
      await set('morning', '2027-01-06T12:00:00Z', daily);
      await sql`update newsletter set needs_approval = true`.execute(db);
      await sweep('2027-01-07T05:00:00Z');
      const publicId = await newsroom.runId('morning');
      await buildRunNow(db, publicId, new Date('2027-01-07T05:00:00Z'));
      const edition = (await findRun(db, publicId))?.edition ?? '';
      const draft = await findEdition(db, edition);
      if (!draft) throw new Error('there is no draft');
      const text = { version: 1, subject: 'By a key', preheader: '', blocks: draft.blocks };
      await saveEdition(db, edition, text, { name: 'key Website', staffId: null });
      expect(await sweep('2027-01-07T05:30:00Z')).toBe(0);
      expect((await runs('morning'))[0]).toContain('failed: morning asks for a second person');
    });
  });

  test('one can be built before its time', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await sweep('2027-01-06T12:00:00Z');
    const publicId = await newsroom.runId('morning');
    const now = new Date('2027-01-06T20:00:00Z');
    expect(await buildRunNow(newsroom.db, publicId, now)).toEqual({ kind: 'nothing-new' });
    await story('pier', '2027-01-06T18:00:00Z');
    expect(await buildRunNow(newsroom.db, publicId, now)).toEqual({ kind: 'done' });
    await story('tide', '2027-01-06T21:00:00Z');
    expect(await sweep('2027-01-06T21:30:00Z')).toBe(0);
    expect(await sweep('2027-01-07T05:30:00Z')).toBe(1);
    await sweep('2027-01-08T05:30:00Z');
    expect(await mailed()).toEqual(['ada@example.test: pier', 'ada@example.test: tide']);
  });
});

describe('each story', () => {
  const each = [{ rhythm: 'each_story', leadMinutes: 10 }] as const;

  test('is a run of its own, ten minutes after it came out', async () => {
    await reader('ada@example.test', ['morning'], 'each_story');
    await set('morning', '2027-01-07T12:00:00Z', each);
    await story('before', '2027-01-07T11:59:00Z');
    await story('pier', '2027-01-07T12:01:00Z');
    await story('tide', '2027-01-07T12:01:00Z');
    expect(await sweep('2027-01-07T12:10:00Z')).toBe(0);
    expect(await sweep('2027-01-07T12:11:00Z')).toBe(2);
    expect(await sweep('2027-01-07T12:12:00Z')).toBe(0);
    expect((await mailed()).toSorted()).toEqual(['ada@example.test: pier', 'ada@example.test: tide']);
  });

  test('waits for the end of quiet hours, unless somebody says why not', async () => {
    await reader('ada@example.test', ['morning'], 'each_story');
    await set('morning', '2027-01-07T12:00:00Z', each, { quietFrom: '22:00', quietUntil: '06:00' });
    await story('pier', '2027-01-07T21:30:00Z');
    await story('flood', '2027-01-07T22:30:00Z');
    await sweep('2027-01-07T21:40:00Z');
    await sweep('2027-01-07T22:45:00Z');
    expect(await mailed()).toEqual([]);
    const { rows } = await sql<{ id: string }>`
      select digest_run.public_id as id from digest_run join article on article.id = article_id where slug = 'flood'
    `.execute(newsroom.db);
    const word = { publicId: rows[0]?.id ?? '', by: 'Ana Reyes' };
    const now = new Date('2027-01-07T22:50:00Z');
    expect(await sendRunAtOnce(newsroom.db, { ...word, reason: ' ' }, now)).toEqual({ kind: 'no-change' });
    expect(await sendRunAtOnce(newsroom.db, { ...word, reason: 'The dyke is open' }, now)).toEqual({
      kind: 'done',
    });
    expect(await sweep('2027-01-07T22:50:05Z')).toBe(1);
    expect(await mailed()).toEqual(['ada@example.test: flood']);
    expect((await findRun(newsroom.db, word.publicId))?.overrideReason).toBe('The dyke is open');
    const priority = await sql<{ priority: number }>`select priority from mailing`.execute(newsroom.db);
    expect(priority.rows).toEqual([{ priority: 3 }]);
    expect(await sweep('2027-01-08T05:00:00Z')).toBe(1);
    expect(await mailed()).toEqual(['ada@example.test: flood', 'ada@example.test: pier']);
  });
});

describe('a story that is taken back', () => {
  const at = (moment: string) => new Date(moment);
  const takeBack = async (slug: string, moment: string) => {
    const outcome = await takeStoryBack(newsroom.db, slug, { by: 'Ana Reyes', now: at(moment) });
    if (outcome.kind !== 'taken-back') throw new Error(`${slug} is not out`);
    return outcome.draft;
  };
  const publishAgain = ({ publicId, version }: { publicId: string; version: number }, moment: string) =>
    publishDraft(newsroom.db, {
      publicId,
      version,
      by: 'Ana Reyes',
      now: at(moment),
      at: null,
      withOpenMarks: false,
      over: false,
    });

  test('is left out of a draft nobody touched; one without another story is skipped', async () => {
    await reader('ada@example.test', ['morning', 'weekend']);
    await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', needsApproval: true, leadMinutes: 60 }]);
    await set(
      'weekend',
      '2027-01-06T12:00:00Z',
      [{ rhythm: 'daily', leadMinutes: 60, needsApproval: true }],
      {
        sectionIds: [2],
      },
    );
    await story('tide', '2027-01-06T18:00:00Z');
    await story('pier', '2027-01-06T19:00:00Z');
    await story('bell', '2027-01-06T18:00:00Z', 'schools');
    await sweep('2027-01-07T04:30:00Z');
    const run = await findRun(newsroom.db, await newsroom.runId('morning'));
    await takeBack('pier', '2027-01-07T04:40:00Z');
    await takeBack('bell', '2027-01-07T04:40:00Z');
    await sweep('2027-01-07T04:41:00Z');
    await sweep('2027-01-07T04:41:05Z');
    expect(await runs('weekend')).toContain('06 04:30 – 07 04:30 skipped: No new story came out.');
    const built = await findEdition(newsroom.db, run?.edition ?? '');
    expect([built?.subject, built?.blocks]).toEqual(['tide', [{ kind: 'story-card', article: 'tide' }]]);
    await approveRun(
      newsroom.db,
      { publicId: run?.publicId ?? '', by: 'Ana Reyes' },
      at('2027-01-07T05:00:00Z'),
    );
    await sweep('2027-01-07T05:30:00Z');
    expect(await mailed()).toEqual(['ada@example.test: tide']);
  });

  test('asks whoever wrote on the draft that carries it', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', needsApproval: true, leadMinutes: 60 }]);
    await story('pier', '2027-01-06T18:00:00Z');
    await story('tide', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T04:30:00Z');
    const id = await newsroom.runId('morning');
    await approveRun(newsroom.db, { publicId: id, by: 'Ana Reyes' }, at('2027-01-07T04:35:00Z'));
    await takeBack('pier', '2027-01-07T04:40:00Z');
    await sweep('2027-01-07T05:30:00Z');
    expect(await mailed()).toEqual([]);
    expect(await findRun(newsroom.db, id)).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('Taken back since it was written: “pier”.'),
    });
  });

  test('is not mailed by the run that waits for it, and has one again when it is out again', async () => {
    await reader('ada@example.test', ['morning'], 'each_story');
    await reader('ben@example.test', ['weekend'], 'each_story');
    const each = [{ rhythm: 'each_story', leadMinutes: 10 }] as const;
    await set('morning', '2027-01-07T12:00:00Z', [{ ...each[0], needsApproval: true }]);
    await set('weekend', '2027-01-07T12:00:00Z', each);
    await story('pier', '2027-01-07T12:01:00Z');
    await sweep('2027-01-07T12:02:00Z');
    const draft = await takeBack('pier', '2027-01-07T12:05:00Z');
    await sweep('2027-01-07T12:11:00Z');
    await sweep('2027-01-07T12:11:05Z');
    const skipped = 'skipped: Its story was taken back.';
    expect(await runs('morning')).toEqual([`07 12:01 – 07 12:01 ${skipped}`]);
    expect(await runs('weekend')).toEqual([`07 12:01 – 07 12:11 ${skipped}`]);
    expect(await sweep('2027-01-07T13:00:00Z')).toBe(0);

    await publishAgain(draft, '2027-01-07T14:00:00Z');
    expect(await sweep('2027-01-07T14:10:00Z')).toBe(1);
    expect(await mailed()).toEqual(['ben@example.test: pier']);
    const again = await takeBack('pier', '2027-01-07T15:00:00Z');
    await publishAgain(again, '2027-01-07T16:00:00Z');
    await sweep('2027-01-07T16:10:00Z');
    await sweep('2027-01-07T16:11:00Z');
    expect(await mailed('weekend')).toEqual(['ben@example.test: pier']);
  });

  test('keeps a send from leaving that had not been frozen, and never comes twice to those who had it', async () => {
    await reader('ada@example.test', ['morning']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await story('pier', '2027-01-06T18:00:00Z');
    const { db, publicUrl } = newsroom;
    const log = pino({ level: 'silent' });
    await runDigests(db, { keys: testKeys, publicUrl }, { now: at('2027-01-07T05:30:00Z'), log });
    const draft = await takeBack('pier', '2027-01-07T05:30:00Z');
    await buildReleases(db, publicUrl);
    expect(await mailed()).toEqual([]);
    expect((await runs('morning'))[0]).toContain('failed: A story in it was taken back');

    await publishAgain(draft, '2027-01-07T06:00:00Z');
    await sql`update digest_run set state = 'skipped', ended_at = now() where state = 'failed'`.execute(db);
    await sweep('2027-01-08T05:30:00Z');
    expect(await mailed()).toEqual(['ada@example.test: pier']);
    await publishAgain(await takeBack('pier', '2027-01-08T13:00:00Z'), '2027-01-08T14:00:00Z');
    await sweep('2027-01-09T05:30:00Z');
    expect(await mailed('morning')).toEqual(['ada@example.test: pier']);
  });
});

describe('never a story twice to the same reader', () => {
  test('across newsletters, and who has had them all is left out and counted', async () => {
    await reader('ada@example.test', ['morning', 'weekend']);
    await reader('ben@example.test', ['weekend']);
    await reader('cleo@example.test', ['morning', 'weekend']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await set('weekend', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', minutes: '12:00' }]);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T05:30:00Z');
    // Cleo's copy was refused: she did not get it.
    await sql`update delivery set state = 'refused' where address = 'cleo@example.test'`.execute(newsroom.db);
    await sweep('2027-01-07T11:00:00Z');
    expect(await mailed('weekend')).toEqual(['ben@example.test: pier', 'cleo@example.test: pier']);
    expect(await newsroom.leftOut()).toEqual({ 'had all stories': 1 });
  });

  test('only the new ones come, also after an edition made by hand', async () => {
    await reader('ada@example.test', ['morning', 'weekend']);
    await reader('ben@example.test', ['weekend']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await set('weekend', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', minutes: '12:00' }]);
    await story('pier', '2027-01-06T18:00:00Z');
    await sweep('2027-01-07T05:30:00Z');
    await story('tide', '2027-01-07T08:00:00Z');
    await sweep('2027-01-07T11:00:00Z');
    expect(await mailed('weekend')).toEqual(['ada@example.test: tide', 'ben@example.test: pier, tide']);
  });

  test('two digests that leave in the same minute see each other', async () => {
    await reader('ada@example.test', ['morning', 'weekend']);
    await set('morning', '2027-01-06T12:00:00Z', daily);
    await set('weekend', '2027-01-06T12:00:00Z', daily);
    await story('pier', '2027-01-06T18:00:00Z');
    expect(await sweep('2027-01-07T05:30:00Z')).toBe(2);
    expect(await mailed()).toEqual(['ada@example.test: pier']);
  });
});
