import { TOTP } from 'otpauth';
import { sql } from 'kysely';
import type { Response } from 'supertest';
import { createApiKey, findApiKey } from '../../../../src/staff/api-keys.ts';
import { listStaff } from '../../../../src/staff/accounts.ts';
import { createSoftAuthenticator } from '../../../support/soft-authenticator.ts';
import { useApp } from '../../../support/use-app.ts';
import { mailsTo } from '../public/sign-up-form.ts';
import { type Editor, editorsPassword, useEditors } from './editions/use-editors.ts';

let now = new Date('2026-11-30T08:00:00Z');
const origin = 'https://lantern.example.test';
const app = useApp({ clock: () => now, publicUrl: 'http://lantern.localhost' });
const editors = useEditors(app);

const current = editorsPassword;
const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};
const codeOf = (secret: string): string =>
  new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret }).generate({ timestamp: now.getTime() });

const secretIn = ({ text }: Response): string =>
  (/id="app-secret">([^<]+)</.exec(text)?.[1] ?? '').replaceAll(' ', '');
const codesIn = ({ text }: Response): string[] =>
  [...text.matchAll(/class="secret">([a-z2-7-]{19})</g)].map(([, code = '']) => code);

/** Sets an app up by its page. */
async function setUpApp(person: Editor): Promise<{ secret: string; codes: string[]; answer: Response }> {
  const path = '/admin/account/app';
  const page = await person.get(path);
  const secret = secretIn(page);
  const form = await person.formAt(path, 'app');
  // The form of the same page that showed the secret.
  const sealed = /name="sealed" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const answer = await person.send(form, { sealed, code: codeOf(secret), current });
  return { secret, codes: codesIn(answer), answer };
}

/** The first half of a sign-in in a browser of its own. */
async function givePassword({ address }: Editor) {
  const browser = app.visitor();
  const answer = await browser.post('/admin/sign-in').type('form').send({ address, password: current });
  const second = (code: string) =>
    browser.post('/admin/sign-in/second').type('form').send({ code, next: '/admin/account' });
  return { browser, answer, second };
}

async function idOf({ publicId }: Editor): Promise<number> {
  return (await listStaff(app.db)).find((each) => each.publicId === publicId)?.id ?? 0;
}

describe('one’s own password', () => {
  test('is changed with the old one; other sessions and keys end, this browser stays, a mail says so', async () => {
    const ana = await editors.signedIn('reporter');
    const elsewhere = (await givePassword(ana)).browser;
    const staffId = await idOf(ana);
    const { key } = await createApiKey(app.db, { name: 'Ana', scopes: ['newsletters:read'], staffId });
    expect((await elsewhere.get('/admin')).status).toBe(200);

    const path = '/admin/account/password';
    const password = 'gulls over the breakwater';
    const wrong = await ana.submit(path, 'password', { current: 'wrong', password });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('id="current-problem"');
    // What anybody would try, the names of this paper and of this person too.
    for (const easy of ['password', 'Wrenhythe-2026', 'lanternortiz1', ana.address]) {
      const weak = await ana.submit(path, 'password', { current, password: easy });
      expect(weak.status).toBe(422);
      expect(weak.text).toContain('id="password-problem"');
    }
    expect((await elsewhere.get('/admin')).status).toBe(200);

    const changed = await ana.submit(path, 'password', { current, password });
    expect(changed.get('Location')).toBe('/admin/account?done=password');
    expect((await elsewhere.get('/admin')).status).toBe(303);
    expect((await ana.get('/admin/account')).status).toBe(200);
    expect(await findApiKey(app.db, key)).toBeNull();
    expect((await mailsTo(app, ana.address)).map(({ mail }) => mail.subject)).toEqual([
      expect.stringContaining('Your password was changed'),
    ]);
  });
});

