import { sql } from 'kysely';
import type { NewsroomFormForm } from '../../../../src/audience/forms/newsroom-forms.ts';
import { addForm, readFormAt, saveForm } from '../../../../src/audience/forms/newsroom-forms.ts';
import { readSignUpSetting, saveSignUpSetting } from '../../../../src/audience/guard/sign-up-setting.ts';
import { solvePuzzle } from '../../../../templates/assets/solve-puzzle.ts';
import { fieldsOf } from '../../../support/reader.ts';
import { useApp } from '../../../support/use-app.ts';
import { mailsTo, signUpInStory, story, subscriptionsOf } from './sign-up-form.ts';

const app = useApp();
const site = 'https://news.example.test';

const plain: NewsroomFormForm = {
  name: 'Library',
  standsOn: 'the library’s site',
  headline: 'The town, on Saturday',
  promise: 'One letter a week.',
  button: 'Send it to me',
  asksName: false,
  showsChoices: false,
  newsletters: ['weekend'],
  tier: null,
  isEnabled: true,
  language: null,
};

beforeAll(async () => {
  await addForm(app.db, 'library', plain);
  await addForm(app.db, 'school', {
    ...plain,
    name: 'School',
    asksName: true,
    showsChoices: true,
    newsletters: ['weekend', 'breaking'],
    tier: 'digital',
  });
  await addForm(app.db, 'closed', { ...plain, isEnabled: false });
  await saveSignUpSetting(app.db, { ...(await readSignUpSetting(app.db)), sites: [site] });
});

async function originOf(address: string) {
  const { rows } = await sql<{ form: string; article: string | null; tier: string | null; words: string }>`
    select sign_up.form, sign_up.article_slug as article, tier, words from sign_up
    join subscriber on subscriber.id = subscriber_id where address_key = ${address} order by sign_up.id desc limit 1
  `.execute(app.db);
  return rows[0];
}

/** Fills in the sign-up form of a page and sends it. */
async function fillIn(path: string, email: string, more: ReadonlyArray<readonly [string, string]> = []) {
  const visitor = app.visitor();
  const fields = fieldsOf((await visitor.get(path)).text, '/signup');
  fields.set('email', email);
  for (const [name, value] of more) fields.append(name, value);
  return visitor.post('/signup').type('form').send(fields.toString());
}

describe('a form on a page of its own', () => {
  test('has its words, asks for its newsletters, and is kept with the reader and the article', async () => {
    const page = await app.visitor().get('/forms/library');
    expect(page.text).toContain('<h1 id="form-headline">The town, on Saturday</h1>');
    expect(page.text).toContain('Send it to me');

    const answer = await fillIn('/forms/library?article=opening-hours', 'abe@example.test');
    expect(answer.status).toBe(303);
    expect(await subscriptionsOf(app, 'abe@example.test')).toEqual(['weekend pending weekly']);
    const origin = await originOf('abe@example.test');
    expect(origin).toMatchObject({ form: 'library', article: 'opening-hours', tier: null });
    expect(page.text).toContain(origin?.words ?? 'no words were kept');
  });

  test('may show everything at once, ticks nothing beforehand, and keeps what was chosen', async () => {
    const { text } = await app.visitor().get('/forms/school');
    expect(text.match(/name="newsletter"/g)).toHaveLength(2);
    expect(text).not.toMatch(/name="newsletter"[^>]*checked/);

    const none = await fillIn('/forms/school', 'bea@example.test');
    expect([none.status, none.text.includes('href="#form-newsletter"')]).toEqual([422, true]);
    expect(none.text).toContain('value="bea@example.test"');

    const done = await fillIn('/forms/school', 'bea@example.test', [['newsletter', 'breaking']]);
    expect(done.status).toBe(303);
    expect(await originOf('bea@example.test')).toMatchObject({ form: 'school', tier: 'digital' });
    expect(await subscriptionsOf(app, 'bea@example.test')).toHaveLength(1);
  });

  test('comes back with what was typed and the reason at the field', async () => {
    const refused = await fillIn('/forms/library', 'nobody');
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#form-email"');
    expect(refused.text).toContain('id="form-email-problem"');
    expect(refused.text).toContain('<title>Error: The town, on Saturday');
  });

  test('that is closed says so at every door, and takes nothing', async () => {
    const posted = app
      .visitor()
      .post('/signup')
      .type('form')
      .send({ email: 'cy@example.test', form: 'closed' });
    for (const answer of [
      await app.visitor().get('/forms/closed'),
      await app.visitor().get('/embed/closed'),
      await posted,
    ])
      expect([answer.status, answer.text.includes('This form is closed')]).toEqual([410, true]);
    expect(await originOf('cy@example.test')).toBeUndefined();
  });

  test('that there is not is not found', async () => {
    for (const path of ['/forms/nothing', '/embed/nothing', '/embed.js?form=nothing'])
      expect((await app.visitor().get(path)).status).toBe(404);
  });
});

