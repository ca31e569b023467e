import { listGifts } from '../../../../src/membership/gifts.ts';
import { listGroups } from '../../../../src/membership/groups.ts';
import { readPaymentSetting } from '../../../../src/membership/payments/payment-setting.ts';
import { findTier } from '../../../../src/membership/tiers.ts';
import { listActs } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { mailsTo } from '../public/sign-up-form.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const subscriptions = '/admin/settings/subscriptions';
const gifts = '/admin/settings/gifts-and-groups';

const secretOf = (html: string): string => /id="fresh-link">(?<url>[^<]*)</.exec(html)?.groups?.['url'] ?? '';

describe('terms', () => {
  test('are saved, with a line in the trail', async () => {
    const ana = await editors.signedIn('owner');
    const terms = { trialDays: '14', graceDays: '10', retentionPercent: '30', hasAutomaticTax: 'yes' };
    expect((await ana.submit(subscriptions, 'subscriptions', terms)).get('Location')).toBe(
      `${subscriptions}?done=saved`,
    );
    expect(await readPaymentSetting(app.db)).toEqual({
      trialDays: 14,
      graceDays: 10,
      retentionPercent: 30,
      hasAutomaticTax: true,
    });
    expect((await listActs(app.db, { limit: 1 }))[0]?.action).toBe('changed the terms of subscriptions');
  });

  test('that are no numbers, or too long, are named and change nothing', async () => {
    const ana = await editors.signedIn('owner');
    const before = await readPaymentSetting(app.db);
    const terms = { trialDays: 'a week', graceDays: '61', retentionPercent: '-5' };
    const refused = await ana.submit(subscriptions, 'subscriptions', terms);
    expect(refused.status).toBe(422);
    for (const field of Object.keys(terms)) expect(refused.text).toContain(`id="${field}-problem"`);
    expect(refused.text).toContain('value="a week"');
    expect(await readPaymentSetting(app.db)).toEqual(before);
  });
});

