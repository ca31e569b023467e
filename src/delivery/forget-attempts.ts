import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import { type MonthlyTable, dropMonthsBefore, dropPart, makeMonths } from '../platform/month-parts.ts';
import { deleteFirstAttempts, findFirstPart } from './sql/forget.ts';

const attempts: MonthlyTable = { name: 'attempt', lock: 58 };

/** Makes room for the tries of this month and the next two. Whoever sends does it first, and somebody every hour. */
export const keepAttemptMonths = (db: Db, now: Date): Promise<void> => makeMonths(db, attempts, now);

/** What an install of the time before months had, row by row, until it is empty and can go as a whole. */
async function forgetFirstAttempts(db: Db, days: number): Promise<number> {
  if (!(await findFirstPart(db))) return 0;
  const forgotten = await forgetInParts((limit) => deleteFirstAttempts(db, days, limit));
  const left = await findFirstPart(db);
  if (left?.isEmpty && left.isClosed) await dropPart(db, 'attempt_before');
  return forgotten;
}

/**
 * Forgets single tries older than so many days, a month at a time: when the last day of a month is that old, all of it goes. The
 * row of each mail stays, with its outcome and the last reply: who got what is known for ever, only how many tries it took
 * and what was said on the way is not.
 * @returns how many rows and months were forgotten
 */
export async function forgetOldAttempts(db: Db, days: number, now: Date): Promise<number> {
  const oldest = new Date(now.getTime() - days * 86_400_000);
  return (await forgetFirstAttempts(db, days)) + (await dropMonthsBefore(db, attempts, oldest));
}
