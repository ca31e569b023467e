import { sql } from 'kysely';
import { listActs } from '../../../../src/staff/audit.ts';
import { findSession } from '../../../../src/staff/sessions.ts';
import { useApp } from '../../../support/use-app.ts';
import { useOpenId } from '../../../support/use-open-id.ts';
import { mailsTo } from '../public/sign-up-form.ts';
import { editorsPassword, useEditors } from './editions/use-editors.ts';

const openId = useOpenId();
const app = useApp({ signOn: openId.signOn });
const editors = useEditors(app);
const current = editorsPassword;

let people = 0;
/** Somebody at the provider whom nobody has seen before. */
function knownAs(address: string, more: Record<string, unknown> = {}): void {
  people += 1;
  openId.manner.claims = { sub: `person-${people}`, email: address, email_verified: true, ...more };
}

type Browser = ReturnType<typeof app.visitor>;

const leave = async (browser: Browser, next = '/admin') =>
  (await browser.get('/admin/sign-on').query({ next })).get('Location') ?? '';

/** There and back. @returns where the browser ends */
async function comeThrough(browser: Browser = app.visitor(), next?: string) {
  const answer = await browser.get(openId.approve(await leave(browser, next)));
  return { browser, to: answer.get('Location'), answer };
}

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get('/admin/account')).status === 200;

describe('coming in through the provider', () => {
  test('the door has its button; who has an account is linked the first time, told by mail, and let in', async () => {
    const bea = await editors.signedIn('reporter');
    expect((await app.visitor().get('/admin/sign-in')).text).toContain('Sign in with Lantern ID');
    knownAs(bea.address.toUpperCase());

    const { browser, to } = await comeThrough(undefined, '/admin/stories');
    expect(to).toBe('/admin/stories');
    expect(await isIn(browser)).toBe(true);
    // Its ways in have changed: what was open before has ended.
    expect((await bea.get('/admin/account')).status).toBe(303);
    const [mail] = await mailsTo(app, bea.address);
    expect(mail?.mail.subject).toContain('linked with Lantern ID');
    const acts = (await listActs(app.db, { limit: 2 })).map(({ action }) => action);
    expect(acts).toEqual([
      'signed in through Lantern ID',
      'came through Lantern ID for the first time: their account is linked with it',
    ]);

    // From now on the provider's subject decides, and sessions live beside each other.
    openId.manner.claims = { ...openId.manner.claims, email: 'renamed@example.test' };
    const again = await comeThrough();
    expect(again.to).toBe('/admin');
    expect(await isIn(again.browser)).toBe(true);
    expect(await isIn(browser)).toBe(true);
  });

  test('an invitation is taken by whoever has its address, without a password', async () => {
    const owner = await editors.signedIn('owner');
    await owner.submit('/admin/settings/staff', 'staff', {
      name: 'Finn Moor',
      address: 'finn@example.test',
      role: 'editor',
    });
    knownAs('finn@example.test');
    const { browser } = await comeThrough();
    const account = await browser.get('/admin/account');
    expect(account.text).toContain('Finn Moor, editor');
    expect(account.text).toContain('Choose a password by mail');
    expect((await owner.get('/admin/settings/staff')).text).not.toContain('Invitations that nobody');
  });

  test.each([
    ['nobody here', 'stranger@example.test', {}, 'unknown'],
    ['an address that is not verified', 'finn@example.test', { email_verified: false }, 'unverified'],
    ['a verification that is only a word', 'finn@example.test', { email_verified: 'true' }, 'unverified'],
    ['no address', '', {}, 'unverified'],
    ['another mail domain', 'ana@example.org', {}, 'domain'],
  ])('%s is not let in', async (_what, address, more, why) => {
    const before = await sql<{ count: number }>`select count(*) from staff`.execute(app.db);
    knownAs(address, more);
    const { browser, to } = await comeThrough();
    expect(to).toBe(`/admin/sign-in?sign-on=${why}`);
    expect((await browser.get(to ?? '')).text).toContain('notice--warn');
    expect(await isIn(browser)).toBe(false);
    const after = await sql<{ count: number }>`select count(*) from staff`.execute(app.db);
    expect(after.rows).toEqual(before.rows);
    const [act] = await listActs(app.db, { limit: 1 });
    expect(act).toMatchObject({ actor: 'Somebody at the door', details: { why } });
    expect(JSON.stringify(act)).not.toContain('@');
  });

  test('an owner is neither taken over nor made by an address alone', async () => {
    const owner = await editors.signedIn('owner');
    knownAs(owner.address);
    expect((await comeThrough()).to).toBe('/admin/sign-in?sign-on=owner');
    const address = 'next-owner@example.test';
    await owner.submit('/admin/settings/staff', 'staff', { name: 'Next', address, role: 'owner' });
    knownAs(address);
    expect((await comeThrough()).to).toBe('/admin/sign-in?sign-on=owner');
    // The invitation is not used up by it.
    expect((await owner.get('/admin/settings/staff')).text).toContain(address);
  });

  test('an account that is linked is not taken over by another one with the same address', async () => {
    const bea = await editors.signedIn('editor');
    knownAs(bea.address);
    await comeThrough();
    knownAs(bea.address);
    expect((await comeThrough()).to).toBe('/admin/sign-in?sign-on=other-link');
  });

  test('an account that has ended stays closed', async () => {
    const owner = await editors.signedIn('owner');
    const bea = await editors.signedIn('editor');
    knownAs(bea.address);
    const { browser } = await comeThrough();
    await owner.submit(`/admin/settings/staff/${bea.publicId}`, 'end');
    expect(await isIn(browser)).toBe(false);
    expect((await comeThrough()).to).toBe('/admin/sign-in?sign-on=unknown');
  });

  test('a new role ends the sessions, and a link that an owner removes opens nothing', async () => {
    const owner = await editors.signedIn('owner');
    const bea = await editors.signedIn('editor');
    knownAs(bea.address);
    const { browser } = await comeThrough();
    const path = `/admin/settings/staff/${bea.publicId}`;
    await owner.submit(path, 'role', { role: 'analyst' });
    expect(await isIn(browser)).toBe(false);
    const next = await comeThrough();
    expect(await isIn(next.browser)).toBe(true);
    await owner.submit(path, 'sign-on');
    expect(await isIn(next.browser)).toBe(false);
  });
});