describe('tiers', () => {
  test('without anything in the form say at each field what it wants', async () => {
    const ana = await editors.signedIn('owner');
    const page = `${subscriptions}/tiers/new`;
    const refused = await ana.submit(page, 'new', { slug: 'Gold!', name: '', rank: '' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Please use small letters, digits and hyphens');
    expect(refused.text).toContain('Please give it a name');
    expect(refused.text).toContain('Please give a rank from 0 to 100');
    expect(refused.text).not.toMatch(/Too small|Invalid/);
  });

  test('change, and the subscription card shows it', async () => {
    const ana = await editors.signedIn('owner');
    const page = `${subscriptions}/tiers/digital`;
    expect((await ana.get(page)).text).toContain('GBP a month');
    const changed = { prices: '7.50 GBP a month\n75 gbp per year\n9 EUR a month', benefits: 'All of it\n\n' };
    expect((await ana.submit(page, 'digital', changed)).status).toBe(303);
    const tier = await findTier(app.db, 'digital');
    expect(tier?.benefits).toEqual(['All of it']);
    expect(tier?.prices).toHaveLength(3);
    expect((await app.visitor().get('/subscribe')).text).toContain('£7.50');
  });

  test('are added with a rank of their own', async () => {
    const ana = await editors.signedIn('owner');
    const page = `${subscriptions}/tiers/new`;
    const patron = { name: 'Patron', slug: 'patron', description: 'For friends.', rank: '50' };
    const added = await ana.submit(page, 'new', { ...patron, prices: '900 JPY a year' });
    expect(added.status).toBe(303);
    expect((await findTier(app.db, 'patron'))?.prices).toEqual([
      { every: 'year', amountMinor: 900, currency: 'JPY' },
    ]);
    const twin = await ana.submit(page, 'new', { ...patron, name: 'Twin' });
    expect(twin.status).toBe(422);
    expect(twin.text).toContain('Patron has this rank');
    expect(twin.text).toContain('Another tier has this address part');
  });

  test.each([
    ['free', 'is no price'],
    ['6.005 GBP a month', 'is no price'],
    ['6 XYZ a month', 'is no price'],
    ['0.00 GBP a month', 'is no price'],
    ['6 GBP a week', 'is no price'],
    ['6 GBP a month\n7 GBP a month', 'two prices a month in GBP'],
  ])('a price that is none is named: %s', async (prices, words) => {
    const ana = await editors.signedIn('owner');
    const refused = await ana.submit(`${subscriptions}/tiers/supporter`, 'supporter', { prices });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(words);
  });

  test('that are not there are not found', async () => {
    const ana = await editors.signedIn('owner');
    expect((await ana.get(`${subscriptions}/tiers/gold`)).status).toBe(404);
  });
});

describe('gifts and groups', () => {
  test('a gift is mailed to whom it is for, and its link is shown once', async () => {
    const ana = await editors.signedIn('owner');
    const made = await ana.submit(gifts, 'gifts', {
      giftTier: 'supporter',
      months: '3',
      giverName: 'Aunt Edda',
      recipient: 'nils@example.test',
      message: 'For the dark mornings.',
    });
    expect(made.status).toBe(200);
    const url = secretOf(made.text);
    expect(url).toContain('/gift/');
    expect(app.rung).toContain('deliver-urgent');
    const mail = (await mailsTo(app, 'nils@example.test'))[0]?.mail;
    expect(mail?.subject).toBe('Aunt Edda has a gift for you');
    expect(mail?.text).toContain(url);
    expect(mail?.text).toContain('For the dark mornings.');
    expect((await ana.get(gifts)).text).not.toContain(url);
    expect((await listGifts(app.db))[0]).toMatchObject({ months: 3, state: 'open' });
  });

  test('a gift nobody could take is refused', async () => {
    const ana = await editors.signedIn('owner');
    const before = await listGifts(app.db);
    const refused = await ana.submit(gifts, 'gifts', {
      giftTier: 'free',
      months: '37',
      giverName: 'www.win.example',
      recipient: 'nobody',
    });
    expect(refused.status).toBe(422);
    for (const field of ['giftTier', 'months', 'giverName', 'recipient'])
      expect(refused.text).toContain(`id="${field}-problem"`);
    expect(await listGifts(app.db)).toEqual(before);
  });

  test('a group is added and ended; a domain belongs to one', async () => {
    const ana = await editors.signedIn('owner');
    const school = {
      groupName: 'Wrenhythe School',
      groupTier: 'digital',
      seats: '40',
      mailDomain: 'School.example.org',
      lastDay: '2099-07-31',
    };
    const added = await ana.submit(gifts, 'groups', school);
    expect(secretOf(added.text)).toContain('/join/');
    const twin = await ana.submit(gifts, 'groups', { ...school, groupName: 'Another' });
    expect(twin.text).toContain('Another group has this domain');
    const [group] = await listGroups(app.db);
    expect(group).toMatchObject({ name: 'Wrenhythe School', mailDomain: 'school.example.org', seats: 40 });

    expect((await ana.submit(gifts, 'groups/end')).get('Location')).toBe(`${gifts}?done=ended`);
    expect(await listGroups(app.db)).toEqual([]);
  });

  test('a last day that is over is refused', async () => {
    const ana = await editors.signedIn('owner');
    const refused = await ana.submit(gifts, 'groups', {
      groupName: 'Chess club',
      groupTier: 'digital',
      seats: '0',
      lastDay: '2001-01-01',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('still to come');
    expect(refused.text).toContain('id="seats-problem"');
  });
});

test('only the owner gets to any of it', async () => {
  const bea = await editors.signedIn('editor');
  for (const page of [subscriptions, `${subscriptions}/tiers/digital`, gifts])
    expect((await bea.get(page)).status).toBe(403);
  expect((await bea.post(`${gifts}/gifts`, { giftTier: 'digital', months: '3' })).status).toBe(403);
});