test('the form of stories can get words of its own; what a story says itself comes first', async () => {
  const form = await readFormAt(app.db, 'story');
  await saveForm(app.db, form.slug, { ...form, headline: 'Said by the form', isEnabled: false });
  const own = await app.visitor().get('/forms/article');
  const { text } = await app.visitor().get(story);
  await saveForm(app.db, form.slug, form);

  // The form of a page of ours cannot be closed: the page would have a hole.
  expect([own.status, own.text.includes('Said by the form')]).toEqual([200, true]);
  expect(text).not.toContain('Said by the form');
  expect((await signUpInStory(app.visitor(), { email: 'dot@example.test' })).status).toBe(303);
  expect(await originOf('dot@example.test')).toMatchObject({
    form: 'article',
    article: story.split('/').at(-1),
  });
});

describe('the code for other sites', () => {
  const markup = async (): Promise<string> => {
    const { text } = await app.visitor().get('/embed.js?form=library');
    const baked = /^globalThis\.doorstepForm=(".*");\n/.exec(text)?.[1];
    if (baked === undefined) throw new Error('the script brings no form along');
    return String(JSON.parse(baked));
  };

  test('the script comes with the right headers, alone or with a form', async () => {
    const alone = await app.visitor().get('/embed.js');
    expect(alone.status).toBe(200);
    expect(alone.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(alone.headers['set-cookie']).toBeUndefined();
    const again = await app
      .visitor()
      .get('/embed.js')
      .set('If-None-Match', alone.headers['etag'] ?? '');
    expect(again.status).toBe(304);
    expect(Buffer.byteLength(alone.text)).toBeLessThanOrEqual(3072);
  });

  test('the form is plain markup: one visible field, one button, no style and no script', async () => {
    const html = await markup();
    expect(html).toContain(`<form method="post" action="${app.setting.publicUrl}/signup" data-doorstep>`);
    expect(html).not.toMatch(/<script|style=|class=|facts|on\w+=/);
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(html.match(/type="email"/g)).toHaveLength(1);
  });

  test('words that would end a script stay words', async () => {
    await addForm(app.db, 'nasty', { ...plain, headline: '</script><img src=x onerror=alert(1)>' });
    const { text } = await app.visitor().get('/embed.js?form=nasty');
    expect(text).not.toContain('</script>');
    expect(text).not.toContain('<img');
  });

  test('posted without a script it leads to one page with one button, and the button signs up', async () => {
    const fields = fieldsOf(await markup(), `${app.setting.publicUrl}/signup`);
    fields.set('email', 'eli@example.test');
    fields.set('article', 'fair-in-may');
    const visitor = app.visitor();
    const asked = await visitor.post('/signup').set('Origin', site).type('form').send(fields.toString());
    expect([asked.status, asked.text.includes('Is this your address?')]).toEqual([200, true]);
    expect(await originOf('eli@example.test')).toBeUndefined();

    const pressed = await visitor
      .post('/signup')
      .type('form')
      .send(fieldsOf(asked.text, '/signup').toString());
    expect(pressed.status).toBe(303);
    expect(await originOf('eli@example.test')).toMatchObject({ form: 'library', article: 'fair-in-may' });
  });

  test('with the script it works for its answer and gets it in place', async () => {
    const email = 'fia@example.test';
    const ask = (more: Record<string, string>) =>
      app
        .visitor()
        .post('/signup')
        .set('Origin', site)
        .accept('application/json')
        .type('form')
        .send({ email, form: 'library', ...more });
    const first = await ask({});
    expect(first.headers['access-control-allow-origin']).toBe(site);
    expect(first.headers['access-control-allow-credentials']).toBeUndefined();
    expect(first.headers['vary']).toContain('Origin');
    expect(first.body).toMatchObject({ bits: 12, words: expect.stringContaining('We use your address') });
    expect(await originOf(email)).toBeUndefined();

    const { facts } = first.body;
    expect((await ask({ facts, work: '0' })).body.message).toBeUndefined();
    const done = await ask({ facts, work: await solvePuzzle(facts, email, 12) });
    expect(done.body.message).toContain(email);
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  test('only a listed site may read the answer; no preflight lets others', async () => {
    for (const origin of [
      'https://evil.example.test',
      'null',
      `${site}.evil.test`,
      'http://news.example.test',
    ]) {
      const visitor = app.visitor();
      const posted = await visitor
        .post('/signup')
        .set('Origin', origin)
        .type('form')
        .send({ email: 'x@example.test' });
      const asked = await visitor.options('/signup').set('Origin', origin);
      for (const answer of [posted, asked])
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const asked = await app.visitor().options('/signup').set('Origin', site);
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, site]);
  });

  test('the frame may stand on listed sites, opens nothing inside itself, and no other page may be framed', async () => {
    const frame = await app.visitor().get('/embed/library?article=opening-hours');
    expect(frame.headers['content-security-policy']).toContain(`frame-ancestors 'self' ${site}`);
    expect(frame.headers['x-frame-options']).toBeUndefined();
    expect(frame.headers['set-cookie']).toBeUndefined();
    expect(frame.text).toContain('target="_blank"');
    expect(frame.text).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)/);
    for (const path of ['/', '/forms/library', '/signup', story]) {
      const { headers } = await app.visitor().get(path);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-frame-options']).toBe('DENY');
    }
    const answer = await fillIn('/embed/library?article=opening-hours', 'gil@example.test');
    expect(answer.status).toBe(303);
    expect(await originOf('gil@example.test')).toMatchObject({ form: 'library', article: 'opening-hours' });
  });
});
