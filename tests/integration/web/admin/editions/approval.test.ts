import { sql } from 'kysely';
import { listArticles } from '../../../../../src/articles/articles.ts';
import { askApprovers } from '../../../../../src/editions/ask-approvers.ts';
import { buildReleases } from '../../../../../src/editions/build-release.ts';
import { beginCorrection, sendCorrection } from '../../../../../src/editions/correct-edition.ts';
import { findEdition } from '../../../../../src/editions/editions.ts';
import { pauseEdition, releaseEdition } from '../../../../../src/editions/release-edition.ts';
import { randomId } from '../../../../../src/platform/random-tokens.ts';
import { listActsOn } from '../../../../../src/staff/audit.ts';
import { testKeys } from '../../../../support/use-database.ts';
import { promised, useApi } from '../../../../support/use-api.ts';
import { type Editor, useEditors } from './use-editors.ts';

const app = useApi();
const editors = useEditors(app);

beforeAll(async () => {
  await sql`update newsletter set needs_approval = true where slug = 'morning-edition'`.execute(app.db);
});

async function draft(by: Editor): Promise<{ id: string; path: string }> {
  const { articles } = await listArticles(app.db, { limit: 2 });
  const article = articles.map(({ slug }) => slug);
  const response = await by.post('/admin/editions', { newsletter: 'morning-edition', article });
  const path = response.get('Location') ?? '';
  return { path, id: path.split('/').at(-1) ?? '' };
}

const release = (id: string) =>
  releaseEdition(
    app.db,
    { keys: testKeys, publicUrl: app.setting.publicUrl },
    { publicId: id, releaseKey: randomId(), releasedBy: 'Ana Reyes', undoSeconds: 0 },
  );
const codesOf = async (id: string) => {
  const outcome = await release(id);
  return outcome.kind === 'blocked' ? outcome.checks.map(({ code }) => code) : outcome.kind;
};

const staffNotices = async (): Promise<readonly string[]> => {
  const { rows } = await sql<{ address: string }>`
    select delivery.address from delivery join mailing on mailing.id = mailing_id
    where mailing.kind = 'staff-notice' order by delivery.id
  `.execute(app.db);
  return rows.map(({ address }) => address);
};

/** Handed in by its author and approved by somebody else. */
async function approved(author: Editor, second: Editor) {
  const made = await draft(author);
  await author.submit(`${made.path}/approval`, 'hand-in');
  await second.submit(`${made.path}/approval`, 'approve');
  return made;
}

test('an edition is handed in, approved by somebody else, and may leave', async () => {
  const bea = await editors.signedIn('reporter');
  const ana = await editors.signedIn('editor');
  const { id, path } = await draft(bea);
  expect(await codesOf(id)).toEqual(['not-approved']);
  expect((await ana.get(`${path}/approval`)).text).not.toContain('Approve this edition');

  const handedIn = await bea.submit(`${path}/approval`, 'hand-in');
  expect(handedIn.get('Location')).toBe(`${path}/approval?done=hand-in`);
  expect(await codesOf(id)).toEqual(['not-approved']);
  const page = (await ana.get(`${path}/send`)).text;
  expect(page).toContain('nobody has approved this text yet');
  expect(page).not.toContain(`${path}/release`);

  await ana.submit(`${path}/approval`, 'approve');
  expect((await ana.get('/admin/editions')).text).toContain('Draft, approved');
  expect(await codesOf(id)).toBe('released');
  const acts = (await listActsOn(app.db, `edition ${id}`)).map(({ actor, action }) => `${actor} ${action}`);
  expect(acts).toEqual(
    expect.arrayContaining(['Bea Ortiz handed an edition in', 'Ana Reyes approved an edition']),
  );
});

test('nobody approves their own text: not who wrote it, nor who handed it in', async () => {
  const ana = await editors.signedIn('editor');
  const bea = await editors.signedIn('editor');
  const { id, path } = await draft(ana);
  const form = await ana.formAt(`${path}/approval`, 'hand-in');
  await bea.submit(`${path}/approval`, 'hand-in');
  for (const own of [ana, bea]) {
    expect((await own.get(`${path}/approval`)).text).not.toContain('Approve this edition');
    const forced = await own.send({ ...form, action: `${path}/approve` }, await own.csrf());
    expect(forced.get('Location')).toBe(`${path}/approval?done=own-text`);
  }
  expect(await codesOf(id)).toEqual(['not-approved']);
});

