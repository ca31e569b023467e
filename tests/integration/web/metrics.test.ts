import express from 'express';
import { sql } from 'kysely';
import request from 'supertest';
import { isNear, mayReadMetrics } from '../../../src/web/metrics/may-read.ts';
import { routeClassOf } from '../../../src/web/metrics/http-durations.ts';
import { createWorkerFiguresApp } from '../../../src/web/metrics/worker-app.ts';
import { useApp } from '../../support/use-app.ts';

const app = useApp();
const closed = useApp({ metricsToken: 'a-token-for-the-monitor', hasSampleNewsroom: false });

/** The lines of one metric, as `{labels} value`. */
const linesOf = (text: string, name: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line.startsWith(name) ? [line.slice(name.length).trim()] : []));

async function read(): Promise<string> {
  const { status, text } = await app.visitor('10.0.0.7').get('/metrics');
  expect(status).toBe(200);
  return text;
}

test('a private network may read it, the rest of the world may not', async () => {
  expect((await app.visitor('192.168.1.4').get('/metrics')).status).toBe(200);
  expect((await app.visitor('fd00::1').get('/metrics')).status).toBe(200);
  const refused = await app.visitor('203.0.113.9').get('/metrics');
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('METRICS_TOKEN')]);
  expect(refused.text).not.toContain('doorstep_');
});

test('with a token it is the token alone that opens it', async () => {
  const near = closed.visitor('127.0.0.1');
  expect((await near.get('/metrics')).status).toBe(401);
  expect((await near.get('/metrics').set('Authorization', 'Bearer another-token')).status).toBe(401);
  expect((await near.get('/metrics').set('Authorization', 'Bearer a-token-for-the-monitor')).status).toBe(
    200,
  );
});

test('without a proxy to believe, only a request that nobody passed on is near', async () => {
  const door = express().get(
    '/metrics',
    mayReadMetrics({ metricsToken: undefined, trustProxy: undefined }),
    (_, answer) => {
      answer.send('open');
    },
  );
  expect((await request(door).get('/metrics')).status).toBe(200);
  for (const header of ['X-Forwarded-For', 'Forwarded'])
    expect((await request(door).get('/metrics').set(header, '10.0.0.1')).status).toBe(403);
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:10.1.2.3', true],
  ['172.31.255.1', true],
  ['172.32.0.1', false],
  ['8.8.8.8', false],
  ['2001:db8::1', false],
  ['', false],
])('%s is near: %s', (address, expected) => expect(isNear(address)).toBe(expected));

test.each([
  ['/admin/editions/1', 'admin'],
  ['/api/v1/subscribers', 'api'],
  ['/articles/big-agnes', 'page'],
  ['/', 'page'],
  ['/unsubscribe/abc', 'preferences'],
])('%s counts as %s, so that no token becomes a label', (path, expected) =>
  expect(routeClassOf(path)).toBe(expected),
);

test('requests are timed by kind of page, and the event loop is watched', async () => {
  await app.visitor().get('/articles/no-such-story');
  const text = await read();
  expect(linesOf(text, 'doorstep_http_request_seconds_count')).toContainEqual(
    expect.stringMatching(/^\{route="page",status="4xx"\} [1-9]/),
  );
  expect(linesOf(text, 'nodejs_eventloop_lag_p99_seconds')).toHaveLength(1);
  expect(linesOf(text, 'doorstep_database_up')).toEqual(['1']);
});

test('a worker shows the figures of its own sender beside those of the rows, under the same rule', async () => {
  await sql`
    insert into digest_run (newsletter_id, rhythm, window_start, window_end, departs_at, state)
    select min(id), 'daily', now() - interval '1 day', now() - interval '1 hour', now() - interval '30 minutes', 'ready' from newsletter
  `.execute(app.db);
  const senderFigures = () => ({
    outcomes: { accepted: 7, 'put back': 2 },
    commits: 3,
    commitSeconds: 0.25,
    lanes: [{ lane: 'bulk' as const, claimed: 5, inWindow: 4, heldSeconds: 1.5 }],
  });
  const { db, log } = app.setting;
  const worker = createWorkerFiguresApp({ db, log, metricsToken: undefined, senderFigures });
  const { status, text } = await request(worker).get('/metrics');
  expect(status).toBe(200);
  expect(linesOf(text, 'doorstep_sender_mails_total')).toEqual([
    '{outcome="accepted"} 7',
    '{outcome="put_back"} 2',
  ]);
  expect(linesOf(text, 'doorstep_sender_lane_in_window')).toEqual(['{lane="bulk"} 4']);
  expect(linesOf(text, 'doorstep_sender_commit_seconds_total')).toEqual(['0.25']);
  expect(linesOf(text, 'nodejs_eventloop_lag_p99_seconds')).toHaveLength(1);
  expect(linesOf(text, 'doorstep_senders ')).toHaveLength(1);
  expect(linesOf(text, 'doorstep_digest_runs_late ')).toEqual(['1']);
  expect(Number(linesOf(text, 'doorstep_digest_late_seconds ')[0])).toBeGreaterThanOrEqual(1800);

  expect((await request(worker).get('/healthz')).text).toBe('ok\n');
  expect((await request(worker).get('/admin')).status).toBe(404);
  expect((await request(worker).get('/metrics').set('X-Forwarded-For', '10.0.0.1')).status).toBe(403);
  const closedWorker = createWorkerFiguresApp({ db, log, metricsToken: 'a-token-for-the-monitor' });
  expect((await request(closedWorker).get('/metrics')).status).toBe(401);
});
