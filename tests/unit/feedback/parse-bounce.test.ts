import type { FeedbackMail } from '../../../src/feedback/feedback-mail.ts';
import { parseBounce } from '../../../src/feedback/bounce/parse-bounce.ts';
import { languageReports } from './samples/language-reports.ts';
import { morePlainReports } from './samples/more-plain-reports.ts';
import { complaint, noBounces } from './samples/no-bounces.ts';
import { plainReports } from './samples/plain-reports.ts';
import { webmailReports } from './samples/webmail-reports.ts';
import { refusals } from './samples/refusals.ts';
import { failed, inFields, inWords, original } from './samples/write-mail.ts';

const parse = (mail: string) => parseBounce(Buffer.from(mail));

function found(mail: FeedbackMail) {
  return mail.kind === 'bounce' ? mail.recipients.map((one) => [one.recipient, one.class]) : mail.kind;
}

const samples = [...plainReports, ...morePlainReports, ...webmailReports, ...languageReports];

test.each(samples)('a bounce of $system is read', ({ mail, expected }) => {
  expect(found(parse(mail))).toEqual(expected);
});

test.each(refusals)('%s: %s %s', (bounceClass, status, diagnostic) => {
  const mail = parse(inFields({ groups: [failed(diagnostic, status)] }));
  expect(found(mail)).toEqual([['emil@example.test', bounceClass]]);
  if (mail.kind !== 'bounce') return;
  expect(mail.recipients[0]?.hard).toBe(bounceClass === 'address-dead' || bounceClass === 'domain-dead');
});

test.each(samples)('line ends and an mbox separator change nothing: $system', ({ mail, expected }) => {
  const inMbox = `From MAILER-DAEMON Tue Nov  3 06:01:00 2026\n${mail}`;
  for (const one of [mail.replaceAll('\n', '\r\n'), mail.replaceAll('\n', '\r'), inMbox])
    expect(found(parse(one))).toEqual(expected);
});

test.each(noBounces)('%s: %s', (kind, _, mail) => expect(parse(mail).kind).toBe(kind));

test('each recipient of a report has a finding of its own', () => {
  const mail = inFields({
    groups: [
      failed('550 5.1.1 user unknown', '5.1.1', 'emil@example.test'),
      failed('552 5.2.2 mailbox full', '5.2.2', 'dora@example.test'),
      ['Final-Recipient: rfc822; ada@example.test', 'Action: delayed', 'Status: 4.4.1'],
    ],
  });
  expect(found(parse(mail))).toEqual([
    ['emil@example.test', 'address-dead'],
    ['dora@example.test', 'mailbox-full'],
  ]);
});

test('an internationalised report is read', () => {
  const mail = inFields({
    type: 'message/global-delivery-status',
    groups: [
      [
        'Final-Recipient: utf-8; jos\\x{E9}@example.test',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 no such user',
      ],
    ],
  });
  expect(found(parse(mail))).toEqual([['josé@example.test', 'address-dead']]);
});

test('both addresses of a forwarded reader are told', () => {
  const mail = parse(
    inFields({
      groups: [
        ['Original-Recipient: rfc822;emil+40home@example.org', ...failed('550 5.1.1 user unknown', '5.1.1')],
      ],
    }),
  );
  expect(mail).toMatchObject({
    recipients: [
      { recipient: 'emil@example.test', originalRecipient: 'emil+40home@example.org', status: '5.1.1' },
    ],
  });
});

test('the words of the report help where the fields say nothing', () => {
  const mail = inFields({
    text: '<emil@example.test>: the account does not exist',
    groups: [['Final-Recipient: rfc822; emil@example.test', 'Action: failed', 'Status: 5.0.0']],
  });
  expect(found(parse(mail))).toEqual([['emil@example.test', 'address-dead']]);
});

test('a report quoted as text is read', () => {
  const mail = inWords({
    from: 'Ben <ben@example.test>',
    subject: 'Fwd: Undelivered',
    body: '> Final-Recipient: rfc822; emil@example.test\n> Action: failed\n> Status: 5.1.1\n',
  });
  expect(found(parse(mail))).toEqual([['emil@example.test', 'address-dead']]);
});

test('a report inside a mail is read', () => {
  const inner = inFields({ groups: [failed('550 5.1.1 user unknown', '5.1.1')] });
  const mail = inWords({
    from: 'Ben <ben@example.test>',
    subject: 'Fwd: look',
    headers: ['Content-Type: multipart/mixed; boundary="=_outer"'],
    body: `--=_outer\n\nLook.\n--=_outer\nContent-Type: message/rfc822\n\n${inner}\n--=_outer--\n`,
  });
  expect(found(parse(mail))).toEqual([['emil@example.test', 'address-dead']]);
});

test('a multipart whose boundary is not declared is read', () => {
  const mail = inFields({ groups: [failed('550 5.1.1 user unknown', '5.1.1')] });
  expect(found(parse(mail.replace('; boundary="=_b1"', '')))).toEqual([
    ['emil@example.test', 'address-dead'],
  ]);
});

test('the address in our return path is the last hint', () => {
  const mail = inWords({
    subject: 'Undeliverable',
    body: 'Your message could not be delivered. User unknown.',
  }).replace('To: b-abcdefghijklmnop@', 'To: bounces+emil=example.test@');
  expect(found(parse(mail))).toEqual([['emil@example.test', 'address-dead']]);
});

test('what came back names the delivery', () => {
  const mail = parse(inFields({ groups: [failed('550 5.1.1 user unknown', '5.1.1')] }));
  expect(mail).toMatchObject({
    original: {
      messageId: '<d-17@example.org>',
      returnPath: 'b-abcdefghijklmnop@bounce.example.org',
      to: ['emil@example.test'],
    },
  });
});

test('a complaint is told apart, and the mail it is about is found', () => {
  expect(parse(complaint())).toMatchObject({
    kind: 'complaint',
    feedbackType: 'abuse',
    original: { messageId: '<d-17@example.org>', to: ['emil@example.test'] },
  });
});

test.each(['auth-failure', 'not-spam'])('a report of %s is no complaint', (type) =>
  expect(parse(complaint(type)).kind).toBe('other'),
);

test('the words of the returned mail are not taken for the reason', () => {
  const mail = inWords({
    subject: 'Undelivered mail',
    body: `<emil@example.test>: delivery failed\n\n----- Original message -----\n\n${original()}`,
  });
  expect(found(parse(mail))).toEqual([['emil@example.test', 'unknown']]);
});
