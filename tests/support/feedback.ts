import { sql } from 'kysely';
import { envelopeSender, messageId } from '../../src/delivery/mail-ids.ts';
import type { Db } from '../../src/platform/db.ts';
import { countedReaders, freezeDigest } from './freeze-digest.ts';
import { testKeys } from './use-database.ts';

export const mailDomain = 'lantern.example.org';

/** A mail of ours that has left. */
export type SentMail = {
  readonly deliveryId: number;
  readonly mailingId: number;
  readonly address: string;
  readonly bounceAddress: string;
  readonly messageId: string;
};

/** A digest that the relay accepted some days ago, to one reader. */
export async function sendDigestTo(
  db: Db,
  address: string,
  { daysAgo = 0, recipientId = 1 }: { daysAgo?: number; recipientId?: number } = {},
): Promise<SentMail> {
  const mailingId = await freezeDigest(db, { audience: countedReaders(1, () => sql`${address}::text`) });
  const { rows } = await sql<{ id: number }>`
    update delivery set state = 'accepted', attempts = 1, recipient_id = ${recipientId},
      created_at = now() - make_interval(days => ${daysAgo}), ended_at = now() - make_interval(days => ${daysAgo})
    where mailing_id = ${mailingId} returning id
  `.execute(db);
  await sql`delete from delivery_chunk where mailing_id = ${mailingId}`.execute(db);
  const deliveryId = rows[0]?.id ?? 0;
  return {
    deliveryId,
    mailingId,
    address,
    bounceAddress: envelopeSender(testKeys, 1, deliveryId, mailDomain),
    messageId: `<${messageId(testKeys, 1, deliveryId, mailDomain)}>`,
  };
}

export type SuppressionRow = { readonly scope: string; readonly reason: string; readonly evidence: string };

/** What is kept back from an address now. */
export async function suppressionsOf(db: Db, address: string): Promise<readonly SuppressionRow[]> {
  const { rows } = await sql<SuppressionRow>`
    select scope, reason, evidence from suppression where address_key = ${address} and lifted_at is null order by id
  `.execute(db);
  return rows;
}

export async function countEvents(db: Db): Promise<number> {
  const { rows } = await sql<{ events: number }>`select count(*) as events from feedback_event`.execute(db);
  return rows[0]?.events ?? 0;
}

type ReportOf = { readonly to: string; readonly recipient: string };

/** A delivery status report (RFC 3464) as a mail system writes it. */
export const deliveryReport = ({
  to,
  recipient,
  status = '5.1.1',
  diagnostic = 'smtp; 550 5.1.1 <emil@example.test>: Recipient address rejected: User unknown',
  action = 'failed',
  returned = [],
}: ReportOf & {
  readonly status?: string;
  readonly diagnostic?: string;
  readonly action?: string;
  readonly returned?: readonly string[];
}): string =>
  [
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.test>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"',
    '',
    '--cut',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'I am sorry to have to inform you that your message could not be delivered.',
    '--cut',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.test',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnostic}`,
    '',
    '--cut',
    'Content-Type: text/rfc822-headers',
    '',
    ...returned,
    'From: The Lantern <news@lantern.example.org>',
    'Subject: Harbour opens again',
    '',
    '--cut--',
    '',
  ].join('\r\n');

/** A complaint (RFC 5965) whose recipient is blacked out, as the big providers send it. */
export const complaintReport = ({
  to,
  type = 'abuse',
  returned,
}: {
  readonly to: string;
  readonly type?: string;
  readonly returned: readonly string[];
}): string =>
  [
    'From: feedback@provider.example.test',
    `To: ${to}`,
    'Subject: FW: Harbour opens again',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="cut"',
    '',
    '--cut',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--cut',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: Provider/1.0',
    'Version: 1',
    'Original-Rcpt-To: redacted@redacted.example.test',
    '',
    '--cut',
    'Content-Type: message/rfc822',
    '',
    ...returned,
    'From: The Lantern <news@lantern.example.org>',
    'To: <redacted>',
    'Subject: Harbour opens again',
    '',
    'Good morning',
    '--cut--',
    '',
  ].join('\r\n');

/** What a reader's machine writes while they are away (RFC 3834). */
export const vacationNote = ({ to, from }: { readonly to: string; readonly from: string }): string =>
  [
    `From: <${from}>`,
    `To: ${to}`,
    'Subject: Out of office: Harbour opens again',
    'Auto-Submitted: auto-replied',
    'X-Auto-Response-Suppress: All',
    '',
    'I am on leave until Monday. If the user is unknown or the mailbox is full, write to ben@example.test.',
    '',
  ].join('\r\n');
