import { encodeWords, foldLines } from 'nodemailer/lib/mime-funcs';

const controls = /[\u0000-\u001f\u007f\u2028\u2029]+/g;
/** Longest header value in characters: folding needs spaces, and a text without one may not pass 998 octets. */
const longestHeader = 250;

/** Makes a value fit for a header: no line breaks, no controls, not longer than 250 characters. */
const headerText = (value: string): string => value.replace(controls, ' ').trim().slice(0, longestHeader);

/** A whole header line, folded at 76, with encoded words where it is not ASCII (RFC 5322, RFC 2047). Ends in CRLF. */
export function headerLine(name: string, value: string): string {
  return `${foldLines(`${name}: ${encodeWords(headerText(value), 'B', 52)}`, 76)}\r\n`;
}

/** A line whose value may not be folded or encoded: addresses, ids and URLs, which are ASCII already. */
export const rawHeaderLine = (name: string, value: string): string =>
  `${name}: ${value.replace(controls, '')}\r\n`;

/** `"Name" <address>` with the name quoted or encoded as needed (RFC 5322 section 3.4). */
export function mailbox(name: string, address: string): string {
  const plain = headerText(name).slice(0, 100);
  if (plain === '') return address;
  const isAscii = /^[\x20-\x7e]*$/.test(plain);
  const shown = isAscii ? `"${plain.replace(/["\\]/g, '\\$&')}"` : encodeWords(plain, 'B', 52, true);
  return `${shown} <${address}>`;
}

const lineLength = 76;
const softBreak = '=\r\n';
const hex = '0123456789ABCDEF';
const dot = 46;

/**
 * Quoted-printable (RFC 2045 section 6.7) for one run of text that starts at the beginning of a line. The result ends at
 * the beginning of a line as well, by a soft break if need be, so runs can be joined in any order.
 */
export function quotedPrintableRun(text: string): string {
  const bytes = Buffer.from(text.replace(/\r\n?|\n/g, '\n'), 'utf8');
  let out = '';
  let column = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 10) {
      out += '\r\n';
      column = 0;
      continue;
    }
    const next = bytes[index + 1];
    const isSpaceAtEnd = (byte === 32 || byte === 9) && (next === 10 || next === undefined);
    let isPlain =
      (byte >= 33 && byte <= 126 && byte !== 61) || ((byte === 32 || byte === 9) && !isSpaceAtEnd);
    if (column + (isPlain ? 1 : 3) > lineLength - 1) {
      out += softBreak;
      column = 0;
    }
    // No line begins with a dot, so SMTP carries a mail as it is (RFC 5321 section 4.5.2).
    if (byte === dot && column === 0) isPlain = false;
    const width = isPlain ? 1 : 3;
    out += isPlain ? String.fromCharCode(byte) : `=${hex.charAt(byte >> 4)}${hex.charAt(byte & 15)}`;
    column += width;
  }
  return column === 0 ? out : out + softBreak;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes a value for HTML text and quoted attributes. */
export const escapeHtml = (value: string): string =>
  value.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Tokens, ids and short addresses: nothing in them is encoded, escaped or broken. */
const needsNothing = /^[\w:/?#@~+,;-][\w:/?#@~+,;.-]{0,74}$/;

/** {@link quotedPrintableRun} of a value in HTML or plain text, quick for what needs no encoding. */
export function encodedSlot(value: string, isHtml: boolean): string {
  if (needsNothing.test(value)) return value + softBreak;
  return quotedPrintableRun(isHtml ? escapeHtml(value) : value);
}