describe('one’s own sessions', () => {
  test('are listed with their browser and ended one by one; another person’s are not there', async () => {
    const bea = await editors.signedIn('editor');
    const caro = await editors.signedIn('editor');
    const phone = app.visitor();
    await phone
      .post('/admin/sign-in')
      .set('User-Agent', 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/605.1')
      .type('form')
      .send({ address: bea.address, password: current });
    expect((await bea.get('/admin/account')).text).toContain('Safari on iPhone');

    const form = await bea.formAt('/admin/account', 'end');
    await caro.send(
      { ...form, fields: (await caro.formAt('/admin/account/password', 'password')).fields },
      {
        id: form.fields.find(([name]) => name === 'id')?.[1] ?? '',
      },
    );
    expect((await phone.get('/admin')).status).toBe(200);
    expect((await bea.send(form)).get('Location')).toBe('/admin/account?done=ended');
    expect((await phone.get('/admin')).status).toBe(303);
    expect((await bea.get('/admin/account')).text).not.toContain('Safari on iPhone');
  });
});

describe('an authenticator app', () => {
  test('is set up with a code and the password; its secret is sealed, its codes are shown once', async () => {
    const dan = await editors.signedIn('owner');
    const page = await dan.get('/admin/account/app');
    const form = await dan.formAt('/admin/account/app', 'app');
    const wrong = await dan.send(form, { code: '000000', current });
    expect(wrong.status).toBe(422);
    const unlocked = await dan.send(form, { code: codeOf(secretIn(page)), current: 'wrong' });
    expect(unlocked.status).toBe(422);

    const { secret, codes, answer } = await setUpApp(dan);
    expect(answer.status).toBe(200);
    expect(new Set(codes).size).toBe(10);
    const { rows } = await sql<{ line: string }>`select staff_totp::text as line from staff_totp`.execute(
      app.db,
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
    const account = await dan.get('/admin/account');
    for (const code of codes) expect(account.text).not.toContain(code);
    expect(account.text).toContain('10\u00a0codes');
  });

  test('of another person’s page is not taken', async () => {
    const eli = await editors.signedIn('editor');
    const fay = await editors.signedIn('editor');
    const page = await eli.get('/admin/account/app');
    const sealed = /name="sealed" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const form = await fay.formAt('/admin/account/app', 'app');
    const answer = await fay.send(form, { sealed, code: codeOf(secretIn(page)), current });
    expect(answer.status).toBe(422);
  });

  test('asks for a code at the next sign-in, and takes each once', async () => {
    const gil = await editors.signedIn('editor');
    const { secret } = await setUpApp(gil);
    later(60);
    const first = await givePassword(gil);
    expect(first.answer.get('Location')).toBe('/admin/sign-in/second?next=%2Fadmin');
    expect((await first.browser.get('/admin')).status).toBe(303);
    const code = codeOf(secret);
    expect((await first.second('12 34')).status).toBe(422);
    expect((await first.second(code)).get('Location')).toBe('/admin/account');
    expect((await first.browser.get('/admin')).status).toBe(200);

    const replay = await givePassword(gil);
    expect((await replay.second(code)).status).toBe(422);
    // The code before it is not taken either, though its window is still open.
    later(30);
    const next = codeOf(secret);
    expect((await replay.second(next)).status).toBe(303);
    const earlier = await givePassword(gil);
    expect((await earlier.second(code)).status).toBe(422);
  });

  test('is guessed at five times, then the password is asked again', async () => {
    const hal = await editors.signedIn('editor');
    const { secret } = await setUpApp(hal);
    later(60);
    const { second } = await givePassword(hal);
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await second('111111')).status);
    expect(statuses.slice(0, 4)).toEqual([422, 422, 422, 422]);
    const closed = await second(codeOf(secret));
    expect(closed.get('Location')).toBe('/admin/sign-in?done=again');
  });

  test('is not needed with a recovery code, which opens once', async () => {
    const ida = await editors.signedIn('editor');
    const { codes } = await setUpApp(ida);
    const [code = ''] = codes;
    const one = await givePassword(ida);
    expect((await one.second(` ${code.toUpperCase().replaceAll('-', ' ')} `)).status).toBe(303);
    const two = await givePassword(ida);
    expect((await two.second(code)).status).toBe(422);
    expect((await ida.get('/admin/account')).text).toContain('9\u00a0codes');
    const renewed = await ida.submit('/admin/account/codes', 'codes', { current });
    expect(codesIn(renewed)).toHaveLength(10);
    const three = await givePassword(ida);
    expect((await three.second(codes[1] ?? '')).status).toBe(422);
  });

  test('ends all sessions when it is removed, and a link for a new password does not go round it', async () => {
    const jan = await editors.signedIn('editor');
    await setUpApp(jan);
    await app.visitor().post('/admin/password').type('form').send({ address: jan.address });
    const text = (await mailsTo(app, jan.address)).at(-1)?.mail.text ?? '';
    const link = /\/admin\/password\/[\w-]+/.exec(text)?.[0] ?? '';
    const browser = app.visitor();
    await browser.post(link).type('form').send({ password: 'gulls over the breakwater' });
    const form = { address: jan.address, password: 'gulls over the breakwater' };
    const answer = await browser.post('/admin/sign-in').type('form').send(form);
    expect(answer.get('Location')).toContain('/admin/sign-in/second');

    const kit = await editors.signedIn('editor');
    await setUpApp(kit);
    const removed = await kit.submit('/admin/account/app/remove', 'remove', { current });
    expect(removed.get('Location')).toBe('/admin/account?done=app-removed');
    expect((await givePassword(kit)).answer.get('Location')).toBe('/admin');
    // Recovery codes are a way round a factor: without one there are none.
    expect((await kit.get('/admin/account')).text).not.toContain('Recovery codes');
  });
});

