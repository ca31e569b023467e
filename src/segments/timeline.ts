import type { Subscriber } from '../audience/subscribers.ts';
import { encodeCursor, parseCursor } from '../platform/cursor.ts';
import type { Db } from '../platform/db.ts';
import { type TimelineCursor, type TimelineLine, listTimeline } from './sql/timeline.ts';

export type { TimelineLine } from './sql/timeline.ts';

export type Timeline = {
  readonly lines: readonly TimelineLine[];
  /** Where the next page begins; null at the end. */
  readonly older: string | null;
};

function parseTimelineCursor(text: string): TimelineCursor | null {
  const [micros, key] = parseCursor(text, 2) ?? [];
  return typeof micros === 'number' &&
    Number.isSafeInteger(micros) &&
    typeof key === 'string' &&
    !key.includes('\0')
    ? { micros, key }
    : null;
}

/**
 * A page of a reader's way with this newsroom, the newest first.
 * @param before a cursor of the page before; anything else is taken as the beginning
 */
export async function readTimeline(
  db: Db,
  subscriber: Subscriber,
  { before, limit }: { readonly before: string; readonly limit: number },
): Promise<Timeline> {
  const cursor = parseTimelineCursor(before);
  const found = await listTimeline(db, subscriber, { before: cursor, limit: limit + 1 });
  const lines = found.slice(0, limit);
  const last = lines.at(-1);
  return { lines, older: found.length > limit && last ? encodeCursor([last.micros, last.key]) : null };
}
