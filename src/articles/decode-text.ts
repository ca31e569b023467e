const longestBytes = 1024 * 1024;

export type DecodeOutcome =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: 'empty' | 'too-large' | 'binary'; readonly message: string };

const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);

function decodeBytes(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Newspapers hand over files from old editing systems: what is not UTF-8 is read as Windows-1252.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A text file has hardly a control character; a picture or an archive is full of them. */
function isBinary(text: string): boolean {
  if (text.includes('\u0000')) return true;
  const controls = text.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return controls > Math.max(2, text.length / 100);
}

/** The text of a file: UTF-8, UTF-16 with its mark, or Windows-1252; one line break of one kind, no invisible signs. */
export function decodeText(bytes: Uint8Array): DecodeOutcome {
  if (bytes.length > longestBytes) {
    const message = `The file is ${megabytes(bytes.length)} MB; a story may be 1 MB at most. Please hand over the text alone.`;
    return { kind: 'refused', reason: 'too-large', message };
  }
  const decoded = decodeBytes(bytes);
  if (isBinary(decoded)) {
    const message =
      'This is not a plain text file. Please save the story as plain text (.txt) and hand that over.';
    return { kind: 'refused', reason: 'binary', message };
  }
  const text = decoded
    .replace(/\r\n?|[\u0085\u2028\u2029\u000b\u000c]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\u2060\ufeff]/g, '');
  if (text.trim() === '') {
    return {
      kind: 'refused',
      reason: 'empty',
      message: 'The file has no text. Please hand over the story as plain text.',
    };
  }
  return { kind: 'text', text };
}
