import { sql } from 'kysely';
import { buildReleases } from '../../../src/editions/build-release.ts';
import { listArticles } from '../../../src/articles/articles.ts';
import { createSender } from '../../../src/delivery/sender.ts';
import { listActsOn } from '../../../src/staff/audit.ts';
import { type Caller, promised, useApi } from '../../support/use-api.ts';
import { testKeys } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';

const mailbox = useMailbox();
const api = useApi();

async function draft(caller: Caller): Promise<string> {
  const { articles } = await listArticles(api.db, { limit: 2 });
  const response = await caller.post('/editions').send({
    newsletter: 'morning-edition',
    articles: articles.map(({ slug }) => slug),
    subject: 'The mill wheel turns',
  });
  promised('post', '/editions', response);
  expect([response.status, response.body.stage, response.body.blocks.length]).toEqual([201, 'draft', 2]);
  return response.body.id;
}

async function sendAll(): Promise<void> {
  await buildReleases(api.db, api.setting.publicUrl);
  const sender = createSender(api.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: api.url,
    hostName: 'test',
    log: api.setting.log,
  });
  await sender.deliverDue('bulk');
  await sender.stop();
}

test('an edition is created, sent once, and accounted for reader by reader', async () => {
  const caller = await api.caller();
  const id = await draft(caller);
  const send = () => caller.post(`/editions/${id}/send`, 'send-1').send({ undoSeconds: 0 });

  const answers = await Promise.all(Array.from({ length: 50 }, send));
  const good = answers.filter(({ status }) => status === 202);
  expect(good.length).toBeGreaterThan(0);
  expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
  promised('post', '/editions/{id}/send', { status: 202, body: good[0]?.body });
  expect(api.rung.filter((bell) => bell === 'release')).toHaveLength(1);

  await sendAll();
  const receipt = await caller.get(`/editions/${id}/receipt`);
  promised('get', '/editions/{id}/receipt', receipt);
  const { audience, leftOut, ...outcomes } = receipt.body;
  expect(audience).toBeGreaterThan(0);
  expect(outcomes).toMatchObject({ accepted: audience, waiting: 0, inDoubt: 0 });
  expect(mailbox.mails).toHaveLength(audience);
  expect(Object.keys(leftOut)).not.toContain('reachable');

  const deliveries = await caller.get(`/editions/${id}/deliveries?state=accepted&limit=200`);
  promised('get', '/editions/{id}/deliveries', deliveries);
  expect(deliveries.body.data.map(({ email }: { email: string }) => email).sort()).toEqual(
    mailbox.mails.map(({ to }) => to).sort(),
  );
  const edition = await caller.get(`/editions/${id}`);
  promised('get', '/editions/{id}', edition);
  expect(edition.body.stage).toBe('finished');
  expect((await listActsOn(api.db, `edition ${id}`)).map(({ action }) => action)).toEqual([
    'released an edition',
    'created an edition',
  ]);
});

test('a release is taken back within its undo window, and only then', async () => {
  const caller = await api.caller();
  const id = await draft(caller);
  expect((await caller.post(`/editions/${id}/undo`)).status).toBe(409);
  const released = await caller.post(`/editions/${id}/send`).send({ undoSeconds: 600 });
  expect(released.body.undoSecondsLeft).toBeGreaterThan(590);
  const again = await caller.post(`/editions/${id}/send`);
  expect([again.status, again.body.type]).toEqual([409, '/api/docs#problem-already-released']);
  const undone = await caller.post(`/editions/${id}/undo`);
  promised('post', '/editions/{id}/undo', undone);
  expect([undone.body.stage, undone.body.receipt]).toEqual(['draft', null]);
});

test('an edition gets a moment to leave at, and whoever is missing afterwards is sent to once', async () => {
  const caller = await api.caller();
  const id = await draft(caller);
  for (const at of ['2026-01-08T07:00:00Z', '2206-01-08T07:00:00Z', 'tomorrow']) {
    const refused = await caller.post(`/editions/${id}/schedule`).send({ at });
    expect(refused.status).toBe(422);
  }
  const at = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const scheduled = await caller.post(`/editions/${id}/schedule`).send({ at });
  promised('post', '/editions/{id}/schedule', scheduled);
  expect(scheduled.body.stage).toBe('held');
  const undone = await caller.post(`/editions/${id}/undo`).send({});
  expect(undone.body.stage).toBe('draft');

  await caller.post(`/editions/${id}/send`).send({ undoSeconds: 0 });
  await sendAll();
  const nobody = await caller.post(`/editions/${id}/resend-missing`).send({});
  expect(nobody.status).toBe(409);
  const before = (await caller.get(`/editions/${id}/receipt`)).body.audience;
  await sql`delete from delivery where id = (select max(id) from delivery
    where mailing_id = (select mailing_id from edition where public_id = ${id}))`.execute(api.db);
  const missing = await caller.post(`/editions/${id}/resend-missing`).send({});
  promised('post', '/editions/{id}/resend-missing', missing);
  expect(missing.status).toBe(200);
  expect((await caller.get(`/editions/${id}/receipt`)).body.audience).toBe(before);
});

