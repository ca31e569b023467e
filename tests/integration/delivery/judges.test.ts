import { writeFile } from 'node:fs/promises';
import { addDkimKey } from '../../../src/delivery/dkim-keys.ts';
import { scoreTable } from '../../support/judges/score-table.ts';
import { sendOneOfEach, sentKinds } from '../../support/judges/sent-mails.ts';
import { type PerlVerdict, askSpamAssassin, hasSpamAssassin } from '../../support/judges/spamassassin.ts';
import { type RspamdVerdict, hasRspamd, useRspamd } from '../../support/judges/use-rspamd.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { type ArrivedMail, useMailbox } from '../../support/use-mailbox.ts';
import { type ToyRecord, useToyDns } from '../../support/use-toy-dns.ts';

const domain = 'lantern.example.org';
/** The newsroom's mail server, in a network that is nobody's (RFC 2544). */
const server = { host: `mail.${domain}`, ip: '198.18.0.25' };

/** What the newsroom publishes beside its keys. */
const zone: readonly ToyRecord[] = [
  [domain, 'A', '198.18.0.80'],
  [domain, 'MX', `10 ${server.host}`],
  [domain, 'TXT', 'v=spf1 mx -all'],
  [`bounce.${domain}`, 'MX', `10 ${server.host}`],
  [`bounce.${domain}`, 'TXT', 'v=spf1 mx -all'],
  [`_dmarc.${domain}`, 'TXT', `v=DMARC1; p=reject; rua=mailto:dmarc@${domain}`],
  [server.host, 'A', server.ip],
  [server.host, 'TXT', 'v=spf1 a -all'],
  ['25.0.18.198.in-addr.arpa', 'PTR', server.host],
];

/** It shouts, says where its link leads and leads elsewhere, hides words, and proves nothing about who it is from. */
const badMail: ArrivedMail = {
  from: 'winner@pills.example.net',
  to: 'ben@example.test',
  raw: [
    'From: "PayPal Security" <winner@pills.example.net>',
    'To: undisclosed-recipients:;',
    'Subject: YOU HAVE WON 1,000,000 USD!!! ACT NOW',
    'MIME-Version: 1.0',
    'Content-Type: text/html',
    '',
    '<html><body><font size="7" color="#ff0000">DEAR FRIEND, buy viagra online, 100% free, no risk, limited time!',
    'Wire transfer of ONE MILLION DOLLARS from the late bank director.</font>',
    '<a href="http://198.18.7.7/login.exe">https://www.paypal.com/signin</a>',
    '<font color="#fffffe">words that nobody sees words that nobody sees words that nobody sees</font>',
    '</body></html>',
    '',
  ].join('\r\n'),
};

/** What may cost more than a tenth of a point, and why we leave it. */
const accepted: Readonly<Record<string, string>> = {
  URI_COUNT_ODD: 'The links of both parts together are an odd number, as in every other mail.',
  FORGED_SENDER: 'The return address is one for each mail, so it is not that of the sender.',
};

/** One hook sends everything and has it judged, under a busy machine too. */
const hookPatienceMs = 180_000;

const hasJudges = hasSpamAssassin && hasRspamd;
if (!hasJudges) process.stderr.write('judges: skipped, since there is no spamassassin or no rspamd\n');

