import { sql } from 'kysely';
import { readLetterText, saveLetterText } from '../../../src/audience/letters/letter-texts.ts';
import { findSubscriberBy } from '../../../src/audience/subscribers.ts';
import { leaveNewsletter } from '../../../src/audience/preferences.ts';
import { grantEntitlement } from '../../../src/membership/entitlements.ts';
import { askSilentReaders } from '../../../src/editions/rest/ask-silent.ts';
import { estimateSilent, listQuestionsOf, saveRestRule } from '../../../src/editions/rest/rest-rule.ts';
import { stayUrl } from '../../../src/editions/rest/stay.ts';
import { findNewsletter } from '../../../src/newsletters/newsletter.ts';
import { readPublication } from '../../../src/newsletters/publication.ts';
import { signToken } from '../../../src/platform/signed-token.ts';
import { addReaders } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
let newsletterId = 0;
let count = 0;

/** An edition of so many days ago, to whom it went, with links that count or without. */
async function addEdition(days: number, readers: readonly number[], isCounted = true): Promise<void> {
  count += 1;
  const slots = isCounted
    ? [{ name: 'click_url', kind: 'delivery-link', base: 'https://x/', purpose: 'click' }]
    : [];
  await sql`
    with mailing as (
      insert into mailing (kind, priority, suppression_scopes, sender_name, sender_address, mail_domain, auto_submitted, key_id,
        in_doubt_policy, deadline, state, slots)
      values ('edition', 4, '{}', 'x', 'x@example.test', 'example.test', false, 1, 'ask', '1 day', 'sending',
        ${JSON.stringify(slots)}::jsonb)
      returning id
    ),
    edition as (
      insert into edition (public_id, newsletter_id, subject, preheader, blocks, created_by, mailing_id, released_at)
      select ${`old${count}`}, ${newsletterId}, 'Old', '', '[]', 'Ana', id, now() - make_interval(days => ${days}) from mailing
    )
    insert into delivery (mailing_id, recipient_id, address, address_key, state, ended_at)
    select mailing.id, subscriber.id, address, address_key, 'accepted', now() - make_interval(days => ${days})
    from mailing, subscriber where subscriber.id = any (${[...readers]}::bigint[])
  `.execute(app.db);
}

/** Readers who have had so many editions in the last half year and never gave a sign. */
async function addSilent(...addresses: string[]): Promise<readonly number[]> {
  const ids = await addReaders(app, ...addresses);
  await app.db.transaction().execute(async (tx) => {
    await sql`select set_config('doorstep.erasing', 'on', true)`.execute(tx);
    await sql`delete from consent where subscriber_id = any (${[...ids]}::bigint[])`.execute(tx);
  });
  for (let n = 0; n < 6; n += 1) await addEdition(200 - n * 30, ids);
  return ids;
}

const rule = { isOn: true, editions: 5, days: 180, waitDays: 14 };
const turnOn = (changes: Partial<typeof rule> = {}) =>
  saveRestRule(app.db, { newsletterId, ...rule, ...changes });

async function look() {
  await sql`update rest_rule set looked_at = null`.execute(app.db);
  return askSilentReaders(app.db, {
    publication: await readPublication(app.db),
    publicUrl: app.setting.publicUrl,
    keys: testKeys,
  });
}

const states = async (id: number) => (await listQuestionsOf(app.db, id)).map(({ state }) => state);