test('what came back is listed, newest first, and by address', async () => {
  const caller = await api.caller();
  for (const n of [1, 2])
    await sql`
      insert into feedback_event (kind, source, source_id, delivery_id, address_key, found_by, class, is_hard, status, diagnostic, effect,
        happened_at)
      values ('bounce', 'report', ${`event ${n}`}, 1, ${`emil${n}@example.test`}, 'recipient', 'no-such-user', true, '5.1.1',
        'No such user', 'suppressed', now())
    `.execute(api.db);
  const all = await caller.get('/events?limit=1');
  promised('get', '/events', all);
  expect(all.body.data[0]).toMatchObject({
    kind: 'bounce',
    email: 'emil2@example.test',
    reason: 'No such user',
  });
  const next = await caller.get(`/events?limit=1&cursor=${all.body.next}`);
  expect(next.body.data[0]).toMatchObject({ email: 'emil1@example.test' });
  const one = await caller.get('/events?email=Emil1@example.test');
  expect(one.body.data).toHaveLength(1);
  expect((await caller.get('/events?kind=praise')).status).toBe(422);
});

test('a send is paused, goes on and is stopped', async () => {
  const caller = await api.caller();
  const id = await draft(caller);
  await caller.post(`/editions/${id}/send`).send({ undoSeconds: 600 });
  await buildReleases(api.db, api.setting.publicUrl);
  const stages: string[] = [];
  for (const verb of ['pause', 'resume', 'stop']) {
    stages.push((await caller.post(`/editions/${id}/${verb}`)).body.stage);
  }
  expect(stages).toEqual(['paused', 'held', 'stopped']);
  expect(api.rung).toContain('deliver');
  const { body } = await caller.get(`/editions/${id}/receipt`);
  expect(body).toMatchObject({ stopped: body.audience, waiting: 0 });
});

test('a draft changes only from the version that was seen', async () => {
  const caller = await api.caller();
  const id = await draft(caller);
  const saved = await caller.patch(`/editions/${id}`).send({ version: 1, subject: 'Another' });
  promised('patch', '/editions/{id}', saved);
  expect([saved.body.version, saved.body.subject, saved.body.blocks.length]).toEqual([2, 'Another', 2]);
  const late = await caller.patch(`/editions/${id}`).send({ version: 1, subject: 'Mine' });
  expect([late.status, late.body.type]).toEqual([409, '/api/docs#problem-version-conflict']);
  const misspelt = await caller
    .patch(`/editions/${id}`)
    .send({ version: 2, blocks: [{ kind: 'story-card', article: 'x', headlin: 'y' }] });
  expect(misspelt.body.errors).toEqual([{ field: 'blocks.0.headlin', message: expect.any(String) }]);
});

test('a second subject is set, changed, taken out, and refused where it cannot be tried', async () => {
  const caller = await api.caller();
  const created = await caller.post('/editions').send({
    newsletter: 'morning-edition',
    subject: 'Low water',
    subjectTest: { subject: 'The ferry stops' },
  });
  promised('post', '/editions', created);
  const { id } = created.body;
  expect(created.body).toMatchObject({
    subjectTest: { subject: 'The ferry stops', sharePercent: 20, waitMinutes: 240, decideBy: 'clicks' },
    subjectTestRun: null,
  });
  const wrong = await caller
    .patch(`/editions/${id}`)
    .send({ version: 1, subjectTest: { subject: 'B', sharePercent: 90, winner: 'b' } });
  expect(wrong.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
    'subjectTest.sharePercent',
    'subjectTest.winner',
  ]);
  const small = await caller.post(`/editions/${id}/send`);
  expect(small.body.errors).toContainEqual({
    field: 'subjectTest',
    message: expect.stringContaining('50 are needed'),
  });
  const early = await caller.post(`/editions/${id}/subject-test`).send({ winner: 'b' });
  expect([early.status, early.body.type]).toEqual([409, '/api/docs#problem-no-change']);
  const out = await caller.patch(`/editions/${id}`).send({ version: 1, subjectTest: null });
  expect(out.body.subjectTest).toBeNull();

  await sql`update edition set rhythm = 'daily' where public_id = ${id}`.execute(api.db);
  const automatic = await caller
    .patch(`/editions/${id}`)
    .send({ version: 2, subjectTest: { subject: 'The ferry stops' } });
  expect(automatic.body.errors).toEqual([{ field: 'subjectTest', message: expect.any(String) }]);
});

