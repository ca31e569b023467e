import { sql } from 'kysely';
import { findAlarm } from '../../../../src/audience/guard/alarm.ts';
import {
  type SignUpSetting,
  readSignUpSetting,
  saveSignUpSetting,
} from '../../../../src/audience/guard/sign-up-setting.ts';
import { solvePuzzle } from '../../../../templates/assets/solve-puzzle.ts';
import { fieldsOf } from '../../../support/reader.ts';
import { useApp } from '../../../support/use-app.ts';
import { hiddenValue, mailsTo, signUpInStory, story } from './sign-up-form.ts';

let now = new Date();
const app = useApp({ clock: () => now });
let calm: SignUpSetting;

const set = (rules: Partial<SignUpSetting>) => saveSignUpSetting(app.db, { ...calm, ...rules });

beforeAll(async () => {
  calm = { ...(await readSignUpSetting(app.db)), workBits: 10 };
});
afterEach(async () => {
  await set({});
  await sql`delete from signup_alarm`.execute(app.db);
  await sql`delete from asked_mail`.execute(app.db);
});

const isOneButton = (text: string): boolean => text.includes('Is this your address?');
const press = async (text: string) =>
  app.visitor().post('/signup').type('form').send(fieldsOf(text, '/signup').toString());

describe('addresses by policy', () => {
  test('a throwaway address wants one more press, and then is taken', async () => {
    const asked = await signUpInStory(app.visitor(), { email: 'ada@mailinator.com' });
    expect([asked.status, isOneButton(asked.text)]).toEqual([200, true]);
    expect(await mailsTo(app, 'ada@mailinator.com')).toHaveLength(0);
    expect((await press(asked.text)).status).toBe(303);
    expect(await mailsTo(app, 'ada@mailinator.com')).toHaveLength(1);
  });

  test('can be taken or refused by the newsroom, with the reason at the field', async () => {
    await set({ disposable: 'allow' });
    expect((await signUpInStory(app.visitor(), { email: 'ben@mailinator.com' })).status).toBe(303);
    await set({ disposable: 'refuse', roleAddresses: 'refuse', ownDomains: ['brief.example'] });
    for (const email of ['cleo@mailinator.com', 'cleo@brief.example', 'info@example.test']) {
      const refused = await signUpInStory(app.visitor(), { email });
      expect([refused.status, refused.text.includes('-email-problem')]).toEqual([422, true]);
      expect(await mailsTo(app, email)).toHaveLength(0);
    }
  });

  test('a press counts for the address it was made for and for no other', async () => {
    const asked = await signUpInStory(app.visitor(), { email: 'dora@mailinator.com' });
    const fields = fieldsOf(asked.text, '/signup');
    fields.set('email', 'emil@mailinator.com');
    const other = await app.visitor().post('/signup').type('form').send(fields.toString());
    expect(isOneButton(other.text)).toBe(true);
    expect(await mailsTo(app, 'emil@mailinator.com')).toHaveLength(0);
  });

  test('a slip is pointed out beside the button and never corrected by itself', async () => {
    const visitor = app.visitor();
    const asked = await visitor.post('/signup').type('form').send({ email: 'fritz@gmial.com' });
    expect(asked.text).toContain('Did you mean <strong>fritz@gmail.com</strong>?');
    // The suggestion stands first: its form posts the address it was probably meant to be.
    expect(fieldsOf(asked.text, '/signup').get('email')).toBe('fritz@gmail.com');
    expect((await press(asked.text)).status).toBe(303);
    expect(await mailsTo(app, 'fritz@gmial.com')).toHaveLength(0);
    expect(await mailsTo(app, 'fritz@gmail.com')).toHaveLength(1);
    const json = await signUpInStory(app.visitor(), { email: 'gus@gmial.com' }, 'application/json');
    expect(json.body.hint).toBe('Did you mean gus@gmail.com?');
    expect(await mailsTo(app, 'gus@gmial.com')).toHaveLength(1);
  });
});

test('a form that comes back at once wants one more press where the newsroom says so', async () => {
  await set({ leastSeconds: 3 });
  const page = await app.visitor().get(story);
  const fields = fieldsOf(page.text, '/signup');
  fields.set('email', 'hal@example.test');
  const fast = await app.visitor().post('/signup').type('form').send(fields.toString());
  expect(isOneButton(fast.text)).toBe(true);
  now = new Date(now.getTime() + 3000);
  const slow = await app.visitor().post('/signup').type('form').send(fields.toString());
  expect(slow.status).toBe(303);
});

