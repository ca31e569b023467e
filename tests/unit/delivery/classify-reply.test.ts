import { classifyReply, findEnhancedCode, refusesRow } from '../../../src/delivery/classify-reply.ts';

const codes = [421, 450, 451, 452, 500, 503, 530, 535, 550, 551, 552, 553, 554, 556] as const;
const stages = ['connect', 'auth', 'mail', 'rcpt', 'data', 'dot'] as const;
const texts = ['', '5.1.1 user unknown', '5.7.1 no', '4.7.1 greylisted', 'mailbox full', 'Host unknown'];
const every = codes.flatMap((code) =>
  stages.flatMap((stage) => texts.map((text) => ({ code, stage, text }))),
);

test('nothing said before a recipient is named counts against a reader', () => {
  const early = every.filter(({ stage }) => stage === 'connect' || stage === 'auth' || stage === 'mail');
  expect(early.length).toBeGreaterThan(0);
  for (const reply of early)
    expect(['rate', 'connection', 'reputation', 'sender-config', 'unknown']).toContain(classifyReply(reply));
});

test('a reply for now refuses nobody and finds no address dead', () => {
  const forNow = every.filter(({ code }) => code < 500);
  expect(forNow.length).toBeGreaterThan(0);
  for (const reply of forNow) {
    const replyClass = classifyReply(reply);
    expect(replyClass).not.toMatch(/dead/);
    expect(refusesRow(replyClass, reply.code)).toBe(false);
  }
});

test.each([
  [550, 'rcpt', '5.1.1 <emil@example.test>: Recipient address rejected: User unknown', 'address-dead'],
  [550, 'rcpt', 'Requested action not taken: mailbox unavailable', 'address-dead'],
  [550, 'rcpt', '5.7.1 <emil@example.test>: Recipient address rejected: Access denied', 'policy-recipient'],
  [550, 'rcpt', '5.1.2 bad destination', 'domain-dead'],
  [556, 'rcpt', 'no', 'domain-dead'],
  [552, 'rcpt', 'no', 'mailbox-full'],
  [552, 'rcpt', 'Too many recipients', 'rate'],
  [552, 'dot', 'no', 'content'],
  [552, 'dot', 'Message size exceeds fixed limit', 'content'],
  [550, 'dot', '5.7.1 no', 'content'],
  [550, 'rcpt', '5.7.1 no', 'policy-recipient'],
  [554, 'connect', 'no', 'reputation'],
  [554, 'rcpt', '5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org', 'reputation'],
  [550, 'mail', '5.1.1 user unknown', 'sender-config'],
  [535, 'auth', '5.7.8 authentication failed', 'sender-config'],
  [503, 'rcpt', '5.1.1 user unknown', 'connection'],
  [421, 'rcpt', 'closing', 'connection'],
  [421, 'dot', '4.7.28 unusual rate of mail', 'rate'],
  [421, 'connect', '4.7.0 [TSS04] temporarily deferred', 'reputation'],
  [450, 'rcpt', '4.2.1 mailbox unavailable', 'mailbox-disabled'],
  [451, 'rcpt', '4.7.1 greylisted', 'rate'],
  [550, 'rcpt', '5.6.7 non-ASCII address', 'needs-smtputf8'],
] as const)('%i at %s: %s is %s', (code, stage, text, expected) => {
  expect(classifyReply({ code, stage, text })).toBe(expected);
});

test.each([
  ['550 5.1.1 no', '5.1.1'],
  ['550-5.7.26 no', '5.7.26'],
  ['connect to 192.5.1.1 failed', null],
  ['version 5.1.1.2', null],
  ['', null],
])('the enhanced code of "%s" is %s', (text, expected) => expect(findEnhancedCode(text)).toBe(expected));
