import { sql } from 'kysely';
import { buildReleases } from '../../../../../src/editions/build-release.ts';
import { sendEditionNotices } from '../../../../../src/editions/edition-notices.ts';
import { findEdition } from '../../../../../src/editions/editions.ts';
import { readEditionReceipt } from '../../../../../src/editions/follow-edition.ts';
import { createSender } from '../../../../../src/delivery/sender.ts';
import { listArticles, setArticleAccess } from '../../../../../src/articles/articles.ts';
import { testKeys } from '../../../../support/use-database.ts';
import { useApp } from '../../../../support/use-app.ts';
import { useMailbox } from '../../../../support/use-mailbox.ts';
import { type Editor, useEditors } from './use-editors.ts';

const mailbox = useMailbox();
const app = useApp();
const editors = useEditors(app);

async function deliver(): Promise<void> {
  await buildReleases(app.db, app.setting.publicUrl);
  const sender = createSender(app.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: app.url,
    hostName: 'sender.example.test',
    log: app.setting.log,
  });
  await sender.deliverDue('bulk');
  await sender.deliverDue('urgent');
  await sender.stop();
}

/** An edition that was released, rendered and frozen, and of which nothing has left. */
async function release(ana: Editor): Promise<{ id: string; path: string }> {
  const { articles } = await listArticles(app.db, { limit: 2 });
  const made = await ana.post('/admin/editions', {
    newsletter: 'morning-edition',
    article: articles.map(({ slug }) => slug),
  });
  const path = made.get('Location') ?? '';
  await editors.withoutUndo();
  await ana.submit(`${path}/send`, 'release');
  await buildReleases(app.db, app.setting.publicUrl);
  return { path, id: path.split('/').at(-1) ?? '' };
}

test('an editor pauses, corrects the subject and sends the corrected version to the rest', async () => {
  const ana = await editors.signedIn('editor');
  const { id, path } = await release(ana);
  expect((await ana.post(`${path}/correct`, {})).get('Location')).toBe(`${path}/progress`);
  await ana.submit(`${path}/progress`, 'pause');
  const begun = await ana.submit(`${path}/progress`, 'correct');
  expect(begun.get('Location')).toBe(path);
  expect((await ana.get(path)).text).toContain('is being corrected while its send is paused');

  await ana.submit(path, '', { subject: 'The ferry sails on Monday (corrected)', act: 'send' });
  expect((await ana.get(`${path}/send`)).get('Location')).toBe(`${path}/corrected`);
  const page = (await ana.get(`${path}/corrected`)).text;
  const audience = (await readEditionReceipt(app.db, id))?.audience ?? 0;
  expect(page).toContain(`Send the corrected version to ${audience}`);

  const form = await ana.formAt(`${path}/corrected`, 'corrected');
  const [first, second] = await Promise.all([ana.send(form), ana.send(form)]);
  expect([first.get('Location'), second.get('Location')]).toEqual([`${path}/progress`, `${path}/progress`]);
  await deliver();
  const subjects = mailbox.mails.map((mail) => /^Subject: (.*)$/m.exec(mail.raw)?.[1]?.trim());
  expect(subjects).toHaveLength(audience);
  expect(new Set(subjects)).toEqual(new Set(['The ferry sails on Monday (corrected)']));
  const { rows } = await sql<{ versions: number }>`
    select count(*) as versions from mailing_content
    where mailing_id = ${(await findEdition(app.db, id))?.mailingId ?? 0}
  `.execute(app.db);
  expect(rows[0]?.versions).toBe(2);
});

test('a correction that is dropped leaves the text that was sent', async () => {
  const ana = await editors.signedIn('editor');
  const { id, path } = await release(ana);
  const before = await findEdition(app.db, id);
  await ana.submit(`${path}/progress`, 'pause');
  await ana.submit(`${path}/progress`, 'correct');
  await ana.submit(path, '', { subject: 'A thought better of', act: 'save' });
  await ana.submit(`${path}/corrected`, 'resume');
  expect((await findEdition(app.db, id))?.subject).toBe(before?.subject);
  await deliver();
  expect(mailbox.mails.some((mail) => mail.raw.includes('A thought better of'))).toBe(false);
});

test('who joined after the freeze gets it by one button, whose number is exact', async () => {
  const ana = await editors.signedIn('editor');
  const { id, path } = await release(ana);
  await deliver();
  const before = mailbox.mails.length;
  await editors.addReader('late@example.test');
  expect((await ana.get(`${path}/more`)).text).toMatch(/Send to the missing 1\sreader/);
  await ana.submit(`${path}/more`, 'missing');
  await ana.post(`${path}/missing`, {});
  await deliver();
  expect(mailbox.mails.slice(before).map((mail) => mail.to)).toEqual(['late@example.test']);
  expect((await ana.get(`${path}/more`)).text).toContain('Everybody who may get it is in the audience');
  expect((await readEditionReceipt(app.db, id))?.audience).toBe(before + 1);
});