async function stateOf(id: number): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select state || coalesce(' ' || ended_because, '') as state from subscription
    where subscriber_id = ${id} and newsletter_id = ${newsletterId}
  `.execute(app.db);
  return rows[0]?.state ?? '';
}

/** The mail left, and the time to answer is over. */
async function letTimePass(id: number, isHeard = true): Promise<void> {
  await sql`
    update delivery set state = ${isHeard ? 'accepted' : 'waiting'}, ended_at = now()
    where recipient_id = ${id} and once_key like 'rest question%'
  `.execute(app.db);
  await sql`update rest_question set asked_at = now() - interval '15 days' where subscriber_id = ${id} and state = 'asked'`.execute(
    app.db,
  );
}

const only = (ids: readonly number[]): number => ids[0] ?? 0;

beforeEach(async () => {
  newsletterId = (await findNewsletter(app.db, { slug: 'morning-edition' }))?.id ?? 0;
  await sql`delete from rest_question`.execute(app.db);
  await sql`delete from rest_rule`.execute(app.db);
  await sql`update subscription set state = 'ended', ended_because = 'a test'`.execute(app.db);
  await sql`update newsletter set tracks_clicks = true`.execute(app.db);
});

test('without a rule nobody is asked, whoever is silent', async () => {
  const ada = only(await addSilent('ada@example.test'));
  expect(await look()).toEqual({ asked: 0, rested: 0 });
  await turnOn({ isOn: false });
  expect(await look()).toEqual({ asked: 0, rested: 0 });
  expect(await states(ada)).toEqual([]);
});

test('who is silent is asked once, rests without an answer, and comes back by the same link', async () => {
  const ben = only(await addSilent('ben@example.test'));
  await turnOn();
  expect((await estimateSilent(app.db, { newsletterId, ...rule })).readers).toBe(1);
  expect(await look()).toEqual({ asked: 1, rested: 0 });
  expect(await look()).toEqual({ asked: 0, rested: 0 });
  const { rows } = await sql<{ subject: string; id: number }>`
    select rest_question.id, mailing.kind as subject from delivery join mailing on mailing.id = mailing_id
      join rest_question on once_key = 'rest question ' || rest_question.id where recipient_id = ${ben}
  `.execute(app.db);
  expect(rows).toHaveLength(1);

  await letTimePass(ben);
  expect(await look()).toEqual({ asked: 0, rested: 1 });
  expect(await stateOf(ben)).toBe('ended at rest');
  expect(await states(ben)).toEqual(['at rest']);

  const path = new URL(stayUrl(testKeys, app.setting.publicUrl, rows[0]?.id ?? 0)).pathname;
  for (let n = 0; n < 3; n += 1) expect((await app.visitor().get(path)).status).toBe(200);
  expect(await stateOf(ben)).toBe('ended at rest');
  expect((await app.visitor().post(path)).text).toContain('It keeps coming');
  expect(await stateOf(ben)).toBe('active');
  expect((await app.visitor().post(path)).text).toContain('It keeps coming');
  expect(await states(ben)).toEqual(['came back']);
  // Having said so is a sign: they are left alone now.
  expect(await look()).toEqual({ asked: 0, rested: 0 });
});

test('one press keeps it coming; looking at the page does not', async () => {
  const cleo = only(await addSilent('cleo@example.test'));
  await turnOn();
  await look();
  const { rows } = await sql<{
    id: number;
  }>`select id from rest_question where subscriber_id = ${cleo}`.execute(app.db);
  const path = new URL(stayUrl(testKeys, app.setting.publicUrl, rows[0]?.id ?? 0)).pathname;
  expect((await app.visitor().get(path)).text).toContain('Yes, keep it coming');
  expect(await states(cleo)).toEqual(['asked']);
  await app.visitor().post(path);
  expect(await states(cleo)).toEqual(['stays']);
  await letTimePass(cleo);
  expect(await look()).toEqual({ asked: 0, rested: 0 });
  expect(await stateOf(cleo)).toBe('active');
});

test.each([
  [
    'a click by a person',
    (id: number) => sql`
      insert into reaction (delivery_id, kind, link, mailing_id, first_at, last_at, times)
      select id, 'click', 1, mailing_id, now(), now(), 1 from delivery where recipient_id = ${id} limit 1
    `,
  ],
  [
    'an open, also by a proxy that tells nothing',
    (id: number) => sql`
      insert into reaction (delivery_id, kind, link, mailing_id, first_at, last_at, times, reason)
      select id, 'open', 0, mailing_id, now(), now(), 1, 'privacy proxy' from delivery where recipient_id = ${id} limit 1
    `,
  ],
  [
    'a choice of their own',
    (id: number) => sql`
      insert into consent (subscriber_id, newsletter_id, act, words) values (${id}, ${newsletterId}, 'rhythm', 'weekly')
    `,
  ],
  [
    'a sign-in',
    (id: number) => sql`
      insert into sign_in (subscriber_id, token_hash, code_hash, expires_at, used_at) values (${id}, ${`h${id}`}, 'x', now(), now())
    `,
  ],
] as const)('%s is a sign: before the question, and after it', async (_name, giveSign) => {
  const [early = 0, late = 0] = await addSilent(`early${count}@example.test`, `late${count}@example.test`);
  await giveSign(early).execute(app.db);
  await turnOn();
  expect(await look()).toEqual({ asked: 1, rested: 0 });
  expect(await states(early)).toEqual([]);
  await letTimePass(late);
  await giveSign(late).execute(app.db);
  expect(await look()).toEqual({ asked: 0, rested: 0 });
  expect(await states(late)).toEqual(['gave a sign']);
  expect(await stateOf(late)).toBe('active');
});

test('a click of a machine is no sign', async () => {
  const dora = only(await addSilent('dana.machine@example.test'));
  await sql`
    insert into reaction (delivery_id, kind, link, mailing_id, first_at, last_at, times, reason)
    select id, 'click', 1, mailing_id, now(), now(), 1, 'scanner network' from delivery where recipient_id = ${dora} limit 1
  `.execute(app.db);
  await turnOn();
  expect((await look()).asked).toBe(1);
});

test('nobody who holds a paid tier is asked or put to rest', async () => {
  const [emil = 0, fay = 0] = await addSilent('emil@example.test', 'fay@example.test');
  const { rows } = await sql<{ id: number }>`select id from tier where slug = 'digital'`.execute(app.db);
  const pay = (subscriberId: number) =>
    app.db.transaction().execute((tx) =>
      grantEntitlement(tx, {
        subscriberId,
        tierId: rows[0]?.id ?? 0,
        reason: 'invoice',
        note: null,
        endsAt: null,
        grantedBy: 'Ana',
      }),
    );
  await pay(emil);
  await turnOn();
  expect((await look()).asked).toBe(1);
  await letTimePass(fay);
  await pay(fay);
  expect((await look()).rested).toBe(0);
  expect(await states(fay)).toEqual(['over']);
});

test('mails that could not tell do not count, and where nothing is counted nobody is asked', async () => {
  const gil = only(await addReaders(app, 'gil@example.test'));
  await app.db.transaction().execute(async (tx) => {
    await sql`select set_config('doorstep.erasing', 'on', true)`.execute(tx);
    await sql`delete from consent where subscriber_id = ${gil}`.execute(tx);
  });
  for (let n = 0; n < 6; n += 1) await addEdition(200 - n * 30, [gil], false);
  await turnOn();
  expect((await look()).asked).toBe(0);
  await addSilent('hal@example.test');
  await sql`update newsletter set tracks_clicks = false, tracks_opens = false`.execute(app.db);
  expect((await look()).asked).toBe(0);
});

test('too few editions, or too short a silence, is none', async () => {
  await addSilent('ida@example.test');
  await turnOn({ editions: 7 });
  expect((await look()).asked).toBe(0);
  await turnOn({ days: 210 });
  expect((await look()).asked).toBe(0);
  await turnOn();
  expect((await look()).asked).toBe(1);
});

test('a question nobody heard, a rule that was turned off and a reader who left put nobody to rest', async () => {
  const [jo = 0, kim = 0] = await addSilent('jo@example.test', 'kim@example.test');
  await turnOn();
  await look();
  await letTimePass(jo, false);
  expect((await look()).rested).toBe(0);
  expect(await states(jo)).toEqual(['over']);
  await letTimePass(kim);
  const reader = await findSubscriberBy(app.db, { id: kim });
  if (reader) await app.db.transaction().execute((tx) => leaveNewsletter(tx, reader, newsletterId, 'Left'));
  expect((await look()).rested).toBe(0);
  expect(await stateOf(kim)).toBe('ended left');
  const { rows } = await sql<{
    id: number;
  }>`select id from rest_question where subscriber_id = ${kim}`.execute(app.db);
  const path = new URL(stayUrl(testKeys, app.setting.publicUrl, rows[0]?.id ?? 0)).pathname;
  // A goodbye of the reader's own outlives an old link.
  expect((await app.visitor().post(path)).status).toBe(409);
  expect(await stateOf(kim)).toBe('ended left');

  const lou = only(await addSilent('lou@example.test'));
  await look();
  await letTimePass(lou);
  await turnOn({ isOn: false });
  expect((await look()).rested).toBe(0);
  expect(await states(lou)).toEqual(['over']);
});

test('two processes at once ask nobody twice, and without the letter nobody is asked', async () => {
  const max = only(await addSilent('max@example.test'));
  await turnOn();
  const text = await readLetterText(app.db, 'still-reading');
  await saveLetterText(app.db, 'still-reading', { ...text, isOn: false });
  expect((await look()).asked).toBe(0);
  await saveLetterText(app.db, 'still-reading', { ...text, isOn: true });
  await Promise.all([look(), look()]);
  expect(await states(max)).toEqual(['asked']);
});

test.each([['nothing'], [signToken(testKeys, 'unsubscribe', [1])], [signToken(testKeys, 'stay', [999_999])]])(
  'a wrong link opens nothing: %s',
  async (token) => {
    expect((await app.visitor().get(`/stay/${token}`)).status).toBe(404);
    expect((await app.visitor().post(`/stay/${token}`)).status).toBe(404);
  },
);

test('the page sets the rule, counts before it is saved, says why not, and brings readers back', async () => {
  const nan = only(await addSilent('nan@example.test'));
  const owner = await editors.signedIn('owner');
  const page = '/admin/newsletters/morning-edition/rest';
  expect((await owner.get(page)).text).toContain('A sign is a click');
  const wrong = await owner.submit(page, 'rest', { editions: '2', days: 'x', waitDays: '1000', isOn: 'yes' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('from 5 to 400');
  const counted = await owner.submit(page, 'rest', {
    editions: '5',
    days: '180',
    waitDays: '14',
    act: 'count',
  });
  expect(counted.text).toContain('1\u00a0reader would be asked');
  expect((await look()).asked).toBe(0);
  await owner.submit(page, 'rest', { editions: '5', days: '180', waitDays: '14', isOn: 'yes' });
  expect((await look()).asked).toBe(1);
  await letTimePass(nan);
  expect((await look()).rested).toBe(1);
  expect((await owner.get(page)).text).toContain('nan@example.test');
  const back = await owner.submit(page, 'bring-back');
  expect(back.get('Location')).toContain('done=back');
  expect(await stateOf(nan)).toBe('active');

  await sql`update newsletter set tracks_clicks = false, tracks_opens = false`.execute(app.db);
  const blind = await owner.submit(page, 'rest', { editions: '5', days: '180', waitDays: '14', isOn: 'yes' });
  expect([blind.status, blind.text.includes('nobody can be called silent')]).toEqual([422, true]);
  const reporter = await editors.signedIn('reporter');
  expect((await reporter.get(page)).status).toBe(403);
  const { rows } = await sql<{ action: string }>`
    select action from audit_entry where action like '%rest%' order by id
  `.execute(app.db);
  expect(rows.map(({ action }) => action)).toEqual([
    'lets silent readers rest',
    'brought a reader of Morning Edition back from rest',
  ]);
});
