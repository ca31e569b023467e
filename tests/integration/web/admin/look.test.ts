import sharp from 'sharp';
import { sql } from 'kysely';
import { createEdition, findEdition } from '../../../../src/editions/editions.ts';
import { previewEdition } from '../../../../src/editions/preview-edition.ts';
import { releaseEdition, undoRelease } from '../../../../src/editions/release-edition.ts';
import { findNewsletter } from '../../../../src/newsletters/newsletter.ts';
import { randomId } from '../../../../src/platform/random-tokens.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { testKeys } from '../../../support/use-database.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
const path = '/admin/newsletters/morning-edition/look';

const lookNow = async () => (await findNewsletter(app.db, { slug: 'morning-edition' }))?.look;

async function htmlOf(id: string): Promise<string> {
  const edition = await findEdition(app.db, id);
  if (!edition) throw new Error('the edition is missing');
  const reader = { name: 'Ada', rank: 0, newsletters: [] };
  return (await previewEdition(app.db, app.setting.publicUrl, edition, reader)).html;
}

async function draft(): Promise<string> {
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: ['last-ferry-stays-by-a-single-vote'],
    createdBy: 'Ana Reyes',
  });
  if (created.kind !== 'created') throw new Error(created.message);
  return created.id;
}

test('colours and letters come into the mails of this newsletter, and into the trail', async () => {
  const ana = await editors.signedIn('owner');
  const form = await ana.formAt(path, 'look');
  const saved = await ana.send(form, { accent: '#7A1F1F', darkAccent: '#ff9f9f', font: 'georgia' });
  expect([saved.status, saved.get('Location')]).toEqual([303, `${path}?done=saved`]);
  expect(await lookNow()).toEqual({ accent: '#7a1f1f', darkAccent: '#ff9f9f', font: 'georgia' });
  const html = await htmlOf(await draft());
  expect(html).toContain('#7a1f1f');
  expect(html).toContain('#ff9f9f');
  expect(html).toContain("font-family:Georgia, 'Times New Roman', serif");
  expect((await ana.get(`${path}.html`)).text).toContain('#7a1f1f');
  const [act] = await listActsOn(app.db, 'newsletter morning-edition');
  expect(act?.action).toBe('changed the look of a newsletter');
});

test.each([
  ['accent', '#ffee00', /has a contrast of 1\.\d to 1.*#[0-9a-f]{6} is near it/],
  ['darkAccent', '#101020', /has a contrast of 1\.\d to 1.*at night.*#[0-9a-f]{6} is near it/],
  ['accent', 'red', /such as #284e7d/],
  ['accent', '#28', /such as #284e7d/],
])('a %s of %s is refused at its field, with a colour near it', async (field, colour, words) => {
  const ana = await editors.signedIn('owner');
  const before = await lookNow();
  const refused = await ana.submit(path, 'look', { [field]: colour });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(`id="${field}-problem"`);
  expect(refused.text).toMatch(words);
  expect(refused.text).toContain(`value="${colour}"`);
  expect(await lookNow()).toEqual(before);
});

test('the colour that is suggested is taken', async () => {
  const ana = await editors.signedIn('owner');
  const refused = (await ana.submit(path, 'look', { accent: '#ffee00' })).text;
  const near = /(#[0-9a-f]{6}) is near it/.exec(refused)?.[1] ?? '';
  expect((await ana.submit(path, 'look', { accent: near })).status).toBe(303);
});

test('a letter that is not on offer is refused', async () => {
  const ana = await editors.signedIn('owner');
  expect((await ana.submit(path, 'look', { font: "x'; } body { display: none" })).status).toBe(422);
});

test('a logo stands in place of the title, scaled into its room, and goes again', async () => {
  const ana = await editors.signedIn('owner');
  const id = await draft();
  const refused = await ana.bring(path, {}, Buffer.from('<svg></svg>'));
  expect([refused.status, refused.text.includes('id="file-problem"')]).toEqual([422, true]);
  const png = await sharp({ create: { width: 1280, height: 144, channels: 3, background: '#246' } })
    .png()
    .toBuffer();
  expect((await ana.bring(path, {}, png)).status).toBe(303);
  const html = await htmlOf(id);
  expect(html).toMatch(/<img class="logo"[^>]*alt="The Wrenhythe Lantern" width="320" height="36"/);
  await ana.submit(path, 'remove');
  expect(await htmlOf(id)).not.toContain('class="logo"');
});

test('a release keeps the look it had; taken back, the draft has the present one', async () => {
  const ana = await editors.signedIn('owner');
  await ana.submit(path, 'look', { accent: '#7a1f1f', darkAccent: '', font: '' });
  const id = await draft();
  const released = await releaseEdition(
    app.db,
    { keys: testKeys, publicUrl: app.setting.publicUrl },
    { publicId: id, releaseKey: randomId(), releasedBy: 'Ana Reyes', undoSeconds: 600 },
  );
  expect(released.kind).toBe('released');
  await ana.submit(path, 'look', { accent: '#1f5c2e' });
  expect(await htmlOf(id)).toContain('#7a1f1f');
  await undoRelease(app.db, id);
  expect(await htmlOf(id)).toContain('#1f5c2e');
});

test('only who may change settings sets a look', async () => {
  const bea = await editors.signedIn('editor');
  expect((await bea.get(path)).status).toBe(403);
  const { rows } = await sql`select from newsletter where slug = 'nowhere'`.execute(app.db);
  expect(rows).toEqual([]);
  const ana = await editors.signedIn('owner');
  expect((await ana.get('/admin/newsletters/nowhere/look')).status).toBe(404);
});