describe('what does not check out', () => {
  const cases: readonly (readonly [string, () => void])[] = [
    ['a nonce of another attempt', () => Object.assign(openId.manner.claims, { nonce: 'another' })],
    [
      'a token of another issuer',
      () => Object.assign(openId.manner.claims, { iss: 'https://id.example.org' }),
    ],
    ['a token for another client', () => Object.assign(openId.manner.claims, { aud: 'another' })],
    [
      'an expired token',
      () => Object.assign(openId.manner.claims, { exp: Math.floor(Date.now() / 1000) - 600 }),
    ],
    ['a token without a signature', () => Object.assign(openId.manner, { alg: 'none' })],
    ['a signature of another key', () => Object.assign(openId.manner, { hasForeignKey: true })],
  ];
  test.each(cases)('%s opens nothing', async (_what, spoil) => {
    const bea = await editors.signedIn('editor');
    knownAs(bea.address);
    spoil();
    const { browser, to } = await comeThrough();
    expect(to).toBe('/admin/sign-in?sign-on=refused');
    expect(await isIn(browser)).toBe(false);
  });

  test('a wrong state, another browser’s answer and a code that was used open nothing', async () => {
    const bea = await editors.signedIn('editor');
    knownAs(bea.address);
    const browser = app.visitor();
    const back = openId.approve(await leave(browser));
    const wrong = back.replace(/state=[^&]+/, 'state=guessed');
    expect((await browser.get(wrong)).get('Location')).toBe('/admin/sign-in?sign-on=refused');

    const mine = openId.approve(await leave(browser));
    expect((await app.visitor().get(mine)).get('Location')).toBe('/admin/sign-in?sign-on=old');
    const cookie = await attemptOf(browser);
    expect((await browser.get(mine)).get('Location')).toBe('/admin');
    // The same once more, with the cookie that went with it.
    const replayed = await app.visitor().get(mine).set('Cookie', cookie);
    expect(replayed.get('Location')).toBe('/admin/sign-in?sign-on=old');
    // And the code alone in an attempt that is new: the provider has taken it.
    const fresh = new URL(await leave(browser)).searchParams.get('state') ?? '';
    const stolen = mine.replace(/state=[^&]+/, `state=${fresh}`);
    expect((await browser.get(stolen)).get('Location')).toBe('/admin/sign-in?sign-on=refused');
  });

  test('tries are counted by network', async () => {
    const browser = app.visitor();
    const back = () => browser.get('/admin/sign-on/back?code=guessed&state=guessed');
    for (let tries = 0; tries < 60; tries += 1) expect((await back()).status).toBe(303);
    expect((await back()).status).toBe(429);
  });

  test('who presses cancel over there reads that, and comes in another way', async () => {
    const browser = app.visitor();
    const state = new URL(await leave(browser)).searchParams.get('state') ?? '';
    const answer = await browser.get('/admin/sign-on/back').query({ error: 'access_denied', state });
    expect(answer.get('Location')).toBe('/admin/sign-in?sign-on=declined');
  });

  test.each(['https://evil.example.test', '//evil.example.test', '/admin@evil.example.test', '/signup'])(
    'the way back does not lead to %s',
    async (next) => {
      const bea = await editors.signedIn('reporter');
      knownAs(bea.address);
      expect((await comeThrough(undefined, next)).to).toBe('/admin');
    },
  );

  test('a provider that is away, or has another name than was said, is told in words; the password still opens', async () => {
    const bea = await editors.signedIn('editor');
    openId.manner.isDown = true;
    const browser = app.visitor();
    expect(await leave(browser)).toBe('/admin/sign-in?sign-on=down');
    expect((await browser.get('/admin/sign-in?sign-on=down')).text).toContain('Lantern ID does not answer');
    openId.manner.isDown = false;
    openId.manner.issuer = 'https://id.example.org';
    expect(await leave(browser)).toBe('/admin/sign-in?sign-on=down');
    openId.manner.issuer = null;
    knownAs(bea.address);
    const back = openId.approve(await leave(browser));
    openId.manner.isDown = true;
    expect((await browser.get(back)).get('Location')).toBe('/admin/sign-in?sign-on=down');
    const form = { address: bea.address, password: current };
    expect((await browser.post('/admin/sign-in').type('form').send(form)).get('Location')).toBe('/admin');
  });
});

