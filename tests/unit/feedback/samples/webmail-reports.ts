import { inWords, original, type Sample } from './write-mail.ts';

const emil = 'emil@example.test';

/** The large mailbox providers, where they write in words. */
export const webmailReports: readonly Sample[] = [
  {
    system: 'Yahoo',
    mail: inWords({
      from: 'MAILER-DAEMON@yahoo.example',
      subject: 'Failure Notice',
      body: `Sorry, we were unable to deliver your message to the following address.

<${emil}>:
Remote host said: 554 delivery error: dd This user doesn't have a yahoo.example account (${emil}) [0]

--- Below this line is a copy of the message.

${original()}`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'AOL, old',
    mail: inWords({
      from: 'Mail Delivery Subsystem <MAILER-DAEMON@aol.example>',
      subject: 'Returned mail: User unknown',
      body: `   ----- The following addresses had delivery problems -----
<${emil}>  (unrecoverable error)

   ----- Transcript of session follows -----
... while talking to air-mx.example.test.:
>>> RCPT To:<${emil}>
<<< 550 MAILBOX NOT FOUND
550 <${emil}>... User unknown
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Gmail, old',
    mail: inWords({
      from: 'Mail Delivery Subsystem <mailer-daemon@gmail.example>',
      subject: 'Delivery Status Notification (Failure)',
      headers: [`X-Failed-Recipients: ${emil}`],
      body: `Delivery to the following recipient failed permanently:

     ${emil}

Technical details of permanent failure:
DNS Error: Domain name not found

----- Original message -----

${original()}`,
    }),
    expected: [[emil, 'domain-dead']],
  },
  {
    system: 'Gmail, new',
    mail: inWords({
      from: 'Mail Delivery Subsystem <mailer-daemon@gmail.example>',
      subject: 'Delivery Status Notification (Failure)',
      headers: [`X-Failed-Recipients: ${emil}`, 'Content-Type: text/plain; charset=utf-8'],
      body: `** Address not found **

Your message wasn't delivered to ${emil} because the address couldn't be found, or is unable to receive mail.

The response was:

The email account that you tried to reach does not exist.
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Amazon SES',
    mail: inWords({
      from: 'MAILER-DAEMON@amazonses.example',
      subject: 'Delivery Status Notification (Failure)',
      body: `An error occurred while trying to deliver the mail to the following recipients:
${emil}

550 5.1.1 user does not exist
`,
    }),
    expected: [[emil, 'address-dead']],
  },
];
