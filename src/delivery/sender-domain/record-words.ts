import type { DomainRecord, RecordKind, RecordState } from './domain-record.ts';

export const recordLabels: Readonly<Record<RecordKind, string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  'one-click': 'One-click leaving',
  reverse: 'Name of the mail server’s address',
  mx: 'MX, for replies',
  'bounce-mx': 'MX, for bounces',
  tls: 'TLS to the mail server',
  'mta-sts': 'MTA-STS',
  bimi: 'BIMI',
};

/** What kind of record it is; where it is none, nothing can be pasted. */
export const recordTypes: Readonly<Partial<Record<RecordKind, 'TXT' | 'MX'>>> = {
  spf: 'TXT',
  dkim: 'TXT',
  dmarc: 'TXT',
  'bounce-mx': 'MX',
  'mta-sts': 'TXT',
  bimi: 'TXT',
};

export const stateWords: Readonly<Record<RecordState, string>> = {
  good: 'In order',
  missing: 'Not there',
  wrong: 'Wrong',
  unknown: 'Cannot be seen',
};

const help: Readonly<Record<RecordKind, string>> = {
  spf: 'One TXT record that names the servers which send your mail. Take the include your provider asks for, if it names one.',
  dkim: 'The TXT record that “doorstep dkim add” printed.',
  dmarc:
    'One TXT record with a policy, at least p=none. Reports go to the address in it, which has to exist.',
  'one-click': 'Mail programs show a button for leaving only where PUBLIC_URL begins with https://.',
  reverse:
    'The address your mail server sends from wants a name (PTR) that leads back to it. Whoever runs the network sets it.',
  mx: 'The domain of your sender address has to take mail, so that readers can answer.',
  'bounce-mx':
    'Delivery reports come to this domain. Publish it where you receive them by mail, not where a webhook brings them.',
  tls: 'Mail goes to this server unencrypted. Choose TLS for it on the Delivery page, or leave ?tls=none out of SMTP_URL.',
  'mta-sts':
    'Good to have: it tells others to send to you over TLS alone. It wants a policy file at https://mta-sts.DOMAIN/.well-known/mta-sts.txt too.',
  bimi: 'Good to have: your logo beside your mail. It wants DMARC with p=quarantine or p=reject, an SVG of the kind Tiny PS, and at Gmail and Apple a certificate.',
};

const unseen: Readonly<Partial<Record<RecordKind, string>>> = {
  dkim: 'Your mail server signs, and with what cannot be seen from here; or DNS did not answer.',
  reverse: 'From which address your mail leaves cannot be seen from here; or DNS did not answer.',
  tls: 'The server on this machine decides how mail goes on.',
};

/** What there is to know or to do about a record, in a sentence or two. */
export const recordWords = ({ what, state }: Pick<DomainRecord, 'what' | 'state'>): string =>
  state === 'unknown' ? (unseen[what] ?? 'DNS did not answer. That keeps nothing back.') : help[what];