/** The cookie of the attempt that a browser holds, as it would send it. */
async function attemptOf(browser: Browser): Promise<string> {
  const held = browser.jar.getCookie('doorstep-sign-on', {
    domain: '127.0.0.1',
    path: '/',
    secure: false,
    script: false,
  });
  return `doorstep-sign-on=${held?.value ?? ''}`;
}

describe('the owner’s rules', () => {
  const setRules = async (rules: { trustsFactor?: string; demandsSignOn?: string }) => {
    const owner = await editors.signedIn('owner');
    const none = { trustsFactor: '', demandsSignOn: '' };
    await owner.submit('/admin/settings/staff', 'sign-on', { ...none, ...rules });
    return owner;
  };

  test('our own second factor is asked unless the provider’s is enough and it says that it asked', async () => {
    const bea = await editors.signedIn('editor');
    await sql`
      insert into staff_totp (staff_id, sealed_secret, last_step)
      select id, '\\x00', 0 from staff where public_id = ${bea.publicId}
    `.execute(app.db);
    knownAs(bea.address, { amr: ['pwd', 'mfa'] });
    expect((await comeThrough()).to).toBe('/admin/sign-in/second?next=%2Fadmin');
    await setRules({ trustsFactor: 'yes' });
    expect((await comeThrough()).to).toBe('/admin');
    openId.manner.claims = { ...openId.manner.claims, amr: ['pwd'] };
    expect((await comeThrough()).to).toBe('/admin/sign-in/second?next=%2Fadmin');
    await setRules({});
  });

  test('everybody but owners comes in through the provider alone when the owner says so', async () => {
    const owner = await setRules({ demandsSignOn: 'yes' });
    const bea = await editors.signedIn('editor');
    const signIn = (address: string) =>
      app.visitor().post('/admin/sign-in').type('form').send({ address, password: current });
    const refused = await signIn(bea.address);
    expect(refused.get('Location')).toBeUndefined();
    expect(refused.text).toContain('you come in through Lantern ID');
    expect((await signIn(owner.address)).get('Location')).toBe('/admin');
    knownAs(bea.address);
    expect((await comeThrough()).to).toBe('/admin');

    await owner.submit('/admin/settings/staff', 'staff', {
      name: 'Gus',
      address: 'gus@example.test',
      role: 'reporter',
    });
    const [mail] = await mailsTo(app, 'gus@example.test');
    const link = /\/admin\/invitation\/[\w-]+/.exec(mail?.mail.text ?? '')?.[0] ?? '';
    const page = await app.visitor().get(link);
    expect(page.text).toContain('href="/admin/sign-on"');
    expect(page.text).not.toContain('type="password"');
    await setRules({});
  });
});