test('an edition that is not ready says what to mend', async () => {
  const caller = await api.caller();
  const { body } = await caller.post('/editions').send({ newsletter: 'morning-edition' });
  const response = await caller.post(`/editions/${body.id}/send`);
  expect([response.status, response.body.type]).toEqual([422, '/api/docs#problem-not-ready']);
  expect(response.body.errors.map(({ field }: { field: string }) => field)).toEqual(
    expect.arrayContaining(['subject', 'edition']),
  );
});

test('a preview shows the mail, a test leaves for one address', async () => {
  const caller = await api.caller();
  const id = await draft(caller);
  const preview = await caller.post(`/editions/${id}/preview`).send({ name: 'Dora' });
  promised('post', '/editions/{id}/preview', preview);
  expect(preview.body.text).toContain('Hello Dora,');
  const queued = await caller.post(`/editions/${id}/test`).send({ to: 'ana@example.org' });
  promised('post', '/editions/{id}/test', queued);
  expect(api.rung).toEqual(['deliver-urgent']);
  const wrong = await caller.post(`/editions/${id}/test`).send({ to: 'ana' });
  expect(wrong.body.errors[0].field).toBe('to');
});

test('a draft has no receipt, and nobody’s edition is not found', async () => {
  const caller = await api.caller();
  const id = await draft(caller);
  expect((await caller.get(`/editions/${id}/receipt`)).body.type).toBe('/api/docs#problem-not-released');
  expect((await caller.get('/editions/nobody/receipt')).status).toBe(404);
  const listed = await caller.get('/editions?limit=1');
  promised('get', '/editions', listed);
  expect(listed.body.data[0]).toMatchObject({ id, newsletter: 'morning-edition', state: 'draft' });
});

describe('templates of a newsletter', () => {
  const of = (slug: string, part: string) => `/newsletters/${slug}/${part}`;

  test('are checked, kept, read and put in force', async () => {
    const caller = await api.caller();
    const standard = await caller.get(of('morning-edition', 'template')).expect(200);
    expect(promised('get', '/newsletters/{slug}/template', standard)).toMatchObject({
      version: null,
      isInForce: true,
    });
    const source = `${standard.body.source}<!-- ours -->\n`;

    const bad = source.replace('{{blocks}}', '<mj-raw></mj-raw>');
    const checked = await caller
      .post(of('morning-edition', 'templates/check'))
      .send({ source: bad })
      .expect(200);
    promised('post', '/newsletters/{slug}/templates/check', checked);
    expect(checked.body.errors.map(({ code }: { code: string }) => code).sort()).toEqual([
      'blocks',
      'element',
    ]);
    const refused = await caller.post(of('morning-edition', 'templates')).send({ source: bad }).expect(422);
    expect(refused.body.errors).toContainEqual({
      field: 'source',
      message: expect.stringMatching(/^Line \d+: <mj-raw> may not stand/),
    });

    const kept = await caller
      .post(of('morning-edition', 'templates'))
      .send({ source, note: 'Ours' })
      .expect(201);
    promised('post', '/newsletters/{slug}/templates', kept);
    const { version } = kept.body;
    const used = await caller.post(of('morning-edition', 'template')).send({ version }).expect(200);
    promised('post', '/newsletters/{slug}/template', used);
    const list = await caller.get(of('morning-edition', 'templates')).expect(200);
    promised('get', '/newsletters/{slug}/templates', list);
    expect(list.body.data[0]).toMatchObject({
      version,
      note: 'Ours',
      savedBy: 'key Website',
      isInForce: true,
    });
    expect((await caller.get(of('morning-edition', 'template'))).body).toEqual({
      version,
      isInForce: true,
      source,
    });
    await caller.post(of('morning-edition', 'template')).send({ version: null }).expect(200);
  });

  test('what is not there, and a key that may only read', async () => {
    const caller = await api.caller();
    await caller.get(of('nowhere', 'templates')).expect(404);
    await caller.get(`${of('morning-edition', 'template')}?version=99`).expect(404);
    await caller.get(`${of('morning-edition', 'template')}?version=x`).expect(422);
    await caller.post(of('morning-edition', 'template')).send({ version: 99 }).expect(422);
    const reader = await api.caller(['newsletters:read']);
    await reader.post(of('morning-edition', 'templates')).send({ source: '' }).expect(403);
    await reader.post(of('morning-edition', 'template')).send({ version: null }).expect(403);
  });
});
