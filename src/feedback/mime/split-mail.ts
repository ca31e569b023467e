import { headerOf, readHeaders, readParameters, type MailHeaders } from './mail-headers.ts';

/** A part without parts of its own. */
export type MailPart = {
  readonly type: string;
  readonly charset: string;
  readonly encoding: string;
  readonly headers: MailHeaders;
  /** Undecoded, one character a byte, lines end in LF. */
  readonly body: string;
};

export type SplitMail = {
  readonly headers: MailHeaders;
  readonly type: string;
  readonly reportType: string;
  readonly parts: readonly MailPart[];
};

const deepest = 8;
const mostParts = 200;

/** One character a byte, so that broken charsets break nothing, with LF for every kind of line end. */
export const readable = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(/\r\n?/g, '\n');

type Range = { readonly start: number; readonly end: number };

/** Where the next line begins that starts with `words`; -1 when there is none. */
function lineStart(text: string, words: string, from: number): number {
  const found = text.indexOf(`\n${words}`, from);
  return found === -1 ? -1 : found + 1;
}

/** The ranges between the delimiter lines of a multipart; a missing end or a missing blank line is forgiven. */
function rangesBetween(text: string, { start, end }: Range, boundary: string): readonly Range[] {
  const delimiter = `--${boundary}`;
  const ranges: Range[] = [];
  let opened: number | null = null;
  let at = text.startsWith(delimiter, start) ? start : lineStart(text, delimiter, start);
  while (at !== -1 && at < end && ranges.length < mostParts) {
    const after = at + delimiter.length;
    const isClose = text.startsWith('--', after);
    // Another boundary may begin with the same letters.
    if (isClose || /^[ \t\n]?$/.test(text.charAt(after))) {
      if (opened !== null) ranges.push({ start: opened, end: Math.max(opened, at - 1) });
      const newline = text.indexOf('\n', after);
      opened = isClose ? null : newline === -1 ? end : newline + 1;
    }
    at = lineStart(text, delimiter, after);
  }
  if (opened !== null && opened < end) ranges.push({ start: opened, end });
  return ranges;
}

/** The boundary that a mail uses but forgot to declare. */
const guessBoundary = (text: string, { start, end }: Range): string | undefined =>
  /^--(\S{1,200})[ \t]{0,8}\ncontent-/im.exec(text.slice(start, Math.min(end, start + 100_000)))?.[1];

function collectParts(text: string, range: Range, depth: number, parts: MailPart[]): SplitMail {
  const { headers, bodyAt } = readHeaders(text, range.start, range.end);
  const { value, parameters } = readParameters(headerOf(headers, 'content-type'));
  const type = value === '' ? 'text/plain' : value;
  const body: Range = { start: bodyAt, end: range.end };
  if (type.startsWith('multipart/') && depth < deepest) {
    const declared = rangesBetween(text, body, parameters.get('boundary') ?? '\n');
    const guessed = declared.length > 0 ? undefined : guessBoundary(text, body);
    const ranges = guessed === undefined ? declared : rangesBetween(text, body, guessed);
    for (const inner of ranges) if (parts.length < mostParts) collectParts(text, inner, depth + 1, parts);
    if (ranges.length > 0) return { headers, type, reportType: reportTypeOf(parameters), parts };
  }
  parts.push({
    type: type.startsWith('multipart/') ? 'text/plain' : type,
    charset: (parameters.get('charset') ?? '').toLowerCase(),
    encoding: headerOf(headers, 'content-transfer-encoding').toLowerCase(),
    headers,
    body: text.slice(body.start, body.end),
  });
  return { headers, type, reportType: reportTypeOf(parameters), parts };
}

const reportTypeOf = (parameters: ReadonlyMap<string, string>): string =>
  (parameters.get('report-type') ?? '').toLowerCase();

/** Splits a mail into its leaf parts, in order, however deep they lie. Mails inside mails stay whole. */
export const splitMail = (text: string): SplitMail =>
  collectParts(text, { start: 0, end: text.length }, 0, []);
