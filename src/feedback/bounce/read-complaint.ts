import { decodeHeader, textOf } from '../mime/decode-text.ts';
import { findAddresses } from '../mime/find-addresses.ts';
import { headerOf } from '../mime/mail-headers.ts';
import type { SplitMail } from '../mime/split-mail.ts';

export type Complaint = { readonly feedbackType: string; readonly recipients: readonly string[] };

const complaints = new Set(['abuse', 'fraud', 'virus', 'other', 'opt-out', 'opt-out-list', 'miscategorized']);

/**
 * A reader's report: ARF (RFC 5965), or the shape Outlook sends. A report about authentication (RFC 6591) and "this is no
 * spam" are no complaints, and give null.
 */
export function readComplaint(mail: SplitMail): Complaint | null {
  const part = mail.parts.find(({ type }) => type === 'message/feedback-report');
  if (part) {
    const text = textOf(part);
    const feedbackType = (
      /^feedback-type[ \t]{0,4}:[ \t]{0,8}([\w-]{1,30})/im.exec(text)?.[1] ?? 'abuse'
    ).toLowerCase();
    if (!complaints.has(feedbackType)) return null;
    const named = text
      .split('\n', 500)
      .filter((line) => /^(?:original-rcpt-to|removal-recipient)/i.test(line));
    return { feedbackType, recipients: named.flatMap((line) => findAddresses(line)) };
  }
  if (!/^complaint about message from /i.test(decodeHeader(headerOf(mail.headers, 'subject')))) return null;
  const returned = mail.parts.map((inner) => inner.body.slice(0, 100_000)).join('\n');
  const named = /^x-hmxmroriginalrecipient:(.{0,300})/im.exec(returned)?.[1] ?? '';
  return { feedbackType: 'abuse', recipients: findAddresses(named) };
}
