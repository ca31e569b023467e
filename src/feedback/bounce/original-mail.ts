import type { OriginalMail } from '../feedback-mail.ts';
import { decodeHeader, textOf } from '../mime/decode-text.ts';
import { findAddresses } from '../mime/find-addresses.ts';
import { headerOf, readHeaders, type MailHeaders } from '../mime/mail-headers.ts';
import type { SplitMail } from '../mime/split-mail.ts';

export type ReturnedMail = OriginalMail & { readonly from: readonly string[] };

const isReturned = (type: string): boolean =>
  type === 'message/rfc822' ||
  type === 'message/global' ||
  type === 'text/rfc822-headers' ||
  type === 'text/rfc822' ||
  type === 'message/global-headers' ||
  type === 'message/partial' ||
  type === 'message/rfc822-headers';

const headerStarts =
  /^[\s>]{0,4}(?:received|return-path|from|to|subject|message-id|date|mime-version|x-[\w-]{2,40}):[ \t]/im;

/** The header of a mail that follows as text, wherever it begins. */
function headersInText(text: string): MailHeaders {
  const plain = text.replace(/^(?:> ?){1,5}|^[ \t]{1,8}(?=[\w-]{2,40}:[ \t])/gm, '');
  const at = headerStarts.exec(plain)?.index ?? plain.length;
  return readHeaders(plain, at, plain.length).headers;
}

const addressesIn = (headers: MailHeaders, ...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => (headers.get(name) ?? []).flatMap((value) => findAddresses(decodeHeader(value))));

/** Who the mail was from and to, as far as the report gives it back. */
export function readReturnedMail({ parts }: SplitMail, returned: string): ReturnedMail {
  const part = parts.find(({ type }) => isReturned(type));
  const text = part ? textOf(part) : returned;
  const headers = text === '' ? new Map<string, string[]>() : headersInText(text.slice(0, 100_000));
  const messageId = /<[^<>\s]{3,300}>/.exec(headerOf(headers, 'message-id'))?.[0] ?? null;
  return {
    messageId,
    returnPath: addressesIn(headers, 'return-path')[0] ?? null,
    to: addressesIn(headers, 'to', 'cc', 'x-original-to', 'delivered-to', 'envelope-to', 'x-envelope-to'),
    from: addressesIn(headers, 'from', 'sender', 'reply-to', 'return-path', 'errors-to'),
  };
}
