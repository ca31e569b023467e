import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { sourceForm } from '../../../src/feedback/intake/source-form.ts';
import { saveSource } from '../../../src/feedback/intake/sources.ts';
import { snsSignedText } from '../../../src/feedback/intake/providers/sns-message.ts';
import type { ProviderName } from '../../../src/feedback/intake/feedback-event.ts';
import { type SentMail, countEvents, sendDigestTo, suppressionsOf } from '../../support/feedback.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';

const sns = generateKeyPairSync('rsa', { modulusLength: 2048 });
const fetched: string[] = [];
const app = useApp({
  fetchText: async (url) => {
    fetched.push(url);
    if (url.endsWith('.pem')) return sns.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    return '<ConfirmSubscriptionResponse/>';
  },
});

const topic = 'arn:aws:sns:eu-west-1:123456789012:bounces';
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64Key = (key: typeof ec.publicKey) =>
  key.export({ type: 'spki', format: 'der' }).toString('base64');
const mailgunKey = 'key-of-the-lantern-1234';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

const forms: Readonly<Record<ProviderName, { username?: string; secret?: string; topics?: string }>> = {
  ses: { topics: topic },
  sendgrid: { secret: base64Key(ec.publicKey) },
  mailgun: { secret: mailgunKey },
  postmark: { username: 'lantern', secret: 'a long quiet word' },
  sparkpost: { username: 'lantern', secret: 'another quiet word' },
  postal: { secret: base64Key(rsa.publicKey) },
};

async function setUp(provider: ProviderName): Promise<void> {
  const given = { username: '', secret: '', topics: '', isOn: true, ...forms[provider] };
  const form = sourceForm(provider, { hasSecret: false }).parse(given);
  await saveSource(app.db, testKeys, provider, form);
}

let mail: SentMail;
let count = 0;

beforeAll(async () => {
  for (const provider of Object.keys(forms)) await setUp(provider as ProviderName);
});
beforeEach(async () => {
  count += 1;
  mail = await sendDigestTo(app.db, `emil${count}@example.test`, { recipientId: 1000 + count });
});
afterEach(() => {
  fetched.length = 0;
});

type Posted = { readonly body: string; readonly headers?: Readonly<Record<string, string>> };

