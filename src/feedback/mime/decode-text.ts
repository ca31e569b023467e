import type { MailPart } from './split-mail.ts';

/** More text than this no report needs; what follows is the mail that came back. */
const longestText = 400_000;

const encoder = (text: string): Buffer => Buffer.from(text, 'latin1');

function decodeQuotedPrintable(text: string): string {
  return text
    .replace(/=[ \t]{0,20}\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function decodeTransfer(text: string, encoding: string): string {
  if (encoding.includes('quoted-printable')) return decodeQuotedPrintable(text);
  if (encoding.includes('base64'))
    return Buffer.from(text, 'base64').toString('latin1').replace(/\r\n?/g, '\n');
  return text;
}

const decoderFor = (charset: string, isFatal: boolean): TextDecoder | null => {
  try {
    return new TextDecoder(charset.replace(/^"|"$/g, ''), { fatal: isFatal });
  } catch {
    // Not a charset anybody knows.
    return null;
  }
};

function tryDecode(bytes: Buffer, charset: string): string | null {
  try {
    return decoderFor(charset, true)?.decode(bytes) ?? null;
  } catch {
    // Not written in it.
    return null;
  }
}

/** Says which charset a text without a true declaration is in: the escapes of ISO-2022-JP, else UTF-8, else Windows-1252. */
function decodeCharset(text: string, charset: string): string {
  if (text.includes('\u001b$') || text.includes('\u001b('))
    return new TextDecoder('iso-2022-jp').decode(encoder(text));
  // Only ASCII: nothing to decode.
  if (!/[\u0080-\u00ff]/.test(text)) return text;
  const bytes = encoder(text);
  const declared = charset === '' || charset === 'us-ascii' ? null : tryDecode(bytes, charset);
  return declared ?? tryDecode(bytes, 'utf-8') ?? decoderFor(charset, false)?.decode(bytes) ?? text;
}

/** The text of a part, decoded, whatever its header promised. */
export function textOf({ body, encoding, charset }: MailPart): string {
  return decodeCharset(decodeTransfer(body.slice(0, longestText), encoding), charset);
}

/** Decodes the encoded words of a header value (RFC 2047); 8-bit text is taken as UTF-8 or Windows-1252. */
export function decodeHeader(value: string): string {
  const joined = value.slice(0, 4000).replace(/\?=\s{1,8}=\?/g, '?==?');
  const decoded = joined.replace(
    /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?]{0,1000})\?=/gi,
    (_, charset: string, kind: string, text: string) =>
      decodeCharset(
        kind.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64').toString('latin1')
          : decodeQuotedPrintable(text.replaceAll('_', ' ')),
        charset.toLowerCase(),
      ),
  );
  return /[\u0080-\u00ff]/.test(decoded) && !/[\u0100-\uffff]/.test(decoded)
    ? decodeCharset(decoded, '')
    : decoded;
}
