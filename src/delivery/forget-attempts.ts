import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import { deleteOldAttempts } from './sql/forget.ts';

/**
 * Forgets single tries older than so many days. The row of each mail stays, with its outcome and the last reply: who got what
 * is known for ever, only how many tries it took and what was said on the way is not.
 * @returns how many were forgotten
 */
export const forgetOldAttempts = (db: Db, days: number): Promise<number> =>
  forgetInParts((limit) => deleteOldAttempts(db, days, limit));
