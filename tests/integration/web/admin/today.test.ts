import { sql } from 'kysely';
import { listArticles } from '../../../../src/articles/articles.ts';
import { findSubscriberBy } from '../../../../src/audience/subscribers.ts';
import { createSender } from '../../../../src/delivery/sender.ts';
import { buildReleases } from '../../../../src/editions/build-release.ts';
import { createEdition } from '../../../../src/editions/editions.ts';
import { releaseEdition, resumeEdition } from '../../../../src/editions/release-edition.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { useMailbox } from '../../../support/use-mailbox.ts';
import { type Editor, useEditors } from './editions/use-editors.ts';

const mailbox = useMailbox();
const app = useApp();
const editors = useEditors(app);

const today = async (person: Editor) => (await person.get('/admin')).text;

async function draft(subject: string): Promise<string> {
  const { articles } = await listArticles(app.db, { limit: 1 });
  const outcome = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: articles.map(({ slug }) => slug),
    subject,
    createdBy: 'Ana Reyes',
  });
  if (outcome.kind !== 'created') throw new Error('the edition was refused');
  return outcome.id;
}

async function release(publicId: string): Promise<void> {
  const outcome = await releaseEdition(app.db, app.setting, {
    publicId,
    releaseKey: publicId,
    releasedBy: 'Ana Reyes',
    undoSeconds: 0,
  });
  expect(outcome.kind).toBe('released');
  await buildReleases(app.db, app.setting.publicUrl);
}

async function sendDue(): Promise<void> {
  const sender = createSender(app.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: app.url,
    hostName: 'sender.example.test',
    log: app.setting.log,
  });
  await sender.deliverDue('bulk');
  await sender.stop();
}

/** What stands between the heading of the needs and the end of their part. */
const needsIn = (html: string): string => /<section class="needs".*?<\/section>/s.exec(html)?.[0] ?? '';

/** The tests follow one newsroom through its first morning. */
describe('the first morning', () => {
  test('a fresh newsroom reads what to do first, and an analyst, who cannot, does not', async () => {
    const page = await today(await editors.signedIn('owner'));
    expect(page).toContain('Before the first edition leaves');
    expect(page).toContain('href="/admin/editions/new"');
    expect(page).not.toContain('Last editions');
    const caro = await today(await editors.signedIn('analyst'));
    expect(caro).not.toContain('Before the first edition leaves');
    expect(caro).not.toContain('href="/admin/editions/new"');
  });

  test('whoever asks for a paid subscription waits at the top', async () => {
    const ben = await findSubscriberBy(app.db, { addressKey: 'ben@example.test' });
    await sql`
      insert into tier_request (subscriber_id, tier_id) select ${ben?.id}, id from tier where slug = 'digital'
    `.execute(app.db);
    const page = await today(await editors.signedIn('editor'));
    expect(needsIn(page)).toContain(`href="/admin/readers/${ben?.publicId}"`);
    expect(page.indexOf('class="needs"')).toBeLessThan(page.indexOf('Before the first edition leaves'));
  });

  test('an edition that the relay stopped says why, and the way leads to its send', async () => {
    const id = await draft('The ferry stays');
    await release(id);
    await sql`
      update mailing set state = 'paused', pause_reason = '550 no such sender'
      where id = (select mailing_id from edition where public_id = ${id})
    `.execute(app.db);
    const page = await today(await editors.signedIn('editor'));
    expect(needsIn(page)).toContain('“The ferry stays” is paused');
    expect(needsIn(page)).toMatch(/550 no such sender\. 0 of \d+ have it\./);
    expect(needsIn(page)).toContain(`href="/admin/editions/${id}/progress"`);
    expect(page).not.toContain('Before the first edition leaves');
    expect(page).not.toContain('On its way now');

    await resumeEdition(app.db, id);
    const resumed = await today(await editors.signedIn('editor'));
    expect(needsIn(resumed)).not.toContain('The ferry stays');
    expect(resumed).toContain('On its way now');
  });

  test('a reader whose answer was lost waits for a person’s word', async () => {
    let bodies = 0;
    mailbox.script = { onBody: () => ((bodies += 1) === 1 ? 'hang up' : undefined) };
    await sendDue();
    const page = await today(await editors.signedIn('editor'));
    // The server hangs up on every connection, so mails beside the first may have lost their answer too.
    expect(needsIn(page)).toMatch(/(?:One reader|\d readers) of “The ferry stays” in doubt/);
    expect(needsIn(page)).toContain('the answer was lost');
  });

  test('many drafts later it is still no fresh newsroom', async () => {
    for (let n = 1; n <= 7; n += 1) await draft(`Draft ${n}`);
    const page = await today(await editors.signedIn('owner'));
    expect(page).toContain('Draft 7');
    expect(page).not.toContain('Draft 1<');
    expect(page).not.toContain('Before the first edition leaves');
  });
});
