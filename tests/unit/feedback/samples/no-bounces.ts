import { inFields, inWords, original } from './write-mail.ts';

/** Mails that come to a bounce address and are none. */
export const noBounces: ReadonlyArray<readonly [kind: string, name: string, mail: string]> = [
  [
    'delay',
    'a delayed report',
    inFields({
      groups: [['Final-Recipient: rfc822; emil@example.test', 'Action: delayed', 'Status: 4.4.1']],
    }),
  ],
  [
    'other',
    'a relayed report',
    inFields({
      groups: [['Final-Recipient: rfc822; emil@example.test', 'Action: relayed', 'Status: 2.0.0']],
    }),
  ],
  [
    'other',
    'an expanded report',
    inFields({
      groups: [['Final-Recipient: rfc822; emil@example.test', 'Action: expanded', 'Status: 2.0.0']],
    }),
  ],
  [
    'delay',
    'a warning in words',
    inWords({
      from: 'Mail Delivery System <Mailer-Daemon@mx.example.test>',
      subject: 'Warning: message delayed 24 hours',
      body: `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue.

The address to which the message has not yet been delivered is:

  emil@example.test
    host mx.example.test: connection timed out

No action is required on your part. Delivery attempts will continue for some time.`,
    }),
  ],
  [
    'auto-reply',
    'a vacation note',
    inWords({
      from: 'Emil <emil@example.test>',
      subject: 'Out of office: Good morning, harbour',
      headers: ['Auto-Submitted: auto-replied'],
      body: 'I am away until Monday. My mailbox is full of plans.',
    }),
  ],
  [
    'auto-reply',
    'a person who says that the address is no longer in use',
    inWords({
      from: 'Emil <emil@example.test>',
      subject: 'Autoresponse: address no longer in use',
      body: 'This address is no longer in use. Please write to emil@example.org.',
    }),
  ],
  [
    'auto-reply',
    'a challenge',
    inWords({
      from: 'emil@example.test',
      subject: 'Please confirm your message',
      body: 'Click to be let through. Your message has not been delivered yet.',
    }),
  ],
  [
    'other',
    'an answer from a reader',
    inWords({
      from: 'Ada <ada@example.test>',
      subject: 'Re: Good morning, harbour',
      body: 'The user unknown to me wrote a fine piece on 550 boats.',
    }),
  ],
  ['other', 'the digest itself', original()],
  ['other', 'nothing', ''],
  [
    'other',
    'a receipt that the mail was read',
    inWords({
      from: 'emil@example.test',
      subject: 'Read: Good morning',
      headers: ['Content-Type: multipart/report; report-type=disposition-notification; boundary=b'],
      body: '--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; emil@example.test\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--',
    }),
  ],
];

/** A complaint in ARF (RFC 5965), its recipient blacked out. */
export const complaint = (feedbackType = 'abuse') =>
  inWords({
    from: 'feedback@example.test',
    subject: 'FW: Good morning, harbour',
    headers: ['Content-Type: multipart/report; report-type=feedback-report; boundary=b'],
    body: `--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: ${feedbackType}
User-Agent: Example/1.0
Version: 1
Original-Rcpt-To: redacted@example.test

--b
Content-Type: message/rfc822

${original()}
--b--
`,
  });
