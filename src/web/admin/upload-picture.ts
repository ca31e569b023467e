import type { Request } from 'express';
import type { Db } from '../../platform/db.ts';
import { keepPicture } from '../../platform/media.ts';
import { readPictureHead } from '../../platform/picture-head.ts';
import { type UploadedFile, readUpload } from './import-upload.ts';

const mostBytes = 5 * 1024 * 1024;
const mostPixels = 40_000_000;

export type KeptPicture = { readonly mediaId: string; readonly width: number; readonly height: number };

export type UploadedPicture =
  | { readonly kind: 'kept'; readonly picture: KeptPicture; readonly fields: UploadedFile['fields'] }
  /** Nothing was kept; `message` says what to bring instead. */
  | { readonly kind: 'refused'; readonly message: string };

async function readAll({ bytes }: UploadedFile): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.byteLength;
    // The rest is read and dropped, so that the browser hears the answer.
    if (length <= mostBytes) chunks.push(chunk);
  }
  return length > mostBytes ? null : Buffer.concat(chunks);
}

/** Takes a picture that a form brings and keeps it under an address of ours. What it is, its own bytes say. */
export async function uploadPicture(
  db: Db,
  request: Request,
  isOurs: (token: string) => boolean,
): Promise<UploadedPicture> {
  const file = await readUpload(request, isOurs);
  const refused = (message: string): UploadedPicture => ({ kind: 'refused', message });
  if (!file) return refused('Please choose a picture');
  const bytes = await readAll(file);
  if (!bytes) return refused('Please take a picture of at most 5 MB');
  const head = readPictureHead(bytes);
  if (!head) return refused('Please take a PNG, JPEG, GIF or WebP picture');
  const { width, height } = head;
  if (width < 2 || height < 2 || width * height > mostPixels)
    return refused('The picture has no usable size');
  const mediaId = await keepPicture(db, { ...head, bytes });
  return { kind: 'kept', picture: { mediaId, width, height }, fields: file.fields };
}