describe('proof of work', () => {
  beforeEach(() => set({ proofOfWork: true }));

  test('is asked of the script of our own pages, and of every address anew', async () => {
    const visitor = app.visitor();
    const asked = await signUpInStory(visitor, { email: 'ida@example.test' }, 'application/json');
    expect(asked.body).toMatchObject({ bits: 10, facts: expect.any(String) });
    expect(await mailsTo(app, 'ida@example.test')).toHaveLength(0);

    const { facts } = asked.body;
    const work = await solvePuzzle(facts, 'ida@example.test', 10);
    const done = await signUpInStory(visitor, { email: 'ida@example.test', facts, work }, 'application/json');
    expect(done.body.message).toContain('ida@example.test');
    let refused = 0;
    for (const email of ['a@example.test', 'b@example.test', 'c@example.test']) {
      const other = await signUpInStory(visitor, { email, facts, work }, 'application/json');
      refused += other.body.bits === 10 ? 1 : 0;
    }
    // One of a thousand numbers solves another's puzzle by chance.
    expect(refused).toBeGreaterThanOrEqual(2);
  });

  test('has a way without scripts: a button that counts after ten seconds', async () => {
    const asked = await signUpInStory(app.visitor(), { email: 'jon@example.test' });
    expect(isOneButton(asked.text)).toBe(true);
    expect(asked.text).toContain('data-wait="10"');
    now = new Date(now.getTime() + 4000);
    const early = await press(asked.text);
    expect([early.status, early.text.includes('data-wait="6"')]).toEqual([200, true]);
    expect(await mailsTo(app, 'jon@example.test')).toHaveLength(0);
    now = new Date(now.getTime() + 6000);
    expect((await press(early.text)).status).toBe(303);
    expect(await mailsTo(app, 'jon@example.test')).toHaveLength(1);
  });

  test('is asked alike of new, pending and active addresses', async () => {
    for (const email of ['kim@example.test', 'ada@example.test', 'ben@example.test']) {
      const { status, body } = await signUpInStory(app.visitor(), { email }, 'application/json');
      expect([status, Object.keys(body).toSorted(), body.bits]).toEqual([
        200,
        ['bits', 'facts', 'words'],
        10,
      ]);
    }
  });
});

describe('the breaker', () => {
  const ask = (confirmations: number, ago = '1 minute') =>
    sql`
      insert into asked_mail (address_key, kind, sent_at)
      select 'flood' || n, 'confirmation', now() - ${ago}::interval from generate_series(1, ${confirmations}) n
    `.execute(app.db);

  test('turns every entry to the stricter path, and says so on the desk’s first page', async () => {
    await set({ alarmFloor: 40 });
    await ask(39);
    expect((await signUpInStory(app.visitor(), { email: 'lea@example.test' })).status).toBe(303);
    expect(await findAlarm(app.db)).toBeNull();

    const strict = await signUpInStory(app.visitor(), { email: 'max@example.test' });
    expect([isOneButton(strict.text), strict.text.includes('data-wait="10"')]).toEqual([true, true]);
    const script = await signUpInStory(app.visitor(), { email: 'max@example.test' }, 'application/json');
    expect(script.body.bits).toBe(10);
    expect(await findAlarm(app.db)).toMatchObject({ asked: 40, usual: 0 });
    expect(await mailsTo(app, 'max@example.test')).toHaveLength(0);
  });

  test('holds for half an hour after the flood was last seen, once for all processes', async () => {
    await set({ alarmFloor: 40 });
    await ask(60);
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => signUpInStory(app.visitor(), { email: `nan${n}@example.test` })),
    );
    const { rows } = await sql<{ n: number }>`select count(*) as n from signup_alarm`.execute(app.db);
    expect(rows[0]?.n).toBe(1);
    await sql`delete from asked_mail`.execute(app.db);
    expect(isOneButton((await signUpInStory(app.visitor(), { email: 'ola@example.test' })).text)).toBe(true);
    await sql`update signup_alarm set ends_at = now() - interval '1 second'`.execute(app.db);
    expect((await signUpInStory(app.visitor(), { email: 'ola@example.test' })).status).toBe(303);
  });

  test('knows a busy paper from a flood', async () => {
    await set({ alarmFloor: 40, alarmTimes: 20 });
    // Three in every ten minutes of the week before.
    await ask(3000, '2 days');
    await ask(55);
    expect((await signUpInStory(app.visitor(), { email: 'pia@example.test' })).status).toBe(303);
    await ask(10);
    expect(isOneButton((await signUpInStory(app.visitor(), { email: 'quin@example.test' })).text)).toBe(true);
    expect(await findAlarm(app.db)).toMatchObject({ asked: 66, usual: 3 });
  });
});

test('a signed field of yesterday wants one more press', async () => {
  const page = await app.visitor().get(story);
  const facts = hiddenValue(page.text, 'facts');
  now = new Date(now.getTime() + 25 * 3_600_000);
  const asked = await signUpInStory(app.visitor(), { email: 'rosa@example.test', facts });
  expect(isOneButton(asked.text)).toBe(true);
});
