/** Header fields by lower-case name, each value unfolded, in order. Bytes are kept as latin-1 characters. */
export type MailHeaders = ReadonlyMap<string, readonly string[]>;

export type HeaderBlock = { readonly headers: MailHeaders; readonly bodyAt: number };

const mostFields = 500;
const longestValue = 16_384;
const field = /^([!-9;-~]{1,80})[ \t]{0,8}:/;

/**
 * Reads the header fields of `text` from `start`, up to `end`. Bad mail is read as well as it goes: blank lines and an mbox
 * separator in front are skipped, and a line that is no field ends the block, so that a body without a header is not lost.
 */
export function readHeaders(text: string, start: number, end: number): HeaderBlock {
  const pieces = new Map<string, string[][]>();
  let current: string[] | undefined;
  let length = 0;
  let count = 0;
  let at = start;
  while (at < end) {
    const newline = text.indexOf('\n', at);
    const stop = newline === -1 || newline > end ? end : newline;
    const line = text.slice(at, Math.min(stop, at + longestValue));
    const isFirst = count === 0;
    if (line === '' || line.trim() === '') {
      if (!isFirst) {
        at = stop + 1;
        break;
      }
    } else if (current && (line.startsWith(' ') || line.startsWith('\t'))) {
      if (length < longestValue) current.push(line.trim());
      length += line.length;
    } else {
      const name = field.exec(line);
      if (!name && !(isFirst && /^>?From /.test(line))) break;
      if (name && count < mostFields) {
        const key = (name[1] ?? '').toLowerCase();
        current = [line.slice(name[0].length).trim()];
        length = line.length;
        count += 1;
        pieces.set(key, [...(pieces.get(key) ?? []).slice(0, 50), current]);
      }
    }
    at = stop + 1;
  }
  const headers = new Map(
    [...pieces].map(([name, values]) => [name, values.map((value) => value.join(' '))]),
  );
  return { headers, bodyAt: Math.min(at, end) };
}

/** The first field of that name; an empty text when there is none. */
export const headerOf = (headers: MailHeaders, name: string): string => headers.get(name)?.[0] ?? '';

export type FieldWithParameters = {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
};

/** `multipart/report; report-type="delivery-status"` as value and parameters (RFC 2045 section 5.1), lower case but for values. */
export function readParameters(text: string): FieldWithParameters {
  const short = text.slice(0, 2000);
  const parameters = new Map<string, string>();
  for (const match of short.matchAll(
    /;\s{0,80}([\w*-]{1,60})\s{0,8}=\s{0,8}(?:"([^"]{0,300})"|([^;\s]{0,300}))/g,
  ))
    parameters.set((match[1] ?? '').toLowerCase().replace(/\*0?\*?$/, ''), match[2] ?? match[3] ?? '');
  return { value: (short.split(';')[0] ?? '').trim().toLowerCase(), parameters };
}
