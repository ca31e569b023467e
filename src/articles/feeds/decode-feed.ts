export type DecodedFeed =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly message: string };

/** The mark at the very beginning, or how the first `<` is written where there is none. */
function markOf(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  return null;
}

/** `<?xml version="1.0" encoding="iso-8859-1"?>` */
function declaredIn(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? null;
}

const charsetOf = (contentType: string): string | null =>
  /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1] ?? null;

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The text of a feed. Its mark counts most, then the header, then its own declaration (RFC 7303); but what declares
 * itself UTF-8 and is, is read so: servers put a charset of their own on everything. What claims UTF-8 and is not, is
 * read as Windows-1252.
 */
export function decodeFeed(bytes: Uint8Array, contentType: string): DecodedFeed {
  const declared = declaredIn(bytes);
  const mark = markOf(bytes);
  const asUtf8 = /^utf-?8$/i.test(declared ?? '') ? decodeUtf8(bytes) : null;
  if (mark === null && asUtf8 !== null) return { kind: 'text', text: asUtf8 };
  const label = mark ?? charsetOf(contentType) ?? declared ?? 'utf-8';
  try {
    const decoder = new TextDecoder(label);
    if (decoder.encoding !== 'utf-8') return { kind: 'text', text: decoder.decode(bytes) };
    return { kind: 'text', text: decodeUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes) };
  } catch {
    return { kind: 'refused', message: `The feed is written in “${label}”, which cannot be read.` };
  }
}
