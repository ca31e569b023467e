import { createHash } from 'node:crypto';
import {
  addRaw,
  addRelaxed,
  endRelaxedBody,
  relaxPart,
  resumeRelaxedBody,
  startRelaxedBody,
  type RelaxedPart,
} from './relaxed-body.ts';

/** Bytes that all recipients share, or the place of bytes that each has of their own. */
export type BodyPart = Buffer | 'personal';

export type PreparedBody = {
  /**
   * The `bh=` of one copy.
   * @param personal what stands in the personal places, in their order; a string holds one byte a character
   */
  readonly hash: (personal: readonly (Buffer | string)[]) => string;
};

/** Neighbours become one part: fewer ends to look at for each recipient. */
function mergeFixed(layout: readonly BodyPart[]): BodyPart[] {
  const merged: BodyPart[] = [];
  for (const part of layout) {
    const last = merged.at(-1);
    if (part !== 'personal' && Buffer.isBuffer(last)) merged[merged.length - 1] = Buffer.concat([last, part]);
    else merged.push(part);
  }
  return merged;
}

/**
 * Brings what recipients share into relaxed form once, and hashes the beginning they share once. A copy then costs its
 * own bytes, a copy of the ready ones into one buffer and a single update: an update for each part took longer than
 * the hash itself.
 */
export function prepareBody(layout: readonly BodyPart[]): PreparedBody {
  const [first, ...others] = mergeFixed(layout);
  const beginning = startRelaxedBody(Buffer.allocUnsafe(256));
  if (Buffer.isBuffer(first)) addRaw(beginning, first);
  const beginningHash = createHash('sha256').update(beginning.out.subarray(0, beginning.length));

  const rest = (first === 'personal' ? [first, ...others] : others).map((part): RelaxedPart | 'personal' =>
    part === 'personal' ? part : relaxPart(part),
  );
  const places = rest.filter((part) => part === 'personal').length;
  const body = startRelaxedBody(Buffer.allocUnsafe(4096));

  return {
    hash(personal) {
      if (personal.length !== places)
        throw new Error(`the body has ${places} personal places, not ${personal.length}`);
      resumeRelaxedBody(body, beginning);
      let next = 0;
      for (const part of rest) {
        if (part !== 'personal') {
          addRelaxed(body, part);
          continue;
        }
        const own = personal[next++] ?? '';
        addRaw(body, typeof own === 'string' ? Buffer.from(own, 'latin1') : own);
      }
      endRelaxedBody(body);
      return beginningHash.copy().update(body.out.subarray(0, body.length)).digest('base64');
    },
  };
}
