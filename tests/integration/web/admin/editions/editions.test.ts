import { listActsOn } from '../../../../../src/staff/audit.ts';
import { listArticles } from '../../../../../src/articles/articles.ts';
import { findEdition } from '../../../../../src/editions/editions.ts';
import { buildReleases } from '../../../../../src/editions/build-release.ts';
import { createSender } from '../../../../../src/delivery/sender.ts';
import sharp from 'sharp';
import { testKeys } from '../../../../support/use-database.ts';
import { useApp } from '../../../../support/use-app.ts';
import { useMailbox } from '../../../../support/use-mailbox.ts';
import { type Editor, useEditors } from './use-editors.ts';

const mailbox = useMailbox();
const app = useApp({
  fetchOutside: (url) =>
    Promise.resolve(
      url.includes('inside')
        ? { kind: 'refused', message: 'The address leads into a private network.' }
        : {
            kind: 'answered',
            status: 200,
            header: () => 'text/html',
            body: Buffer.from('<title>The Seal</title>'),
            url,
          },
    ),
});
const editors = useEditors(app);

/** A draft of two stories, as the page of a new edition makes it. */
async function draft(ana: Editor): Promise<{ id: string; path: string }> {
  const { articles } = await listArticles(app.db, { limit: 2 });
  const response = await ana.post('/admin/editions', {
    newsletter: 'morning-edition',
    article: articles.map(({ slug }) => slug),
  });
  expect(response.status).toBe(303);
  const path = response.get('Location') ?? '';
  return { path, id: path.split('/').at(-1) ?? '' };
}

const slugsOf = async (id: string) =>
  (await findEdition(app.db, id))?.blocks.map((block) => ('article' in block ? block.article : block.kind));

/** Renders, freezes and sends whatever is due, as the workers would. */
async function sendAll(): Promise<void> {
  await buildReleases(app.db, app.setting.publicUrl);
  const sender = createSender(app.db, testKeys, {
    relay: mailbox.relay,
    databaseUrl: app.url,
    hostName: 'sender.example.test',
    log: app.setting.log,
  });
  await sender.deliverDue('bulk');
  await sender.stop();
}

/** Presses send on the page; the newsletter's undo window is over at once. */
async function sendNow(ana: Editor, path: string): Promise<void> {
  await editors.withoutUndo();
  const response = await ana.submit(`${path}/send`, 'release');
  expect([response.status, response.get('Location')]).toEqual([303, `${path}/progress`]);
  await sendAll();
}

