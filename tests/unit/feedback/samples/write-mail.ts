/** What a sample mail must give: each failed recipient with its class. */
export type Sample = {
  readonly system: string;
  readonly mail: string;
  readonly expected: ReadonlyArray<readonly [recipient: string, bounceClass: string]>;
};

/** The digest that came back. */
export const original = (
  to = 'emil@example.test',
) => `Received: from news.example.org (news.example.org [192.0.2.7])
\tby relay.example.org; Tue, 3 Nov 2026 06:00:00 +0000
Message-ID: <d-17@example.org>
From: "The Harbour Post" <news@example.org>
To: ${to}
Subject: Good morning, harbour
Return-Path: <b-abcdefghijklmnop@bounce.example.org>
List-Unsubscribe: <https://example.org/unsubscribe/x>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Your mailbox is full of news today. No such user of our ferry was ever over quota.
`;

type Words = {
  readonly from?: string;
  readonly subject: string;
  readonly body: string;
  readonly headers?: readonly string[];
};

/** A report in plain words, as systems without RFC 3464 write it. */
export const inWords = ({
  from = 'MAILER-DAEMON@mx.example.test',
  subject,
  body,
  headers = [],
}: Words): string =>
  [
    'Return-Path: <>',
    'Received: from mx.example.test (mx.example.test [198.51.100.9]) by mail.example.org; Tue, 3 Nov 2026 06:01:00 +0000',
    `From: ${from}`,
    'To: b-abcdefghijklmnop@bounce.example.org',
    `Subject: ${subject}`,
    'Date: Tue, 3 Nov 2026 06:01:00 +0000',
    ...headers,
    '',
    body,
  ].join('\n');

type Report = {
  readonly text?: string;
  readonly groups: ReadonlyArray<readonly string[]>;
  readonly type?: string;
  readonly to?: string;
};

/** A report with a part for machines (RFC 3464). */
export const inFields = ({
  text = 'Delivery failed.',
  groups,
  type = 'message/delivery-status',
  to,
}: Report): string =>
  inWords({
    subject: 'Undelivered Mail Returned to Sender',
    headers: [
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b1"',
    ],
    body: [
      'This is a MIME-encapsulated message.',
      '',
      '--=_b1',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      text,
      '',
      '--=_b1',
      `Content-Type: ${type}`,
      '',
      'Reporting-MTA: dns; mx.example.test',
      'Arrival-Date: Tue, 3 Nov 2026 06:00:00 +0000',
      '',
      groups.map((fields) => fields.join('\n')).join('\n\n'),
      '',
      '--=_b1',
      'Content-Type: message/rfc822',
      '',
      original(to),
      '--=_b1--',
      '',
    ].join('\n'),
  });

/** One failed recipient in fields. */
export const failed = (
  diagnostic: string,
  status = '5.0.0',
  recipient = 'emil@example.test',
): readonly string[] => [
  `Final-Recipient: rfc822; ${recipient}`,
  'Action: failed',
  `Status: ${status}`,
  `Diagnostic-Code: smtp; ${diagnostic}`,
];