describe('a demand for a second factor', () => {
  /** So many days pass for the rule and for everybody who is here. */
  const passDays = async (days: number) => {
    await sql`update staff_rules set demanded_at = demanded_at - make_interval(days => ${days})`.execute(
      app.db,
    );
    await sql`update staff set created_at = created_at - make_interval(days => ${days})`.execute(app.db);
  };
  const demand = async (demandsSecondFactor: '' | 'yes') => {
    const owner = await editors.signedIn('owner');
    await owner.submit('/admin/settings/staff', 'rules', { demandsSecondFactor });
    return owner;
  };

  test('is told by mail and on each page, and leaves seven days; after that only the own account is open', async () => {
    const [leo, mio] = [await editors.signedIn('editor'), await editors.signedIn('editor')];
    await setUpApp(mio);
    const owner = await demand('yes');
    const told = (person: Editor) =>
      mailsTo(app, person.address).then((mails) => mails.map(({ mail }) => mail.subject));
    expect(await told(leo)).toEqual([expect.stringContaining('Set up a second factor within seven days')]);
    expect((await told(mio)).join()).not.toContain('within seven days');
    expect((await leo.get('/admin/stories')).text).toContain('Set one up</a> by');
    expect((await leo.get('/admin/account')).text).toContain('asks everybody for a second factor');
    expect((await mio.get('/admin/stories')).text).not.toContain('Set one up</a> by');

    await passDays(6);
    // Said again, it does not begin anew.
    await owner.submit('/admin/settings/staff', 'rules', { demandsSecondFactor: 'yes' });
    expect((await leo.get('/admin/stories')).status).toBe(200);
    await passDays(1);
    const turned = await leo.get('/admin/stories');
    expect([turned.status, turned.get('Location')]).toEqual([303, '/admin/account']);
    expect((await leo.get('/admin/account')).text).toContain('all pages are open to you again');
    expect((await mio.get('/admin/stories')).status).toBe(200);
    // Whoever comes later has seven days of their own.
    const newcomer = await editors.signedIn('reporter');
    expect((await newcomer.get('/admin/stories')).status).toBe(200);

    await setUpApp(leo);
    expect((await leo.get('/admin/stories')).status).toBe(200);
    await setUpApp(owner);
    await owner.submit('/admin/settings/staff', 'rules', { demandsSecondFactor: '' });
    expect((await newcomer.get('/admin/stories')).text).not.toContain('Set one up</a> by');
  });

  test('is met again when the owner has removed a lost factor', async () => {
    const owner = await editors.signedIn('owner');
    const mia = await editors.signedIn('editor');
    await setUpApp(mia);
    const path = `/admin/settings/staff/${mia.publicId}`;
    expect((await owner.submit(path, 'factors')).get('Location')).toBe(`${path}?done=factors`);
    expect((await mia.get('/admin')).status).toBe(303);
    expect((await givePassword(mia)).answer.get('Location')).toBe('/admin');
  });
});

