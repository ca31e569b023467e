import { askApprovers } from '../../../src/editions/ask-approvers.ts';
import { createServer, type Server } from 'node:http';
import { sql } from 'kysely';
import { saveRelay } from '../../../src/delivery/relays.ts';
import { saveWatchSetting } from '../../../src/editions/watch/watch-setting.ts';
import { watchDigests } from '../../../src/editions/watch/watch-digests.ts';
import { addStaff } from '../../../src/staff/accounts.ts';
import { testKeys } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';
import { useNewsroom } from './use-newsroom.ts';

const mailbox = useMailbox();
const newsroom = useNewsroom();
const { set, story, reader, sweep } = newsroom;

const posted: string[] = [];
let hook: Server;
let hookUrl = '';
let hookStatus = 200;

beforeAll(async () => {
  for (const [name, role] of [
    ['Ana', 'owner'],
    ['Bea', 'reporter'],
  ] as const)
    await addStaff(newsroom.db, {
      name,
      role,
      address: `${name.toLowerCase()}@example.test`,
      password: 'a lantern on the quay',
    });
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      posted.push(body);
      response.writeHead(hookStatus).end();
    });
  });
  await new Promise<void>((resolve) => {
    hook.listen(0, '127.0.0.1', resolve);
  });
  const address = hook.address();
  hookUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`;
});
afterAll(() => new Promise((resolve) => hook.close(resolve)));
beforeEach(async () => {
  await newsroom.clear();
  await sql`truncate watch_warning, watch_setting`.execute(newsroom.db);
  await sql`insert into sender (host, pid, lease_until) values ('here', 1, now() + interval '1 hour')`.execute(
    newsroom.db,
  );
  posted.length = 0;
  hookStatus = 200;
});
afterEach(() => sql`delete from sender`.execute(newsroom.db));

const watch = (at: string) =>
  watchDigests(
    newsroom.db,
    { keys: testKeys, publicUrl: newsroom.publicUrl, mayReach: () => true },
    new Date(at),
  );

const told = async () => {
  const { rows } = await sql<{ line: string }>`
    select code || ': ' || title || ': ' || words as line from watch_warning order by id
  `.execute(newsroom.db);
  return rows.map(({ line }) => line);
};
const mailedTo = async () => {
  const { rows } = await sql<{ address: string }>`select address from delivery order by address`.execute(
    newsroom.db,
  );
  return rows.map(({ address }) => address);
};

const wantsTwo = [{ rhythm: 'daily', leastStories: 2 }] as const;

test('too few stories are told an hour before, once, to those who may send', async () => {
  await reader('emil@example.test', ['morning']);
  await set('morning', '2027-01-06T12:00:00Z', wantsTwo);
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  expect(await watch('2027-01-07T04:29:00Z')).toBe(false);
  expect(await told()).toEqual([]);
  expect(await watch('2027-01-07T04:30:00Z')).toBe(true);
  expect(await watch('2027-01-07T04:30:15Z')).toBe(false);
  expect(await told()).toEqual([
    'too-few-stories: morning, Thursday 06:30: It wants 2 stories and has 1. Without more it is skipped.',
  ]);
  expect(await mailedTo()).toEqual(['ana@example.test']);
});

test('no story at all asks for the feed, and enough stories are no news', async () => {
  await set('morning', '2027-01-06T12:00:00Z', wantsTwo);
  await set('weekend', '2027-01-06T12:00:00Z', [{ rhythm: 'daily' }], { sectionIds: [2] });
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  await story('tide', '2027-01-06T18:00:00Z');
  await watch('2027-01-07T05:00:00Z');
  expect(await told()).toEqual([
    'no-story: weekend, Thursday 06:30: No new story has come in. Look whether the feed is alive: without one it is skipped.',
  ]);
});

test('a dead feed is told even when there are stories enough, to the newsletters it brings stories for', async () => {
  await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily' }]);
  await set('weekend', '2027-01-06T12:00:00Z', [{ rhythm: 'daily' }], { sectionIds: [] });
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  await sql`
    insert into feed (public_id, url, title, newsletter_id, access, takes_pictures, state, next_at, failures, problem)
    select 'dead', 'https://council.example.org/feed/', 'Council news', id, 'everyone', false, 'on', now(), 3,
      'Its server takes no connection.' from newsletter where slug = 'morning'
    union all select 'stumbled', 'https://port.example.org/feed/', 'Port news', id, 'everyone', false, 'on', now(), 2,
      'Its server takes no connection.' from newsletter where slug = 'morning'
  `.execute(newsroom.db);
  await watch('2027-01-07T05:00:00Z');
  expect(await told()).toEqual([
    'dead-feed: morning, Thursday 06:30: No stories come from Council news: Its server takes no connection.',
  ]);
  await sql`delete from feed`.execute(newsroom.db);
});

test('a template of its own that can no longer be used is told before the hour, and holds the run', async () => {
  await reader('emil@example.test', ['morning']);
  await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily' }]);
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  await sql`
    insert into newsletter_template (newsletter_id, version, source, note, saved_by, is_in_force)
    select id, 1, '<mjml></mjml>', '', 'Ana Reyes', true from newsletter where slug = 'morning'
  `.execute(newsroom.db);
  await watch('2027-01-07T05:00:00Z');
  const words =
    /Version 1 of the newsletter’s own template can no longer be used, line 1: A template has one <mj-body>/;
  expect((await told())[0]).toMatch(/^template-broken: morning, Thursday 06:30: /);
  expect((await told())[0]).toMatch(words);
  await sweep('2027-01-07T05:30:05Z');
  const { rows } = await sql<{ state: string; note: string }>`select state, note from digest_run`.execute(
    newsroom.db,
  );
  expect(rows.map(({ state }) => state)).toContain('failed');
  expect(rows.find(({ state }) => state === 'failed')?.note).toMatch(words);
  await sql`delete from newsletter_template`.execute(newsroom.db);
});

test('an edition that is held asks whoever may send, once each, as soon as it is built', async () => {
  const setting = { keys: testKeys, publicUrl: newsroom.publicUrl };
  await reader('emil@example.test', ['morning']);
  await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', needsApproval: true, leadMinutes: 60 }]);
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  expect(await askApprovers(newsroom.db, setting)).toBe(0);
  await sweep('2027-01-07T04:30:00Z');
  expect(await askApprovers(newsroom.db, setting)).toBe(1);
  expect(await askApprovers(newsroom.db, setting)).toBe(0);
  expect(await mailedTo()).toEqual(['ana@example.test']);
});

test('an edition that nobody has approved, and one that is late', async () => {
  await reader('emil@example.test', ['morning', 'weekend']);
  await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', needsApproval: true, leadMinutes: 60 }]);
  await set('weekend', '2027-01-06T12:00:00Z', [{ rhythm: 'daily', minutes: '03:00' }]);
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  await sweep('2027-01-07T04:30:00Z');
  await watch('2027-01-07T04:30:00Z');
  expect((await told()).map((line) => line.split(':')[0])).toEqual(['late', 'unapproved']);
});

test('nobody who sends, and mail that stands still', async () => {
  await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily' }]);
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  await sql`update sender set lease_until = now() - interval '1 minute'`.execute(newsroom.db);
  await watch('2027-01-07T05:00:00Z');
  expect(await told()).toEqual([
    'no-sender: morning, Thursday 06:30: No process is sending. Mail waits, and nothing is lost.',
  ]);
  await sql`update sender set lease_until = now() + interval '1 hour'`.execute(newsroom.db);
  // The warning itself is mail that waits.
  await sql`update delivery_chunk set due_at = now() - interval '11 minutes'`.execute(newsroom.db);
  await watch('2027-01-07T05:01:00Z');
  expect((await told()).at(-1)).toContain(
    'queue-stands: morning, Thursday 06:30: Mail has been waiting for 11 minutes',
  );
});

test('a mail server that refuses is told past it, by the other one and by webhook', async () => {
  const server = (name: string, port: number) => ({
    name,
    host: '127.0.0.1',
    port,
    tls: 'none' as const,
    username: null,
    rank: 1,
    weight: 1,
    connections: 1,
    mailsPerConnection: 10,
    perHour: null,
    warmUp: [],
    warmUpFrom: null,
    isOn: true,
  });
  const first = await saveRelay(newsroom.db, testKeys, null, server('First', 9));
  const other = await saveRelay(newsroom.db, testKeys, null, server('Other', mailbox.relay.port));
  if (first.kind !== 'saved' || other.kind !== 'saved') throw new Error('a mail server was not saved');
  await sql`update relay set failure = '554 go away', failed_at = now() where id = ${first.id}`.execute(
    newsroom.db,
  );
  const setting = { webhookUrl: hookUrl, recipients: ['desk@example.test'], relayId: other.id };
  await saveWatchSetting(newsroom.db, setting);
  await set('morning', '2027-01-06T12:00:00Z', [{ rhythm: 'daily' }]);
  await sweep('2027-01-06T12:00:05Z');
  await story('pier', '2027-01-06T18:00:00Z');
  hookStatus = 500;
  expect(await watch('2027-01-07T05:00:00Z')).toBe(false);
  expect(mailbox.mails.map(({ to }) => to)).toEqual(['desk@example.test']);
  expect(mailbox.mails[0]?.raw).toContain('First: 554 go away');
  expect(await mailedTo()).toEqual([]);
  expect(JSON.parse(posted[0] ?? '')).toMatchObject({
    type: 'digest.warning',
    code: 'relay-refuses',
    newsletter: 'morning',
    departsAt: '2027-01-07T05:30:00.000Z',
  });

  // The webhook did not take it: it is tried again, the mail is not.
  hookStatus = 200;
  await sql`update watch_warning set next_try_at = now()`.execute(newsroom.db);
  await watch('2027-01-07T05:02:00Z');
  expect(posted).toHaveLength(2);
  await sql`update watch_warning set next_try_at = now()`.execute(newsroom.db);
  await watch('2027-01-07T05:04:00Z');
  expect(posted).toHaveLength(2);
  expect(mailbox.mails).toHaveLength(1);

  // Were the other one away too, the warning would go the way of all mail.
  await saveWatchSetting(newsroom.db, { ...setting, relayId: first.id });
  await sql`update watch_warning set mail_state = 'waiting', next_try_at = now()`.execute(newsroom.db);
  expect(await watch('2027-01-07T05:05:00Z')).toBe(true);
  expect(await mailedTo()).toEqual(['desk@example.test']);
});
