import type { Db } from '../../platform/db.ts';
import { type MonthlyTable, dropMonthsBefore, makeMonths } from '../../platform/month-parts.ts';
import { findKeepMonths, updateKeepMonths } from '../sql/months.ts';

const events: MonthlyTable = { name: 'reader_event', lock: 31 };

/**
 * Makes room for the events of this month and the next, and drops the months that are older than the newsroom keeps: a
 * whole part of the table at once. Run often, by several processes at once if it comes to that.
 */
export async function keepEventMonths(db: Db, now: Date): Promise<void> {
  await makeMonths(db, events, now);
  const months = await findKeepMonths(db);
  await dropMonthsBefore(db, events, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)));
}

/** How many whole months requests are kept beside the present one. */
export const readKeepMonths = (db: Db): Promise<number> => findKeepMonths(db);

/**
 * Says how many whole months requests are kept beside the present one; the figures stay.
 * @returns false when it is not a whole number from 1 to 60, and nothing is changed then */
export async function setKeepMonths(db: Db, months: number): Promise<boolean> {
  if (!Number.isInteger(months) || months < 1 || months > 60) return false;
  await updateKeepMonths(db, months);
  return true;
}