async function post(provider: string, { body, headers = {} }: Posted) {
  const request = app.visitor().post(`/webhooks/${provider}`).set('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(headers)) void request.set(name, value);
  return request.send(body);
}

const nowSeconds = () => Math.floor(Date.now() / 1000);
const isKeptBack = async () => (await suppressionsOf(app.db, mail.address)).length > 0;

const signSendGrid = (body: string, seconds = nowSeconds()): Posted => ({
  body,
  headers: {
    'X-Twilio-Email-Event-Webhook-Timestamp': String(seconds),
    'X-Twilio-Email-Event-Webhook-Signature': createSign('sha256')
      .update(String(seconds))
      .update(body)
      .sign(ec.privateKey, 'base64'),
  },
});
const sendGridBounce = () =>
  JSON.stringify([
    { event: 'delivered', email: mail.address, sg_event_id: `d${count}` },
    {
      event: 'bounce',
      type: 'bounce',
      email: mail.address,
      timestamp: nowSeconds(),
      'smtp-id': mail.messageId,
      sg_event_id: `b${count}`,
      status: '5.1.1',
      reason: '550 5.1.1 The email account that you tried to reach does not exist',
    },
  ]);

const signMailgun = (
  event: object,
  { seconds = nowSeconds(), token = randomBytes(25).toString('hex') } = {},
) => ({
  body: JSON.stringify({
    signature: {
      timestamp: String(seconds),
      token,
      signature: createHmac('sha256', mailgunKey).update(`${seconds}${token}`).digest('hex'),
    },
    'event-data': event,
  }),
});
const mailgunBounce = (of = mail, recipient = of.address) => ({
  event: 'failed',
  severity: 'permanent',
  id: `mg${count}-${recipient}`,
  recipient,
  message: { headers: { 'message-id': of.messageId.slice(1, -1) } },
  'delivery-status': { code: 550, message: '5.1.1 user unknown', 'bounce-type': 'hard' },
});

const signPostal = (body: string): Posted => ({
  body,
  headers: { 'X-Postal-Signature-256': createSign('RSA-SHA256').update(body).sign(rsa.privateKey, 'base64') },
});
const postalFailure = () =>
  JSON.stringify({
    event: 'MessageDeliveryFailed',
    timestamp: nowSeconds() + 0.5,
    uuid: `postal-${count}`,
    payload: {
      status: 'HardFail',
      output: '550 5.1.1 no such user here',
      message: { message_id: mail.messageId.slice(1, -1), to: mail.address },
    },
  });

const postmarkBounce = () => ({
  body: JSON.stringify({
    RecordType: 'Bounce',
    ID: 4000 + count,
    Type: 'HardBounce',
    Email: mail.address,
    Details: 'smtp;550 5.1.1 The email account does not exist',
    BouncedAt: new Date().toISOString(),
  }),
});
const sparkPostBounce = () => ({
  body: JSON.stringify([
    { msys: {} },
    {
      msys: {
        message_event: {
          type: 'bounce',
          event_id: `sp${count}`,
          bounce_class: '10',
          msg_from: mail.bounceAddress,
          rcpt_to: mail.address,
          raw_reason: '550 5.1.1 unknown user',
          timestamp: String(nowSeconds()),
        },
      },
    },
  ]),
});

type SnsFields = Readonly<Record<string, string>>;
const signSns = (message: object | string, more: SnsFields = {}, key = sns.privateKey): Posted => {
  const fields = {
    Type: 'Notification' as const,
    MessageId: `sns-${count}`,
    TopicArn: topic,
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2' as const,
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc123.pem',
    Signature: '',
    ...more,
  };
  const text = snsSignedText(fields);
  return {
    body: JSON.stringify({
      ...fields,
      Signature: more['Signature'] ?? createSign('RSA-SHA256').update(text).sign(key, 'base64'),
    }),
  };
};
const sesBounce = () => ({
  notificationType: 'Bounce',
  mail: { source: mail.bounceAddress, messageId: '0102', commonHeaders: { messageId: mail.messageId } },
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [
      { emailAddress: mail.address, status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
    ],
    timestamp: new Date().toISOString(),
  },
});

const authorized = (provider: 'postmark' | 'sparkpost') => ({
  Authorization: basic(`lantern:${forms[provider].secret}`),
});

const honest: Readonly<Record<ProviderName, () => Posted>> = {
  ses: () => signSns(sesBounce()),
  sendgrid: () => signSendGrid(sendGridBounce()),
  mailgun: () => signMailgun(mailgunBounce()),
  postmark: () => ({ ...postmarkBounce(), headers: authorized('postmark') }),
  sparkpost: () => ({ ...sparkPostBounce(), headers: authorized('sparkpost') }),
  postal: () => signPostal(postalFailure()),
};
const providers = Object.keys(honest) as ProviderName[];

test.each(providers)(
  '%s: a dead address is kept back, and the same request again changes nothing',
  async (provider) => {
    const before = await countEvents(app.db);
    const request = honest[provider]();
    const answer = await post(provider, request);
    expect([answer.status, answer.text]).toEqual([200, 'taken\n']);
    expect(await suppressionsOf(app.db, mail.address)).toMatchObject([
      { scope: 'everything', reason: 'dead address' },
    ]);
    const again = await post(provider, request);
    // Only Mailgun's signature covers no body, and serves once.
    expect(again.status).toBe(provider === 'mailgun' ? 403 : 200);
    expect(await countEvents(app.db)).toBe(before + 1);
  },
);

test.each(providers)(
  '%s: a request without a proof, or with a body that was changed, is refused',
  async (provider) => {
    const { body, headers } = honest[provider]();
    const unsigned = body.replace(/"(?:Signature|signature)":"[^"]*"/, '"$&":""');
    const bare = await post(provider, {
      body: provider === 'ses' || provider === 'mailgun' ? unsigned : body,
    });
    expect([400, 403]).toContain(bare.status);
    const wrongHeaders =
      headers && 'Authorization' in headers ? { Authorization: basic('lantern:guessed') } : headers;
    // Mailgun's own case is below.
    if (provider !== 'mailgun') {
      const changed = await post(provider, {
        body: body.replace('5.1.1', '5.1.2'),
        headers: wrongHeaders ?? {},
      });
      expect(changed.status).toBe(403);
    }
    expect(await isKeptBack()).toBe(false);
  },
);

test.each(providers)(
  '%s: bodies that are no JSON, or JSON of another shape, are answered and harm nobody',
  async (provider) => {
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '[null, 7, {"msys": null}]',
      '{"event":7}',
      '"\u0000"',
      '[['.repeat(5000),
    ]) {
      const signed =
        provider === 'sendgrid' ? signSendGrid(body) : provider === 'postal' ? signPostal(body) : { body };
      const headers = provider === 'postmark' || provider === 'sparkpost' ? authorized(provider) : {};
      const { status } = await post(provider, { headers, ...signed });
      expect([200, 400, 403]).toContain(status);
    }
  },
);

