import { inWords, original, type Sample } from './write-mail.ts';

const emil = 'emil@example.test';

/** More systems that write for people. */
export const morePlainReports: readonly Sample[] = [
  {
    system: 'MailEnable',
    mail: inWords({
      from: 'Postmaster@example.test',
      subject: 'Message Delivery Failure',
      body: `MailEnable: Message could not be delivered to some recipients.
The following recipient(s) could not be reached:

\tRecipient: [SMTP:${emil}]
\tReason: The message could not be delivered because the recipient does not exist.
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'IMail',
    mail: inWords({
      from: 'Postmaster@example.test',
      subject: 'Undeliverable Mail',
      headers: ['X-Mailer: <SMTP32 v8.22>'],
      body: `unknown user: ${emil}

Original message follows.

${original()}`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'IMail, full',
    mail: inWords({
      from: 'Postmaster@example.test',
      subject: 'Undeliverable Mail',
      body: `user mailbox exceeds allowed size: ${emil}

Original message follows.
`,
    }),
    expected: [[emil, 'mailbox-full']],
  },
  {
    system: 'Mercury',
    mail: inWords({
      from: 'Electronic Postmaster <postmaster@example.test>',
      subject: 'Undeliverable mail: Good morning',
      body: `The local mail transport system has reported the following problems
it encountered while trying to deliver your message:

*** ${emil}
    User not known at this site.
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Barracuda',
    mail: inWords({
      subject: '**Message you sent blocked by our bulk email filter**',
      body: `Your message to: ${emil}
was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:

Subject: Good morning, harbour
`,
    }),
    expected: [[emil, 'content']],
  },
  {
    system: 'CommuniGate',
    mail: inWords({
      subject: 'Undeliverable mail: Good morning, harbour',
      body: `Failed to deliver to '${emil}'
LOCAL module(account emil) reports:
 account is full (quota exceeded)
`,
    }),
    expected: [[emil, 'mailbox-full']],
  },
  {
    system: 'MDaemon',
    mail: inWords({
      from: 'MDaemon@example.test',
      subject: 'Permanent Delivery Failure',
      body: `The attached message had PERMANENT fatal delivery errors!

--- Session Transcript ---
 Tue 2026-11-03 06:01:00: --> RCPT To:<${emil}>
 Tue 2026-11-03 06:01:00: <-- 550 ${emil} unknown user account
--- End Transcript ---
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Symantec gateway',
    mail: inWords({
      from: 'Mail Delivery System <MAILER-DAEMON@gateway.example.test>',
      subject: 'Mail delivery failed',
      body: `The following message to <${emil}> was undeliverable.
The reason for the problem:
5.1.0 - Unknown address error 550-'Invalid recipient ${emil}'
`,
    }),
    expected: [[emil, 'address-dead']],
  },
];
