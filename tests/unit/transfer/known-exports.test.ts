import { recogniseExport } from '../../../src/transfer/known-exports.ts';
import { createRowReader } from '../../../src/transfer/read-row.ts';

const tiers = [
  { slug: 'free', name: 'Free', rank: 0 },
  { slug: 'digital', name: 'Digital', rank: 10 },
  { slug: 'supporter', name: 'Supporter', rank: 20 },
];

/** Reads one line of an export as the import does; cells of these files hold no commas. */
function read(header: string, line: string) {
  const headings = header.split(',');
  const { source, mapping } = recogniseExport(headings);
  if (!mapping) throw new Error('the header was not understood');
  const row = createRowReader(headings, mapping, { tiers, paidTier: 'digital' })(line.split(','));
  if ('problem' in row) return { source, ...row };
  const { address, state, tier, isComp, tierEndsAt, joinedAt, name, tags } = row;
  return {
    source,
    address: address.address,
    name,
    state,
    tier,
    isComp,
    tierEndsAt: tierEndsAt?.toISOString() ?? null,
    joinedAt: joinedAt?.toISOString() ?? null,
    tags,
  };
}

const mailchimp =
  'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS';
const substack = 'email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at';
const ghost =
  'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers';
const beehiiv = 'email,status,subscription_tier,created_at,utm_source,utm_medium,tags';
const buttondown = 'email,notes,metadata,tags,referrer_url,creation_date,secondary_id,subscriber_type';
const listmonk = 'uuid,email,name,attributes,status,created_at,updated_at';
const kit = 'id,first_name,email_address,state,created_at,tags';

test('Mailchimp: name of two columns, quoted tags, moment of the opt-in', () => {
  expect(
    read(
      mailchimp,
      'nell@example.org,Nell,Trant,2,2024-03-01 08:15:00,,2024-03-01 08:16:00,,,,,,,,,,123,abc,,"Harbour"',
    ),
  ).toEqual({
    source: 'Mailchimp',
    address: 'nell@example.org',
    name: 'Nell Trant',
    state: 'active',
    tier: null,
    isComp: false,
    tierEndsAt: null,
    joinedAt: '2024-03-01T08:15:00.000Z',
    tags: ['harbour'],
  });
});

test('Mailchimp: the file of those who left says so by its column', () => {
  expect(
    read(`${mailchimp},UNSUB_TIME`, 'pia@example.org,,,2,,,,,,,,,,,,,1,a,,,2024-05-01 10:00:00'),
  ).toMatchObject({ state: 'ended' });
});

test.each([
  ['a free reader', 'a@example.org,false,,,false,2023-01-02T03:04:05.000Z,', { tier: null, state: 'active' }],
  [
    'who pays until a day',
    'a@example.org,true,2027-02-01T00:00:00.000Z,yearly,false,2023-01-02T03:04:05.000Z,2023-02-01',
    { tier: 'digital', isComp: false, tierEndsAt: '2027-02-01T00:00:00.000Z' },
  ],
  [
    'who was given it',
    'a@example.org,true,2030-01-01,comp,false,2023-01-02,',
    { tier: 'digital', isComp: true },
  ],
  ['who turned mail off', 'a@example.org,false,,,true,2023-01-02,', { state: 'ended' }],
  ['whose plan has run out', 'a@example.org,false,2024-01-01,yearly,false,2023-01-02,', { tier: null }],
])('Substack: %s', (_name, line, expected) => {
  expect(read(substack, line)).toMatchObject({ source: 'Substack', ...expected });
});

test.each([
  [
    'a free member',
    '1,a@example.org,Ada,,true,false,,2023-01-02T00:00:00.000Z,,,',
    { tier: null, name: 'Ada' },
  ],
  ['a comped one', '1,a@example.org,,,true,true,,2023-01-02,,,', { tier: 'digital', isComp: true }],
  [
    'one of a tier of ours',
    '1,a@example.org,,,true,false,cus_1,2023-01-02,,,Supporter',
    { tier: 'supporter' },
  ],
  [
    'one of a tier we do not have',
    '1,a@example.org,,,true,false,cus_1,2023-01-02,,,Gold',
    { tier: 'digital' },
  ],
  ['who left', '1,a@example.org,,,false,false,,2023-01-02,,,', { state: 'ended' }],
])('Ghost: %s', (_name, line, expected) => {
  expect(read(ghost, line)).toMatchObject({ source: 'Ghost', ...expected });
});

test.each([
  [
    beehiiv,
    'beehiiv',
    'a@example.org,active,premium,2024-01-01,site,web,sports',
    { tier: 'digital', tags: ['sports'] },
  ],
  [beehiiv, 'beehiiv', 'a@example.org,active,free,2024-01-01,site,web,', { tier: null }],
  [
    beehiiv,
    'beehiiv',
    'a@example.org,inactive,free,2024-01-01,site,web,',
    { problem: expect.stringContaining('consent') },
  ],
  [buttondown, 'Buttondown', 'a@example.org,,,,,2024-01-01,x,premium', { tier: 'digital', isComp: false }],
  [buttondown, 'Buttondown', 'a@example.org,,,,,2024-01-01,x,gifted', { tier: 'digital', isComp: true }],
  [buttondown, 'Buttondown', 'a@example.org,,,,,2024-01-01,x,unsubscribed', { state: 'ended' }],
  [buttondown, 'Buttondown', 'a@example.org,,,,,2024-01-01,x,unactivated', { problem: expect.anything() }],
  [
    listmonk,
    'listmonk',
    'u,a@example.org,Ada,{},enabled,2024-01-01,2024-01-02',
    { state: 'active', name: 'Ada' },
  ],
  [listmonk, 'listmonk', 'u,a@example.org,Ada,{},blocklisted,2024-01-01,2024-01-02', { state: 'ended' }],
  [kit, 'Kit', '1,Ada,a@example.org,active,2024-01-01,', { state: 'active', name: 'Ada' }],
  [kit, 'Kit', '1,Ada,a@example.org,bounced,2024-01-01,', { state: 'bounced' }],
  [kit, 'Kit', '1,Ada,a@example.org,complained,2024-01-01,', { state: 'complained' }],
  [kit, 'Kit', '1,Ada,a@example.org,cancelled,2024-01-01,', { state: 'ended' }],
])('%#: %s of an export', (header, source, line, expected) => {
  expect(read(header, line)).toMatchObject({ source, ...expected });
});

test('a file that nobody we know wrote is understood by its headings', () => {
  expect(read('E-Mail,Vorname,Nachname', 'uwe@example.org,Uwe,Ohm')).toMatchObject({
    source: null,
    address: 'uwe@example.org',
    name: 'Uwe Ohm',
    state: 'active',
  });
  expect(recogniseExport(['Colour', 'Size']).mapping).toBeNull();
});

test.each([
  ['no address', ',x', 'No address'],
  ['two addresses', 'a@example.org b@example.org,x', 'This is no e-mail address'],
  ['a line break in it', 'a@example.org\r\nRCPT TO:<b@example.org>,x', 'This is no e-mail address'],
])('a row with %s is refused with its reason', (_name, line, problem) => {
  expect(read('email,name', line)).toMatchObject({ problem });
});

test('a name that carries an advert is left out and keeps nobody from the list', () => {
  expect(read('email,name', 'a@example.org,Win at www.casino.example')).toMatchObject({
    address: 'a@example.org',
    name: null,
  });
});
