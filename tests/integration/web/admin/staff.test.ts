import { sql } from 'kysely';
import { createApiKey, findApiKey } from '../../../../src/staff/api-keys.ts';
import { listActs } from '../../../../src/staff/audit.ts';
import { changeRole } from '../../../../src/staff/change-account.ts';
import { listStaff } from '../../../../src/staff/accounts.ts';
import { useApp } from '../../../support/use-app.ts';
import { mailsTo } from '../public/sign-up-form.ts';
import { type Editor, editorsPassword, useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const staffPath = '/admin/settings/staff';
const password = 'tide and timber by the mole';

const hasRun = async (action: string): Promise<boolean> =>
  (await listActs(app.db, { limit: 300 })).some((act) => act.action === action);

/** The path of the newest link of a kind that was mailed to an address. */
async function linkTo(address: string, kind: string): Promise<string> {
  const mails = await mailsTo(app, address);
  const text = mails.map(({ mail }) => mail.text ?? '').findLast((each) => each.includes(`/admin/${kind}/`));
  return new RegExp(`/admin/${kind}/[\\w-]+`).exec(text ?? '')?.[0] ?? '';
}

async function idOf({ publicId }: Editor): Promise<number> {
  return (await listStaff(app.db)).find((each) => each.publicId === publicId)?.id ?? 0;
}

describe('an invitation', () => {
  const dana = { name: 'Dana Okafor', address: 'dana@example.test', role: 'reporter' };

  test('comes by mail, opens once, and lets its reader choose a password', async () => {
    const ana = await editors.signedIn('owner');
    const invited = await ana.submit(staffPath, 'staff', dana);
    expect([invited.status, invited.get('Location')]).toEqual([303, `${staffPath}?done=invited`]);
    expect(app.rung).toContain('deliver-urgent');
    expect((await ana.get(staffPath)).text).toContain('Good until');
    expect(await hasRun('invited Dana Okafor as a reporter')).toBe(true);
    expect(JSON.stringify(await listActs(app.db, { limit: 5 }))).not.toContain(dana.address);

    const link = await linkTo(dana.address, 'invitation');
    const browser = app.visitor();
    const page = await browser.get(link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('You are to be a reporter');
    expect(page.get('Referrer-Policy')).toBe('no-referrer');
    const bad = await browser.post(link).type('form').send({ name: 'Dana Okafor', password: 'password' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('id="password-problem"');
    const taken = await browser.post(link).type('form').send({ name: 'Dana Okafor', password });
    expect([taken.status, taken.get('Location')]).toEqual([303, '/admin']);
    expect((await browser.get('/admin')).text).toContain('Dana Okafor');

    expect((await app.visitor().get(link)).status).toBe(404);
    const again = await app.visitor().post(link).type('form').send({ name: 'Eve', password });
    expect(again.status).toBe(404);
    expect((await ana.get(staffPath)).text).not.toContain('Good until');
  });

  test('with a bad address, an unknown role or for somebody who is here is refused, and keeps what was typed', async () => {
    const ana = await editors.signedIn('owner');
    const bad = await ana.submit(staffPath, 'staff', { name: 'Eve', address: 'nobody', role: 'publisher' });
    expect(bad.status).toBe(422);
    for (const field of ['address', 'role']) expect(bad.text).toContain(`href="#${field}"`);
    expect(bad.text).toContain('value="nobody"');
    const here = await ana.submit(staffPath, 'staff', { ...dana, address: 'Dana@example.test' });
    expect(here.status).toBe(422);
    expect(here.text).toContain('has an account already');
  });

  test('that is taken back, is too old, or was followed by another one opens nothing', async () => {
    const ana = await editors.signedIn('owner');
    const finn = { name: 'Finn', address: 'finn@example.test', role: 'analyst' };
    await ana.submit(staffPath, 'staff', finn);
    const first = await linkTo(finn.address, 'invitation');
    await ana.submit(staffPath, 'staff', finn);
    const second = await linkTo(finn.address, 'invitation');
    expect(second).not.toBe(first);
    expect((await app.visitor().get(first)).status).toBe(404);
    expect((await app.visitor().get(second)).status).toBe(200);

    await sql`update staff_invitation set expires_at = now() where address_key = ${finn.address}`.execute(
      app.db,
    );
    const old = await app.visitor().post(second).type('form').send({ name: 'Finn', password });
    expect(old.status).toBe(404);
    expect(old.text).toContain('older than seven days');

    await ana.submit(staffPath, 'staff', finn);
    const third = await linkTo(finn.address, 'invitation');
    await ana.submit(staffPath, 'take-back');
    expect((await app.visitor().get(third)).status).toBe(404);
    expect(await hasRun('took back the invitation of Finn')).toBe(true);
    expect((await listStaff(app.db)).some(({ name }) => name === 'Finn')).toBe(false);
  });
});

describe('a change of role', () => {
  test('ends all sessions and API keys of that person at once', async () => {
    const ana = await editors.signedIn('owner');
    const bea = await editors.signedIn('owner');
    const { key } = await createApiKey(app.db, {
      name: 'Website',
      scopes: ['newsletters:read'],
      staffId: await idOf(bea),
    });
    expect(await findApiKey(app.db, key)).not.toBeNull();
    const path = `${staffPath}/${bea.publicId}`;
    const changed = await ana.submit(path, 'role', { role: 'editor' });
    expect(changed.get('Location')).toBe(`${path}?done=role`);
    expect((await bea.get('/admin')).status).toBe(303);
    expect(await findApiKey(app.db, key)).toBeNull();
    expect(await hasRun('made Ana Reyes an editor')).toBe(true);
  });

  test('to no role at all, or of nobody, changes nothing', async () => {
    const ana = await editors.signedIn('owner');
    const bea = await editors.signedIn('editor');
    const bad = await ana.submit(`${staffPath}/${bea.publicId}`, 'role', { role: 'publisher' });
    expect(bad.status).toBe(422);
    const nobody = await ana.post(`${staffPath}/nobody/role`, { role: 'owner' });
    expect(nobody.status).toBe(303);
    expect((await bea.get('/admin')).status).toBe(200);
  });
});

describe('the last owner', () => {
  test('is neither demoted nor ended, and two owners cannot demote each other in one moment', async () => {
    const ana = await editors.signedIn('owner');
    const bea = await editors.signedIn('owner');
    const others = (await listStaff(app.db)).filter(
      ({ role, publicId }) => role === 'owner' && ![ana.publicId, bea.publicId].includes(publicId),
    );
    for (const { publicId } of others) await ana.submit(`${staffPath}/${publicId}`, 'end');
    const [one, two] = (await listStaff(app.db)).filter(({ role }) => role === 'owner');
    if (!one || !two) throw new Error('there have to be two owners');
    const outcomes = await Promise.all([
      changeRole(app.db, { publicId: two.publicId, role: 'analyst', actor: one }),
      changeRole(app.db, { publicId: one.publicId, role: 'analyst', actor: two }),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['changed', 'last-owner']);
    const left = (await listStaff(app.db)).filter(({ role }) => role === 'owner');
    expect(left).toHaveLength(1);

    const keeper = left[0]?.publicId === ana.publicId ? ana : bea;
    const path = `${staffPath}/${keeper.publicId}`;
    const demoted = await keeper.submit(path, 'role', { role: 'editor' });
    expect(demoted.status).toBe(422);
    expect(demoted.text).toContain('This is the only owner');
    expect((await keeper.submit(path, 'end')).status).toBe(422);
    expect((await keeper.get('/admin/settings')).status).toBe(200);
  });
});

describe('an account that has ended', () => {
  test('signs nobody in, and opens again with the password it had', async () => {
    const ana = await editors.signedIn('owner');
    const gus = await editors.signedIn('editor');
    const path = `${staffPath}/${gus.publicId}`;
    await ana.submit(path, 'end');
    expect((await gus.get('/admin')).status).toBe(303);
    const form = { address: gus.address, password: editorsPassword };
    expect((await app.visitor().post('/admin/sign-in').type('form').send(form)).status).toBe(422);
    expect((await ana.get(staffPath)).text).toContain('Account ended');

    expect((await ana.submit(path, 'reopen')).get('Location')).toBe(`${path}?done=reopen`);
    const back = await app.visitor().post('/admin/sign-in').type('form').send(form);
    expect(back.get('Location')).toBe('/admin');
  });
});

describe('a forgotten password', () => {
  const ask = (address: string) => app.visitor().post('/admin/password').type('form').send({ address });

  test('is answered alike for a known and an unknown address, and only the known one gets a mail', async () => {
    const hana = await editors.signedIn('editor');
    const known = await ask(hana.address);
    const unknown = await ask('nobody.here@example.test');
    expect([known.status, unknown.status]).toEqual([200, 200]);
    expect(known.text).toBe(unknown.text);
    expect(await mailsTo(app, hana.address)).toHaveLength(1);
    expect(await mailsTo(app, 'nobody.here@example.test')).toHaveLength(0);
    expect((await ask('no address')).status).toBe(422);
  });

  test('is replaced by a link that opens once, for an hour; all sessions and keys end and a mail says so', async () => {
    const ivo = await editors.signedIn('editor');
    const { key } = await createApiKey(app.db, {
      name: 'Ivo',
      scopes: ['newsletters:read'],
      staffId: await idOf(ivo),
    });
    await ask(ivo.address);
    const link = await linkTo(ivo.address, 'password');
    const browser = app.visitor();
    expect((await browser.get(link)).text).toContain('Choose a password');
    expect((await browser.post(link).type('form').send({ password: 'short' })).status).toBe(422);
    expect((await ivo.get('/admin')).status).toBe(200);
    const set = await browser.post(link).type('form').send({ password });
    expect(set.get('Location')).toBe('/admin/sign-in?done=password');
    expect((await ivo.get('/admin')).status).toBe(303);
    expect(await findApiKey(app.db, key)).toBeNull();
    expect((await browser.get('/admin')).status).toBe(303);
    const texts = (await mailsTo(app, ivo.address)).map(({ mail }) => mail.subject);
    expect(texts.some((each) => each?.includes('Your password was changed'))).toBe(true);

    expect((await browser.post(link).type('form').send({ password })).status).toBe(404);
    const form = { address: ivo.address, password: editorsPassword };
    expect((await app.visitor().post('/admin/sign-in').type('form').send(form)).status).toBe(422);
    const right = await app
      .visitor()
      .post('/admin/sign-in')
      .type('form')
      .send({ ...form, password });
    expect(right.get('Location')).toBe('/admin');
  });

  test('has one link at a time, and none after its hour', async () => {
    const jon = await editors.signedIn('editor');
    await ask(jon.address);
    const first = await linkTo(jon.address, 'password');
    await ask(jon.address);
    const second = await linkTo(jon.address, 'password');
    expect((await app.visitor().get(first)).status).toBe(404);
    await sql`update staff_password_link set expires_at = now()`.execute(app.db);
    expect((await app.visitor().get(second)).status).toBe(404);
  });

  test('cannot be asked for without end: by address', async () => {
    const kai = await editors.signedIn('analyst');
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await ask(kai.address)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await mailsTo(app, kai.address)).toHaveLength(3);
  });
});
