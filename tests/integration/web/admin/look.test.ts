import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { sql } from 'kysely';
import { checkEdition } from '../../../../src/editions/check-edition.ts';
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

describe('a template of its own', () => {
  const templates = '/admin/newsletters/morning-edition/template';
  const example = /```xml\n([^]*?)```/.exec(readFileSync('docs/templates.md', 'utf8'))?.[1] ?? '';
  const withBand = (colour: string): string => example.replaceAll('#17455c', colour);
  const inForce = async () =>
    (await findNewsletter(app.db, { slug: 'morning-edition' }))?.templateVersion ?? null;

  test('is handed in, looked at, put in force, and taken out again', async () => {
    const ana = await editors.signedIn('owner');
    const kept = await ana.submit(templates, 'template', { source: example, note: 'A blue band' });
    expect([kept.status, kept.get('Location')]).toEqual([303, `${templates}/1?done=kept`]);
    const page = await ana.get(`${templates}/1`);
    expect(page.text).toContain('Everything is in order');
    expect(page.text).toContain('A blue band');
    expect(page.text).toContain('<ins>');
    expect(await inForce()).toBeNull();
    const id = await draft();
    expect(await htmlOf(id)).not.toContain('#17455c');

    const used = await ana.submit(`${templates}/1`, 'use');
    expect([used.status, used.get('Location')]).toEqual([303, `${templates}?done=used`]);
    expect(await inForce()).toBe(1);
    const html = await htmlOf(id);
    expect(html).toContain('#17455c');
    expect(html).toContain('Last ferry stays, by a single vote');
    expect(html).toContain(`/archive/morning-edition/${id}`);

    expect((await ana.submit(templates, 'use')).get('Location')).toBe(`${templates}?done=standard`);
    expect(await inForce()).toBeNull();
    expect(await htmlOf(id)).not.toContain('#17455c');
    const acts = (await listActsOn(app.db, 'newsletter morning-edition')).map(({ action }) => action);
    expect(acts.slice(0, 3)).toEqual([
      'went back to the standard template',
      'put version 1 of a template in force',
      'kept version 1 of a template',
    ]);
  });

  test('comes as a file as well; the same once more is the same version', async () => {
    const ana = await editors.signedIn('owner');
    const file = Buffer.from(`\ufeff${withBand('#114433').replaceAll('\n', '\r\n')}`);
    expect((await ana.bring(templates, { note: 'Green' }, file)).get('Location')).toBe(
      `${templates}/2?done=kept`,
    );
    expect((await ana.bring(templates, {}, file)).get('Location')).toBe(`${templates}/2?done=same`);
    expect((await ana.bring(templates, { csrf: 'of somebody else' }, file)).text).toContain(
      'Please choose a file',
    );
    expect((await ana.bring(templates, {}, null)).text).toContain('Please choose a file');
    const { text, headers } = await ana.get(`${templates}/2/template.mjml`);
    expect(text).toBe(withBand('#114433'));
    expect(headers['content-disposition']).toBe('attachment; filename="morning-edition-2.mjml"');
    expect((await ana.get(`${templates}/standard/template.mjml`)).text).toContain('{{blocks}}');
  });

  test('that has faults is not kept: each is told with its line, and nothing typed is lost', async () => {
    const ana = await editors.signedIn('owner');
    const source = example
      .replace('{{@unsubscribe_url}}', 'javascript:alert(1)')
      .replace('<mj-divider', '<mj-raw></mj-raw><mj-divider');
    const refused = await ana.submit(templates, 'template', { source, note: 'Mine' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="source-problem"');
    expect(refused.text).toMatch(/Line 40: &lt;mj-raw> may not stand in a template/);
    expect(refused.text).toContain('javascript:alert(1)');
    expect(refused.text).toContain('value="Mine"');
    expect((await ana.get(`${templates}/3`)).status).toBe(404);
  });

  test('is shown at night and without pictures, in a frame of which nothing escapes', async () => {
    const ana = await editors.signedIn('owner');
    const day = await ana.get(`${templates}/1/mail.html`);
    expect(day.text).toContain('@media (prefers-color-scheme: dark)');
    expect(day.get('Content-Security-Policy')).toContain('sandbox');
    const night = await ana.get(`${templates}/1/mail.html?night=yes&pictures=no`);
    expect(night.text).not.toContain('prefers-color-scheme');
    expect(night.get('Content-Security-Policy')).toContain("img-src 'none'");
    const page = await ana.get(`${templates}/2?night=yes&pictures=no&beside=1`);
    expect(page.text).toContain('/2/mail.html?night=yes&amp;pictures=no');
    expect(page.text).toContain('<del>17455c</del><ins>114433</ins>');
  });

  test('stays with what was released, whatever is in force later; taken back, the draft has that', async () => {
    const ana = await editors.signedIn('owner');
    await ana.submit(`${templates}/1`, 'use');
    const id = await draft();
    const released = await releaseEdition(
      app.db,
      { keys: testKeys, publicUrl: app.setting.publicUrl },
      { publicId: id, releaseKey: randomId(), releasedBy: 'Ana Reyes', undoSeconds: 600 },
    );
    expect(released.kind).toBe('released');
    await ana.submit(`${templates}/2`, 'use');
    expect((await findEdition(app.db, id))?.templateVersion).toBe(1);
    expect(await htmlOf(id)).toContain('#17455c');
    expect((await ana.get(templates)).text).toContain('1\u00a0edition');
    await ana.submit(templates, 'use');
    expect(await htmlOf(id)).toContain('#17455c');
    await undoRelease(app.db, id);
    expect(await htmlOf(id)).not.toContain('#17455c');
  });

  test('that can no longer be used holds its editions, with the line, and can be left', async () => {
    const ana = await editors.signedIn('owner');
    await ana.submit(`${templates}/2`, 'use');
    const id = await draft();
    await sql`
      update newsletter_template set source = replace(source, '{{@unsubscribe_url}}', 'https://a.example.org/')
      where version = 2
    `.execute(app.db);
    const edition = await findEdition(app.db, id);
    if (!edition) throw new Error('the edition is missing');
    const checks = await checkEdition(app.db, app.setting.publicUrl, edition);
    expect(checks).toEqual([expect.objectContaining({ severity: 'blocking', code: 'template-broken' })]);
    expect(checks[0]?.message).toMatch(/^Version 2 of .*line 15: \{\{@unsubscribe_url\}\} is missing/);
    const setting = { keys: testKeys, publicUrl: app.setting.publicUrl };
    const release = { publicId: id, releaseKey: randomId(), releasedBy: 'Ana Reyes' };
    expect((await releaseEdition(app.db, setting, release)).kind).toBe('blocked');
    expect(await htmlOf(id)).toContain('can no longer be used');
    const page = await ana.get(`${templates}/2`);
    expect([page.status, page.text.includes('Must be mended')]).toEqual([200, true]);

    await ana.submit(templates, 'use');
    expect(await inForce()).toBeNull();
    expect((await ana.submit(`${templates}/2`, 'use')).status).toBe(422);
    expect(await inForce()).toBeNull();
  });
});
