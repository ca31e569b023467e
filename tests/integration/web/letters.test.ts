import { sql } from 'kysely';
import { remindUnconfirmed } from '../../../src/audience/letters/remind-unconfirmed.ts';
import { readLetterText, saveLetterText } from '../../../src/audience/letters/letter-texts.ts';
import type { LetterKind } from '../../../src/audience/letters/letter-kinds.ts';
import { offersUrl } from '../../../src/audience/reader-links.ts';
import { addKnownReader } from '../../../src/audience/subscribers.ts';
import { parseAddress } from '../../../src/delivery/address.ts';
import { sendMembershipLetters } from '../../../src/membership/letters.ts';
import { grantEntitlement } from '../../../src/membership/entitlements.ts';
import { findTier } from '../../../src/membership/tiers.ts';
import { findNewsletter } from '../../../src/newsletters/newsletter.ts';
import { readPublication } from '../../../src/newsletters/publication.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useEditors } from './admin/editions/use-editors.ts';
import { linkTo, mailsTo, signUpInStory, subscriberIdOf, subscriptionsOf } from './public/sign-up-form.ts';

const app = useApp();
const editors = useEditors(app);

const setting = async () => ({
  publication: await readPublication(app.db),
  publicUrl: app.setting.publicUrl,
  keys: testKeys,
});
const remind = async () => remindUnconfirmed(app.db, await setting());
const sendAll = async () => sendMembershipLetters(app.db, await setting());
const subjectsTo = async (address: string) => (await mailsTo(app, address)).map(({ mail }) => mail.subject);

async function switchOn(kind: LetterKind): Promise<void> {
  const text = await readLetterText(app.db, kind);
  await saveLetterText(app.db, kind, { ...text, isOn: true });
}

async function reader(address: string): Promise<number> {
  const parsed = parseAddress(address);
  const newsletter = await findNewsletter(app.db, { slug: 'morning-edition' });
  if (!parsed || !newsletter) throw new Error('no reader');
  await addKnownReader(app.db, {
    address: parsed,
    name: null,
    state: 'active',
    newsletterIds: [newsletter.id],
    rhythm: null,
    words: 'A test',
  });
  return subscriberIdOf(app, address);
}

async function membership(subscriberId: number, state: string, changes: Record<string, unknown> = {}) {
  const tier = await findTier(app.db, 'digital');
  const facts = { trial_ends_at: null, past_due_since: null, card_ends_on: null, ...changes };
  await sql`
    insert into membership (public_id, subscriber_id, tier_id, provider, provider_ref, every, amount_minor, currency, state,
      trial_ends_at, past_due_since, card_ends_on, ends_with_period, seen_at)
    values (${`m${subscriberId}`}, ${subscriberId}, ${tier?.id ?? 0}, 'stripe', ${`sub_${subscriberId}`}, 'month', 600, 'GBP',
      ${state}, ${facts.trial_ends_at}, ${facts.past_due_since}, ${facts.card_ends_on}, ${changes['ends'] === true}, now())
  `.execute(app.db);
}

const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

describe('a sign-up that is not confirmed', () => {
  test('is reminded of once, after two days, with a link that confirms', async () => {
    const address = 'forgetful@example.test';
    await signUpInStory(app.visitor(), { email: address });
    expect(await remind()).toBe(0);
    await sql`update sign_up set created_at = now() - interval '50 hours'`.execute(app.db);
    expect(await remind()).toBe(1);
    expect(await remind()).toBe(0);
    expect(await subjectsTo(address)).toEqual([
      'Confirm: Morning Edition',
      'One press is missing for Morning Edition',
    ]);
    const visitor = app.visitor();
    await visitor.post(await linkTo(app, address, 'confirm'));
    expect(await subscriptionsOf(app, address)).toEqual(['morning-edition active daily']);
  });

  test('that is confirmed, too old, or of somebody who wants no mail is not', async () => {
    const hours = { confirmed: 50, old: 24 * 9, gone: 50 };
    for (const [name, age] of Object.entries(hours)) {
      const address = `${name}@example.test`;
      await signUpInStory(app.visitor(), { email: address });
      const id = await subscriberIdOf(app, address);
      await sql`
        update sign_up set created_at = now() - make_interval(hours => ${age}) where subscriber_id = ${id}
      `.execute(app.db);
    }
    await app.visitor().post(await linkTo(app, 'confirmed@example.test', 'confirm'));
    await sql`
      insert into suppression (address_key, scope, reason) values ('gone@example.test', 'bulk', 'left everything')
    `.execute(app.db);
    expect(await remind()).toBe(0);
  });
});