test('SendGrid and Mailgun: a signature of ten minutes ago is refused', async () => {
  const old = nowSeconds() - 600;
  expect((await post('sendgrid', signSendGrid(sendGridBounce(), old))).text).toBe('stale\n');
  expect((await post('mailgun', signMailgun(mailgunBounce(), { seconds: old }))).text).toBe('stale\n');
  expect(await isKeptBack()).toBe(false);
});

test('SendGrid: a signature does not serve for another moment', async () => {
  const request = signSendGrid(sendGridBounce());
  const headers = { ...request.headers, 'X-Twilio-Email-Event-Webhook-Timestamp': String(nowSeconds() + 60) };
  expect((await post('sendgrid', { ...request, headers })).status).toBe(403);
});

test('Mailgun: a signature that was seen elsewhere does not serve for another body', async () => {
  const token = randomBytes(25).toString('hex');
  const seen = signMailgun({ event: 'opened', recipient: 'ben@example.test' }, { token });
  expect((await post('mailgun', seen)).status).toBe(200);
  expect((await post('mailgun', signMailgun(mailgunBounce(), { token }))).status).toBe(403);
  expect(await isKeptBack()).toBe(false);
});

test('Mailgun: an unused signature with a made-up body harms nobody whose mail one has not got', async () => {
  const event = {
    ...mailgunBounce(),
    message: { headers: { 'message-id': 'made-up@mailgun.example.test' } },
  };
  expect((await post('mailgun', signMailgun(event))).status).toBe(200);
  expect(await isKeptBack()).toBe(false);
});

test('Mailgun: a failure for now is nothing, a complaint keeps bulk mail back', async () => {
  await post('mailgun', signMailgun({ ...mailgunBounce(), severity: 'temporary' }));
  expect(await isKeptBack()).toBe(false);
  await post('mailgun', signMailgun({ ...mailgunBounce(), id: `c${count}`, event: 'complained' }));
  expect(await suppressionsOf(app.db, mail.address)).toMatchObject([{ scope: 'bulk', reason: 'complaint' }]);
});

test('SNS: a topic that is not ours, another signer and an old message are refused', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const strange = await post('ses', signSns(sesBounce(), { TopicArn: `${topic}-of-somebody-else` }));
  expect([strange.status, fetched]).toEqual([403, []]);
  expect((await post('ses', signSns(sesBounce(), {}, other.privateKey))).status).toBe(403);
  const old = { Timestamp: new Date(Date.now() - 2 * 3_600_000).toISOString() };
  expect((await post('ses', signSns(sesBounce(), old))).text).toBe('stale\n');
  expect((await post('ses', signSns(sesBounce(), { SignatureVersion: '1' }))).status).toBe(400);
  expect(await isKeptBack()).toBe(false);
});

test.each([
  'http://sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com.evil.example.org/a.pem',
  'https://evil.example.org/sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com@evil.example.org/a.pem',
  'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
  'https://sns.eu-west-1.amazonaws.com/a.pem?x=1',
  'https://sns.eu-west-1.amazonaws.com/../a.pem',
  'https://sns.eu-west-1.amazonaws.com/bucket/a.pem',
  'https://s3.eu-west-1.amazonaws.com/a.pem',
  'https://127.0.0.1/a.pem',
  'https://[::1]/a.pem',
  'file:///etc/passwd',
  'https://sns.eu-west-1.amazonaws.com/a.pem#.pem',
])('SNS: no certificate is fetched from %s', async (SigningCertURL) => {
  expect((await post('ses', signSns(sesBounce(), { SigningCertURL }))).status).toBe(403);
  expect(fetched).toEqual([]);
});