describe('a passkey', () => {
  const here = 'http://lantern.localhost';

  async function addPasskey(person: Editor, authenticator = createSoftAuthenticator(here), changes = {}) {
    const asked = (await person.get('/admin/account/passkeys/options')).body;
    const fields = {
      name: 'Phone',
      current,
      challenge: asked.challenge,
      answer: authenticator.create(asked.options.challenge),
      ...changes,
    };
    const answer = await person.submit('/admin/account/passkeys/new', 'passkeys', fields);
    return { authenticator, answer, fields };
  }

  async function ask(browser = app.visitor()) {
    const { body } = await browser.get('/admin/sign-in/passkey/options');
    const send = (answer: string, challenge: string = body.challenge) =>
      browser.post('/admin/sign-in/passkey').type('form').send({ answer, challenge, next: '/admin/account' });
    return { browser, challenge: String(body.options.challenge), send };
  }

  test('is added with the password, and signs its owner in without one', async () => {
    const nia = await editors.signedIn('editor');
    const { authenticator, answer, fields } = await addPasskey(nia);
    expect(answer.status).toBe(200);
    expect(codesIn(answer)).toHaveLength(10);
    // A challenge is answered once, also by the same answer.
    const again = await nia.submit('/admin/account/passkeys/new', 'passkeys', fields);
    expect(again.status).toBe(422);

    const { browser, challenge, send } = await ask();
    const signedIn = await send(authenticator.get(challenge));
    expect([signedIn.status, signedIn.get('Location')]).toEqual([303, '/admin/account']);
    expect((await browser.get('/admin/account')).text).toContain('Phone');
  });

  test('needs the password to be added, a name, and the challenge of this person', async () => {
    const ole = await editors.signedIn('editor');
    const pia = await editors.signedIn('editor');
    expect((await addPasskey(ole, undefined, { current: 'wrong' })).answer.status).toBe(422);
    expect((await addPasskey(ole, undefined, { name: ' ' })).answer.status).toBe(422);
    expect((await addPasskey(ole, undefined, { answer: '{"id":1' })).answer.status).toBe(422);
    const foreign = (await pia.get('/admin/account/passkeys/options')).body;
    const authenticator = createSoftAuthenticator(here);
    const answer = authenticator.create(foreign.options.challenge);
    const stolen = await addPasskey(ole, authenticator, { challenge: foreign.challenge, answer });
    expect(stolen.answer.status).toBe(422);
    expect((await ole.get('/admin/account')).text).toContain('A passkey is kept by');
  });

  test('opens nothing by a replay, from another site, unverified, or with a counter that stands still', async () => {
    const quin = await editors.signedIn('editor');
    const { authenticator } = await addPasskey(quin);
    const used = await ask();
    const answer = authenticator.get(used.challenge, { counter: 5 });
    expect((await used.send(answer)).status).toBe(303);
    expect((await used.send(answer)).status).toBe(422);

    const elsewhere = await ask();
    expect((await elsewhere.send(authenticator.get(elsewhere.challenge, { origin }))).status).toBe(422);
    const unverified = await ask();
    const bare = authenticator.get(unverified.challenge, { isVerified: false });
    expect((await unverified.send(bare)).status).toBe(422);
    const copied = await ask();
    expect((await copied.send(authenticator.get(copied.challenge, { counter: 5 }))).status).toBe(422);
    const old = await ask();
    later(400);
    expect((await old.send(authenticator.get(old.challenge, { counter: 9 }))).status).toBe(422);
    const unknown = await ask();
    expect((await unknown.send(createSoftAuthenticator(here).get(unknown.challenge))).status).toBe(422);
    const right = await ask();
    expect((await right.send(authenticator.get(right.challenge, { counter: 10 }))).status).toBe(303);
  });

  test('is renamed and removed by its owner alone', async () => {
    const rae = await editors.signedIn('editor');
    const sol = await editors.signedIn('editor');
    const { authenticator } = await addPasskey(rae);
    const path =
      /\/admin\/account\/passkeys\/[a-z2-7]{16}/.exec((await rae.get('/admin/account')).text)?.[0] ?? '';
    expect((await sol.get(path)).status).toBe(303);
    const own = await sol.formAt('/admin/account/password', 'password');
    await sol.send({ ...own, action: `${path}/name` }, { name: 'Stolen' });
    await sol.send({ ...own, action: `${path}/remove` }, { current });
    await rae.submit(path, 'name', { name: 'Blue key' });
    expect((await rae.get('/admin/account')).text).toContain('Blue key');
    await rae.submit(path, 'remove', { current });
    const gone = await ask();
    expect((await gone.send(authenticator.get(gone.challenge))).status).toBe(422);
  });
});