test('those who may say yes hear of it once, and again of another text; who wrote it does not', async () => {
  const setting = { keys: testKeys, publicUrl: app.setting.publicUrl };
  const author = await editors.signedIn('editor');
  const second = await editors.signedIn('owner');
  const bea = await editors.signedIn('reporter');
  await askApprovers(app.db, setting);
  const before = await staffNotices();
  const { path } = await draft(author);
  expect(await askApprovers(app.db, setting)).toBe(0);
  await author.submit(`${path}/approval`, 'hand-in');
  const asked = await askApprovers(app.db, setting);
  expect(asked).toBeGreaterThan(0);
  expect(await askApprovers(app.db, setting)).toBe(0);
  const told = (await staffNotices()).slice(before.length);
  expect(told).toHaveLength(asked);
  expect(told).toContain(second.address);
  expect(told).not.toContain(author.address);
  expect(told).not.toContain(bea.address);

  await author.submit(path, '', { act: 'save', subject: 'Another text' });
  expect(await askApprovers(app.db, setting)).toBe(0);
  await author.submit(`${path}/approval`, 'hand-in');
  expect(await askApprovers(app.db, setting)).toBe(asked);
  await second.submit(`${path}/approval`, 'approve');
  expect(await askApprovers(app.db, setting)).toBe(0);
});

test('a reporter cannot approve', async () => {
  const ana = await editors.signedIn('editor');
  const bea = await editors.signedIn('reporter');
  const { path } = await draft(ana);
  const form = await bea.formAt(`${path}/approval`, 'hand-in');
  await ana.submit(`${path}/approval`, 'hand-in');
  expect((await bea.send({ ...form, action: `${path}/approve` })).status).toBe(403);
});

test('any change takes the approval back; pressing Save without one does not', async () => {
  const bea = await editors.signedIn('reporter');
  const ana = await editors.signedIn('editor');
  const { id, path } = await approved(bea, ana);
  await bea.submit(path, '', { act: 'save' });
  expect((await findEdition(app.db, id))?.approvedBy).toBe('Ana Reyes');
  await bea.submit(path, '', { act: 'save', subject: 'One word more' });
  expect(await findEdition(app.db, id)).toMatchObject({ approvedBy: null, handedInBy: null });
  expect(await codesOf(id)).toEqual(['not-approved']);
});

test('a story that changes after the approval takes it back, too', async () => {
  const bea = await editors.signedIn('reporter');
  const ana = await editors.signedIn('editor');
  const { id, path } = await approved(bea, ana);
  const [block] = (await findEdition(app.db, id))?.blocks ?? [];
  const slug = block && 'article' in block ? block.article : '';
  await sql`update article set dek = dek || ' Or so we hear.' where slug = ${slug}`.execute(app.db);
  expect(await codesOf(id)).toEqual(['approval-overtaken']);
  expect((await ana.get(`${path}/approval`)).text).toContain('has changed since it was approved');
  await ana.submit(`${path}/approval`, 'approve');
  expect(await codesOf(id)).toBe('released');
});

test('an approval of a text that was changed meanwhile is none', async () => {
  const bea = await editors.signedIn('reporter');
  const ana = await editors.signedIn('editor');
  const { id, path } = await draft(bea);
  await bea.submit(`${path}/approval`, 'hand-in');
  const form = await ana.formAt(`${path}/approval`, 'approve');
  await bea.submit(path, '', { act: 'save', subject: 'Changed while it was read' });
  await bea.submit(`${path}/approval`, 'hand-in');
  expect((await ana.send(form)).get('Location')).toBe(`${path}/approval?done=changed`);
  expect((await findEdition(app.db, id))?.approvedBy).toBeNull();
});

test('what is given back has to be handed in again', async () => {
  const bea = await editors.signedIn('reporter');
  const ana = await editors.signedIn('editor');
  const { id, path } = await approved(bea, ana);
  await ana.submit(`${path}/approval`, 'give-back');
  expect(await findEdition(app.db, id)).toMatchObject({ handedInBy: null, approvedBy: null });
});

test('the API is refused with the reason', async () => {
  const bea = await editors.signedIn('reporter');
  const { id } = await draft(bea);
  const caller = await app.caller();
  const answer = await caller.post(`/editions/${id}/send`, randomId()).send({ undoSeconds: 0 });
  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer.body.errors)).toContain('asks for a second person');
  const listed = await caller.get('/editions');
  promised('get', '/editions', listed);
});

test('a correction of a send that is paused wants a second person as well', async () => {
  const bea = await editors.signedIn('editor');
  const ana = await editors.signedIn('editor');
  const { id, path } = await approved(bea, ana);
  expect((await release(id)).kind).toBe('released');
  await buildReleases(app.db, app.setting.publicUrl);
  await pauseEdition(app.db, id);
  await beginCorrection(app.db, id);
  await bea.submit(path, '', { act: 'save', subject: 'Corrected' });
  const version = (await findEdition(app.db, id))?.version ?? 0;
  const send = () => sendCorrection(app.db, app.setting.publicUrl, id, version);
  expect(await send()).toMatchObject({ kind: 'blocked', checks: [{ code: 'not-approved' }] });
  await bea.submit(`${path}/approval`, 'hand-in');
  await ana.submit(`${path}/approval`, 'approve');
  expect((await send()).kind).toBe('sent');
});