test('SNS: the subscription of our topic is confirmed at an address of our own making', async () => {
  const asked = {
    Type: 'SubscriptionConfirmation',
    Token: 'tok/en=1',
    SubscribeURL: 'https://evil.example.org/x',
  };
  const answer = await post('ses', signSns('You have chosen to subscribe', asked));
  expect([answer.status, answer.text]).toEqual([200, 'confirmed\n']);
  const confirmed = new URL(fetched.at(-1) ?? '');
  expect(confirmed.hostname).toBe('sns.eu-west-1.amazonaws.com');
  expect(Object.fromEntries(confirmed.searchParams)).toEqual({
    Action: 'ConfirmSubscription',
    TopicArn: topic,
    Token: 'tok/en=1',
  });
  expect(fetched.join(' ')).not.toContain('evil');
});

test('SES: a complaint counts, "not spam" does not, and a passing bounce is not the end of an address', async () => {
  const complaint = (complaintFeedbackType: string) => ({
    notificationType: 'Complaint',
    mail: { source: mail.bounceAddress },
    complaint: { complainedRecipients: [{ emailAddress: mail.address }], complaintFeedbackType },
  });
  await post('ses', signSns(complaint('not-spam'), { MessageId: `n${count}` }));
  const bounce = sesBounce();
  await post(
    'ses',
    signSns({ ...bounce, bounce: { ...bounce.bounce, bounceType: 'Transient' } }, { MessageId: `t${count}` }),
  );
  expect(await isKeptBack()).toBe(false);
  await post('ses', signSns(complaint('abuse'), { MessageId: `a${count}` }));
  expect(await suppressionsOf(app.db, mail.address)).toMatchObject([{ scope: 'bulk', reason: 'complaint' }]);
});

test.each([
  ['postmark', 'complaint', { RecordType: 'SpamComplaint', ID: 9001 }, 'bulk'],
  [
    'postmark',
    'goodbye',
    { RecordType: 'SubscriptionChange', SuppressSending: true, SuppressionReason: 'ManualSuppression' },
    'newsletter:7',
  ],
  ['postmark', 'vacation note', { RecordType: 'Bounce', ID: 9003, Type: 'AutoResponder' }, undefined],
] as const)('%s: a %s', async (_provider, _what, event, scope) => {
  const body = JSON.stringify({ ...event, Email: mail.address, Recipient: mail.address });
  expect((await post('postmark', { body, headers: authorized('postmark') })).status).toBe(200);
  expect((await suppressionsOf(app.db, mail.address))[0]?.scope).toBe(scope);
});

test.each([
  ['spam_complaint', 'bulk'],
  ['list_unsubscribe', 'newsletter:7'],
  ['open', undefined],
] as const)('SparkPost: %s', async (type, scope) => {
  const event = { type, event_id: `x${count}`, rcpt_to: mail.address, msg_from: mail.bounceAddress };
  const body = JSON.stringify([{ msys: { any_event: event } }]);
  expect((await post('sparkpost', { body, headers: authorized('sparkpost') })).status).toBe(200);
  expect((await suppressionsOf(app.db, mail.address))[0]?.scope).toBe(scope);
});

test('Postal: a bounce that came later counts, but is not final without its words', async () => {
  const body = JSON.stringify({
    event: 'MessageBounced',
    uuid: `late-${count}`,
    payload: { original_message: { message_id: mail.messageId.slice(1, -1), to: mail.address } },
  });
  expect((await post('postal', signPostal(body))).status).toBe(200);
  const { rows } = await sql<{ effect: string }>`
    select effect from feedback_event where source_id = ${`late-${count}`}
  `.execute(app.db);
  expect(rows).toEqual([{ effect: 'strike' }]);
});

test('events about mail of another sender of the same account leave nothing behind', async () => {
  const before = await countEvents(app.db);
  const body = JSON.stringify([
    { event: 'bounce', email: 'somebody@elsewhere.example.org', reason: '550 5.1.1 no' },
  ]);
  expect((await post('sendgrid', signSendGrid(body))).status).toBe(200);
  expect(await countEvents(app.db)).toBe(before);
});

test('a provider that is not set up, or unknown, is answered 404, and a GET finds nothing', async () => {
  await sql`update feedback_source set is_on = false where provider = 'postmark'`.execute(app.db);
  expect((await post('postmark', honest.postmark())).status).toBe(404);
  await sql`update feedback_source set is_on = true where provider = 'postmark'`.execute(app.db);
  expect((await post('pigeon', { body: '{}' })).status).toBe(404);
  expect((await app.visitor().get('/webhooks/ses')).status).toBe(404);
});

test('a body of 6 MB is refused', async () => {
  expect((await post('sendgrid', { body: `["${'x'.repeat(6 * 1024 * 1024)}"]` })).status).toBe(413);
});
