import busboy from 'busboy';
import { PassThrough } from 'node:stream';
import type { Request } from 'express';
import { csrfField } from './staff-door.ts';

export type UploadedFile = {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What stood in the fields before the file. */
  readonly fields: Readonly<Record<string, string>>;
};

/**
 * Reads a form with one file as it streams in (RFC 7578). The token of the page stands before the file, so a post that is
 * not ours is refused before a byte of the file is taken.
 * @param isOurs whether this token is that of the session
 * @returns null when the post is not ours or has no file
 */
export function readUpload(
  request: Request,
  isOurs: (token: string) => boolean,
): Promise<UploadedFile | null> {
  return new Promise((resolve) => {
    let hasToken = false;
    const fields = new Map<string, string>();
    const give = (file: UploadedFile | null): void => resolve(file);
    try {
      const parser = busboy({ headers: request.headers, limits: { files: 1, fields: 10, fieldSize: 2000 } });
      parser.on('field', (name, value) => {
        if (name === csrfField) hasToken = isOurs(value);
        else fields.set(name, value.replaceAll('\0', '\ufffd'));
      });
      parser.on('file', (_name, stream, { filename }) => {
        if (!hasToken || filename === '' || filename === undefined) {
          stream.resume();
          return give(null);
        }
        const bytes = new PassThrough();
        // Cut off in the middle: whoever reads hears of it.
        stream.on('error', (error) => bytes.destroy(error));
        request.on('aborted', () => bytes.destroy(new Error('the upload was cut off')));
        stream.pipe(bytes);
        return give({ fileName: filename, bytes, fields: Object.fromEntries(fields) });
      });
      parser.on('close', () => give(null));
      parser.on('error', () => give(null));
      request.pipe(parser);
    } catch {
      // No multipart form at all.
      give(null);
    }
  });
}

/** The whole of a file; null when it is larger than `mostBytes`. */
export async function readWhole({ bytes }: UploadedFile, mostBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.byteLength;
    // The rest is read and dropped, so that the browser hears the answer.
    if (length <= mostBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > mostBytes ? null : Buffer.concat(chunks);
}
