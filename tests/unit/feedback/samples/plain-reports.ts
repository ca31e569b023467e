import { inWords, original, type Sample } from './write-mail.ts';

const emil = 'emil@example.test';

/** Systems that write for people alone. */
export const plainReports: readonly Sample[] = [
  {
    system: 'qmail',
    mail: inWords({
      subject: 'failure notice',
      body: `Hi. This is the qmail-send program at mx.example.test.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${emil}>:
Sorry, no mailbox here by that name. (#5.1.1)

<dora@example.test>:
192.0.2.1 does not like recipient.
Remote host said: 552 5.2.2 over quota
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

${original()}`,
    }),
    expected: [
      [emil, 'address-dead'],
      ['dora@example.test', 'mailbox-full'],
    ],
  },
  {
    system: 'qmail without a host',
    mail: inWords({
      subject: 'failure notice',
      body: `Hi. This is the qmail-send program at mx.example.test.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${emil}>:
Sorry, I couldn't find any host named example.test. (#5.1.2)

--- Below this line is a copy of the message.

${original()}`,
    }),
    expected: [[emil, 'domain-dead']],
  },
  {
    system: 'Exim',
    mail: inWords({
      from: 'Mail Delivery System <Mailer-Daemon@mx.example.test>',
      subject: 'Mail delivery failed: returning message to sender',
      headers: [`X-Failed-Recipients: ${emil}`, 'Auto-Submitted: auto-replied'],
      body: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${emil}
    host mx.example.test [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<${emil}>:
    550 5.1.1 <${emil}>: Recipient address rejected:
    User unknown in virtual mailbox table

------ This is a copy of the message, including all the headers. ------

${original()}`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Exim, refused after the body',
    mail: inWords({
      from: 'Mail Delivery System <Mailer-Daemon@mx.example.test>',
      subject: 'Mail delivery failed: returning message to sender',
      headers: [`X-Failed-Recipients: ${emil}`],
      body: `This message was created automatically by mail delivery software.

The following address(es) failed:

  ${emil}
    SMTP error from remote mail server after end of data:
    554 5.7.1 This message was classified as spam

------ This is a copy of the message, including all the headers. ------

${original()}`,
    }),
    expected: [[emil, 'content']],
  },
  {
    system: 'Postfix in words',
    mail: inWords({
      from: 'MAILER-DAEMON@mx.example.test (Mail Delivery System)',
      subject: 'Undelivered Mail Returned to Sender',
      body: `This is the mail system at host mx.example.test.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

                   The mail system

<${emil}>: host mx2.example.test[192.0.2.1] said: 550 <${emil}>:
    Unknown recipient (in reply to RCPT TO command)`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'sendmail 8',
    mail: inWords({
      from: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.example.test>',
      subject: 'Returned mail: see transcript for details',
      body: `The original message was received at Tue, 3 Nov 2026 06:00:00 GMT
from news.example.org [192.0.2.7]

   ----- The following addresses had permanent fatal errors -----
<${emil}>
    (reason: 550 5.1.1 User unknown)

   ----- Transcript of session follows -----
... while talking to mx.example.test.:
>>> RCPT To:<${emil}>
<<< 550 5.1.1 User unknown
550 5.1.1 <${emil}>... User unknown

   ----- Original message follows -----

${original()}`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'sendmail 5',
    mail: inWords({
      from: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.example.test>',
      subject: 'Returned mail: Host unknown',
      body: `   ----- Transcript of session follows -----
550 ${emil}... Host unknown

   ----- Unsent message follows -----
${original()}`,
    }),
    expected: [[emil, 'domain-dead']],
  },
  {
    system: 'Exchange 5.5',
    mail: inWords({
      from: 'System Administrator <postmaster@example.test>',
      subject: 'Undeliverable: Good morning, harbour',
      body: `Your message

  To:      ${emil}
  Subject: Good morning, harbour
  Sent:    Tue, 3 Nov 2026 06:00:00 -0000

did not reach the following recipient(s):

${emil} on Tue, 3 Nov 2026 06:01:00 -0000
    The recipient name is not recognized
\tThe MTS-ID of the original message is: c=us;a= ;p=example;l=MX0
    MSEXCH:IMS:Example:Site:MX 0 (000C05A6) Unknown Recipient
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Exchange 2003',
    mail: inWords({
      from: 'postmaster@example.test',
      subject: 'Delivery Status Notification (Failure)',
      body: `Your message did not reach some or all of the intended recipients.

The following recipient(s) could not be reached:

      ${emil} on 11/3/2026 6:01 AM
            The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the recipient directly to find out the correct address.
            <mx.example.test #5.1.1>`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Exchange Online, HTML in German',
    mail: inWords({
      from: 'Microsoft Outlook <MicrosoftExchange329e@example.test>',
      subject: 'Unzustellbar: Good morning, harbour',
      headers: ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
      body: `<html><head><style>p{color:red}</style></head><body><p>Ihre Nachricht an <b>emil@example=2Etest</b> konnte nicht zu=
gestellt werden.</p><p>emil wurde bei example.test nicht gefunden.</p><p>Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not =
found by SMTP address lookup'</p></body></html>`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Lotus Domino',
    mail: inWords({
      from: 'Postmaster@example.test',
      subject: 'DELIVERY FAILURE: User emil (emil@example.test) not listed in Domino Directory',
      body: `Your message

  Subject: Good morning, harbour

was not delivered to:

  ${emil}

because:

  User emil (${emil}) not listed in Domino Directory
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Novell GroupWise',
    mail: inWords({
      from: 'Mailer-Daemon@example.test',
      subject: 'Message status - undeliverable',
      body: `The message that you sent was undeliverable to the following:
\temil@example.test (user not found)
`,
    }),
    expected: [[emil, 'address-dead']],
  },
];