describe('the link on one’s own account', () => {
  /** Gives the password and goes the way. @returns where it ends */
  async function link(person: Awaited<ReturnType<typeof editors.signedIn>>, password = current) {
    const page = await person.submit('/admin/account/sign-on', 'sign-on', { current: password });
    const url = /href="(http[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&');
    const cookie = (page.get('Set-Cookie') ?? []).find((each) => each.startsWith('doorstep-sign-on='));
    return { page, url, cookie: cookie?.split(';')[0] ?? '' };
  }

  test('is made with the password, by an owner too, and removed with it', async () => {
    const owner = await editors.signedIn('owner');
    expect((await link(owner, 'wrong')).page.status).toBe(422);
    knownAs(owner.address);
    const { url, cookie } = await link(owner);
    const back = openId.approve(url ?? '');
    // In a browser where nobody is signed in, a link of somebody's is not made.
    const elsewhere = await app.visitor().get(back).set('Cookie', cookie);
    expect(elsewhere.get('Location')).toBe('/admin/sign-in?sign-on=old');

    const again = await link(owner);
    const done = await owner.get(openId.approve(again.url ?? ''), again.cookie);
    expect(done.get('Location')).toBe('/admin/account?done=linked');
    const { browser } = await comeThrough();
    expect((await browser.get('/admin/account')).text).toContain('Remove the link');
    expect(await isIn(browser)).toBe(true);
    await owner.submit('/admin/account/sign-on/remove', 'remove', { current });
    expect(await isIn(browser)).toBe(false);
    expect((await comeThrough()).to).toBe('/admin/sign-in?sign-on=owner');
  });

  test('is not made with an account of another address, nor with one that is somebody else’s', async () => {
    const owner = await editors.signedIn('owner');
    knownAs('another@example.test');
    const first = await link(owner);
    const other = await owner.get(openId.approve(first.url ?? ''), first.cookie);
    expect(other.get('Location')).toBe('/admin/account?sign-on=other-address');
    const bea = await editors.signedIn('editor');
    knownAs(bea.address);
    await comeThrough();
    openId.manner.claims = { ...openId.manner.claims, email: owner.address };
    const second = await link(owner);
    const taken = await owner.get(openId.approve(second.url ?? ''), second.cookie);
    expect(taken.get('Location')).toBe('/admin/account?sign-on=other-link');
    expect((await owner.get('/admin/account?sign-on=other-link')).text).toContain('notice--warn');
  });
});

test('a session that came through the provider with its factor owes none of ours', async () => {
  const bea = await editors.signedIn('editor');
  await sql`
    update staff_rules set demands_second_factor = true, demanded_at = '2026-01-01', trusts_provider_factor = true
  `.execute(app.db);
  await sql`update staff set created_at = '2026-01-01'`.execute(app.db);
  knownAs(bea.address, { amr: ['mfa'] });
  const { answer } = await comeThrough();
  const token = /doorstep=([^;]+)/.exec((answer.get('Set-Cookie') ?? []).join())?.[1] ?? '';
  expect(await findSession(app.db, token)).toMatchObject({ owesFactor: false, hasProviderFactor: true });
  await sql`update staff_rules set demands_second_factor = false, trusts_provider_factor = false`.execute(
    app.db,
  );
});
