import { sql } from 'kysely';
import { useApp } from '../../../support/use-app.ts';
import {
  hiddenFields,
  hiddenValue,
  linkTo,
  mailsTo,
  signUpInStory,
  story,
  subscriptionsOf,
} from './sign-up-form.ts';

const app = useApp();

/** A page without what is sealed anew each time, and without the address that was typed. */
const comparable = (html: string, email: string): string =>
  html.replaceAll(email, 'EMAIL').replace(/\/signup\/check\/[\w-]+/g, 'REF');

async function countSignUps(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from sign_up`.execute(app.db);
  return rows[0]?.n ?? 0;
}

test('a reader signs up in a story, by post, redirect and get', async () => {
  const visitor = app.visitor();
  const response = await signUpInStory(visitor, { email: 'Fay@example.test' });

  expect(response.status).toBe(303);
  expect(app.rung).toEqual(['deliver-urgent']);
  expect(await subscriptionsOf(app, 'fay@example.test')).toEqual(['morning-edition pending daily']);
  expect((await mailsTo(app, 'fay@example.test')).map(({ kind }) => kind)).toEqual(['confirmation']);

  const page = await visitor.get(response.headers['location'] ?? '');
  const again = await visitor.get(response.headers['location'] ?? '');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Fay@example.test');
  expect(page.text).toContain('Confirm: Morning Edition');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect(page.headers['cache-control']).toBe('no-store');
  expect(again.text).toBe(page.text);
  expect(await mailsTo(app, 'fay@example.test')).toHaveLength(1);
});

test('new, pending, active and gone addresses get one and the same answer', async () => {
  const addresses = ['new@example.test', 'ada@example.test', 'ben@example.test', 'cleo@example.test'];
  const answers = [];
  for (const email of addresses) {
    const visitor = app.visitor();
    const posted = await signUpInStory(visitor, { email });
    const page = await visitor.get(posted.headers['location'] ?? '');
    const resent = await visitor.post(`${posted.headers['location']}/resend`).type('form').send({});
    const json = await signUpInStory(visitor, { email }, 'application/json');
    answers.push({
      status: posted.status,
      page: comparable(page.text, email),
      resent: [resent.status, comparable(resent.text, email)],
      json: [json.status, comparable(JSON.stringify(json.body), email)],
    });
  }

  expect(answers[0]?.status).toBe(303);
  expect(answers[0]?.resent[0]).toBe(429);
  for (const answer of answers.slice(1)) expect(answer).toEqual(answers[0]);
  const [ben] = await mailsTo(app, 'ben@example.test');
  expect(ben?.kind).toBe('already-subscribed');
});

test('the script gets the same answer as JSON', async () => {
  const response = await signUpInStory(app.visitor(), { email: 'gus@example.test' }, 'application/json');

  expect(response.status).toBe(200);
  expect(response.body.message).toContain('gus@example.test');
  expect(response.body.next).toMatch(/^\/signup\/check\/[\w-]+$/);
});

test('consent is kept in the words that stood beside the button, whatever is posted', async () => {
  const page = await app.visitor().get(story);
  const shown = /class="sign-up__words">([^<]+)</.exec(page.text)?.[1];
  await signUpInStory(app.visitor(), { email: 'hal@example.test', words: 'I sign away my house' });

  const { rows } = await sql<{ words: string; article: string; network: string }>`
    select words, consent.article_slug as article, network from consent
    join subscriber on subscriber.id = subscriber_id where address_key = 'hal@example.test'
  `.execute(app.db);
  expect(shown).toContain('Weekdays at 6 am. We use your address');
  expect(rows).toEqual([
    {
      words: shown,
      article: 'last-ferry-stays-by-a-single-vote',
      network: expect.stringMatching(/\.0\/24$/),
    },
  ]);
});

describe('a post without the signed facts', () => {
  test('gets one page with one button, which carries everything on', async () => {
    const visitor = app.visitor();
    const before = await countSignUps();
    const response = await visitor
      .post('/signup')
      .type('form')
      .send({
        email: 'ivy@example.test',
        newsletter: ['weekend', 'breaking'],
        rhythm: 'daily',
        form: 'parish magazine',
      });

    expect(response.status).toBe(200);
    expect(response.text.match(/<button\b/g)).toHaveLength(1);
    expect(response.text).toContain('The Weekend Lantern and Lantern Alerts');
    expect(await countSignUps()).toBe(before);

    const body = new URLSearchParams(hiddenFields(response.text)).toString();
    const pressed = await visitor.post('/signup').type('form').send(body);
    expect(pressed.status).toBe(303);
    expect(await subscriptionsOf(app, 'ivy@example.test')).toEqual([
      'weekend pending weekly',
      'breaking pending daily',
    ]);
    const { rows } = await sql<{ form: string }>`
      select form from sign_up order by id desc limit 1
    `.execute(app.db);
    expect(rows[0]?.form).toBe('parish magazine');
  });

  test('that names no newsletter means the first one', async () => {
    const { text } = await app.visitor().post('/signup').type('form').send({ email: 'jon@example.test' });

    expect(hiddenValue(text, 'newsletter')).toBe('morning-edition');
  });

  test('is not helped by facts somebody made up', async () => {
    const response = await app
      .visitor()
      .post('/signup')
      .type('form')
      .send({ email: 'kim@example.test', newsletter: 'weekend', facts: 'AbCdEf0123456789' });

    expect(response.text).toContain('Yes, write to me');
    expect(await mailsTo(app, 'kim@example.test')).toEqual([]);
  });
});

test('whoever fills in the hidden field is answered as if all were well, and nothing happens', async () => {
  const visitor = app.visitor();
  const before = await countSignUps();
  const response = await signUpInStory(visitor, {
    email: 'robot@example.test',
    website: 'https://spam.test',
  });

  expect(response.status).toBe(303);
  const page = await visitor.get(response.headers['location'] ?? '');
  expect(page.status).toBe(200);
  expect(page.text).toContain('robot@example.test');
  expect(await countSignUps()).toBe(before);
  expect(app.rung).toEqual([]);
});

test.each([
  'plain',
  '@example.test',
  'two@@example.test',
  'a b@example.test',
  'lia@localhost',
  'lia@example.test\r\nBcc: all@example.test',
  'lia@example.test\nRCPT TO:<evil@example.test>',
  'lia@example.test%0d%0aBcc:all@example.test, second@example.test',
  'lia@example.test\u0000',
  'Lia <lia@example.test>',
  'lia@example.test, mia@example.test',
  '"lia"@example.test',
  'lia@[127.0.0.1]',
  'lia@127.0.0.1',
  `${'l'.repeat(65)}@example.test`,
  '',
])('the address %j comes back in its own box with the reason', async (email) => {
  const before = await countSignUps();
  const response = await signUpInStory(app.visitor(), { email });

  expect(response.status).toBe(422);
  expect(response.text).toContain('Please check the address');
  expect(response.text).toContain('The money will come from three places');
  expect(await countSignUps()).toBe(before);
  expect(app.rung).toEqual([]);
});

test.each(["o'hara+paper@example.test", 'jose@bücher.example.test', 'x@sub.museum', 'ΑΒ@example.test'])(
  'the address %s is taken as it is',
  async (email) => {
    expect((await signUpInStory(app.visitor(), { email })).status).toBe(303);
  },
);

describe('the hosted form', () => {
  const post = async (fields: Record<string, string | string[]>) => {
    const visitor = app.visitor();
    const page = await visitor.get('/signup');
    return visitor
      .post('/signup')
      .type('form')
      .send({ form: 'sign-up page', facts: hiddenValue(page.text, 'facts'), ...fields });
  };

  test('opens with what its address asks for', async () => {
    const { text } = await app.visitor().get('/signup?newsletter=weekend&article=the-bench&tier=digital');

    expect(text).toMatch(/value="weekend" checked|checked value="weekend"|checked[^>]*value="weekend"/);
    expect(hiddenValue(text, 'article')).toBe('the-bench');
  });

  test.each([
    'Visit https://spam.test now',
    'www.spam.test',
    'Win at spam.test/now',
    'Max\nBcc: all@example.test',
    'Max\r\nSubject: spam',
    '<b>Max</b>',
    'x'.repeat(81),
  ])('refuses the name %j, filled in, with the reason', async (name) => {
    const response = await post({ email: 'max@example.test', name, newsletter: 'weekend' });

    expect(response.status).toBe(422);
    expect(response.text).toContain('id="name-problem"');
    expect(response.text).toContain('value="max@example.test"');
    expect(await mailsTo(app, 'max@example.test')).toEqual([]);
  });

  test('says at the newsletters that none is ticked', async () => {
    const response = await post({ email: 'nan@example.test' });

    expect(response.status).toBe(422);
    expect(response.text).toContain('Please choose at least one newsletter');
  });

  test('refuses a tier and a rhythm there is not', async () => {
    const newsletter = 'weekend';
    expect((await post({ email: 'n@example.test', newsletter, tier: 'gold' })).status).toBe(422);
    expect((await post({ email: 'n@example.test', newsletter, rhythm: 'hourly' })).status).toBe(422);
  });
});

test('a flood from one network is asked to slow down, politely, and others are not', async () => {
  const flooder = app.visitor();
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1)
    statuses.push((await signUpInStory(flooder, { email: `flood${n}@example.test` })).status);

  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 303), 429, 429]);
  const last = await signUpInStory(flooder, { email: 'flood13@example.test' });
  expect(last.text).toContain('A little slower, please');
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  expect((await signUpInStory(app.visitor(), { email: 'neighbour@example.test' })).status).toBe(303);
});

test('one address is not bombed from many networks', async () => {
  for (let n = 0; n < 12; n += 1) await signUpInStory(app.visitor(), { email: 'victim@example.test' });

  expect(await mailsTo(app, 'victim@example.test')).toHaveLength(3);
});

describe('while the mail is on its way', () => {
  const begin = async (email: string) => {
    const visitor = app.visitor();
    const path = (await signUpInStory(visitor, { email })).headers['location'] ?? '';
    return { visitor, path };
  };
  const codeOf = async (email: string): Promise<string> => {
    const text = (await mailsTo(app, email)).at(-1)?.mail.text ?? '';
    return /^\s*(\d{6})\s*$/m.exec(text)?.[1] ?? 'no code in the mail';
  };

  test('the code confirms, with what was chosen meanwhile', async () => {
    const { visitor, path } = await begin('oda@example.test');
    const chosen = await visitor
      .post(`${path}/choices`)
      .type('form')
      .send({ newsletter: ['morning-edition', 'weekend'], rhythm: 'weekly', tier: 'digital' });
    expect(chosen.headers['location']).toBe(`${path}?done=choices`);
    expect((await visitor.get(`${path}?done=choices`)).text).toContain('Your choices are saved');

    const code = await codeOf('oda@example.test');
    const confirmed = await visitor
      .post(`${path}/code`)
      .type('form')
      .send({ code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(confirmed.status).toBe(200);
    expect(confirmed.text).toContain('You are signed up');
    expect(confirmed.text).toContain('You asked for <strong>Digital</strong>');
    expect(await subscriptionsOf(app, 'oda@example.test')).toEqual([
      'morning-edition active weekly',
      'weekend active weekly',
    ]);
    expect((await mailsTo(app, 'oda@example.test')).at(-1)?.kind).toBe('welcome');
    expect(app.rung.length).toBeGreaterThanOrEqual(3);
  });

  test('a wrong code may be tried five times, and then the right one helps no more', async () => {
    const { visitor, path } = await begin('pia@example.test');
    const code = await codeOf('pia@example.test');
    const wrong = code === '000000' ? '000001' : '000000';
    const first = await visitor.post(`${path}/code`).type('form').send({ code: wrong });
    expect(first.status).toBe(422);
    expect(first.text).toContain('you have 4 tries left');
    for (let n = 0; n < 4; n += 1) await visitor.post(`${path}/code`).type('form').send({ code: wrong });

    const last = await visitor.post(`${path}/code`).type('form').send({ code });
    expect(last.text).toContain('can no longer be used');
    expect(await subscriptionsOf(app, 'pia@example.test')).toEqual(['morning-edition pending daily']);
  });

  test('a slip in the domain is pointed out and never corrected by itself', async () => {
    const { visitor, path } = await begin('quin@gmial.com');
    expect(await mailsTo(app, 'quin@gmial.com')).toHaveLength(1);
    expect((await visitor.get(path)).text).toContain('Use quin@gmail.com');

    const kept = await visitor.post(`${path}/address`).type('form').send({ answer: 'keep' });
    expect((await visitor.get(kept.headers['location'] ?? '')).text).not.toContain('Use quin@gmail.com');
    expect(await mailsTo(app, 'quin@gmail.com')).toEqual([]);

    const used = await visitor.post(`${path}/address`).type('form').send({ answer: 'use' });
    expect((await visitor.get(used.headers['location'] ?? '')).text).toContain('quin@gmail.com');
    expect(await subscriptionsOf(app, 'quin@gmail.com')).toEqual(['morning-edition pending daily']);
  });

  test('a page of yesterday explains itself', async () => {
    const response = await app.visitor().get('/signup/check/AQnotours');

    expect(response.status).toBe(410);
    expect(response.text).toContain('Send me a fresh link');
  });
});

describe('the link in the mail', () => {
  test('shows a button, however often it is looked at, and the button confirms once', async () => {
    const visitor = app.visitor();
    await signUpInStory(visitor, { email: 'rosa@example.test' });
    const path = await linkTo(app, 'rosa@example.test', 'confirm');
    for (let n = 0; n < 10; n += 1) {
      const page = await visitor.get(path);
      expect(page.text).toContain('r•••@example.test will get Morning Edition');
    }
    await visitor.head(path);
    expect(await subscriptionsOf(app, 'rosa@example.test')).toEqual(['morning-edition pending daily']);

    const confirmed = await app.visitor().post(path);
    expect(confirmed.text).toContain('You are signed up');
    expect(confirmed.headers['referrer-policy']).toBe('no-referrer');
    expect(await subscriptionsOf(app, 'rosa@example.test')).toEqual(['morning-edition active daily']);

    expect((await visitor.post(path)).text).toContain('You are signed up');
    expect((await visitor.get(path)).status).toBe(410);
    const kinds = (await mailsTo(app, 'rosa@example.test')).map(({ kind }) => kind);
    expect(kinds).toEqual(['confirmation', 'welcome']);
  });

  test('that has grown old offers a fresh one, which comes by mail', async () => {
    const visitor = app.visitor();
    await signUpInStory(visitor, { email: 'saul@example.test' });
    const path = await linkTo(app, 'saul@example.test', 'confirm');
    await sql`update sign_up_link set expires_at = now() - interval '1 second'`.execute(app.db);
    const page = await visitor.get(path);
    expect(page.status).toBe(410);

    const asked = await visitor
      .post('/signup/fresh-link')
      .type('form')
      .send({ email: 'saul@example.test', facts: hiddenValue(page.text, 'facts') });
    expect(asked.status).toBe(303);
    const fresh = await linkTo(app, 'saul@example.test', 'confirm');
    expect(fresh).not.toBe(path);
    expect((await visitor.get(fresh)).status).toBe(200);
  });

  test.each([
    ['a word', 'nothing'],
    ['far too long', 'x'.repeat(3000)],
    ['a zero byte', '%00'],
    ['a piece of SQL', "'%20or%201=1"],
  ])('that is %s and no link of ours tells nothing', async (_name, token) => {
    const response = await app.visitor().get(`/confirm/${token}`);

    expect(response.status).toBe(404);
    expect(response.text).toContain('We cannot read this link');
    expect(response.text).not.toContain('@');
  });
});
