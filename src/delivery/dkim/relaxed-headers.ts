/**
 * The headers a signature covers. Each is listed once more than it occurs (RFC 6376 section 8.15), absent ones once, so
 * nobody can add a second From or an unsubscribe link of their own to a signed mail.
 */
const signedNames = [
  'from',
  'to',
  'subject',
  'date',
  'reply-to',
  'cc',
  'message-id',
  'mime-version',
  'content-type',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
] as const;

export type RelaxedHeaders = {
  /** Every name as often as `h=` lists it, in order. */
  readonly names: readonly string[];
  /** What is signed before the signature's own header, one byte a character. */
  readonly text: string;
};

/** Bytes as a string of one character each; a string beyond ASCII (SMTPUTF8) leaves as UTF-8. */
function byteText(headers: Buffer | string): string {
  if (typeof headers !== 'string') return headers.toString('latin1');
  return Buffer.byteLength(headers, 'utf8') === headers.length
    ? headers
    : Buffer.from(headers, 'utf8').toString('latin1');
}

/** RFC 6376 section 3.4.2 for a value: unfolded, white space reduced, none at the ends. Others than SP and HTAB stay. */
const relaxedValue = (value: string): string =>
  value
    .replace(/\r?\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '');

function valuesByName(headers: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const field of headers.split(/\r?\n(?![ \t])/)) {
    const colon = field.indexOf(':');
    if (colon < 1) continue;
    const name = field.slice(0, colon).trimEnd().toLowerCase();
    const value = relaxedValue(field.slice(colon + 1));
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

/** Picks and canonicalises what is signed. Of several with one name the lowest comes first (RFC 6376 section 5.4.2). */
export function relaxHeaders(headers: Buffer | string): RelaxedHeaders {
  const values = valuesByName(byteText(headers));
  const names: string[] = [];
  let text = '';
  for (const name of signedNames) {
    for (const value of (values.get(name) ?? []).reverse()) {
      names.push(name);
      text += `${name}:${value}\r\n`;
    }
    names.push(name);
  }
  return { names, text };
}
