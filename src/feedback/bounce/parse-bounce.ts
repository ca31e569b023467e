import { classOfWording } from '../../delivery/reply-classes/class-of-wording.ts';
import type { BouncedRecipient, FeedbackMail, OriginalMail } from '../feedback-mail.ts';
import { textOf } from '../mime/decode-text.ts';
import { addressKey } from '../mime/find-addresses.ts';
import { readable, splitMail, type SplitMail } from '../mime/split-mail.ts';
import { readDeliveryStatus, readsLikeDeliveryStatus, type StatusGroup } from './delivery-status.ts';
import { findFailedRecipients, addressInReturnPath } from './find-recipients.ts';
import { readMailSigns } from './mail-signs.ts';
import { readReturnedMail, type ReturnedMail } from './original-mail.ts';
import { readComplaint } from './read-complaint.ts';
import { judgeRefusal } from './refusal-evidence.ts';
import { readReportText, type ReportText } from './report-text.ts';

const deepest = 3;

/**
 * Reads a mail that came to a bounce address: says whether it is a bounce, a complaint or neither, and for a bounce which
 * addresses failed and why. Never throws, whatever the bytes; the time grows with the length and nothing else.
 */
export const parseBounce = (bytes: Uint8Array): FeedbackMail => parseText(readable(bytes), 0);

function parseText(text: string, depth: number): FeedbackMail {
  const mail = splitMail(text);
  const words = readReportText(mail);
  const complaint = readComplaint(mail);
  const returned = readReturnedMail(mail, words.returned);
  if (complaint) return { kind: 'complaint', ...complaint, original: originalOf(returned) };
  if (mail.reportType === 'feedback-report' || mail.reportType === 'disposition-notification')
    return { kind: 'other' };

  const status = readStatusParts(mail, words);
  if (status.length > 0) return fromStatus(mail, status, words, returned);
  const worded = fromWords(mail, words, returned);
  return worded.kind === 'bounce' || worded.kind === 'delay' ? worded : (fromInside(mail, depth) ?? worded);
}

const originalOf = ({ messageId, returnPath, to }: ReturnedMail): OriginalMail => ({
  messageId,
  returnPath,
  to,
});

const isStatusType = (type: string): boolean =>
  type === 'message/delivery-status' || type === 'message/global-delivery-status';

/** The status report where it belongs, in a part that only reads like one, or quoted in the text. */
function readStatusParts(mail: SplitMail, { report, returned }: ReportText): readonly StatusGroup[] {
  const declared = mail.parts
    .filter(({ type }) => isStatusType(type))
    .flatMap((part) => readDeliveryStatus(textOf(part)));
  if (declared.length > 0) return declared;
  const texts = mail.parts
    .filter(
      ({ type }) => !type.startsWith('message/') && type !== 'text/html' && !type.startsWith('text/rfc822'),
    )
    .map((part) => textOf(part).slice(0, 60_000));
  return (
    [...texts, report, returned]
      .filter(readsLikeDeliveryStatus)
      .map(readDeliveryStatus)
      .find((groups) => groups.length > 0) ?? []
  );
}

function fromStatus(
  mail: SplitMail,
  groups: readonly StatusGroup[],
  { report }: ReportText,
  returned: ReturnedMail,
): FeedbackMail {
  const failed = groups.filter(({ action }) => action === 'failed');
  if (failed.length === 0)
    return { kind: groups.some(({ action }) => action === 'delayed') ? 'delay' : 'other' };
  const told = findFailedRecipients(mail.headers, report, returned);
  const recipients = failed.map((group): BouncedRecipient => {
    const recipient = group.recipient ?? (failed.length === 1 ? (told[0]?.address ?? null) : null);
    const about = told.find(
      ({ address }) => isSame(address, recipient) || isSame(address, group.originalRecipient),
    );
    const verdict = judgeRefusal({
      diagnostic: group.diagnostic,
      status: group.status,
      lines: about?.lines ?? [],
      report: failed.length === 1 ? report : '',
    });
    return { recipient, originalRecipient: group.originalRecipient, ...verdict };
  });
  return { kind: 'bounce', recipients: uniqueRecipients(recipients), original: originalOf(returned) };
}

const isSame = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && addressKey(one) === addressKey(other);

/** A report may name a recipient twice; the hard finding counts. */
function uniqueRecipients(recipients: readonly BouncedRecipient[]): readonly BouncedRecipient[] {
  const byAddress = new Map<string, BouncedRecipient>();
  for (const found of recipients) {
    const key = addressKey(found.recipient ?? '');
    const before = byAddress.get(key);
    if (!before || (found.hard && !before.hard)) byAddress.set(key, found);
  }
  return [...byAddress.values()];
}

const enoughWeight = 4;

function fromWords(mail: SplitMail, { report }: ReportText, returned: ReturnedMail): FeedbackMail {
  const signs = readMailSigns(mail.headers, report);
  if (signs.isAutoReply) return { kind: 'auto-reply' };
  const saysRefusal = classOfWording(report) === null ? 0 : 1;
  if (signs.weight + saysRefusal < enoughWeight) return { kind: 'other' };
  if (signs.isDelay) return { kind: 'delay' };
  const failed = findFailedRecipients(mail.headers, report, returned);
  const recipients = failed.map(({ address, lines }): BouncedRecipient => {
    const verdict = judgeRefusal({
      diagnostic: '',
      status: null,
      lines,
      report: failed.length === 1 ? report : '',
    });
    const written = addressInReturnPath(returned.returnPath ?? '');
    return { recipient: address ?? written, originalRecipient: null, ...verdict };
  });
  return { kind: 'bounce', recipients: uniqueRecipients(recipients), original: originalOf(returned) };
}

/** A report that somebody passed on whole. */
function fromInside(mail: SplitMail, depth: number): FeedbackMail | null {
  if (depth >= deepest) return null;
  for (const part of mail.parts) {
    if (part.type !== 'message/rfc822') continue;
    const inner = parseText(part.encoding.includes('base64') ? textOf(part) : part.body, depth + 1);
    if (inner.kind === 'bounce' || inner.kind === 'complaint') return inner;
  }
  return null;
}