describe('composing without scripts', () => {
  test('every button saves the whole sheet: add, move and remove', async () => {
    const ana = await editors.signedIn('reporter');
    const { id, path } = await draft(ana);
    const [first, second] = (await slugsOf(id)) ?? [];
    expect(first).not.toBe(second);

    const moved = await ana.submit(path, '', { act: 'down 0', subject: 'Written on the way' });
    expect(moved.get('Location')).toContain('#block-1');
    expect(await slugsOf(id)).toEqual([second, first]);
    expect((await findEdition(app.db, id))?.subject).toBe('Written on the way');

    await ana.submit(path, '', { act: 'add intro' });
    await ana.submit(path, '', { act: 'save', 'block-0-text': 'Good morning.' });
    expect(await slugsOf(id)).toEqual(['intro', second, first]);
    await ana.submit(path, '', { act: 'remove 1' });
    expect(await slugsOf(id)).toEqual(['intro', first]);
    expect((await findEdition(app.db, id))?.blocks[0]).toMatchObject({
      kind: 'intro',
      text: 'Good morning.',
    });
  });

  test('the address of a story becomes its card, an unknown one is told at its field', async () => {
    const ana = await editors.signedIn('reporter');
    const { id, path } = await draft(ana);
    const { articles } = await listArticles(app.db, { limit: 5 });
    const slug = articles[4]?.slug ?? '';
    await ana.submit(path, '', {
      act: 'story',
      story: `https://lantern.example.test/articles/${slug}?from=x`,
    });
    expect(await slugsOf(id)).toHaveLength(3);
    expect((await slugsOf(id))?.at(-1)).toBe(slug);

    const refused = await ana.submit(path, '', { act: 'story', story: '/articles/nowhere' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="story-problem"');
  });

  test('an address elsewhere becomes a call to action, and stories not yet mailed are ticked in a list', async () => {
    const ana = await editors.signedIn('reporter');
    const { id, path } = await draft(ana);
    await ana.submit(path, '', { act: 'story', story: 'https://theatre.example.org/tickets' });
    expect((await findEdition(app.db, id))?.blocks.at(-1)).toMatchObject({
      kind: 'call-to-action',
      headline: 'The Seal',
      newsletter: '',
      url: 'https://theatre.example.org/tickets',
    });
    expect((await ana.get(`${path}/preview.html`)).text).toContain(
      'href="https://theatre.example.org/tickets"',
    );

    const inside = await ana.submit(path, '', { act: 'story', story: 'https://inside.example.org/' });
    expect([inside.status, inside.text.includes('private network')]).toEqual([422, true]);

    const offered = [...(await ana.get(path)).text.matchAll(/name="new" value="([^"]*)"/g)].map(
      ([, slug = '']) => slug,
    );
    expect(offered.length).toBeGreaterThan(1);
    await ana.submit(path, '', { act: 'chosen', new: [offered[1] ?? '', 'nowhere'] });
    expect((await slugsOf(id))?.at(-1)).toBe(offered[1]);
    expect((await slugsOf(id))?.length).toBe(4);
  });

  test('a text that is too long comes back with the form filled in, and nothing is saved', async () => {
    const ana = await editors.signedIn('reporter');
    const { id, path } = await draft(ana);
    const before = await findEdition(app.db, id);
    const long = 'x'.repeat(251);
    const response = await ana.submit(path, '', { act: 'save', subject: long, preheader: 'kept on screen' });
    expect(response.status).toBe(422);
    expect(response.text).toContain(long);
    expect(response.text).toContain('kept on screen');
    expect(await findEdition(app.db, id)).toEqual(before);
  });

  test('a second subject is kept with how it is tried, shown in the inbox, and checked', async () => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    const own = (await findEdition(app.db, id))?.subject ?? '';
    const save = (fields: Record<string, string>) => ana.submit(path, '', { act: 'save', ...fields });
    await save({ subjectTest: 'Boats are back', testShare: '50', testWait: '60', testBy: 'opens' });
    expect((await findEdition(app.db, id))?.subjectTest).toEqual({
      subject: 'Boats are back',
      sharePercent: 50,
      waitMinutes: 60,
      decideBy: 'opens',
    });
    const page = (await ana.get(path)).text;
    expect(page).toContain('On a phone, subject B');
    expect(page).toContain('50 are needed to tell anything');
    expect(page).toContain('does not estimate opens');
    expect((await ana.get(`${path}/send`)).text).toContain('as “Boats are back”');

    const wrong = await save({ testShare: '80', testWait: '5' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('href="#testShare">Please choose a share between 5 and 50 per cent.');
    expect(wrong.text).toContain('href="#testWait">Please choose a wait');

    await save({ subjectTest: own });
    expect((await ana.get(path)).text).toContain('Both subjects are the same');
    await save({ subjectTest: ' ' });
    expect((await findEdition(app.db, id))?.subjectTest).toBeNull();
  });

  test('a stale save is a conflict that shows both texts and loses neither', async () => {
    const ana = await editors.signedIn('editor');
    const bea = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    const anasForm = await ana.formAt(path, '');
    await bea.submit(path, '', { act: 'save', subject: 'Bea was here first' });

    const response = await ana.send(
      { ...anasForm, fields: [...anasForm.fields] },
      { act: 'save', subject: 'Ana came second' },
    );
    expect(response.status).toBe(409);
    expect(response.text).toContain('Bea was here first');
    expect(response.text).toContain('value="Ana came second"');
    expect((await findEdition(app.db, id))?.subject).toBe('Bea was here first');

    const again = await ana.send(ana.formIn(response.text, path), { act: 'save' });
    expect(again.status).toBe(303);
    expect((await findEdition(app.db, id))?.subject).toBe('Ana came second');
  });

  test('the script is told the new version, or why it was not saved', async () => {
    const ana = await editors.signedIn('reporter');
    const { path } = await draft(ana);
    const form = await ana.formAt(path, '');
    const saved = await ana.send(form, { subject: 'Saved by itself' }, 'application/json');
    expect([saved.status, saved.body.version]).toEqual([200, 2]);
    expect(saved.body.state).toMatch(/^Saved \d\d:\d\d$/);
    expect(saved.body.notes).toContain('Saved by itself');

    const stale = await ana.send(form, { subject: 'Too late' }, 'application/json');
    expect(stale.status).toBe(409);
    expect(stale.body.problem).toContain('somebody else saved');
  });
});

describe('the proof', () => {
  test('is the mail in a sandbox of its own policy, as the chosen reader sees it', async () => {
    const ana = await editors.signedIn('reporter');
    const { path } = await draft(ana);
    await ana.submit(path, '', { act: 'add intro' });
    await ana.submit(path, '', {
      act: 'save',
      'block-0-text': 'For payers only.',
      'block-0-leastTier': 'digital',
    });

    const free = await ana.get(`${path}/preview.html?as=free`);
    expect(free.get('Content-Security-Policy')).toContain('sandbox');
    expect(free.get('Content-Security-Policy')).toContain("frame-ancestors 'self'");
    expect(free.get('X-Frame-Options')).toBeUndefined();
    expect(free.text).not.toContain('For payers only.');
    expect((await ana.get(`${path}/preview.html?as=digital`)).text).toContain('For payers only.');
    const page = await ana.get(`${path}/preview?as=digital&night=yes&pictures=no`);
    expect(page.text).toContain('/preview.html?as=digital&amp;night=yes&amp;pictures=no');
    // What the publication does not offer is as if nothing was said.
    for (const [language, lang] of [
      ['es', 'es'],
      ['', 'en'],
      ['tlh', 'en'],
    ])
      expect((await ana.get(`${path}/preview.html?as=digital&language=${language}`)).text).toMatch(
        new RegExp(`<html[^>]* lang="${lang}"`),
      );
    const spanish = await ana.get(`${path}/preview?as=digital&language=es`);
    expect(spanish.text).toContain('/preview.html?as=digital&amp;language=es');
    expect(spanish.text).toMatch(/<option value="es" selected/);
    const night = await ana.get(`${path}/preview.html?as=digital&night=yes&pictures=no`);
    expect(night.text).not.toContain('prefers-color-scheme');
    expect(night.get('Content-Security-Policy')).toContain("img-src 'none'");
  });

  test('a test mail needs an address, is remembered, and rings for urgent mail', async () => {
    const ana = await editors.signedIn('reporter');
    const { path } = await draft(ana);
    const refused = await ana.submit(path, '', { test: 'nobody' }, `${path}/test`);
    expect(refused.status).toBe(422);
    expect(app.rung).not.toContain('deliver-urgent');

    const sent = await ana.submit(path, '', { test: 'desk@example.test' }, `${path}/test`);
    expect(sent.status).toBe(303);
    expect(app.rung).toContain('deliver-urgent');
    expect((await ana.get(path)).text).toContain('value="desk@example.test"');
  });
});

describe('a release', () => {
  test('twice with the same key and once with another is one mailing', async () => {
    const ana = await editors.signedIn('editor');
    const bea = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    const form = await ana.formAt(`${path}/send`, 'release');
    const beasForm = await bea.formAt(`${path}/send`, 'release');
    const answers = await Promise.all([ana.send(form), ana.send(form), bea.send(beasForm)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(answers.map((answer) => answer.get('Location'))).toEqual(Array(3).fill(`${path}/progress`));
    expect(app.rung.filter((bell) => bell === 'release')).toHaveLength(1);
    expect((await bea.get(`${path}/progress`)).text).toMatch(/Started by (Ana|Bea)/);

    const acts = await listActsOn(app.db, `edition ${id}`);
    expect(acts.filter(({ action }) => action === 'released an edition')).toHaveLength(1);
  });

  test('undone is the same draft again, and its key sends nothing any more', async () => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    const before = await findEdition(app.db, id);
    const form = await ana.formAt(`${path}/send`, 'release');
    await ana.send(form);
    expect((await findEdition(app.db, id))?.mailingId).not.toBeNull();

    const undone = await ana.submit(`${path}/progress`, 'undo');
    expect(undone.get('Location')).toContain(path);
    expect(await findEdition(app.db, id)).toEqual(before);

    const again = await ana.send(form);
    expect(again.status).toBe(422);
    expect((await findEdition(app.db, id))?.mailingId).toBeNull();
  });

  test('of a text that changed since the page was read is refused', async () => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    const form = await ana.formAt(`${path}/send`, 'release');
    await ana.submit(path, '', { act: 'save', subject: 'Changed meanwhile' });
    expect((await ana.send(form)).status).toBe(422);
    expect((await findEdition(app.db, id))?.mailingId).toBeNull();
  });

  test('has no button while a row is blocking', async () => {
    const ana = await editors.signedIn('editor');
    const { path } = await draft(ana);
    await ana.submit(path, '', { act: 'save', subject: 'TK' });
    const page = await ana.get(`${path}/send`);
    expect(page.text).not.toContain(`${path}/release`);
    expect(page.text).toContain('#subject');
  });

  test('is for editors: a reporter composes, an analyst only reads', async () => {
    const reporter = await editors.signedIn('reporter');
    const analyst = await editors.signedIn('analyst');
    const { path } = await draft(reporter);
    expect((await reporter.get(`${path}/send`)).status).toBe(403);
    expect((await analyst.get(path)).status).toBe(403);
    expect((await analyst.get('/admin/editions')).status).toBe(200);
    expect((await analyst.get(`${path}/preview`)).status).toBe(200);
  });
});

describe('the account of a send', () => {
  const figure = (html: string, name: RegExp): number =>
    Number(
      new RegExp(`${name.source}(?:</a>)?(?: <span[^>]*>[^<]*</span>)?</th><td>([\\d,]+)`)
        .exec(html)?.[1]
        ?.replace(',', '') ?? NaN,
    );

  test('adds up, tells each reader’s reason, and keeps formulas out of its file', async () => {
    const ana = await editors.signedIn('editor');
    const emil = await editors.addReader('=emil@example.test');
    mailbox.script = {
      onRecipient: (address) => (address === emil ? { code: 550, text: '5.1.1 no such mailbox' } : undefined),
    };
    const { path } = await draft(ana);
    await sendNow(ana, path);

    const page = (await ana.get(`${path}/receipt`)).text;
    const parts = [
      /Accepted by the mail server/,
      /Refused/,
      /Suppressed after the freeze/,
      /Expired/,
      /Stopped/,
      /In doubt/,
      /Waiting/,
      /Being handed over/,
    ];
    const sum = parts.reduce((total, name) => total + figure(page, name), 0);
    const audience = figure(page, /Audience/);
    expect(audience).toBeGreaterThan(1);
    expect(sum).toBe(audience);
    expect(figure(page, /Refused/)).toBe(1);
    expect(mailbox.mails).toHaveLength(audience - 1);

    const refused = (await ana.get(`${path}/receipt?state=refused`)).text;
    expect(refused).toContain(emil);
    expect(refused).toContain('no such mailbox');
    expect(refused).not.toContain(mailbox.mails[0]?.to);

    const csv = await ana.get(`${path}/receipt.csv`);
    expect(csv.get('Content-Type')).toContain('text/csv');
    expect(csv.text.trim().split('\r\n')).toHaveLength(audience + 1);
    expect(csv.text).toContain(`\r\n'=emil@example.test,refused,550,`);
  });

  test('the live progress gives an event and ends when the send is over', async () => {
    const ana = await editors.signedIn('editor');
    const { path } = await draft(ana);
    await sendNow(ana, path);
    const events = await ana.get(`${path}/progress/events`);
    expect(events.get('Content-Type')).toContain('text/event-stream');
    expect(events.get('Cache-Control')).toContain('no-transform');
    const [, first = ''] = /event: progress\ndata: (.*)\n/.exec(events.text) ?? [];
    expect(JSON.parse(first)).toMatchObject({ stage: 'finished', share: 100 });
    expect(events.text).toContain('event: over');
  });

  test('a paused send goes on or stops at a person’s word', async () => {
    const ana = await editors.signedIn('editor');
    const { id, path } = await draft(ana);
    await ana.submit(path, '', { act: 'save', subject: 'Stopped before it left' });
    expect((await findEdition(app.db, id))?.subject).toBe('Stopped before it left');
    await editors.withoutUndo();
    await ana.submit(`${path}/send`, 'release');
    await buildReleases(app.db, app.setting.publicUrl);

    await ana.submit(`${path}/progress`, 'pause');
    expect((await ana.get(`${path}/progress`)).text).toContain('Paused: 0 have it');
    await ana.submit(`${path}/progress`, 'resume');
    expect(app.rung).toContain('deliver');
    await ana.submit(`${path}/progress`, 'stop');
    const stopped = /Stopped: 0 have it, [1-9]\d* will not\./;
    expect((await ana.get(`${path}/progress`)).text).toMatch(stopped);
    await sendAll();
    expect((await ana.get(`${path}/progress`)).text).toMatch(stopped);
    expect(mailbox.mails.filter(({ raw }) => raw.includes('Stopped before it left'))).toEqual([]);
  });
});

describe('sponsors and polls on the sheet', () => {
  test('are added, filled in and kept; a poll keeps its name', async () => {
    const ana = await editors.signedIn('reporter');
    const { id, path } = await draft(ana);
    await ana.submit(path, '', { act: 'add sponsor' });
    await ana.submit(path, '', { act: 'add poll' });
    const answers = ['Yes', 'No', '', '', ''];
    await ana.submit(path, '', {
      act: 'save',
      'block-2-name': 'Quay Books',
      'block-2-url': 'https://quay-books.example.org/',
      'block-3-question': 'Later?',
      'block-3-answers': answers,
    });
    const [, , sponsor, poll] = (await findEdition(app.db, id))?.blocks ?? [];
    expect(sponsor).toMatchObject({ kind: 'sponsor', label: 'Advertisement', name: 'Quay Books' });
    expect(poll).toMatchObject({ kind: 'poll', question: 'Later?', answers: ['Yes', 'No'] });
    await ana.submit(path, '', { act: 'up 3' });
    expect((await findEdition(app.db, id))?.blocks[2]).toEqual(poll);
  });

  test('a sponsor’s picture is brought on a page of its own; what is none is told at its field', async () => {
    const ana = await editors.signedIn('reporter');
    const { id, path } = await draft(ana);
    await ana.submit(path, '', { act: 'add sponsor' });
    const page = await ana.submit(path, '', { act: 'picture 2', 'block-2-name': 'Quay Books' });
    expect(page.get('Location')).toBe(`${path}/picture?block=2`);

    const refused = await ana.bring(
      `${path}/picture?block=2`,
      { alt: 'A map' },
      Buffer.from('not a picture'),
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('PNG, JPEG, GIF or WebP');
    expect((await ana.bring(`${path}/picture?block=2`, { alt: 'A map' }, null)).status).toBe(422);

    const png = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#246' } })
      .png()
      .toBuffer();
    const kept = await ana.bring(`${path}/picture?block=2`, { alt: 'A map of the bay' }, png);
    expect([kept.status, kept.get('Location')]).toEqual([303, `${path}#block-2`]);
    const picture = { alt: 'A map of the bay', width: 800, height: 400 };
    expect((await findEdition(app.db, id))?.blocks[2]).toMatchObject({ name: 'Quay Books', picture });

    // The sheet carries it along, and the words may be changed there.
    await ana.submit(path, '', { act: 'save', 'block-2-alt': 'The bay' });
    expect((await findEdition(app.db, id))?.blocks[2]).toMatchObject({
      picture: { ...picture, alt: 'The bay' },
    });
    const analyst = await editors.signedIn('analyst');
    expect((await analyst.get(`${path}/picture?block=2`)).status).toBe(403);
  });
});
