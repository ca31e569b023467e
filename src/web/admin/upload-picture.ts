import type { Request } from 'express';
import type { Db } from '../../platform/db.ts';
import { encodePicture } from '../../platform/encode-picture.ts';
import { keepPictureInWidths } from '../../platform/media.ts';
import { type UploadedFile, readUpload, readWhole } from './import-upload.ts';

const mostBytes = 5 * 1024 * 1024;

export type KeptPicture = { readonly mediaId: string; readonly width: number; readonly height: number };

export type UploadedPicture =
  | { readonly kind: 'kept'; readonly picture: KeptPicture; readonly fields: UploadedFile['fields'] }
  /** Nothing was kept; `message` says what to bring instead. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Takes a picture that a form brings, encodes it anew and keeps it under an address of ours. The size is that of the widest one
 * kept. What it is, its own bytes say.
 */
export async function uploadPicture(
  db: Db,
  request: Request,
  isOurs: (token: string) => boolean,
): Promise<UploadedPicture> {
  const file = await readUpload(request, isOurs);
  const refused = (message: string): UploadedPicture => ({ kind: 'refused', message });
  if (!file) return refused('Please choose a picture');
  const bytes = await readWhole(file, mostBytes);
  if (!bytes) return refused('This file is larger than 5 MB: please make it smaller first');
  const encoded = await encodePicture(bytes);
  if (encoded.kind === 'refused') return encoded;
  const [{ width, height }] = encoded.files;
  const mediaId = await keepPictureInWidths(db, encoded.files);
  return { kind: 'kept', picture: { mediaId, width, height }, fields: file.fields };
}
