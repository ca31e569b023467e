import type { Db } from '../../platform/db.ts';
import type { GuardedFetch } from '../../platform/fetch-guarded.ts';
import { keepPicture } from '../../platform/media.ts';
import { readPictureHead } from '../../platform/picture-head.ts';

const mostBytes = 5 * 1024 * 1024;
const timeoutMs = 8000;
const mostPixels = 40_000_000;

/**
 * Fetches a picture that a feed names and keeps it under an address of our own. What is no PNG, JPEG, GIF or WebP by its own
 * bytes, or too large, is none: the story comes without it.
 */
export async function takePicture(db: Db, fetch: GuardedFetch, src: string): Promise<string | null> {
  const answer = await fetch(src, { mostBytes, timeoutMs, headers: { accept: 'image/*' } });
  if (answer.kind !== 'answered' || answer.status !== 200) return null;
  const head = readPictureHead(answer.body);
  if (head === null || head.width * head.height > mostPixels || head.width < 2 || head.height < 2)
    return null;
  return keepPicture(db, { ...head, bytes: answer.body });
}