describe('a subscription', () => {
  test('writes before its trial ends, unless it was ended', async () => {
    const staying = await reader('trial@example.test');
    await membership(staying, 'trial', { trial_ends_at: inDays(2) });
    await membership(await reader('leaving@example.test'), 'trial', { trial_ends_at: inDays(2), ends: true });
    await membership(await reader('later@example.test'), 'trial', { trial_ends_at: inDays(9) });
    expect(await sendAll()).toBe(1);
    expect(await sendAll()).toBe(0);
    const [mail] = await mailsTo(app, 'trial@example.test');
    expect(mail?.mail.subject).toMatch(/^Your trial of Digital ends on \d+ \w+$/);
    expect(mail?.mail.text).toMatch(/it costs £6 a\s+month/);
  });

  test('writes when a payment failed, and before the card runs out', async () => {
    await membership(await reader('declined@example.test'), 'past due', { past_due_since: inDays(-1) });
    await membership(await reader('card@example.test'), 'active', { card_ends_on: inDays(7) });
    expect(await sendAll()).toBe(2);
    expect(await sendAll()).toBe(0);
    expect(await subjectsTo('declined@example.test')).toEqual(['We could not take the payment for Digital']);
    expect((await subjectsTo('card@example.test'))[0]).toMatch(/^The card for Digital runs out on/);
  });

  test('says goodbye once when it is over, not when another one is open', async () => {
    const digital = await findTier(app.db, 'digital');
    const supporter = await findTier(app.db, 'supporter');
    const grant = (subscriberId: number, tierId: number, endsAt: Date | null) =>
      app.db.transaction().execute((tx) =>
        grantEntitlement(tx, {
          subscriberId,
          tierId,
          reason: 'gift',
          note: null,
          endsAt,
          grantedBy: 'a test',
        }),
      );
    const over = await reader('over@example.test');
    const upgraded = await reader('upgraded@example.test');
    await grant(over, digital?.id ?? 0, inDays(-0.5));
    await grant(upgraded, digital?.id ?? 0, inDays(-0.5));
    await grant(upgraded, supporter?.id ?? 0, null);
    expect(await sendAll()).toBe(1);
    expect(await sendAll()).toBe(0);
    expect(await subjectsTo('over@example.test')).toEqual(['Your Digital subscription has ended']);
  });
});

describe('an offer to come back', () => {
  const grantOver = async (address: string) => {
    const subscriberId = await reader(address);
    const tier = await findTier(app.db, 'digital');
    const grant = { subscriberId, tierId: tier?.id ?? 0, note: null, grantedBy: 'a test' };
    await app.db
      .transaction()
      .execute((tx) => grantEntitlement(tx, { ...grant, reason: 'gift', endsAt: inDays(-31) }));
    return subscriberId;
  };

  test('is off until the newsroom wants it; then it goes once, to who still reads, and ends by one click', async () => {
    const subscriberId = await grantOver('missed@example.test');
    await grantOver('left@example.test');
    await sql`update subscription set state = 'ended', ended_at = now() where subscriber_id = ${await subscriberIdOf(app, 'left@example.test')}`.execute(
      app.db,
    );
    expect(await sendAll()).toBe(0);
    await switchOn('win-back');
    expect(await sendAll()).toBe(1);
    const [offer] = await mailsTo(app, 'missed@example.test');
    const header = (name: string) => offer?.mail.headers.find(({ key }) => key === name)?.value;
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('list-id')).toContain('offers.');

    const path = offersUrl(testKeys, '', subscriberId);
    const visitor = app.visitor();
    expect((await visitor.get(path)).text).toContain('No more offers?');
    const scopes = async () =>
      (
        await sql<{ scope: string }>`
          select scope from suppression where address_key = 'missed@example.test' and lifted_at is null
        `.execute(app.db)
      ).rows.map(({ scope }) => scope);
    expect(await scopes()).toEqual([]);
    await visitor.post(path).type('form').send({ 'List-Unsubscribe': 'One-Click' });
    expect(await scopes()).toEqual(['offers']);
    expect(await subscriptionsOf(app, 'missed@example.test')).toEqual(['morning-edition active daily']);
    await visitor.post(`${path}/undo`);
    expect(await scopes()).toEqual([]);
    expect((await visitor.get('/offers/AAAA')).status).toBe(404);
  });

  test('does not reach who wants none', async () => {
    const subscriberId = await grantOver('no-offers@example.test');
    await switchOn('win-back');
    await app.visitor().post(offersUrl(testKeys, '', subscriberId));
    expect(await sendAll()).toBe(0);
  });
});

describe('the words of a letter', () => {
  const page = '/admin/settings/letters/welcome';

  test('are the newsroom’s, with a preview, and can be taken back', async () => {
    const ana = await editors.signedIn('owner');
    const own = {
      isOn: 'yes',
      subject: 'Good to have you, {{name}}',
      headline: 'Hello',
      body: 'Your {{newsletters}} begins tomorrow.\n\nAna Reyes',
      button: 'My choices',
    };
    expect((await ana.submit(page, 'welcome', own)).get('Location')).toBe(`${page}?done=saved`);
    const preview = await ana.get(`${page}/preview.html`);
    expect(preview.text).toContain('Your Morning Edition begins tomorrow.');
    expect(preview.get('Content-Security-Policy')).toContain('sandbox');

    await signUpInStory(app.visitor(), { email: 'new@example.test' });
    await app.visitor().post(await linkTo(app, 'new@example.test', 'confirm'));
    const mail = (await mailsTo(app, 'new@example.test')).find(({ kind }) => kind === 'welcome')?.mail;
    // Without a name the comma goes too.
    expect(mail?.subject).toBe('Good to have you');
    expect(mail?.text).toContain('Your Morning Edition begins tomorrow.');

    expect((await ana.submit(page, 'reset')).get('Location')).toBe(`${page}?done=reset`);
    expect((await readLetterText(app.db, 'welcome')).subject).toBe('Welcome to {{newsletters}}');
  });

  test('that name something unknown, or nothing, are refused', async () => {
    const ana = await editors.signedIn('owner');
    const bad = { subject: 'Dear {{firstname}}', headline: ' ', body: 'x'.repeat(3001), days: '400' };
    const refused = await ana.submit('/admin/settings/letters/reminder', 'reminder', bad);
    expect(refused.status).toBe(422);
    for (const field of Object.keys(bad)) expect(refused.text).toContain(`id="${field}-problem"`);
    expect((await readLetterText(app.db, 'reminder')).isOwn).toBe(false);
    expect((await ana.get('/admin/settings/letters/love-letter')).status).toBe(404);
  });
});