test('whoever let it go hears once that it has left, with the numbers', async () => {
  const ana = await editors.signedIn('editor');
  const { path } = await release(ana);
  await deliver();
  await sendEditionNotices(app.db, testKeys, app.setting.publicUrl);
  await sendEditionNotices(app.db, testKeys, app.setting.publicUrl);
  const arrived = mailbox.mails.length;
  await deliver();
  const notices = mailbox.mails
    .slice(arrived)
    .filter((mail) => mail.raw.includes(`${path}/receipt`.slice(-20)));
  expect(notices).toHaveLength(1);
  expect(notices[0]?.raw).toContain('readers have it');
});

describe('a story that is closed after the pre-flight looked', () => {
  const slug = 'seal-closes-the-slipway-for-a-third-day';
  const closed = { level: 'tier', leastTier: 'digital', openParagraphs: 1, isMetered: false } as const;
  afterEach(() => setArticleAccess(app.db, slug, { ...closed, level: 'everyone', leastTier: null }));

  /** Released, not rendered yet; its introduction tells what stands far down in the story. */
  async function releaseTelling(ana: Editor) {
    const { rows } = await sql<{ words: string }>`
      select block ->> 'text' as words from article, jsonb_array_elements(blocks) with ordinality as each (block, place)
      where slug = ${slug} and place > 3 and length(block ->> 'text') > 60 limit 1
    `.execute(app.db);
    const made = await ana.post('/admin/editions', { newsletter: 'morning-edition', article: [slug] });
    const path = made.get('Location') ?? '';
    const id = path.split('/').at(-1) ?? '';
    const intro = JSON.stringify([{ kind: 'intro', text: rows[0]?.words ?? '' }]);
    await sql`update edition set blocks = ${intro}::jsonb || blocks where public_id = ${id}`.execute(app.db);
    await editors.withoutUndo();
    await ana.submit(`${path}/send`, 'release');
    expect((await findEdition(app.db, id))?.mailingId).not.toBeNull();
    return { path, id };
  }

  test('brings the edition back before anything left, and whoever let it go hears why', async () => {
    const ana = await editors.signedIn('editor');
    const { path, id } = await releaseTelling(ana);
    await setArticleAccess(app.db, slug, closed);
    await deliver();
    expect(mailbox.mails.filter(({ raw }) => raw.includes('Precedence: bulk'))).toEqual([]);
    const edition = await findEdition(app.db, id);
    expect(edition).toMatchObject({ mailingId: null, takenBack: expect.stringContaining(slug) });
    expect((await ana.get(path)).text).toContain('It came back by itself: nothing has left');

    const before = mailbox.mails.length;
    for (let n = 0; n < 2; n += 1) await sendEditionNotices(app.db, testKeys, app.setting.publicUrl);
    await deliver();
    const notices = mailbox.mails.slice(before).filter(({ to }) => to === ana.address);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.raw).toContain('Subject: Taken back:');

    // Opened again it may leave, with a new release.
    await setArticleAccess(app.db, slug, { ...closed, level: 'everyone', leastTier: null });
    await ana.submit(`${path}/send`, 'release');
    await deliver();
    expect(await findEdition(app.db, id)).toMatchObject({ takenBack: null });
    expect((await readEditionReceipt(app.db, id))?.accepted).toBeGreaterThan(0);
  });

  test('keeps it from readers who were missing, and the page says why', async () => {
    const ana = await editors.signedIn('editor');
    const { path, id } = await releaseTelling(ana);
    await deliver();
    await editors.addReader('later@example.test');
    const form = await ana.formAt(`${path}/more`, 'missing');
    await setArticleAccess(app.db, slug, closed);
    const page = await ana.get(`${path}/more`);
    expect(page.text).toContain('a story was closed since it left');
    expect(page.text).not.toContain('Send to the missing');
    const before = (await readEditionReceipt(app.db, id))?.audience;
    await ana.send(form);
    expect((await readEditionReceipt(app.db, id))?.audience).toBe(before);
  });
});

test('a reporter may neither correct nor send to more', async () => {
  const ana = await editors.signedIn('editor');
  const { path } = await release(ana);
  const bea = await editors.signedIn('reporter');
  for (const act of ['correct', 'corrected', 'missing', 'failures']) {
    expect((await bea.post(`${path}/${act}`, {})).status).toBe(403);
  }
  expect((await bea.get(`${path}/more`)).status).toBe(403);
});
