import { constantFrom, assert, integer, property, tuple, uint8Array, array } from 'fast-check';
import { parseBounce } from '../../../src/feedback/bounce/parse-bounce.ts';
import { languageReports } from './samples/language-reports.ts';
import { morePlainReports } from './samples/more-plain-reports.ts';
import { plainReports } from './samples/plain-reports.ts';
import { webmailReports } from './samples/webmail-reports.ts';
import { complaint } from './samples/no-bounces.ts';
import { failed, inFields } from './samples/write-mail.ts';

const mails = [
  ...[...plainReports, ...morePlainReports, ...webmailReports, ...languageReports].map(({ mail }) => mail),
  inFields({ groups: [failed('550 5.1.1 user unknown', '5.1.1')] }),
  complaint(),
].map((mail) => Buffer.from(mail));
const kinds = ['bounce', 'complaint', 'delay', 'auto-reply', 'other'];

test('any bytes give an answer', () => {
  assert(
    property(uint8Array({ maxLength: 3000 }), (bytes) => {
      expect(kinds).toContain(parseBounce(bytes).kind);
    }),
  );
});

test('a report with bytes changed, lost or doubled gives an answer', () => {
  const change = tuple(
    integer({ min: 0, max: 4000 }),
    integer({ min: 0, max: 40 }),
    uint8Array({ maxLength: 20 }),
  );
  assert(
    property(constantFrom(...mails), array(change, { minLength: 1, maxLength: 8 }), (mail, changes) => {
      let bytes = mail;
      for (const [at, gone, put] of changes)
        bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);
      expect(kinds).toContain(parseBounce(bytes).kind);
    }),
  );
});

const tenMegabytes = 10_000_000;
const filled = (text: string): string => text.repeat(Math.ceil(tenMegabytes / text.length));
const head = 'From: MAILER-DAEMON@mx.example.test\nSubject: failure notice\n';

// Each is the worst we know for one piece: what was quadratic anywhere would not end here.
test.each([
  ['one line', `${head}\n${filled('a')}`],
  ['header lines', filled('X-A: b\n')],
  ['one folded header', `Subject: a\n${filled(' b\n')}`],
  ['at signs', `${head}\n${filled('a@')}`],
  ['addresses', `${head}\n${filled('emil@example.test\n')}`],
  ['lines of 64 KB', `${head}\n${filled(`${'550 user '.repeat(7000)}\n`)}`],
  ['spaces', `${head}\n550 ${filled(' ')}`],
  ['tags', `${head}Content-Type: text/html\n\n${filled('<script>')}`],
  ['angle brackets', `${head}Content-Type: text/html\n\n${filled('<')}`],
  ['parts', `${head}Content-Type: multipart/mixed; boundary=b\n\n${filled('--b\n\nx\n')}`],
  ['boundaries that are none', `${head}Content-Type: multipart/mixed; boundary=b\n\n${filled('--bc\n')}`],
  ['parts in parts', filled('Content-Type: multipart/mixed; boundary=b\n\n--b\n')],
  ['encoded words', `Subject: ${filled('=?utf-8?q?=')}\n\n`],
  [
    'status groups',
    inFields({ groups: [[filled('Final-Recipient: rfc822; a@example.test\nAction: failed\n\n')]] }),
  ],
  ['quotes', `${head}\n${filled('> ')}`],
  ['dashes', `${head}\n${filled('-')}`],
])('ten megabytes of %s are read', (_, mail) => {
  expect(mail.length).toBeGreaterThanOrEqual(tenMegabytes);
  expect(kinds).toContain(parseBounce(Buffer.from(mail)).kind);
});