(hasJudges ? describe : describe.skip)('what leaves the house', () => {
  const dns = useToyDns();
  const app = useApp({ publicUrl: `https://${domain}` });
  const mailbox = useMailbox();
  const rspamd = useRspamd(dns);
  const verdicts = new Map<string, { readonly perl: PerlVerdict; readonly rspamd: RspamdVerdict }>();

  const verdictOn = (name: string) => {
    const verdict = verdicts.get(name);
    if (!verdict) throw new Error(`nobody judged ${name}`);
    return verdict;
  };

  /** As the reader's server keeps it: with a line in front about where it came from. */
  const withArrival = ({ from, to, raw }: ArrivedMail): string =>
    [
      `Return-Path: <${from}>`,
      `Received: from ${server.host} (${server.host} [${server.ip}])`,
      '\tby mx.example.test (Postfix) with ESMTPS id 4XyZ12345',
      `\tfor <${to}>; ${new Date().toUTCString().replace('GMT', '+0000')}`,
      raw,
    ].join('\r\n');

  beforeAll(async () => {
    const keys = [
      await addDkimKey(app.db, testKeys, { domain, selector: 'rsa', algorithm: 'rsa-sha256' }),
      await addDkimKey(app.db, testKeys, { domain, selector: 'ed', algorithm: 'ed25519-sha256' }),
    ];
    const published = keys.flatMap((key): ToyRecord[] =>
      key.kind === 'added' ? [[`${key.record.name}.${domain}`, 'TXT', key.record.text]] : [],
    );
    dns.records = [...zone, ...published];

    const mails = new Map<string, ArrivedMail>([
      ...(await sendOneOfEach(app, mailbox)),
      ['Bad on purpose', badMail],
    ]);
    const digest = mails.get(sentKinds[0] ?? '') ?? badMail;
    mails.set('Altered on its way', { ...digest, raw: digest.raw.replace('Good morning', 'Good evening') });
    const arrivals = [...mails].map(([name, mail]) => ({ name, mail, bytes: withArrival(mail) }));
    const perl = await askSpamAssassin(
      dns.port,
      arrivals.map(({ bytes }) => bytes),
    );
    for (const [index, { name, mail, bytes }] of arrivals.entries()) {
      const said = perl[index];
      if (!said) throw new Error(`SpamAssassin said nothing about ${name}`);
      verdicts.set(name, { perl: said, rspamd: await rspamd.judge(bytes, { ...mail, ...server }) });
    }
    const file = process.env['TEST_SCORE_TABLE'];
    if (file !== undefined) await writeFile(file, scoreTable(verdicts));
  }, hookPatienceMs);

  test.each(sentKinds)('%s is no spam to SpamAssassin and rspamd', (kind) => {
    const { perl, rspamd: other } = verdictOn(kind);
    expect(perl.spamassassin.score).toBeLessThan(2);
    expect(other.action).toBe('no action');
    const costly = [
      ...Object.entries(perl.spamassassin.rules),
      ...Object.entries(other.symbols).map(([name, { score }]) => [name, score] as const),
    ].filter(([name, score]) => score > 0.1 && !Object.hasOwn(accepted, name));
    expect(costly).toEqual([]);
  });

  test.each(sentKinds)('%s is proven to be from the newsroom by two other programs', (kind) => {
    const { perl, rspamd: other } = verdictOn(kind);
    expect(perl.dkim[0]).toBe('rsa-sha256: pass');
    expect(Object.keys(perl.spamassassin.rules)).toEqual(
      expect.arrayContaining(['DKIM_VALID', 'DKIM_VALID_AU', 'SPF_PASS']),
    );
    expect(other.symbols['R_DKIM_ALLOW']?.options).toEqual([`${domain}:s=rsa`, `${domain}:s=ed`]);
    expect(Object.keys(other.symbols)).toEqual(expect.arrayContaining(['R_SPF_ALLOW', 'DMARC_POLICY_ALLOW']));
  });

  test('the judges see through a digest that was altered on its way', () => {
    const { perl, rspamd: other } = verdictOn('Altered on its way');
    expect(perl.dkim[0]).toMatch(/^rsa-sha256: fail/);
    expect(Object.keys(perl.spamassassin.rules)).toContain('DKIM_INVALID');
    expect(other.symbols).toHaveProperty('R_DKIM_REJECT');
  });

  test('the judges see through a mail that is bad on purpose', () => {
    const { perl, rspamd: other } = verdictOn('Bad on purpose');
    expect(perl.spamassassin.score).toBeGreaterThan(5);
    expect(other.action).not.toBe('no action');
    expect(perl.dkim).toEqual([]);
  });
});
