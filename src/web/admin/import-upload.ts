import busboy from 'busboy';
import { PassThrough } from 'node:stream';
import type { Request } from 'express';
import { csrfField } from './staff-door.ts';

export type UploadedFile = {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What stood before the file in the form. */
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
    const fields: Record<string, string> = {};
    const give = (file: UploadedFile | null): void => resolve(file);
    try {
      const parser = busboy({ headers: request.headers, limits: { files: 1, fields: 5, fieldSize: 1000 } });
      parser.on('field', (name, value) => {
        if (name === csrfField) hasToken = isOurs(value);
        else fields[name] = value;
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
        return give({ fileName: filename, bytes, fields });
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
